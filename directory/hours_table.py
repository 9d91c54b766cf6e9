"""Which of thousands of opening hours are open at one moment.

``directory.hours`` is the law; this is the same answer, fast: weekly hours are
turned to minutes once and compared as numbers. Days on which the clocks
change, and rules that are not plainly weekly, go through the law itself.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from directory.hours import DAYS, Hours, holiday_name, is_open_at

MINUTES = 24 * 60
#: (days as bits, opens, closes, known and walk-in) in minutes of the day.
Rule = tuple[int, int, int, bool]


class WeeklyHours:
    """Hours that are the same every week, as numbers."""

    def __init__(self, hours: Hours) -> None:
        self.hours = hours
        self.plain = hours.timezone != "local" and all(
            s.freq == "WEEKLY"
            and s.interval == 1
            and s.count is None
            and not (s.byweekno or s.byyearday or s.bymonthday)
            and not (s.valid_from or s.valid_to or s.dtstart or s.until)
            for s in hours.schedules
        )
        self.rules: list[Rule] = []
        if not self.plain:
            return
        for schedule in hours.schedules:
            if not schedule.is_timed:
                continue
            listed = schedule.byday.split(",") if schedule.byday else DAYS
            days = sum(1 << number for number, code in enumerate(DAYS) if code in listed)
            opens, closes = _minutes(schedule.opens_at), _minutes(schedule.closes_at)
            # An overnight opening is told by its text: "24:00" closes on the day it opens.
            if schedule.closes_at <= schedule.opens_at:
                closes += MINUTES
            walk_in = schedule.certain and not schedule.by_appointment
            self.rules.append((days, opens, closes, walk_in))
        self.always = hours.is_always
        self.certain = hours.is_certain

    def is_open(self, at: datetime, zone: str | None) -> bool | None:
        """As ``is_open_at`` says, with "local" time settled as ``zone``."""
        if not self.plain:
            return is_open_at(self.hours.in_zone(zone) if zone else self.hours, at)
        if not self.rules:
            return None
        spot = _clock(self.hours.timezone, int(at.timestamp()) // 60)
        if spot is None:
            return is_open_at(self.hours, at)
        today, minute = spot
        seen = False
        for day, now in ((today, minute), (today - timedelta(days=1), minute + MINUTES)):
            bit = 1 << day.weekday()
            for days, opens, closes, walk_in in self.rules:
                if not (days & bit and opens <= now < closes):
                    continue
                if holiday_name(day, self.hours.state):
                    if self.hours.holiday_rule == "closed":
                        continue
                    walk_in = walk_in and (self.hours.holiday_rule == "open" or self.always)
                if walk_in:
                    return True
                seen = True
        if seen:
            return None
        return False if self.certain else None


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute[:2] or 0)


@lru_cache(maxsize=4096)
def _clock(zone: str, minutes_of_time: int) -> tuple[date, int] | None:
    """The day and minute on the clocks of a zone; None near a change of the clocks."""
    moment = datetime.fromtimestamp(minutes_of_time * 60, timezone.utc).astimezone(ZoneInfo(zone))
    if _changes(zone, moment.date()):
        return None
    return moment.date(), moment.hour * 60 + moment.minute


@lru_cache(maxsize=4096)
def _changes(zone: str, day: date) -> bool:
    """Whether clocks change on a day, the one before, or the one after."""
    first = datetime.combine(day - timedelta(days=1), time(), ZoneInfo(zone))
    last = datetime.combine(day + timedelta(days=2), time(), ZoneInfo(zone))
    return first.utcoffset() != last.utcoffset()
