"""Crisis lines come first for their situation, special lines for theirs alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from directory import Directory, Results

Ask = Callable[..., Results]
PLACES = ["Footscray", "Cabramatta", "Broken Hill", "Alice Springs", "Lord Howe Island", "Eucla"]


def names(results: Results) -> list[str]:
    return [card.name for card in results.cards]


# --- crisis lines ---


@pytest.mark.parametrize(
    ("near", "second"),
    [
        ("Footscray", "Safe Steps"),
        ("Cabramatta", "NSW Domestic Violence Line"),
        ("Cairns", "DVConnect Womensline"),
        ("Canberra", "Domestic Violence Crisis Service ACT"),
    ],
)
def test_1800respect_comes_first_for_violence_and_the_state_line_next(
    ask: Ask, near: str, second: str
) -> None:
    results = ask(near, need="crisis_counselling", situations=frozenset({"family_violence"}))
    assert names(results)[:2] == ["1800RESPECT", second]
    assert "crisis_first" in results.reasons


@pytest.mark.parametrize(
    ("situation", "near", "first"),
    [
        ("suicide_self_harm", "Footscray", "Lifeline"),
        ("severe_distress", "Footscray", "Lifeline"),
        ("child_at_risk", "Cabramatta", "NSW Child Protection Helpline"),
        ("child_at_risk", "Adelaide", "Child Abuse Report Line"),
        ("homelessness_tonight", "Cabramatta", "Link2home"),
        ("homelessness_tonight", "Footscray", "Crisis accommodation line Victoria"),
        ("medical_emergency", "Footscray", "Triple Zero (000)"),
        ("exploitation", "Footscray", "Red Cross Support for Trafficked People"),
        ("gambling_aod", "Footscray", "Gambling Help"),
        ("disability_without_support", "Footscray", "Carer Gateway"),
        ("isolation_young_person", "Footscray", "Kids Helpline"),
        ("privacy", "Footscray", "1800RESPECT"),
    ],
)
def test_the_crisis_line_of_a_situation_is_in_position_1(
    ask: Ask, situation: str, near: str, first: str
) -> None:
    for need in (None, "emergency_relief", "accommodation"):
        assert names(ask(near, need=need, situations=frozenset({situation})))[0] == first


def test_only_crisis_capable_services_are_put_first(ask: Ask, shipped: Directory) -> None:
    for situation in ("family_violence", "suicide_self_harm", "severe_distress"):
        results = ask("Footscray", situations=frozenset({situation}), limit=10)
        for unfit in ("QLife", "Leaving Violence Program", "Beyond Blue"):
            assert unfit not in names(results)[:3]


def test_a_service_for_a_need_still_follows_the_crisis_lines(ask: Ask) -> None:
    results = ask(
        "Footscray", need="accommodation", situations=frozenset({"family_violence"}), limit=5
    )
    assert any(card.distance_km is not None for card in results.cards)


def test_13yarn_comes_first_only_for_those_it_is_for(ask: Ask) -> None:
    situations = frozenset({"suicide_self_harm"})
    assert "13YARN" not in names(ask("Footscray", situations=situations, limit=3))
    mob = ask("Footscray", situations=situations, people=frozenset({"aboriginal"}), limit=4)
    assert "13YARN" in names(mob)


def test_violence_lines_do_not_come_up_by_chance(ask: Ask) -> None:
    for query in ({}, {"text": "qqqq"}):
        for card in ask("Alice Springs", **query).cards:
            assert "violence" not in (card.name + card.why).lower()


# --- records for one special situation ---

SPECIAL = (
    "Child Protection", "Child Abuse", "Child Safety", "Poisons", "TIS National", "My Blue Sky",
    "Domestic Violence", "1800RESPECT", "Safe Steps", "DVConnect", "Refuge", "Family Violence",
    "Federal Police", "Trafficked", "National Relay", "QLife", "International Services",
    "Youth Hotline", "13YARN", "Kids Helpline", "Police, not urgent", "eSafety", "Silent elector",
)  # fmt: skip


@pytest.mark.parametrize(
    "sub",
    [
        "playgroup", "parenting", "doctor", "dentist", "legal_help", "tenancy_law", "tenancy",
        "rent", "bond", "eviction", "public_housing", "rooming_house", "work_rights", "carers",
        "discrimination", "forms", "social_connection", "no_interest_loan", "budgeting",
        "utilities", "food_parcel", "voucher", "job_help", "childcare", "identification",
    ],
)  # fmt: skip
def test_lines_for_a_special_situation_are_no_ordinary_results(ask: Ask, sub: str) -> None:
    for near, audience in product(["Footscray", "Cabramatta", "Cairns"], ["customer", "staff"]):
        results = ask(near, sub_need=sub, audience=audience, ages=(40,), limit=200, radius_km=60.0)
        assert results.cards
        assert [n for n in names(results) if any(word in n for word in SPECIAL)] == []


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"sub_need": "interpreter"}, "TIS National"),
        ({"text": "poisons line"}, "Poisons Information Centre"),
        ({"text": "he wants to know about forced marriage"}, "My Blue Sky"),
        ({"need": "community_legal_health", "text": "forced marriage"}, "My Blue Sky"),
        ({"need": "support_advocacy", "accessibility": frozenset({"hearing"})}, "National Relay"),
        ({"text": "national relay service"}, "National Relay"),
        (
            {"need": "support_advocacy", "people": frozenset({"lgbtiq"}), "sub_need": "lgbtiq"},
            "QLife",
        ),
        ({"sub_need": "social_connection", "people": frozenset({"lgbtiq"})}, "QLife"),
        ({"need": "community_legal_health", "ages": (15,)}, "Legal Aid Youth Hotline"),
        ({"sub_need": "refuge"}, "NSW Domestic Violence Line"),
        (
            {"need": "financial_aid", "text": "centrelink while overseas"},
            "Centrelink International",
        ),
        ({"text": "child protection"}, "NSW Child Protection Helpline"),
        (
            {"need": "accommodation", "situations": frozenset({"family_violence"})},
            "NSW Domestic Violence Line",
        ),
        (
            {"need": "education_family", "situations": frozenset({"child_at_risk"})},
            "NSW Child Protection Helpline",
        ),
    ],
)
def test_they_come_up_for_their_situation_need_people_or_words(
    ask: Ask, query: dict[str, object], shown: str
) -> None:
    found = names(ask("Cabramatta", limit=100, **query))
    assert any(name.startswith(shown) for name in found), found


def test_what_does_another_part_of_an_unlike_need_is_left_out(ask: Ask) -> None:
    doctors = ask("Cabramatta", sub_need="doctor", limit=100)
    assert "Legal Aid NSW (LawAccess)" not in names(doctors)
    assert any(card.name == "Ask Izzy" for card in doctors.cards)
    meals = ask("Cabramatta", sub_need="meal", limit=100)
    assert any("Food Pantry" in name for name in names(meals))


def test_bills_find_counsellors_and_emergency_payments_either_way(ask: Ask) -> None:
    for query in ({"sub_need": "utilities"}, {"sub_need": "voucher"}):
        found = names(ask("Footscray", limit=100, **query))
        assert any("Bill Help Desk" in name for name in found)
        assert "National Debt Helpline" in found
    assert any("Food Pantry" in n for n in names(ask("Footscray", sub_need="utilities", limit=99)))


def test_an_adults_tenancy_finds_legal_aid_first(ask: Ask) -> None:
    results = ask("Broken Hill", sub_need="tenancy_law", ages=(40,))
    assert names(results)[0] == "Legal Aid NSW (LawAccess)"
