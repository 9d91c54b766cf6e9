"""Serious danger: a social worker now, the case open, each safety text once."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from actions import resources
from bot.desk import Desk
from tests.actions.messages import (
    DENTIST,
    END_IT,
    END_IT_AND_FOOD,
    NEXT,
    RESPOND,
    Begin,
    at_ease,
    responses,
)
from tests.triage.says import danger, pressed, said


def test_a_real_risk_keeps_the_need_and_offers_a_worker_once(conversation: Begin) -> None:
    message = said(
        "he wont give me money for food",
        "find_service",
        risk=danger("family_violence", "T2"),
        need=("food", "emergency_relief"),
        sub_need=("food", "food_parcel"),
    )
    talk = at_ease(conversation)

    assert responses(talk.say(message, NEXT)) == ["utter_offer_worker", "utter_ask_place"]
    assert "utter_offer_worker" not in responses(talk.say(message, NEXT))


def test_a_serious_message_offers_a_social_worker_and_opens_a_case(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()

    replies = talk.say(END_IT, RESPOND)

    assert replies[0].response == "utter_safety_t3"
    assert replies[0].safety
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert (case.tier, case.reason) == ("T3", "danger")


def test_x13_the_safety_words_come_even_when_the_desk_is_down(
    conversation: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> Desk:
        raise ConnectionError("the desk is down")

    monkeypatch.setattr(resources, "desk", down)

    replies = conversation().say(END_IT, RESPOND)

    assert replies[0].response == "utter_desk_down_danger"
    assert "000" in replies[0].text


def test_nowhere_to_sleep_gets_a_social_worker_and_the_search_goes_on(conversation: Begin) -> None:
    message = said(
        "kicked out nowhere to sleep tonight in footscray",
        "danger_serious",
        risk=danger("homelessness_tonight", "T3"),
        need=("nowhere to sleep", "accommodation"),
        place=("footscray", "Footscray VIC 3011"),
    )

    replies = conversation().say(message, RESPOND)

    assert replies[0].response == "utter_safety_t3_homelessness_tonight"
    assert any(reply.cards for reply in replies)


def test_after_the_danger_the_need_is_still_known(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    talk.say(END_IT, RESPOND)

    replies = talk.say(pressed("inform", question="person", answer="no"), NEXT)

    assert responses(replies) == ["utter_refused_worker", "utter_ask_place"]


@pytest.mark.parametrize(
    ("words", "intent", "action", "answer"),
    [
        ("no i dont want that", "deny", NEXT, "utter_refused_worker"),
        ("bye", "goodbye", "action_small_talk", "utter_goodbye_in_danger"),
    ],
)
def test_s1_05_a_refusal_or_an_end_is_kept_for_a_social_worker_and_nothing_said_closes_it(
    conversation: Begin, desk: Desk, words: str, intent: str, action: str, answer: str
) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(said(words, intent), action)
    talk.say(said("start again", "start_again"), "action_start_again")
    talk.say(said("delete this chat", "delete_chat"), "action_explain_deletion")
    talk.say(said("im fine now close it"), NEXT)

    assert answer in responses(replies)
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert (case.tier, case.state) == ("T3", "waiting")
    assert case.team_leader_alerted_at is not None, "no social worker is free"
    assert "refused" in [done.action for done in desk.case_actions(case.id)]


def test_saying_yes_to_a_social_worker_hands_over(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    assert responses(talk.say(said("yes please", "affirm"), NEXT)) == ["utter_handed_over"]


def test_s4_01_an_interpreter_is_offered_before_the_risk_step(conversation: Begin) -> None:
    replies = conversation(language="cs").say(END_IT, RESPOND)

    assert responses(replies)[:2] == ["utter_interpreter_first", "utter_safety_t3"]


def test_staff_see_the_inside_steps_first(conversation: Begin) -> None:
    replies = conversation(audience="staff").say(END_IT, RESPOND)

    assert responses(replies)[:2] == ["utter_step_social_worker", "utter_step_team_leader"]


def test_a_case_of_one_message_is_opened_once(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(END_IT, RESPOND)

    assert desk.count_cases("waiting") == 1


def test_s1_24_a_dangerous_change_of_address_gets_the_checklist(conversation: Begin) -> None:

    message = said(
        "change my address dont tell him",
        "danger_serious",
        risk=danger("privacy", "T3", time="unknown"),
    )

    replies = conversation().say(replace(message, wanted="update_details"), RESPOND)

    assert responses(replies) == ["utter_safety_t3_privacy", "utter_step_unlink_first"]


def test_the_whole_safety_text_is_said_once_for_one_danger(conversation: Begin) -> None:
    talk = conversation()

    first, second = talk.say(END_IT, RESPOND), talk.say(END_IT, RESPOND)

    assert responses(first) == ["utter_safety_t3", "utter_helplines"]
    assert responses(second) == ["utter_t3_stands"]
    assert second[0].safety, "the gateway would add the whole text otherwise"


def test_a_known_danger_is_no_end_to_what_is_asked(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(replace(END_IT_AND_FOOD, wanted="find_service"), RESPOND)

    assert replies[0].response == "utter_t3_stands"
    assert any(reply.cards for reply in replies)


def test_another_danger_gets_its_own_safety_text(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)

    replies = talk.say(
        said("my baby has no food", "danger_serious", risk=danger("child_at_risk", "T3")), RESPOND
    )

    assert replies[0].response == "utter_safety_t3_child_at_risk"


def test_a_text_for_any_danger_is_short_after_another_and_the_lines_are_shown(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(
        said("he read my mail", "danger_serious", risk=danger("privacy", "T3", time="unknown")),
        RESPOND,
    )

    replies = talk.say(replace(END_IT, text="and i want to end it"), RESPOND)

    assert responses(replies) == ["utter_t3_stands", "utter_helplines"]
    assert "000" in replies[0].text
    assert replies[0].safety
    assert replies[1].cards


@pytest.mark.parametrize("first", ["suicide_self_harm", "child_at_risk"])
def test_000_is_said_whole_whatever_was_said_before(conversation: Begin, first: str) -> None:
    talk = conversation()
    talk.say(said("it is bad", "danger_serious", risk=danger(first, "T3")), RESPOND)

    replies = talk.say(
        said("he has a knife", "danger_now", risk=danger("family_violence", "T4")), RESPOND
    )

    assert responses(replies) == ["utter_safety_t4_family_violence"]


def test_two_dangers_in_a_row_never_bring_the_same_words(conversation: Begin) -> None:
    talk = conversation()
    texts = [
        talk.say(said("it is bad", "danger_serious", risk=danger(domain, "T3")), RESPOND)[0].text
        for domain in ("suicide_self_harm", "severe_distress", "elder_abuse", "exploitation")
    ]

    assert all(before != after for before, after in pairwise(texts))
    assert all("000" in text for text in texts)


def test_whoever_has_asked_for_a_worker_is_told_that_they_know(conversation: Begin) -> None:
    talk = conversation()
    talk.say(END_IT, RESPOND)
    talk.say(said("yes please", "affirm"), NEXT)

    assert responses(talk.say(END_IT, RESPOND)) == ["utter_t3_worker_knows"]


def test_asking_for_a_person_in_danger_hands_over_without_asking_back(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    message = said("get me a person i cant go on", "danger_serious", risk=END_IT.risk)

    replies = talk.say(replace(message, wanted="request_human"), RESPOND)

    assert responses(replies) == ["utter_safety_t3_coming", "utter_helplines"]
    assert talk.slots["consent"]["worker"] == "asked for"
