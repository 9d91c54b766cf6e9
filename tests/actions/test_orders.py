"""A threat against somebody whom a court order protects (S1-16)."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from tests.actions.conversation import Conversation
from tests.actions.messages import CLARIFY, NEXT, RESPOND, Begin, responses
from tests.triage.says import danger, said

ORDER = said("there is a dvo, i cant go near her")
THREAT = said(
    "ill smash her face in", "danger_serious", risk=danger("harm_to_others", "T3", subject="other")
)
REMARK = {
    **danger("harm_to_others", "T1", subject="other"),
    "clarify": "utter_clarify_harm_to_others",
}
NOTICE = "utter_step_police_notice"


def why_called(desk: Desk, sender: str) -> list[str]:
    case = desk.open_case_of(sender)
    assert case is not None
    done = desk.case_actions(case.id)
    return [str(a.detail["why"]) for a in done if a.action == "team_leader_alerted"]


def remark_and_deny(talk: Conversation) -> None:
    """A remark that may be a threat, which is taken back when it is asked about."""
    talk.say(said("one day ill get her", "danger_unclear", risk=REMARK), CLARIFY)
    talk.say(said("no, i didn't mean it", "deny"), NEXT)


@pytest.mark.parametrize(
    "order",
    [
        "i have an avo against him",
        "there is a dvo so i cant go near her",
        "she got an intervention order on me",
        "she has a family violence order",
        "the court order says i can't come near the house",
    ],
)
def test_s1_16_a_denied_threat_still_calls_the_team_leader(
    conversation: Begin, desk: Desk, order: str
) -> None:
    talk = conversation()
    talk.say(said(order), NEXT)

    remark_and_deny(talk)

    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T3"
    assert case.team_leader_alerted_at is not None
    assert "order" in why_called(desk, talk.sender)


def test_s1_16_the_order_may_come_after_the_threat_and_its_denial(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    remark_and_deny(talk)
    before = why_called(desk, talk.sender)
    talk.say(ORDER, NEXT)

    assert "order" not in before
    assert "order" in why_called(desk, talk.sender)


def test_s1_16_it_is_told_once(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(ORDER, NEXT)
    talk.say(THREAT, RESPOND)
    talk.say(said("haha only joking"), NEXT)
    talk.say(THREAT, RESPOND)

    assert why_called(desk, talk.sender).count("order") == 1


@pytest.mark.parametrize(
    "words",
    [
        "client has a dvo against him for his ex, said he will get her, now says he didnt mean it",
        "he is under an AVO and told me she will cop it",
    ],
)
def test_s1_16_an_officer_reads_that_the_police_are_told_denied_or_not(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = conversation(audience="staff")

    replies = talk.say(said(words, "danger_unclear", risk=REMARK), CLARIFY)
    again = talk.say(said("he says it was a joke", "inform"), NEXT)

    assert NOTICE in responses(replies)
    notice = next(r.text for r in replies if r.response == NOTICE)
    assert "even if the person takes it back" in notice
    assert "tells the police" in notice
    assert NOTICE not in responses(again)
    assert "order" in why_called(desk, talk.sender)


def test_s1_16_beside_000_an_officer_reads_it_in_the_next_turn(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    now = danger("harm_to_others", "T4", subject="other")

    first = talk.say(said("he has an avo, he is off to stab her", "danger_now", risk=now), RESPOND)
    second = talk.say(said("called them", "affirm"), NEXT)

    assert NOTICE not in responses(first)
    assert NOTICE in responses(second)


@pytest.mark.parametrize(
    "words", ["how do i get an avo", "i dont have an avo", "i want to apply for a dvo", "no avo"]
)
def test_an_order_that_is_none_yet_calls_nobody(
    conversation: Begin, desk: Desk, words: str
) -> None:
    talk = conversation()
    talk.say(said(words), NEXT)

    remark_and_deny(talk)

    assert "order" not in why_called(desk, talk.sender)


def test_an_order_without_a_threat_calls_nobody(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(ORDER, NEXT)

    assert desk.open_case_of(talk.sender) is None
