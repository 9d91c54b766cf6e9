"""Questions and lines in front of results: no list comes twice, and what is not known is said."""

from __future__ import annotations

import pytest

from tests.actions.conversation import Conversation
from tests.actions.messages import FOOD, NEXT, Begin, responses
from tests.triage.says import said

REFINE = "action_refine_search"


@pytest.fixture
def shown(conversation: Begin) -> Conversation:
    talk = conversation()
    talk.say(FOOD, NEXT)
    return talk


@pytest.mark.parametrize("text", ["so how do i get the food", "is the food free for kids"])
def test_a_question_with_the_same_need_is_no_reason_to_show_the_list_again(
    shown: Conversation, text: str
) -> None:
    (reply,) = shown.say(said(text, "find_service", need=("food", "emergency_relief")), NEXT)

    assert reply.response in {"utter_about_ring", "utter_about_cost"}
    assert "Food Store" in reply.text


def test_asking_for_the_need_again_shows_the_list_again(shown: Conversation) -> None:
    replies = shown.say(
        said("food please", "find_service", need=("food", "emergency_relief")), NEXT
    )

    assert replies[0].cards


@pytest.mark.parametrize("text", ["delivery?", "for a vegetarian"])
def test_a_staff_line_that_names_nothing_to_look_for_is_about_what_is_shown(
    conversation: Begin, text: str
) -> None:
    talk = conversation(audience="staff")
    talk.say(FOOD, NEXT)

    (reply,) = talk.say(said(text), NEXT)

    assert reply.response == "utter_about_ring"
    assert "Food Store: 13 00 00" in reply.text


def test_where_nothing_is_nearer_that_is_said(shown: Conversation) -> None:
    replies = shown.say(said("closer", "refine_search"), REFINE)

    assert responses(replies) == ["utter_nothing_nearer", "utter_ask_person"]


def test_another_persons_details_are_refused_in_other_words_the_second_time(
    conversation: Begin,
) -> None:
    talk = conversation()
    ask = said("where does my ex live", "ask_other_person")

    first = talk.say(ask, "action_refuse_other_person")
    second = talk.say(ask, "action_refuse_other_person")

    assert responses(first)[0] == "utter_other_person"
    assert responses(second)[0] == "utter_other_person_again"


def test_who_has_just_declined_a_person_is_not_offered_one_again(conversation: Begin) -> None:
    talk = conversation()
    for text in ("ok", "idk"):
        talk.say(said(text, "skip_question"), NEXT)
    talk.slots["memory"]["pending"] = "person"

    replies = talk.say(said("idk", "skip_question"), NEXT)

    assert "utter_ask_person" not in responses(replies)


def test_sounds_one_after_the_other_are_not_answered_in_the_same_words(
    conversation: Begin,
) -> None:
    talk = conversation()
    first = talk.say(said("...", "out_of_scope"), "action_fallback")
    second = talk.say(said("?", "out_of_scope"), "action_fallback")

    assert responses(first) == ["utter_take_your_time"]
    assert second[0].buttons
