"""Which parts of a need stand in for each other, and which house does which part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import yaml

from directory import Directory, Query, Results
from directory.need_kinds import kind_of, kinds_said
from directory.needs import NEEDS
from directory.places import find_places
from tests.directory.conftest import MONDAY_NOON

Ask = Callable[..., Results]
FOOTSCRAY = find_places("Footscray VIC 3011")[0]


def names(results: Results) -> list[str]:
    return [card.name for card in results.cards]


@pytest.mark.parametrize(
    ("sub_need", "not_first"),
    [
        ("drugs", "Gambling Help"), ("alcohol", "Gambling Help"), ("detox", "Gambling Help"),
        ("residential_rehab", "Gambling Help"),
        ("gambling", "National Alcohol and Other Drug Hotline"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("near", ["Footscray VIC 3011", "Hobart", None])
def test_a_line_for_another_part_neither_leads_nor_fills_the_list(
    ask: Ask, near: str | None, sub_need: str, not_first: str
) -> None:
    for situations in (frozenset[str](), frozenset({"gambling_aod"})):
        found = ask(near, sub_need=sub_need, situations=situations, limit=10)
        assert found.cards
        assert not_first not in names(found)


def test_without_a_part_every_line_of_the_situation_leads(ask: Ask) -> None:
    found = ask("Footscray VIC 3011", situations=frozenset({"gambling_aod"}))
    assert names(found)[:2] == ["Gambling Help", "National Alcohol and Other Drug Hotline"]


def test_families_are_helped_whatever_it_is_about(ask: Ask) -> None:
    found = names(ask("Hobart", sub_need="family_support_aod"))
    assert {"Gambling Help", "National Alcohol and Other Drug Hotline"} <= set(found)


@pytest.mark.parametrize("near", ["Footscray VIC 3011", "Hobart", "Cairns", None])
def test_no_violence_line_leads_for_a_night_without_a_bed(ask: Ask, near: str | None) -> None:
    found = ask(near, sub_need="tonight", situations=frozenset({"homelessness_tonight"}))
    assert "1800RESPECT" not in names(found)
    both = frozenset({"homelessness_tonight", "family_violence"})
    assert "1800RESPECT" in names(ask(near, sub_need="tonight", situations=both))[:2]


# --- houses -----------------------------------------------------------------------------


def house(number: int, code: str, name: str, description: str, needs: list[str]) -> dict[str, Any]:
    return {
        "code": code, "name": name, "organization": name, "description": description,
        "needs": needs, "phones": [{"number": f"03 5550 12{number:02}"}], "public_holidays": "closed",
        "schedules": [{"byday": "MO,TU,WE,TH,FR", "opens_at": "09:00", "closes_at": "17:00"}],
        "locations": [{"address": "1 Some Street", "suburb": "Footscray", "state": "VIC",
                       "postcode": "3011"}],
        "source": "Rang them", "read_on": date(2026, 11, 21), "review_by": date(2027, 2, 21),
        "certainty": "V",
    }  # fmt: skip


HOUSES = [
    house(1, "clinic", "Riverside Community Health", "Services for everybody in the west.",
          ["community_legal_health"]),
    house(2, "station", "Footscray Police Station", "Open to the public.",
          ["community_legal_health"]),
    house(3, "law", "Western Rights Office", "Free legal information.",
          ["community_legal_health"]),
    house(4, "migrants", "Harbour House", "For refugees and newly arrived families.",
          ["community_legal_health"]),
    house(5, "teeth", "Smile Rooms", "Teeth.", ["dentist"]),
    house(6, "lessons", "Evening Rooms", "Literacy for adults.", ["education_family"]),
    house(7, "prams", "Pram Walkers", "Mothers and fathers meet.", ["education_family"]),
]  # fmt: skip


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    folder = tmp_path_factory.mktemp("houses")
    (folder / "houses.yml").write_text(yaml.safe_dump({"services": HOUSES}), encoding="utf-8")
    directory = Directory.open(f"sqlite:///{folder}/d.db")
    directory.load_shipped()
    directory.load(folder / "houses.yml")
    yield directory
    directory.close()


def asked(directory: Directory, sub_need: str) -> list[str]:
    query = Query(sub_need=sub_need, place=FOOTSCRAY, at=MONDAY_NOON, limit=20, audience="staff")
    return names(directory.search(query))


@pytest.mark.parametrize(
    ("sub_need", "house", "others"),
    [
        ("dentist", "Riverside Community Health", ["Footscray Police Station", "Harbour House"]),
        ("doctor", "Riverside Community Health", ["Western Rights Office"]),
        ("medicine", "Riverside Community Health", ["Footscray Police Station"]),
        ("legal_help", "Western Rights Office", ["Riverside Community Health"]),
        ("settlement", "Harbour House", ["Footscray Police Station"]),
        ("english_class", "Evening Rooms", ["Pram Walkers"]),
        ("playgroup", "Pram Walkers", ["Evening Rooms"]),
    ],
)
def test_a_house_of_the_kind_comes_before_lists_and_houses_of_others(
    houses: Directory, sub_need: str, house: str, others: list[str]
) -> None:
    found = asked(houses, sub_need)
    place = found.index(house)
    assert place < found.index("Ask Izzy")
    assert all(place < found.index(other) for other in others if other in found)


def test_what_does_the_part_itself_comes_before_the_house(houses: Directory) -> None:
    found = asked(houses, "dentist")
    assert found.index("Smile Rooms") < found.index("Riverside Community Health")
    assert found.index("Ask Izzy") < found.index("Footscray Police Station")


def test_a_kind_is_said_by_words_and_only_of_a_need_without_its_parts() -> None:
    assert kinds_said(["community_legal_health"], "Riverside Community Health") == ["kind:health"]
    assert kinds_said(["dentist", "community_legal_health"], "Community Health") == []
    assert kinds_said(["community_legal_health"], "Police station") == []
    assert kinds_said(["meal", "emergency_relief"], "Community health") == []


def test_kinds_are_only_for_needs_whose_parts_are_no_stand_ins() -> None:
    for need in NEEDS.values():
        for part in need.sub_needs:
            assert not (need.parts_alike and kind_of(part)), part
