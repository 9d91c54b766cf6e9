"""A person who is asked for is not asked for twice, and what they were told is theirs."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from tests.actions.messages import FOOD, HIT, NEXT, PERSON, RESPOND, Begin, responses
from tests.triage.says import danger, pressed, said

HAND_OVER = "action_hand_over"


@pytest.mark.parametrize(
    "words", ["no i dont want a social worker", "i do not need a person", "please no worker"]
)
def test_nobody_is_called_by_words_that_refuse_a_person(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)

    replies = talk.say(said(words, "request_human"), HAND_OVER)

    assert responses(replies)[0] == "utter_refused_worker"
    assert "worker" not in (talk.slots.get("consent") or {})


def test_asking_for_a_person_twice_gets_a_short_answer(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)
    talk.say(PERSON, HAND_OVER)

    again = talk.say(PERSON, HAND_OVER)
    agreed = talk.say(said("yes thats ok", "affirm"), NEXT)

    assert responses(again) == ["utter_handed_over_again"]
    assert responses(agreed) == ["utter_consent_given"]


def test_yes_please_takes_up_the_worker_who_was_just_offered(conversation: Begin) -> None:
    talk = conversation(safe_to_talk="yes")
    bills = said(
        "he keeps my money",
        "find_service",
        need=("money", "financial_aid"),
        risk=danger("family_violence", "T2"),
    )
    talk.slots["safe_to_talk"] = "yes"
    talk.say(bills, NEXT)

    replies = talk.say(said("yes please", "affirm"), NEXT)

    assert responses(replies)[0] == "utter_handed_over"


def test_what_a_worker_was_told_is_not_looked_for_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)
    talk.say(PERSON, HAND_OVER)
    told = said("also my rent is late", "find_service", need=("rent", "financial_aid"))
    talk.say(told, "action_remember_facts")

    replies = talk.say(said("/worker_returned", "worker_returned"), "action_worker_returned")

    assert responses(replies) == ["utter_worker_left", "utter_anything_else"]
    assert "financial_aid" in talk.slots["needs"]


def test_facts_told_while_a_person_is_awaited_go_to_them(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.say(said("yes", "affirm"), NEXT)

    replies = talk.say(said("caboolture", place=("caboolture", "Caboolture QLD 4510")), NEXT)

    assert responses(replies) == ["utter_interpreter_wish_noted"]


def test_an_ok_while_a_person_is_awaited_asks_for_nothing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.say(said("can i talk to someone", "request_human"), "action_hand_over")
    talk.say(pressed("inform", question="consent_share", answer="no"), NEXT)

    assert responses(talk.say(said("ok", "affirm"), NEXT)) == ["utter_take_your_time"]
