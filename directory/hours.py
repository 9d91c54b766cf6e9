"""When a service is open: pure functions over schedules, in the service's own time.

A schedule carries the RFC 5545 fields of HSDS 3.0. What is not known is said
(``None``), never guessed: hours that nobody checked, public holidays nobody
wrote a rule for, "ring for a time". Fault-free on daylight-saving changes:
wall-clock times are turned to instants before they are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

import holidays
from dateutil.rrule import rrulestr

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

#: A national line that answers "local time" is asked in all of these when
#: nobody knows where the caller is.
ZONES_OF_THE_COUNTRY = (
    "Australia/Sydney",
    "Australia/Brisbane",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Perth",
)
#: How far ahead to look for the next opening: past it, monthly services say their rule.
LOOK_AHEAD_DAYS = 35

HolidayRule = Literal["open", "closed", "unknown"]


@dataclass(frozen=True)
class Schedule:
    """One rule of opening. Times are "HH:MM"; closing at or before opening means the next day.

    The same time for both means the whole 24 hours. ``byday`` may carry
    ordinals for monthly rules ("1TU", "-1FR"). ``by_appointment`` means that
    a time must be arranged first; ``certain`` is False for hours that only
    somebody's memory supports.
    """

    freq: str = "WEEKLY"
    byday: str = ""
    bymonthday: str = ""
    byweekno: str = ""
    byyearday: str = ""
    interval: int = 1
    wkst: str = ""
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    opens_at: str = ""
    closes_at: str = ""
    by_appointment: bool = False
    certain: bool = True
    description: str = ""
    #: Holds on every day from ``valid_from`` to ``valid_to`` in place of all other rules: a
    #: holiday's own hours, or a closure. Words that name no closure make those days unknown.
    instead: bool = False

    @property
    def is_timed(self) -> bool:
        """Whether it says at which times; a rule may only say "by appointment"."""
        return bool(self.opens_at and self.closes_at)

    def occurs_on(self, day: date) -> bool:
        """Whether this rule begins an opening on ``day`` (public holidays aside)."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        if (self.dtstart and day < self.dtstart) or (self.until and day > self.until):
            return False
        if self.instead:
            return True
        plain = self.freq == "WEEKLY" and self.interval == 1 and self.count is None
        if plain and not (self.byweekno or self.byyearday or self.bymonthday):
            return not self.byday or DAYS[day.weekday()] in self.byday.split(",")
        return day in _occurrences(self, day.year) or day in _occurrences(self, day.year - 1)


@lru_cache(maxsize=4096)
def _occurrences(schedule: Schedule, year: int) -> frozenset[date]:
    """Days on which a rule that is not plainly weekly begins an opening, in one year."""
    start = schedule.dtstart or date(year, 1, 1)
    parts = [f"FREQ={schedule.freq or 'WEEKLY'}", f"INTERVAL={max(1, schedule.interval)}"]
    for name in ("byday", "bymonthday", "byweekno", "byyearday", "wkst"):
        value = getattr(schedule, name)
        if value and not (name in {"byweekno", "byyearday"} and schedule.freq != "YEARLY"):
            parts.append(f"{name.upper()}={value.replace(' ', '')}")
    if schedule.count is not None:
        parts.append(f"COUNT={schedule.count}")
    rule = rrulestr(";".join(parts), dtstart=datetime.combine(start, time()))
    begin, end = datetime(year, 1, 1), datetime(year, 12, 31)  # noqa: DTZ001 - days, not instants
    return frozenset(moment.date() for moment in rule.between(begin, end, inc=True))


@dataclass(frozen=True)
class Hours:
    """All that decides whether a service is open.

    ``timezone`` is an IANA name, or "local" for lines that keep the caller's
    time. ``state`` chooses the public holidays (empty: national ones only).
    """

    schedules: tuple[Schedule, ...] = ()
    timezone: str = "Australia/Sydney"
    state: str = ""
    holiday_rule: HolidayRule = "unknown"

    @property
    def is_always(self) -> bool:
        """Open 24 hours on every day."""
        return any(
            s.is_timed
            and s.opens_at == s.closes_at
            and not s.by_appointment
            and s.freq == "WEEKLY"
            and s.interval == 1
            and (not s.byday or set(s.byday.split(",")) == set(DAYS))
            and not (s.valid_from or s.valid_to or s.until or s.bymonthday or s.instead)
            for s in self.schedules
        )

    @property
    def is_certain(self) -> bool:
        """Whether every rule was read in a source."""
        return all(schedule.certain for schedule in self.schedules)

    def in_zone(self, zone: str) -> Hours:
        """The same hours with "local" time settled as ``zone``."""
        if self.timezone != "local":
            return self
        return Hours(self.schedules, zone, self.state, self.holiday_rule)


