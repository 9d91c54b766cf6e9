"""Where a person means: what answers "where?", and what says something else in its place."""

from __future__ import annotations

import pytest

from bot.triage import Understood
from tests.actions.messages import NEXT, Begin, parcel, responses
from tests.triage.says import pressed, said

FOOD_WITHOUT_PLACE = said(
    "i need food",
    "find_service",
    need=("food", "emergency_relief"),
    sub_need=("food", "food_parcel"),
)


def test_a_day_is_no_town(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("a dentist", "find_service", need=("dentist", "community_legal_health")), NEXT)
    talk.say(pressed("inform", question="clh_emergency", answer="no"), NEXT)
    talk.say(pressed("inform", question="clh_area", answer="health"), NEXT)

    replies = talk.say(said("next month"), NEXT)

    assert "utter_place_not_found" not in responses(replies)


def test_a_place_that_comes_later_is_taken(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("food", "find_service", need=("food", "emergency_relief")), NEXT)
    talk.say(pressed("inform", question="er_today", answer="food"), NEXT)
    talk.say(pressed("skip_question", question="place"), NEXT)

    talk.say(said("ok its richmond", place=("richmond", "Richmond")), NEXT)

    assert talk.slots["memory"]["place_candidates"]


def test_the_melbourne_one_is_that_of_victoria(conversation: Begin) -> None:
    talk = conversation()
    words = parcel("food in richmond", food="food", place=("richmond", "Richmond"))
    talk.say(words, NEXT)

    talk.say(said("the melbourne one", place=("melbourne", "Melbourne VIC 3000")), NEXT)

    assert talk.slots["place"] == "Richmond VIC 3121"


def test_the_question_which_place_comes_back_as_it_was(conversation: Begin) -> None:
    talk = conversation()
    words = parcel("food in richmond", food="food", place=("richmond", "Richmond"))
    talk.say(words, NEXT)

    replies = talk.say(said("thank you", "thank"), "action_small_talk")

    assert responses(replies)[-1] == "utter_ask_which_place"


@pytest.mark.parametrize(
    "answer",
    [
        said("my husband. not me"),
        said("she is 24", age=("24", "24")),
        said("my husband", people=("husband", "partner")),
        said("a bit embarrassed", "out_of_scope"),
    ],
)
def test_an_answer_about_the_person_is_no_unknown_place(
    conversation: Begin, answer: Understood
) -> None:
    talk = conversation()
    talk.say(FOOD_WITHOUT_PLACE, NEXT)

    replies = talk.say(answer, NEXT)

    assert "utter_place_not_found" not in responses(replies)
    assert responses(replies)[-1] == "utter_ask_place_again"


def test_whom_it_is_for_is_said_back_before_the_place_is_asked_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD_WITHOUT_PLACE, NEXT)

    replies = talk.say(said("my husband", people=("husband", "partner")), NEXT)

    assert responses(replies) == ["utter_people_noted", "utter_ask_place_again"]


def test_what_tells_something_else_twice_gets_services_from_anywhere(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD_WITHOUT_PLACE, NEXT)
    talk.say(said("my husband", people=("husband", "partner")), NEXT)

    replies = talk.say(said("he is 70", age=("70", "70")), NEXT)

    assert responses(replies)[-1] == "utter_services_anywhere"
    assert replies[-1].cards


@pytest.mark.parametrize("act", ["inform", "refine_search", "nlu_fallback"])
def test_a_name_that_is_not_on_the_map_is_said_to_be_unknown(conversation: Begin, act: str) -> None:
    talk = conversation()
    talk.say(FOOD_WITHOUT_PLACE, NEXT)

    replies = talk.say(said("in Snowville", act), NEXT)

    assert responses(replies) == ["utter_place_not_found", "utter_ask_place_again"]


def test_a_place_after_auslan_was_asked_for_is_where_to_look(conversation: Begin) -> None:
    talk = conversation()
    talk.say(
        said(
            "i need auslan and a lawyer",
            "find_service",
            need=("lawyer", "community_legal_health"),
            sub_need=("lawyer", "legal_help"),
            accessibility=("auslan", "auslan"),
        ),
        NEXT,
    )

    replies = talk.say(said("footscray", place=("footscray", "Footscray VIC 3011")), NEXT)

    assert replies[-1].cards
