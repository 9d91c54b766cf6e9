"""When social workers answer, by the clock of the place where the person is (S1-19, S1-20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
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
