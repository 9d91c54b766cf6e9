"""What is known grows message by message."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage import Facts, Understood
from tests.triage.says import after, danger, pressed, said

FOOTSCRAY = "Footscray VIC 3011"
FITZROY = "Fitzroy VIC 3065"


def test_one_message_may_say_need_place_people_language_and_time() -> None:
    facts = after(
        said(
            "we need food in footscray tonight, me and two kids, we speak vietnamese",
            "find_service",
            need=("food", "emergency_relief"),
            place=("footscray", FOOTSCRAY),
            people=("kids", "children"),
            language=("vietnamese", "vi"),
            time=("tonight", "tonight"),
        )
    )

    assert facts.needs == ("emergency_relief",)
    assert (facts.place, facts.people, facts.language) == (FOOTSCRAY, ("children",), "vi")
    assert (facts.when, facts.urgency) == ("tonight", "today")


def test_several_needs_keep_the_order_they_were_named_in() -> None:
    facts = after(
        said(
            "help with money and transport and food",
            "find_service",
            need=[
                ("money", "financial_aid"),
                ("transport", "transport"),
                ("food", "emergency_relief"),
            ],
        )
    )

    assert facts.needs == ("financial_aid", "transport", "emergency_relief")


def test_the_need_that_danger_touches_comes_first() -> None:
    facts = after(
        said(
            "money trouble and nowhere to sleep",
            "find_service",
            risk=danger("homelessness_tonight", "T3"),
            need=[("money", "financial_aid"), ("sleep", "accommodation")],
        )
    )

    assert facts.needs == ("accommodation", "financial_aid")


def test_a_correction_replaces_the_place() -> None:
    facts = after(
        said("fitzroy", place=("fitzroy", FITZROY)),
        said(
            "no, footscray not fitzroy",
            "correct",
            place=[("footscray", FOOTSCRAY), ("fitzroy", FITZROY)],
        ),
    )

    assert facts.place == FOOTSCRAY


def test_a_correction_that_names_both_places_takes_the_one_that_differs() -> None:
    facts = after(
        said("fitzroy", place=("fitzroy", FITZROY)),
        said(
            "sorry i said fitzroy, i meant footscray",
            "correct",
            place=[("fitzroy", FITZROY), ("footscray", FOOTSCRAY)],
        ),
    )

    assert facts.place == FOOTSCRAY


def test_a_place_that_is_only_denied_is_asked_for_again() -> None:
    facts = after(
        said("fitzroy", place=("fitzroy", FITZROY)),
        said("not fitzroy", "correct", place=("fitzroy", FITZROY)),
    )

    assert facts.place is None


def test_a_change_of_mind_replaces_the_need_in_hand() -> None:
    facts = after(
        said("i need a place to stay", "find_service", need=("place to stay", "accommodation")),
        said("actually food instead", "find_service", need=("food", "emergency_relief")),
    )

    assert facts.needs == ("emergency_relief",)


def test_also_adds_a_need() -> None:
    facts = after(
        said("i need a place to stay", "find_service", need=("place to stay", "accommodation")),
        said("and actually food too", "find_service", need=("food", "emergency_relief")),
    )

    assert facts.needs == ("accommodation", "emergency_relief")


def test_a_need_that_is_no_longer_wanted_goes() -> None:
    facts = after(
        said(
            "food and a bed",
            "find_service",
            need=[("food", "emergency_relief"), ("bed", "accommodation")],
        ),
        said("i don't need food any more", "correct", need=("food", "emergency_relief")),
    )

    assert facts.needs == ("accommodation",)


def test_each_fact_knows_the_turn_it_came_from() -> None:
    facts = after(said("hi", "greet"), said("footscray", place=("footscray", FOOTSCRAY)))

    assert facts.provenance["place"] == 2


def test_x09_two_dangers_keep_both_and_the_higher_tier() -> None:
    facts = after(
        said("a", risk=danger("money_crisis", "T2")),
        said("b", risk=danger("family_violence", "T3")),
    )

    assert facts.tier == "T3"
    assert facts.domains == {"money_crisis", "family_violence"}


@pytest.mark.parametrize(
    "later",
    [
        said("just joking, all good", "deny", risk={"tier": "T0", "indicators": []}),
        said("im over it", risk=danger("severe_distress", "T1")),
    ],
    ids=["nothing", "something less"],
)
def test_x11_no_later_message_lowers_the_tier(later: Understood) -> None:
    facts = after(said("a", risk=danger("suicide_self_harm", "T3")), later)

    assert facts.tier == "T3"


def test_a_named_service_belongs_to_the_need_of_the_same_words() -> None:
    facts = after(
        said(
            "bond help and a dentist",
            "find_service",
            need=[("bond help", "accommodation"), ("dentist", "community_legal_health")],
            sub_need=[("bond help", "bond"), ("dentist", "dentist")],
        )
    )

    assert facts.sub_of == {"accommodation": "bond", "community_legal_health": "dentist"}


def test_what_the_desk_gets_holds_only_what_is_known() -> None:
    facts = after(said("footscray", place=("footscray", FOOTSCRAY)))

    assert facts.for_desk() == {"audience": "customer", "place": FOOTSCRAY, "tier": "T0"}


def test_asking_for_the_same_need_again_searches_again() -> None:
    facts = after(
        pressed("find_service", need="transport"),
        facts=Facts(needs=("transport",), done=("transport",), current="transport"),
    )

    assert facts.open_needs == ("transport",)


@given(
    needs=st.lists(st.sampled_from(["transport", "accommodation"]), unique=True),
    place=st.none() | st.just(FOOTSCRAY),
    answers=st.dictionaries(
        st.sampled_from(["acc_tonight", "place"]), st.sampled_from(["yes", "no"])
    ),
    turn=st.integers(0, 500),
)
def test_facts_survive_the_slots(
    needs: list[str], place: str | None, answers: dict[str, str], turn: int
) -> None:
    facts = Facts(needs=tuple(needs), place=place, answers=answers, turn=turn)

    assert Facts.from_slots(json.loads(json.dumps(facts.as_slots()))) == facts


@pytest.mark.parametrize(
    "text",
    [
        "ringing on behalf of a bloke who lives in his car",
        "calling about one of our tenants, he has no heating",
        "i'm writing about a young man at my church, he sleeps in the park",
        "asking on behalf of someone",
        "here about an old lady from my street",
    ],
)
def test_somebody_whom_the_writer_helps_is_whom_it_is_about(text: str) -> None:
    assert after(said(text)).for_whom == "someone else"


@pytest.mark.parametrize(
    "text",
    [
        "ringing about a student payment",
        "calling about a place for my family",
        "asking about a woman doctor",
        "writing about a customer complaint",
    ],
)
def test_a_payment_or_a_doctor_is_nobody_who_is_helped(text: str) -> None:
    assert after(said(text)).for_whom is None
