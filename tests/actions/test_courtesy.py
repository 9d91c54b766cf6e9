"""Nothing is asked that was said, no text comes twice, and what a person wants comes first."""

from __future__ import annotations

from dataclasses import replace

from bot.triage import Entity
from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import CLARIFY, FOOD, NEXT, Begin, responses
from tests.triage.says import danger, said


def guessed(text: str, need: str, intent: str = "find_service", **more: object) -> object:
    """A message whose need no word names."""
    message = said(text, intent, **more)  # type: ignore[arg-type]
    return replace(message, entities=(*message.entities, Entity("need", need, guessed=True)))


def test_another_need_in_place_of_an_answer_comes_first(conversation: Begin) -> None:
    talk = conversation()
    talk.slots["safe_to_talk"] = "yes"
    talk.say(said("someone to talk to", "find_service", need=("talk", "crisis_counselling")), NEXT)

    replies = talk.say(FOOD, NEXT)

    assert replies[0].cards
    assert talk.slots["needs"][0] == "emergency_relief"


def test_a_guessed_need_does_not_join_what_tells_a_place(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("a dentist", "find_service", need=("dentist", "community_legal_health")), NEXT)
    place = {"place": ("logan central", "Logan Central QLD 4114")}
    words = "im at the maccas in logan central"

    talk.say(guessed(words, "drug_alcohol_gambling", **place), NEXT)  # type: ignore[arg-type]

    assert talk.slots["needs"] == ["community_legal_health"]


def test_what_answers_a_clarifying_question_asks_for_nothing(conversation: Begin) -> None:
    talk = conversation()
    open_remark = said(
        "whats the point",
        "danger_unclear",
        risk={**danger("suicide_self_harm", "T1"), "clarify": "utter_clarify_suicide_self_harm"},
    )
    talk.say(open_remark, CLARIFY)

    talk.say(guessed("nah im just tired mate", "support_advocacy"), NEXT)  # type: ignore[arg-type]

    assert not talk.slots.get("needs")


def test_payment_and_privacy_answers_come_in_other_words_the_second_time(
    conversation: Begin,
) -> None:
    talk = conversation()
    pay = said("when do i get paid", "ask_payment")
    privacy = said("who can see this", "ask_privacy")

    said_now = [
        responses(talk.say(pay, "action_payment_question"))[0],
        responses(talk.say(pay, "action_payment_question"))[0],
        responses(talk.say(privacy, "action_answer_privacy"))[0],
        responses(talk.say(privacy, "action_answer_privacy"))[0],
    ]

    assert said_now == [
        "utter_step_payment_information",
        "utter_payment_again",
        "utter_privacy",
        "utter_privacy_again",
    ]


def test_a_correction_that_says_what_was_found_changes_nothing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)

    replies = talk.say(said("no i said food", "correct", need=("food", "emergency_relief")), NEXT)

    assert responses(replies) == ["utter_nothing_changed"]


def test_a_wish_that_is_not_understood_gets_ways_to_say_it(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)

    replies = talk.say(said("near the station", "refine_search"), "action_refine_search")

    assert responses(replies) == ["utter_what_would_suit"]


def test_pages_that_list_services_do_not_take_the_place_of_numbers(
    conversation: Begin, directory: ListedDirectory
) -> None:
    page = card("Service Pages", phones=(), web_only=True)
    directory.by_need["transport"] = [card("Bus Line"), page]
    talk = conversation()
    trip = said(
        "a bus in hobart",
        "find_service",
        need=("bus", "transport"),
        sub_need=("bus", "community_transport"),
        place=("hobart", "Hobart TAS 7000"),
    )
    talk.say(trip, NEXT)
    directory.by_need["transport"] = [page]

    replies = talk.say(said("i use a walker", accessibility=("walker", "step_free")), NEXT)

    assert "utter_nothing_changed" in responses(replies)


def test_auslan_asked_for_beside_a_need_is_put_to_the_desk(conversation: Begin) -> None:
    words = said(
        "im deaf, need auslan for centrelink",
        "find_service",
        need=("centrelink", "financial_aid"),
        accessibility=("auslan", "auslan"),
    )

    assert responses(conversation().say(words, NEXT))[0] == "utter_auslan"


def test_a_language_named_after_asking_for_an_interpreter_goes_on_with_them(
    conversation: Begin,
) -> None:
    talk = conversation()
    asks = said("chinese interpreter please", "request_interpreter", language=("chinese", "zh"))
    first = talk.say(asks, "action_request_interpreter")

    second = talk.say(said("cantonese", language=("cantonese", "yue")), NEXT)

    assert responses(first) == ["utter_ask_which_language"]
    assert responses(second)[-1] == "utter_ask_interpreter_wishes"
