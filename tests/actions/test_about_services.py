"""Questions about the services on the screen are answered from their records."""

from __future__ import annotations

import pytest

from bot.language import catalogue
from tests.actions.conversation import Conversation, ListedDirectory, card
from tests.actions.messages import FOOD_IN_FOOTSCRAY, NEXT, Begin
from tests.triage.says import said

REFINE = "action_refine_search"


@pytest.fixture
def shown(conversation: Begin, directory: ListedDirectory) -> Conversation:
    directory.by_need["emergency_relief"] = [
        card("Food Store", open_text="Open now until 5 pm", address="1 High Street", cost=""),
        card("Soup Van", open_text="Opens tomorrow 9 am", address=None, region="Footscray"),
    ]
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    return talk


@pytest.mark.parametrize(
    ("text", "response", "told"),
    [
        ("is it open now", "utter_about_hours", "Food Store: Open now until 5 pm"),
        ("how do i get there", "utter_about_way", "Food Store: 1 High Street"),
        ("whats the number again", "utter_about_number", "Soup Van: 13 00 00"),
        ("what's the number of the second one", "utter_about_number", "Soup Van: 13 00 00"),
        ("is it free", "utter_about_cost", "Soup Van: free"),
        ("phone of the first", "utter_about_number", "Food Store: 13 00 00"),
        ("number", "utter_about_number", "Food Store: 13 00 00"),
        ("do i need a concession card", "utter_about_ring", "Food Store: 13 00 00"),
        ("can my sister pick it up for me", "utter_about_ring", "Food Store: 13 00 00"),
        ("what would i even say to them", "utter_about_ring", "Food Store: 13 00 00"),
        ("do they take walk ins", "utter_about_ring", "Food Store: 13 00 00"),
        ("can you ring them for me", "utter_about_call", "Food Store: 13 00 00"),
    ],
)
def test_a_question_about_them_is_answered_from_the_record(
    shown: Conversation, text: str, response: str, told: str
) -> None:
    (reply,) = shown.say(
        said(text, "refine_search", time=("now", "now"))
        if "now" in text
        else said(text, "refine_search"),
        REFINE,
    )

    assert reply.response == response
    assert told in reply.text


def test_a_question_narrows_nothing(shown: Conversation) -> None:
    before = shown.slots["when"]

    shown.say(said("is it open now", "refine_search", time=("now", "now")), REFINE)

    assert shown.slots["when"] == before
    assert shown.slots["memory"]["open_now"] is False


def test_one_of_them_is_shown_again_by_its_number(shown: Conversation) -> None:
    (reply,) = shown.say(said("and the second one", "more_results"), "action_more_results")

    assert [c["name"] for c in reply.cards] == ["Soup Van"]


def test_whoever_takes_over_is_told_nothing_about_them(shown: Conversation) -> None:
    shown.say(said("this is her husband now", "inform"), NEXT)

    replies = shown.say(said("whats the number again", "repeat"), "action_repeat")

    assert not any("13 00 00" in reply.text for reply in replies)


@pytest.mark.parametrize(
    ("text", "speech", "act", "told"),
    [
        ("第二个怎么走", "zh-Hans", "goodbye", "Soup Van: Footscray"),
        ("두번째 전화번호 알려 주세요", "ko", "ask_other_person", "13 00 00"),
        ("ano po ang dadalhin ko", "fil", "ask_my_data", "13 00 00"),
    ],
)
def test_in_another_language_its_words_say_what_is_asked_whatever_the_model_makes_of_them(
    shown: Conversation, text: str, speech: str, act: str, told: str
) -> None:
    shown.slots["speech"] = speech

    (reply,) = shown.say(said(text, act), REFINE)

    assert told in reply.text


@pytest.mark.parametrize("text", ["do i have to pay", "is it free", "how much does it cost"])
def test_a_question_about_the_cost_before_services_is_answered_and_what_was_asked_stays(
    conversation: Begin, text: str
) -> None:
    talk = conversation()
    talk.say(said("i need food", "find_service", need=("food", "emergency_relief")), NEXT)

    replies = talk.say(said(text, "ask_payment"), "action_payment_question")

    assert replies[0].response == "utter_cost_with_services"
    assert replies[-1].response == "utter_ask_place"


@pytest.mark.parametrize(
    ("text", "speech", "act"),
    [
        ("what do i need to bring", "en", "inform"),
        ("do i need id?", "en", "refine_search"),
        ("which documents do i need", "en", "ask_payment"),
        ("需要带什么", "zh-Hans", "inform"),
        ("要帶身份證嗎", "zh-Hant", "find_service"),
        ("¿qué tengo que llevar?", "es", "find_service"),
        ("என்ன கொண்டு வர வேண்டும்", "ta", "inform"),
        ("cần mang theo gì", "vi", "ask_my_data"),
    ],
)
def test_what_to_bring_before_services_depends_on_the_service_and_the_place_stays_asked(
    conversation: Begin, text: str, speech: str, act: str
) -> None:
    talk = conversation()
    talk.say(said("i need food", "find_service", need=("food", "emergency_relief")), NEXT)
    talk.slots["speech"] = speech

    for _ in range(3):  # It is no failure to answer, however often it is asked.
        replies = talk.say(said(text, act), NEXT)

        with catalogue.speaking(speech):
            assert replies[0].text == catalogue.text("utter_bring_with_services")
            assert replies[-1].text == catalogue.text("utter_ask_place")


def test_what_to_bring_to_the_next_need_is_not_answered_from_the_list_of_the_last(
    shown: Conversation,
) -> None:
    shown.say(said("money for a bill", "find_service", need=("money", "financial_aid")), NEXT)

    replies = shown.say(said("what do i need to bring", "inform"), NEXT)

    assert [reply.response for reply in replies] == [
        "utter_bring_with_services",
        "utter_ask_fin_problem",
    ]


@pytest.mark.parametrize("text", ["do i take the kids", "should i take my tablets"])
def test_what_else_is_taken_is_no_question_about_papers(conversation: Begin, text: str) -> None:
    talk = conversation()
    talk.say(said("i need food", "find_service", need=("food", "emergency_relief")), NEXT)

    replies = talk.say(said(text), NEXT)

    assert "utter_bring_with_services" not in [reply.response for reply in replies]


def test_who_may_collect_is_asked_of_the_service_and_not_about_the_sister(
    shown: Conversation,
) -> None:
    (reply,) = shown.say(
        said("can my sister pick it up for me", "ask_other_person"), "action_refuse_other_person"
    )

    assert reply.response == "utter_about_ring"


def test_what_is_free_is_said_in_the_language_of_the_conversation(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"] = [card("Soup Van", cost="Free")]
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    talk.slots["speech"] = "es"

    (reply,) = talk.say(said("cuánto cuesta", "refine_search"), REFINE)

    assert reply.text.endswith("Soup Van: Gratis")
