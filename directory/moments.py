"""The time that somebody asks about ("tonight", "saturday", a date), as moments to look at.

A service counts as open then when its hours say so for any of the moments:
half an hour apart, since hardly anything opens for less. Who asks "today" wants
what is still to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORDS = ("now", "today", "tonight", "tomorrow", "weekend", *DAYS)
APART = timedelta(minutes=30)
#: A night is asked about from here to there; in the small hours it is the one that goes on.
NIGHT_FROM, NIGHT_TO = time(18), time(6)
#: The small hours belong to the night before: a shelter open on Fridays is closed on Saturday.
DAY_FROM = time(6)
#: From this hour on "sunday", said on a Sunday, is the next one.
EVENING = 17
ONE_DAY = timedelta(days=1)


def is_time(when: str) -> bool:
    """Whether it is a time that can be asked about: one of ``WORDS``, or a date such as 2026-12-24."""
    return when in WORDS or _date(when) is not None


def moments(when: str | None, at: datetime, zone: str) -> tuple[datetime, ...]:
    """The moments to look at, the first one first; ``at`` alone for "now" and what is no time.

    ``at`` is aware, ``zone`` the IANA name of the clocks where the person is.
    """
    local = at.astimezone(ZoneInfo(zone))
    span = _span(when or "now", local)
    return tuple(_between(*span)) if span else (at,)


def _span(when: str, local: datetime) -> tuple[datetime, datetime] | None:
    """From when to when, the end left out; None for the moment itself, and for a day gone by."""
    today = local.date()
    if when == "tonight":
        if local.time() < NIGHT_TO:
            return local, _on(today, NIGHT_TO, local)
        begins = max(local, _on(today, NIGHT_FROM, local))
        return begins, _on(today + ONE_DAY, NIGHT_TO, local)
    if when == "weekend":
        ahead = max(0, DAYS.index("saturday") - today.weekday())
        first, last = today + timedelta(days=ahead), today + timedelta(days=6 - today.weekday())
    elif when in DAYS:
        ahead = (DAYS.index(when) - today.weekday()) % 7
        ahead = 7 if ahead == 0 and local.hour >= EVENING else ahead
        first = last = today + timedelta(days=ahead)
    elif when in ("today", "tomorrow"):
        first = last = today + (ONE_DAY if when == "tomorrow" else timedelta())
    else:
        found = _date(when)
        if found is None or found < today:
            return None
        first = last = found
    begins = local if first <= today else _on(first, DAY_FROM, local)
    return begins, _on(last + ONE_DAY, time(), local)


def _date(when: str) -> date | None:
    try:
        found = date.fromisoformat(when)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2100 else None


def _on(day: date, clock: time, local: datetime) -> datetime:
    return datetime.combine(day, clock, local.tzinfo)


def _between(first: datetime, end: datetime) -> Iterator[datetime]:
    """Moments by the half hours of the clock, by real time over a change of daylight saving."""
    begin, until = first.timestamp(), end.timestamp()
    step = APART.total_seconds()
    yield first
    moment = begin - begin % step + step
    while moment < until:
        yield datetime.fromtimestamp(moment, first.tzinfo)
        moment += step
