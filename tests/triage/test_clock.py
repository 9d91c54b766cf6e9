"""S1-19 and S1-20: social workers' hours by the clock of the person's place."""

from __future__ import annotations

from datetime import date, datetime, time, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.triage.clock import day_of, read_hours
from bot.triage.next_steps import default_guide
from directory.hours import holiday_name

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
OFFICE = read_hours("08:00", "17:00", WEEKDAYS)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("at", "zone", "there"),
    [
        ("2026-11-18T00:30", "Australia/Perth", True),  # 8.30 am
        ("2026-11-17T23:30", "Australia/Perth", False),  # 7.30 am, and 10.30 am in Sydney
        ("2026-11-17T23:30", "Australia/Sydney", True),
        ("2026-11-18T06:30", "Australia/Sydney", False),  # 5.30 pm: daylight saving
        ("2026-06-17T06:30", "Australia/Sydney", True),  # 4.30 pm in winter
        ("2026-11-18T06:20", "Australia/Broken_Hill", True),  # 4.50 pm
        ("2026-06-16T22:00", "Australia/Broken_Hill", False),  # 7.30 am
        ("2026-06-16T21:45", "Australia/Lord_Howe", True),  # 8.15 am, half an hour before Sydney
        ("2026-11-17T23:20", "Australia/Eucla", True),  # 8.05 am
        ("2026-11-18T06:00", "Australia/Sydney", False),  # 5 pm sharp: closed
        ("2026-11-22T01:00", "Australia/Sydney", False),  # a Sunday at noon
    ],
)
def test_the_persons_own_clock_decides(at: str, zone: str, there: bool) -> None:
    assert OFFICE.include(utc(at), zone) is there


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        OFFICE.include(datetime(2026, 11, 18, 9), "Australia/Perth")


def test_the_guide_holds_the_hours_of_the_source() -> None:
    hours = default_guide().social_work

    assert (hours.opens, hours.closes) == (time(8), time(17))


@pytest.mark.parametrize(
    ("at", "state", "there"),
    [
        ("2026-11-02T23:30", "VIC", False),  # Melbourne Cup day
        ("2026-11-02T23:30", "NSW", True),
        ("2026-12-27T23:30", "VIC", False),  # Boxing Day is kept on the Monday
    ],
)
def test_public_holidays_of_the_state_are_known(at: str, state: str, there: bool) -> None:
    def is_holiday(day: date) -> bool:
        return holiday_name(day, state) is not None

    assert OFFICE.include(utc(at), "Australia/Melbourne", is_holiday) is there


@pytest.mark.parametrize(
    ("when", "hour", "day"),
    [
        ("saturday", 12, 21),
        ("wednesday", 12, 18),
        ("wednesday", 20, 25),
        ("today", 20, 18),
        ("tomorrow", 12, 19),
        ("2026-12-25", 12, 25),
        ("tonight", 12, None),
        ("now", 12, None),
    ],
)
def test_which_day_is_meant_on_a_wednesday(when: str, hour: int, day: int | None) -> None:
    found = day_of(when, datetime(2026, 11, 18, hour, tzinfo=ZoneInfo("Australia/Perth")))

    assert (found.day if found else None) == day
