"""In every state, each crisis is answered by the line that the shipped records put first for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from directory import Directory, Query
from directory import records as records_room
from directory.gazetteer.atlas import STATES, Place
from directory.places import find_places

NIGHT = datetime(2026, 11, 23, 23, 30, tzinfo=ZoneInfo("Australia/Melbourne"))
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Australia/Melbourne"))
TOWNS = {"NSW": "Parramatta", "VIC": "Footscray", "QLD": "Cairns", "SA": "Elizabeth SA 5112",
         "WA": "Fremantle", "TAS": "Launceston", "NT": "Alice Springs", "ACT": "Belconnen"}  # fmt: skip
#: What is asked with a crisis -> the crisis.
CRISES = {
    "homelessness_tonight": Query(need="accommodation", sub_need="tonight"),
    "family_violence": Query(need="crisis_counselling"),
    "suicide_self_harm": Query(need="crisis_counselling", sub_need="suicide_support"),
    "child_at_risk": Query(),
    "elder_abuse": Query(text="elder abuse"),
    "money_crisis": Query(need="financial_aid"),
    "gambling_aod": Query(need="drug_alcohol_gambling", sub_need="gambling"),
    "severe_distress": Query(text="dentist"),
}
VERIFIED = {"V", "S"}


def shipped_contacts() -> list[dict[str, Any]]:
    folder = Path(records_room.__file__).parent / "contacts"
    return [
        record
        for file in sorted(folder.glob("*.yml"))
        for record in yaml.safe_load(file.read_text("utf-8"))["services"]
    ]


CONTACTS = shipped_contacts()


@pytest.fixture(scope="module")
def real(shipped_file: Path) -> Any:
    directory = Directory.open(f"sqlite:///{shipped_file}", sample=False)
    yield directory
    directory.close()


def town(state: str) -> Place:
    return next(place for place in find_places(TOWNS[state]) if place.state == state)


def asked(crisis: str, state: str, **rest: Any) -> Query:
    plain = CRISES[crisis]
    return Query(
        need=plain.need, sub_need=plain.sub_need, text=plain.text, place=town(state),
        situations=frozenset({crisis}), **rest,
    )  # fmt: skip


def lines_of(crisis: str, state: str, certainties: set[str]) -> list[dict[str, Any]]:
    """Records that name the crisis, can take it and cover the state."""
    return [
        record
        for record in CONTACTS
        if crisis in record.get("situations", {})
        and record.get("crisis_capable")
        and record["certainty"] in certainties
        and state in record.get("states", [state])
        and record.get("audience", "customer") == "customer"
        and not record.get("only_for")
    ]


@pytest.mark.parametrize("at", [NIGHT, NOON], ids=["night", "noon"])
@pytest.mark.parametrize("state", STATES[:8])
@pytest.mark.parametrize("crisis", CRISES)
def test_a_customer_is_given_a_verified_line_of_the_state_first(
    real: Directory, crisis: str, state: str, at: datetime
) -> None:
    cards = real.search(asked(crisis, state, at=at)).cards
    rank = {line["name"]: line["situations"][crisis] for line in lines_of(crisis, state, VERIFIED)}
    if rank:
        first = rank[cards[0].name]
        awake = [card.name for card in cards if card.open_now is not False]
        assert not [name for name in awake if rank.get(name, first) < first]
    assert len(cards) >= 2
    assert any(phone.kind == "voice" for card in cards for phone in card.phones)
    assert not any(card.certainty in {"B", "C"} for card in cards)


@pytest.mark.parametrize("state", STATES[:8])
def test_the_homelessness_line_of_a_state_leads(real: Directory, state: str) -> None:
    everything = real.search(asked("homelessness_tonight", state, at=NIGHT)).cards
    for_staff = real.search(asked("homelessness_tonight", state, at=NIGHT, audience="staff")).cards
    of_state = [
        record
        for record in lines_of("homelessness_tonight", state, VERIFIED | {"B", "C"})
        if record.get("states") == [state]
    ]
    sure = {record["name"] for record in of_state if record["certainty"] in VERIFIED}
    unsure = {record["name"] for record in of_state} - sure
    if sure:
        assert everything[0].name in sure
    if of_state:
        assert for_staff[0].name in sure | unsure
        assert for_staff[0].check_first == (for_staff[0].name in unsure)
    assert not {card.name for card in everything} & unsure
    assert {"Ask Izzy"} <= {card.name for card in everything}
    # A list is no answer to who has no bed tonight: somebody answers the phone.
    assert any(card.phones and card.open_now is not False for card in everything)


@pytest.mark.parametrize("sub", ["dentist", "aged_care", "legal_help", "tutoring"])
@pytest.mark.parametrize("state", ["TAS", "NT"])
def test_a_crisis_line_leads_whatever_part_of_a_need_was_asked_for(
    real: Directory, sub: str, state: str
) -> None:
    query = Query(sub_need=sub, place=town(state), situations=frozenset({"suicide_self_harm"}))
    assert real.search(query).cards[0].name in {"Lifeline", "Suicide Call Back Service"}


@pytest.mark.parametrize("need", ["community_legal_health", "transport", "education_family"])
def test_a_line_that_listens_is_no_answer_to_who_asks_for_a_dentist_or_a_bus(
    real: Directory, need: str
) -> None:
    found = real.search(Query(need=need, place=town("NT"))).cards
    assert found
    assert not any(card.name in {"Lifeline", "Beyond Blue"} for card in found)
