"""After violence was told, a place and "I don't know" are heard; lines show where it is safe to read them."""

from __future__ import annotations

import pytest

from tests.actions.messages import END_IT, FOOTSCRAY, HIT, NEXT, RESPOND, Begin, responses
from tests.triage.says import danger, pressed, said

IN_FOOTSCRAY = said("im in footscray", place=("footscray", FOOTSCRAY))
ASKED = ["utter_place_changed", "utter_ask_safe_first"]


def test_a_place_told_after_violence_is_said_back_and_safety_is_asked(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)

    assert responses(talk.say(IN_FOOTSCRAY, NEXT)) == ASKED


def test_once_it_is_safe_to_read_the_services_near_it_are_shown(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.say(IN_FOOTSCRAY, NEXT)

    replies = talk.say(pressed("inform", question="safe_to_talk", answer="yes"), NEXT)

    assert replies[0].response == "utter_helplines"
    assert [card["name"] for reply in replies for card in reply.cards]


@pytest.mark.parametrize("answer", ["no", "unsure"])
def test_where_it_is_not_surely_safe_nothing_about_violence_is_shown(
    conversation: Begin, answer: str
) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.say(IN_FOOTSCRAY, NEXT)

    (reply,) = talk.say(pressed("inform", question="safe_to_talk", answer=answer), NEXT)

    assert reply.response == ("utter_keep_plain" if answer == "no" else "utter_t3_stands")
    assert not reply.cards


def test_on_a_watched_screen_the_place_asks_nothing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.say(said("hes here", "unsafe_to_talk"), "action_protect_privacy")

    assert "utter_ask_safe_first" not in responses(talk.say(IN_FOOTSCRAY, NEXT))


@pytest.mark.parametrize("text", ["not sure", "dunno", "maybe"])
def test_not_sure_about_a_social_worker_is_no_refusal(conversation: Begin, text: str) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    assert responses(talk.say(said(text, "skip_question"), NEXT)) == ["utter_t3_stands"]


def test_a_button_that_leaves_it_out_is_still_a_refusal(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(pressed("skip_question", question="person"), NEXT)

    assert responses(replies)[0] == "utter_refused_worker"


def test_of_violence_and_a_child_in_danger_the_childs_lines_come_before_the_question(
    conversation: Begin,
) -> None:
    child = danger("child_at_risk", "T3")["indicators"]
    both = {**HIT.risk, "indicators": [*HIT.risk["indicators"], *child]}
    talk = conversation()
    talk.say(said("he hits us", "danger_serious", both), RESPOND)

    replies = responses(talk.say(IN_FOOTSCRAY, NEXT))

    assert (replies[0], replies[-1]) == (ASKED[0], ASKED[-1])
    assert "utter_anything_else" not in replies


def test_a_place_told_in_place_of_that_answer_is_said_back_before_it_is_asked_again(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    talk.say(
        said(
            "i need a birth certificate", "find_service", need=("birth", "community_legal_health")
        ),
        NEXT,
    )

    replies = responses(talk.say(IN_FOOTSCRAY, NEXT))

    assert replies == ASKED