@dataclass(frozen=True)
class Opening:
    """One stretch of being open, as instants in the service's zone."""

    start: datetime
    end: datetime
    by_appointment: bool
    #: True, unless it is a public holiday and nobody knows what happens then.
    known: bool


@lru_cache(maxsize=256)
def _holidays(state: str, year: int) -> Mapping[date, str]:
    return dict(
        holidays.country_holidays(
            "AU", subdiv=state or None, years=year, language="en_AU", observed=True
        )
    )


def holiday_name(day: date, state: str = "") -> str | None:
    """The public holiday on a day in a state ("" for national ones only), or None."""
    return _holidays(state, day.year).get(day)


def _at(day: date, clock: str, zone: ZoneInfo, later: bool = False) -> datetime:
    hour, _, minute = clock.partition(":")
    extra, hour_of_day = divmod(int(hour), 24)
    moment = datetime.combine(
        day + timedelta(days=extra + later), time(hour_of_day, int(minute[:2] or 0)), zone
    )
    return moment.astimezone(timezone.utc)


def openings(hours: Hours, first: date, days: int) -> Iterator[Opening]:
    """Every opening that begins on one of ``days`` days from ``first``, in order of day."""
    zone = ZoneInfo(hours.timezone)
    for number in range(days):
        day = first + timedelta(days=number)
        instead = [s for s in hours.schedules if s.instead and s.occurs_on(day)]
        todays = [s for s in instead or hours.schedules if s.is_timed and s.occurs_on(day)]
        known = True
        if instead and not todays:
            if any(s.description.lower().startswith("closed") for s in instead):
                continue
            # Something is written for these days that is no time: nobody knows.
            known = False
            todays = [s for s in hours.schedules if s.is_timed and s.occurs_on(day)]
        if not todays:
            continue
        if not instead and holiday_name(day, hours.state):
            if hours.holiday_rule == "closed":
                continue
            # A line that never closes is taken at its word on holidays too.
            known = hours.holiday_rule == "open" or hours.is_always
        for schedule in sorted(todays, key=lambda s: s.opens_at):
            overnight = schedule.closes_at <= schedule.opens_at
            yield Opening(
                _at(day, schedule.opens_at, zone),
                _at(day, schedule.closes_at, zone, overnight),
                schedule.by_appointment,
                known and schedule.certain,
            )


def current_opening(hours: Hours, at: datetime) -> Opening | None:
    """The opening that ``at`` falls in, stretched over openings that touch it."""
    local = at.astimezone(ZoneInfo(hours.timezone)).date()
    around = list(openings(hours, local - timedelta(days=1), 3))
    here = [o for o in around if o.start <= at < o.end]
    if not here:
        return None
    # Known and walk-in openings say most.
    best = max(here, key=lambda o: (o.known, not o.by_appointment, o.end))
    end, grown = best.end, True
    while grown:
        grown = False
        for other in around:
            if other.known and not other.by_appointment and other.start <= end < other.end:
                end, grown = other.end, True
    return Opening(best.start, end, best.by_appointment, best.known)


def is_open_at(hours: Hours, at: datetime) -> bool | None:
    """Whether it is open at an instant; None where that is not known.

    ``at`` must be aware. "Local" hours with no place to settle them are open
    only where they are open all over the country.
    """
    if at.tzinfo is None:
        raise ValueError("a time without its zone cannot be compared: give an aware datetime")
    if hours.timezone == "local":
        answers = {is_open_at(hours.in_zone(zone), at) for zone in ZONES_OF_THE_COUNTRY}
        return answers.pop() if len(answers) == 1 else None
    if not any(s.is_timed for s in hours.schedules):
        return None
    now = current_opening(hours, at)
    if now is not None:
        return True if now.known and not now.by_appointment else None
    if not any(s.is_timed and not s.instead for s in hours.schedules):
        # The week is not known; only the days with hours of their own are.
        today = at.astimezone(ZoneInfo(hours.timezone)).date()
        if not any(s.instead and s.occurs_on(today) for s in hours.schedules):
            return None
    # Closed as far as the rules go: certain only where the rules are.
    return False if hours.is_certain else None


