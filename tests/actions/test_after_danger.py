"""What a message about danger asked for besides comes back by itself, and the gravest danger is answered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Understood
from tests.actions.messages import END_IT, HIT, NEXT, RESPOND, Begin, at_ease, responses
from tests.triage.says import danger, pressed, said

TWO_NEEDS = {
    "need": [("food", "emergency_relief"), ("dentist", "community_legal_health")],
    "sub_need": [("food", "food_parcel"), ("dentist", "dentist")],
    "place": ("footscray", "Footscray VIC 3011"),
}


def with_needs(tier: str, intent: str) -> Understood:
    risk = danger("suicide_self_harm", tier)
    words = "i want to end it, and i need food and a dentist in footscray"
    return replace(said(words, intent, risk=risk, **TWO_NEEDS), wanted="find_service")


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_after_the_answer_about_a_social_worker_both_needs_are_looked_for(
    conversation: Begin, answer: str
) -> None:
    talk = conversation()
    first = talk.say(with_needs("T3", "danger_serious"), RESPOND)
    replies = talk.say(pressed("inform", question="person", answer=answer), NEXT)
    if answer == "yes":  # Consent is asked in between.
        replies = talk.say(pressed("inform", question="consent_share", answer="yes"), NEXT)

    assert first[0].safety
    names = [card["name"] for reply in replies for card in reply.cards]
    assert {"Food Store", "Teeth Clinic"} <= set(names)


@pytest.mark.parametrize("words", ["im safe now", "hes gone now", "the police are here now"])
def test_after_000_was_seen_both_needs_are_looked_for(conversation: Begin, words: str) -> None:
    talk = conversation()
    alone = talk.say(with_needs("T4", "danger_now"), RESPOND)
    replies = talk.say(said(words), NEXT)

    assert len(alone) == 1
    assert replies[0].response == "utter_acknowledged"
    names = [card["name"] for reply in replies for card in reply.cards]
    assert {"Food Store", "Teeth Clinic"} <= set(names)


def test_of_two_dangers_as_serious_the_one_to_life_is_answered(conversation: Begin) -> None:
    broke = danger("money_crisis", "T3")["indicators"]
    both = {**HIT.risk, "indicators": [*broke, *HIT.risk["indicators"]]}
    talk = at_ease(conversation)

    replies = talk.say(
        said("no food and he hits me", "danger_serious", both, need=("food", "emergency_relief")),
        RESPOND,
    )

    assert responses(replies) == ["utter_safety_t3", "utter_helplines"]
    refused = talk.say(pressed("inform", question="person", answer="no"), NEXT)
    assert responses(refused) == ["utter_refused_worker", "utter_ask_er_today"]


def test_with_an_interpreter_each_new_danger_gets_its_whole_text(conversation: Begin) -> None:
    talk = conversation()
    here = '/request_interpreter{"answer": "present"}'
    talk.say(
        said(here, "request_interpreter", answer=("", "present")), "action_request_interpreter"
    )

    first, second = talk.say(HIT, RESPOND), talk.say(END_IT, RESPOND)

    for replies in (first, second):
        assert replies[0].response == "utter_safety_t3"
        assert "utter_keep_interpreter" in responses(replies)


def test_without_one_the_same_words_are_not_said_twice(conversation: Begin) -> None:
    talk = conversation()

    first, second = talk.say(HIT, RESPOND), talk.say(END_IT, RESPOND)

    assert (first[0].response, second[0].response) == ("utter_safety_t3", "utter_t3_stands")
