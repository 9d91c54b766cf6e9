"""Who speaks a language is answered from the records, or plainly not known."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from bot.language import catalogue
from tests.actions.messages import PARCEL, Begin, at_ease, responses
from tests.triage.says import pressed, said

NEXT = "action_take_next_step"
_ACTIONS = {
    "request_interpreter": "action_request_interpreter",
    "change_language": "action_request_interpreter",
    "refine_search": "action_refine_search",
}
SPEAKERS = "People at these services speak Turkish."
pytestmark = pytest.mark.usefixtures("real_directory")


@pytest.mark.parametrize("intent", ["request_interpreter", "change_language", "refine_search"])
def test_services_that_have_the_language_are_shown(conversation: Begin, intent: str) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    question = said("are there turkish speakers?", intent, language=("turkish", "tr"))

    replies = talk.say(question, _ACTIONS[intent])

    assert [reply.text for reply in replies] == [SPEAKERS]
    assert all("tr" in card["languages"] for card in replies[0].cards)
    assert replies[0].cards


def test_where_none_is_recorded_it_is_said_and_an_interpreter_offered(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)

    replies = talk.say(
        said("are there tamil speakers?", "request_interpreter", language=("tamil", "ta")),
        "action_request_interpreter",
    )

    assert replies[0].text == catalogue.text("utter_speakers_none", language="Tamil")
    assert responses(replies[1:]) == ["utter_interpreter_any_time"]
    assert not any(reply.cards for reply in replies)
    assert desk.open_case_of(talk.sender) is None  # A question is no request.


TURKISH = said("does anyone speak turkish", "change_language", language=("turkish", "tr"))


def test_before_there_is_a_need_interpreters_are_there_and_speakers_wait_for_it(
    conversation: Begin, desk: Desk
) -> None:
    talk = at_ease(conversation)

    replies = talk.say(TURKISH, "action_request_interpreter")

    assert responses(replies) == ["utter_speakers_later", "utter_ask_what_help_then"]
    assert "Turkish" in replies[0].text
    assert talk.slots["language"] == "tr"
    assert (talk.slots["memory"].get("speech") or "en") == "en"
    assert desk.open_case_of(talk.sender) is None


def test_before_there_is_a_need_the_question_that_was_open_stands_again(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(pressed("start_conversation"), "action_start_conversation")

    replies = talk.say(TURKISH, "action_request_interpreter")
    safe = talk.say(said("yes", "affirm"), NEXT)

    assert responses(replies) == ["utter_speakers_later", "utter_ask_safe_to_talk"]
    assert talk.slots["safe_to_talk"] == "yes"
    assert responses(safe) == ["utter_ask_what_help"]


def test_speakers_asked_for_before_the_need_are_looked_up_with_it(conversation: Begin) -> None:
    talk = conversation()
    talk.say(TURKISH, "action_request_interpreter")
    talk.say(PARCEL, NEXT)

    replies = talk.say(
        said("so are there turkish speakers?", "refine_search", language=("turkish", "tr")),
        "action_refine_search",
    )

    assert [reply.text for reply in replies] == [SPEAKERS]


def test_on_a_watched_screen_the_answer_goes_on_in_neutral_words(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("he is watching my screen", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(TURKISH, "action_request_interpreter")

    assert responses(replies) == ["utter_speakers_later", "utter_ask_what_help_plain"]


def test_an_officer_is_told_so_before_a_line_too(conversation: Begin) -> None:
    talk = conversation(audience="staff")

    replies = talk.say(
        said("do you have anyone who speaks turkish", "refine_search", language=("turkish", "tr")),
        "action_refine_search",
    )

    assert responses(replies) == ["utter_speakers_later"]


def test_an_officer_gets_the_same_answer(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(PARCEL, NEXT)

    replies = talk.say(
        said("any turkish speakers?", "refine_search", language=("turkish", "tr")),
        "action_refine_search",
    )

    assert [reply.text for reply in replies] == [SPEAKERS]
