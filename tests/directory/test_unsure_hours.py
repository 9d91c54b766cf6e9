"""Hours of a file that leave something open never make a service look open, nor closed."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from directory import Card, Directory, Query
from directory.hours import Hours, Schedule
from directory.hours_words import hours_text

FAULTS = Path(__file__).parent / "faults"
#: A Monday and a Wednesday at noon, no holidays.
MONDAY = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Australia/Sydney"))
WEDNESDAY = MONDAY + timedelta(days=2)


def with_hours(**rule: Any) -> list[dict[str, Any]]:
    """A service with one rule of opening; None takes a field out."""
    (service,) = json.loads((FAULTS / "schedule-time.json").read_text("utf-8"))
    service = copy.deepcopy(service)
    hours = service["schedules"][0] | {"opens_at": "09:00"} | rule
    service["schedules"] = [{k: v for k, v in hours.items() if v is not None}]
    return [service]


def shown(tmp_path: Path, at: datetime, **rule: Any) -> Card:
    file = tmp_path / "services.json"
    file.write_text(json.dumps(with_hours(**rule)), encoding="utf-8")
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    directory.load(file)
    (card,) = directory.search(Query(text="hot meals", at=at, audience="staff")).cards
    directory.close()
    return card


@pytest.mark.parametrize(
    "rule",
    [
        {"byday": None},
        {"byday": None, "freq": None},
        {"interval": 2},
        {"count": 10},
        {"closes_at": "05:00"},
        {"opens_at": "09:00Z", "closes_at": "17:00Z"},
        {"opens_at": "09:00-05:00"},
        {"valid_to": "2026-06-30"},
    ],
    ids=str,
)
def test_what_a_rule_leaves_open_is_not_guessed(tmp_path: Path, rule: dict[str, Any]) -> None:
    card = shown(tmp_path, MONDAY, **rule)
    assert card.open_now is None
    assert "ring first" in card.open_text


def test_the_times_of_unknown_days_are_shown_as_words(tmp_path: Path) -> None:
    assert shown(tmp_path, MONDAY, byday=None).hours == "9 am–5 pm, days not known"


@pytest.mark.parametrize(("at", "open_now"), [(MONDAY, False), (WEDNESDAY, True)])
def test_a_weekly_rule_without_days_holds_on_the_day_of_its_start(
    tmp_path: Path, at: datetime, open_now: bool
) -> None:
    # 4 March 2026 was a Wednesday.
    assert shown(tmp_path, at, byday=None, dtstart="2026-03-04").open_now is open_now


@pytest.mark.parametrize(
    "rule",
    [
        {"opens_at": "22:00", "closes_at": "06:00"},
        {"opens_at": "17:00", "closes_at": "09:00"},
        {"opens_at": "08:00", "closes_at": "00:00"},
        {"opens_at": "09:00+11:00", "closes_at": "17:00+11:00"},
        {"byday": None, "opens_at": "00:00", "closes_at": "00:00"},
        {"interval": 2, "dtstart": "2026-11-23"},
    ],
    ids=str,
)
def test_nights_whole_days_and_our_own_clock_are_taken_as_they_are(
    tmp_path: Path, rule: dict[str, Any]
) -> None:
    assert shown(tmp_path, MONDAY, **rule).open_now is not None


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ([{"byday": "MO,TU", "valid_to": date(2027, 3, 31)}],
         "Mon–Tue 9 am–5 pm (until 31 March 2027)"),
        ([{"byday": "MO", "valid_from": date(2027, 1, 4), "valid_to": date(2027, 1, 29)},
          {"byday": "FR"}],
         "Fri 9 am–5 pm; Mon 9 am–5 pm (4 January 2027 to 29 January 2027)"),
        ([{"byday": "MO", "dtstart": date(2020, 1, 6)}], "Mon 9 am–5 pm"),
    ],
)  # fmt: skip
def test_hours_that_end_say_when(rules: list[dict[str, Any]], said: str) -> None:
    hours = Hours(tuple(Schedule(opens_at="09:00", closes_at="17:00", **rule) for rule in rules))
    assert hours_text(hours) == said