def next_opening(hours: Hours, at: datetime) -> Opening | None:
    """The next opening that begins after ``at`` and is sure to happen, if one is in sight."""
    settled = hours.in_zone(ZONES_OF_THE_COUNTRY[0])
    first = at.astimezone(ZoneInfo(settled.timezone)).date()
    for opening in openings(settled, first, LOOK_AHEAD_DAYS):
        if opening.start > at and opening.known:
            return opening
    return None


def clock(moment: time) -> str:
    """``9 am``, ``12.30 pm``, ``noon``, ``midnight``."""
    if moment.minute == 0 and moment.hour in (0, 12):
        return "midnight" if moment.hour == 0 else "noon"
    minutes = f".{moment.minute:02}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes} {'am' if moment.hour < 12 else 'pm'}"


def clock_text(text: str) -> str:
    """``clock`` of a time as rules keep it: "09:30"."""
    hour, _, minute = text.partition(":")
    return clock(time(int(hour) % 24, int(minute[:2] or 0)))


#: What is said of being open now: a code, and its moments as ISO times of the service's own clock.
OpenState = tuple[str, dict[str, str]]


def open_state(hours: Hours, at: datetime, known: tuple[bool | None] | None = None) -> OpenState:
    """Whether it is open, until when or from when, as a code for whoever says it in words.

    ``always``, ``local``, ``until`` and ``until_day`` (``end``), ``opens`` (``start``, ``days``
    from today, ``appointment`` where it needs one), ``holiday``, ``appointment``,
    ``unchecked``, ``unknown``, ``closed``. ``known`` is what ``is_open_at`` says of the same
    moment, where it was asked already.
    """
    answer = known[0] if known else is_open_at(hours, at)
    if answer and hours.is_always:
        return "always", {}
    if hours.timezone == "local" and answer is None and hours.is_certain and hours.schedules:
        return "local", {}
    settled = hours.in_zone(ZONES_OF_THE_COUNTRY[0])
    zone = ZoneInfo(settled.timezone)
    now = current_opening(settled, at)
    if answer and now:
        end = now.end.astimezone(zone)
        days = (end.date() - at.astimezone(zone).date()).days
        same = days == 0 or (days == 1 and end.hour < 12)
        return "until" if same else "until_day", {"end": end.isoformat()}
    if answer is None:
        if now and not now.by_appointment and hours.is_certain:
            return "holiday", {}
        if any(s.by_appointment for s in hours.schedules):
            return "appointment", {}
        return ("unchecked" if hours.schedules and not hours.is_certain else "unknown"), {}
    coming = next_opening(settled, at)
    if coming is None:
        return "closed", {}
    start = coming.start.astimezone(zone)
    ahead = (start.date() - at.astimezone(zone).date()).days
    found = {"start": start.isoformat(), "days": str(ahead)}
    return "opens", found | ({"appointment": "yes"} if coming.by_appointment else {})


def schedule_from(fields: Mapping[str, Any]) -> Schedule:
    """A schedule from plain fields as they stand in records and in the database."""

    def day(name: str) -> date | None:
        value = fields.get(name)
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None

    return Schedule(
        freq=fields.get("freq") or "WEEKLY",
        byday=(fields.get("byday") or "").replace(" ", ""),
        bymonthday=fields.get("bymonthday") or "",
        byweekno=fields.get("byweekno") or "",
        byyearday=fields.get("byyearday") or "",
        interval=int(fields.get("interval") or 1),
        wkst=fields.get("wkst") or "",
        dtstart=day("dtstart"),
        until=day("until"),
        count=fields.get("count"),
        valid_from=day("valid_from"),
        valid_to=day("valid_to"),
        opens_at=(fields.get("opens_at") or "")[:5],
        closes_at=(fields.get("closes_at") or "")[:5],
        by_appointment=bool(fields.get("by_appointment")),
        certain=fields.get("certain", True) is not False,
        description=fields.get("description") or "",
        instead=bool(fields.get("instead")),
    )
