"""A person joins, leaves, interprets, takes a complaint."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from actions import resources
from bot.desk import Desk
from tests.actions.conversation import Conversation
from tests.triage.says import said

Begin = Callable[..., Conversation]
NEXT = "action_take_next_step"
PERSON = said("can i talk to a real person", "request_human")
FOOTSCRAY = "Footscray VIC 3011"
INTERPRETER = said("i need an interpreter", "request_interpreter")
FOOD = said(
    "food parcel in footscray",
    "find_service",
    need=("food parcel", "emergency_relief"),
    sub_need=("food parcel", "food_parcel"),
    place=("footscray", FOOTSCRAY),
)


def responses(replies: list[object]) -> list[str | None]:
    return [reply.response for reply in replies]  # type: ignore[attr-defined]


def test_a_person_on_request_gets_everything_that_was_said(conversation: Begin, desk: Desk) -> None:
    talk = conversation()
    talk.say(
        said(
            "food in footscray",
            "find_service",
            need=("food", "emergency_relief"),
            place=("footscray", FOOTSCRAY),
        ),
        NEXT,
    )

    replies = talk.say(PERSON, "action_hand_over")

    assert responses(replies) == ["utter_handed_over"]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.reason == "request"
    assert case.facts["needs"] == ["emergency_relief"]
    assert case.facts["place"] == FOOTSCRAY


def test_nobody_is_promised_when_the_desk_is_down(
    conversation: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down() -> Desk:
        raise ConnectionError("the desk is down")

    monkeypatch.setattr(resources, "desk", down)

    assert responses(conversation().say(PERSON, "action_hand_over")) == ["utter_desk_down"]


def test_what_was_said_to_the_worker_is_not_asked_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("a place to stay", "find_service", need=("place to stay", "accommodation")), NEXT)
    talk.say(PERSON, "action_hand_over")
    for message in (
        said("yes i have a bed till friday", "affirm"),
        said("we are in footscray", place=("footscray", FOOTSCRAY)),
    ):
        assert talk.say(message, "action_remember_facts") == []

    replies = talk.say(said("/worker_returned", "worker_returned"), "action_worker_returned")

    assert responses(replies)[0] == "utter_worker_left"
    assert talk.slots["place"] == FOOTSCRAY


def test_words_to_the_worker_count_even_when_nothing_ran_meanwhile(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PERSON, "action_hand_over")
    talk.hear(said("we are in footscray", place=("footscray", FOOTSCRAY)))

    talk.say(said("/worker_returned", "worker_returned"), "action_worker_returned")

    assert talk.slots["place"] == FOOTSCRAY


def test_s4_04_the_interpreter_line_comes_with_who_it_should_call(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)

    replies = talk.say(INTERPRETER, "action_request_interpreter")

    assert "TIS National on 13 00 00" in replies[0].text
    assert "Food Store on 13 00 00" in replies[0].text


def test_s4_04_without_a_service_to_call_a_person_brings_the_interpreter(
    conversation: Begin,
) -> None:
    replies = conversation().say(INTERPRETER, "action_request_interpreter")

    assert replies[0].response == "utter_interpreter_by_person"


@pytest.mark.parametrize("person", ["child", "family", "partner"])
def test_s4_02_a_relative_is_not_the_interpreter(conversation: Begin, person: str) -> None:
    replies = conversation().say(
        said("my daughter can translate", "request_interpreter", people=("daughter", person)),
        "action_request_interpreter",
    )

    assert replies[0].response == "utter_no_relative_as_interpreter"


def test_s4_14_auslan_is_booked_and_text_is_offered_now(conversation: Begin) -> None:
    replies = conversation().say(
        said("i need auslan", "request_interpreter", accessibility=("auslan", "auslan")),
        "action_request_interpreter",
    )

    assert replies[0].response == "utter_auslan"


def test_s1_12_a_complaint_shows_the_complaint_path_and_no_service(conversation: Begin) -> None:
    replies = conversation().say(said("your staff are useless", "complain"), "action_complaint")

    assert replies[0].response == "utter_step_complaint"
    assert not any(reply.cards for reply in replies)
