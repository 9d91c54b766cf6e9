"""A time that somebody asks about: which moments are meant, and what the search does with it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from directory import Directory, Query, Results
from directory.moments import APART, is_time, moments
from directory.places import find_places
from tests.directory.conftest import MONDAY_NOON
from tests.directory.test_loading import write

MELBOURNE = "Australia/Melbourne"
Ask = Callable[..., Results]


def local(text: str, zone: str = MELBOURNE) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize(
    ("when", "at", "first", "last"),
    [
        ("now", "2026-11-23T12:10", "2026-11-23T12:10", "2026-11-23T12:10"),
        (None, "2026-11-23T12:10", "2026-11-23T12:10", "2026-11-23T12:10"),
        ("one day", "2026-11-23T12:10", "2026-11-23T12:10", "2026-11-23T12:10"),
        ("today", "2026-11-23T12:10", "2026-11-23T12:10", "2026-11-23T23:30"),
        ("tonight", "2026-11-23T12:10", "2026-11-23T18:00", "2026-11-24T05:30"),
        ("tonight", "2026-11-23T21:10", "2026-11-23T21:10", "2026-11-24T05:30"),
        ("tonight", "2026-11-24T02:10", "2026-11-24T02:10", "2026-11-24T05:30"),
        ("tomorrow", "2026-11-23T12:10", "2026-11-24T06:00", "2026-11-24T23:30"),
        ("saturday", "2026-11-23T12:10", "2026-11-28T06:00", "2026-11-28T23:30"),
        ("monday", "2026-11-23T12:10", "2026-11-23T12:10", "2026-11-23T23:30"),
        ("monday", "2026-11-23T18:10", "2026-11-30T06:00", "2026-11-30T23:30"),
        ("weekend", "2026-11-23T12:10", "2026-11-28T06:00", "2026-11-29T23:30"),
        ("weekend", "2026-11-29T12:10", "2026-11-29T12:10", "2026-11-29T23:30"),
        ("2026-12-25", "2026-11-23T12:10", "2026-12-25T06:00", "2026-12-25T23:30"),
        ("2026-11-01", "2026-11-23T12:10", "2026-11-23T12:10", "2026-11-23T12:10"),
    ],
)
def test_a_time_is_the_next_of_its_kind(when: str | None, at: str, first: str, last: str) -> None:
    found = moments(when, local(at), MELBOURNE)
    assert (found[0], found[-1]) == (local(first), local(last))
    assert all(later - earlier <= APART for earlier, later in pairwise(found))


def test_a_day_is_the_day_where_the_person_is() -> None:
    found = moments("tuesday", local("2026-11-23T22:30"), "Australia/Perth")
    assert found[0] == local("2026-11-24T06:00", "Australia/Perth")


def test_a_night_in_which_the_clocks_change_is_looked_at_hour_by_hour() -> None:
    # On 5 April 2026 at three it is two again: that night is thirteen hours long.
    found = moments("tonight", local("2026-04-04T12:00"), MELBOURNE)
    assert len(found) == 26
    assert found[-1].timestamp() - found[0].timestamp() == 12.5 * 3600


@pytest.mark.parametrize("when", ["saturday", "tonight", "2026-12-24"])
def test_what_can_be_asked_about(when: str) -> None:
    assert is_time(when)


@pytest.mark.parametrize(
    "when", ["", "soon", "Saturday ", "24/12/2026", "0001-01-01", "2026-13-01"]
)
def test_what_is_no_time(when: str) -> None:
    assert not is_time(when)


# --- the search ---


def kitchen(code: str, **fields: Any) -> dict[str, Any]:
    return {"code": code, "name": code, "description": "Meals.", "needs": ["meal"],
            "phones": [{"number": "03 9000 0001", "label": "Desk", "shared": True}],
            "public_holidays": "closed", **fields}  # fmt: skip


def week(days: str, opens: str = "09:00", closes: str = "17:00") -> list[dict[str, str]]:
    return [{"byday": days, "opens_at": opens, "closes_at": closes}]


@pytest.fixture
def kitchens(tmp_path: Path) -> Any:
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    directory.load(
        write(
            tmp_path / "kitchens.yml",
            kitchen("a-weekdays", schedules=week("MO,TU,WE,TH,FR")),
            kitchen("b-saturday", schedules=week("SA", "10:10", "11:00")),
            kitchen("c-ring", schedules=[{"description": "Ring for times"}]),
            kitchen("d-nights", schedules=week("MO,TU,WE,TH,FR", "20:00", "06:00")),
        )
    )
    yield directory
    directory.close()


def order(directory: Directory, when: str | None, **fields: Any) -> list[tuple[str, str | None]]:
    place = find_places("Footscray VIC 3011")[0]
    query = Query(need="emergency_relief", sub_need="meal", place=place, at=MONDAY_NOON, when=when,
                  **fields)  # fmt: skip
    return [(card.name, card.open_then) for card in directory.search(query).cards]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("saturday", [("b-saturday", "open"), ("c-ring", "unknown"), ("a-weekdays", "closed"),
                      ("d-nights", "closed")]),
        ("tonight", [("d-nights", "open"), ("c-ring", "unknown"), ("a-weekdays", "closed"),
                     ("b-saturday", "closed")]),
        ("sunday", [("c-ring", "unknown"), ("a-weekdays", "closed"), ("b-saturday", "closed"),
                    ("d-nights", "closed")]),
        ("2026-12-25", [("c-ring", "unknown"), ("a-weekdays", "closed"),
                        ("b-saturday", "closed"), ("d-nights", "closed")]),
    ],
)  # fmt: skip
def test_what_is_open_then_comes_first_and_what_is_not_known_is_said(
    kitchens: Directory, when: str, expected: list[tuple[str, str]]
) -> None:
    found = order(kitchens, when)
    rank = {"open": 0, "unknown": 1, "closed": 2}
    assert sorted(found) == sorted(expected)
    assert [rank[str(state)] for _, state in found] == sorted(rank[str(s)] for _, s in expected)


def test_without_a_time_nothing_is_said_of_one(kitchens: Directory) -> None:
    assert {state for _, state in order(kitchens, None)} == {None}


def test_only_what_is_open_then_where_that_is_asked(kitchens: Directory) -> None:
    assert order(kitchens, "tonight", open_now=True) == [("d-nights", "open")]


def test_the_card_still_says_whether_it_is_open_now(kitchens: Directory) -> None:
    place = find_places("Footscray VIC 3011")[0]
    query = Query(sub_need="meal", place=place, at=MONDAY_NOON, when="tonight")
    cards = {card.name: card for card in kitchens.search(query).cards}
    assert cards["a-weekdays"].open_now is True
    assert cards["d-nights"].open_now is False
    assert cards["d-nights"].open_then == "open"
    one = kitchens.service("d-nights", query)
    assert one is not None
    assert one.open_then == "open"


def test_rules_come_before_the_time(ask: Ask) -> None:
    """A line for the situation leads whatever day is asked about."""
    asked = {"need": "accommodation", "sub_need": "tonight", "when": "sunday"}
    found = ask("Footscray", situations=frozenset({"homelessness_tonight"}), **asked)
    assert found.cards[0].name == "Crisis accommodation line Victoria"


def test_a_late_hour_is_no_earlier_one(kitchens: Directory) -> None:
    place = find_places("Footscray VIC 3011")[0]
    late = MONDAY_NOON + timedelta(hours=6)
    query = Query(sub_need="meal", place=place, at=late, when="today")
    cards = {card.name: card.open_then for card in kitchens.search(query).cards}
    assert cards["a-weekdays"] == "closed"
    assert cards["d-nights"] == "open"
