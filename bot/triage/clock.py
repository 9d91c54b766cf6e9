"""When social workers answer, by the clock of the place where the person is (S1-19, S1-20); which day is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Hours:
    """Opening hours in the local time of whoever asks; ``days`` count from Monday, 0."""

    opens: time
    closes: time
    days: frozenset[int]

    def include(
        self, at: datetime, zone: str, is_holiday: Callable[[date], bool] | None = None
    ) -> bool:
        """Whether they are open at ``at`` (aware) for somebody in the IANA zone ``zone``.

        ``is_holiday`` says of a day there whether it is a public holiday; without it
        none is known. Daylight saving and the odd zones (Lord Howe, Broken Hill,
        Eucla) are the zone's own business. Raises ``ValueError`` for a time without a zone.
        """
        if at.tzinfo is None:
            raise ValueError("at must be aware")
        there = at.astimezone(ZoneInfo(zone))
        if is_holiday is not None and is_holiday(there.date()):
            return False
        return there.weekday() in self.days and self.opens <= there.time() < self.closes


def read_hours(opens: str, closes: str, days: Iterable[str]) -> Hours:
    """Hours from "08:00", "17:00" and names of days. Raises ``ValueError``."""
    return Hours(
        time.fromisoformat(opens),
        time.fromisoformat(closes),
        frozenset(DAYS.index(day) for day in days),
    )


#: From this hour on "sunday", said on a Sunday, is the next one.
_EVENING = 17


def day_of(when: str, now: datetime) -> date | None:
    """The day that a time of the NLU names: "saturday" is the next one, today counts till evening.

    ``now`` is the time where the person is. None for "now", and for "tonight": it is about the
    night and no day of opening.
    """
    today = now.date()
    if when in DAYS:
        ahead = (DAYS.index(when) - today.weekday()) % 7
        return today + timedelta(days=7 if ahead == 0 and now.hour >= _EVENING else ahead)
    if when in {"today", "tomorrow"}:
        return today + timedelta(days=1 if when == "tomorrow" else 0)
    try:
        return date.fromisoformat(when)
    except ValueError:
        return None
