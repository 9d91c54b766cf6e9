"""A remark that may mean danger: one kind question, and what its answer leads to."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from tests.actions.messages import CLARIFY, DENTIST, NEXT, UNCLEAR, Begin, parcel, responses
from tests.triage.says import danger, said

HINT = said(
    "i left my partner yesterday",
    "danger_unclear",
    risk={**danger("family_violence", "T1"), "clarify": "utter_clarify_family_violence"},
)


def test_an_open_meaning_gets_one_kind_question(conversation: Begin, desk: Desk) -> None:
    talk = conversation()

    replies = talk.say(UNCLEAR, CLARIFY)

    assert responses(replies) == ["utter_clarify_suicide_self_harm"]
    assert talk.slots["pending_clarification"] == "suicide_self_harm"
    assert desk.open_case_of(talk.sender) is None


@pytest.mark.parametrize("answer", ["yes", "whatever", "i need a dentist", "not sure"])
def test_s1_14_anything_but_a_plain_no_counts_as_serious(
    conversation: Begin, desk: Desk, answer: str
) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(said(answer), NEXT)

    assert replies[0].response == "utter_safety_t3"
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T3"
    assert talk.slots["tier"] == "T3", "the assistant goes on as after any serious word"


def test_s1_15_a_denied_remark_stays_for_a_person_to_look_at(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(said("no it was just a joke", "deny"), NEXT)

    assert responses(replies) == ["utter_clarified", "utter_ask_place"]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.indicators


def test_asking_why_leaves_the_clarifying_question_open(conversation: Begin) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(said("why do you ask", "ask_why"), "action_explain_question")

    assert responses(replies) == ["utter_explain_clarify", "utter_clarify_suicide_self_harm"]
    assert talk.slots["pending_clarification"] == "suicide_self_harm"


def test_a_second_open_remark_is_not_asked_about_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    assert talk.say(UNCLEAR, CLARIFY)[0].response == "utter_safety_t3"


def test_asking_for_a_person_settles_the_clarifying_question_as_serious(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)
    talk.say(said("get me a person", "request_human"), "action_hand_over")

    case = desk.open_case_of(talk.sender)

    assert case is not None
    assert case.tier == "T3"


def test_x05_a_question_about_violence_waits_until_it_is_safe(conversation: Begin) -> None:
    talk = conversation()

    first = talk.say(HINT, CLARIFY)
    second = talk.say(said("yes im alone", "affirm"), NEXT)
    third = talk.say(said("no", "deny"), NEXT)

    assert responses(first) == ["utter_ask_safe_first"]
    assert responses(second) == ["utter_clarify_family_violence"]
    assert responses(third)[0] == "utter_clarified"


@pytest.mark.parametrize("words", ["no", "hes here", "not sure"])
def test_x05_where_it_is_not_safe_a_worker_looks_and_the_screen_stays_plain(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = conversation()
    talk.say(HINT, CLARIFY)

    assert responses(talk.say(said(words), NEXT)) == ["utter_keep_plain"]
    assert desk.open_case_of(talk.sender) is not None


def test_a_denial_with_a_new_wish_is_taken_as_both(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(UNCLEAR, CLARIFY)

    replies = talk.say(
        parcel("haha nah only the printer. food bank in footscray?", food="food bank"),
        NEXT,
    )

    assert replies[0].response == "utter_clarified"
    assert any(reply.cards for reply in replies)
    case = desk.open_case_of(talk.sender)
    assert case is not None, "a T1 entry stays for a person to look at"
