"""Reporting income, linking myGov, sending a form: the right place, no verdict, and a person."""

from __future__ import annotations

import re

import pytest

from bot.language import catalogue
from tests.actions.messages import HIT, NEXT, RESPOND, Begin, at_ease, responses
from tests.triage.says import danger, pressed, said

PAYMENT = "action_payment_question"
DETAILS = "action_update_details"
ANSWER = "utter_online_self_service"
pytestmark = pytest.mark.usefixtures("real_directory")


@pytest.mark.parametrize(
    ("text", "intent", "action"),
    [
        ("how do I report my income online", "ask_payment", PAYMENT),
        ("where do I upload my form", "update_details", DETAILS),
        ("How do I link my myGov", "update_details", DETAILS),
        ("how do i report my income", "out_of_scope", "action_fallback"),
    ],
)
def test_s3_12_it_is_done_in_the_own_account_and_a_person_can_help(
    conversation: Begin, text: str, intent: str, action: str
) -> None:
    (reply,) = conversation().say(said(text, intent), action)

    assert reply.response == ANSWER
    assert "Services Australia: https://www.servicesaustralia.gov.au" in reply.text
    assert "You can always make a claim." in reply.text
    assert not re.search(r"\$|\b(?:eligible|entitled|qualify)\b", reply.text)
    assert [b["payload"] for b in reply.buttons] == ["/request_human"]


def test_what_was_asked_stays_open_and_no_need_is_made_of_it(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("i need food", "find_service", need=("food", "emergency_relief")), NEXT)

    replies = talk.say(
        said(
            "and how do i report my income to centrelink",
            "find_service",
            need=("centrelink", "financial_aid"),
        ),
        NEXT,
    )

    assert responses(replies) == [ANSWER, "utter_ask_place"]
    assert talk.slots["needs"] == ["emergency_relief"]


def test_a_form_to_send_is_no_search_for_help_with_forms(conversation: Begin) -> None:
    talk = at_ease(conversation)

    replies = talk.say(
        said(
            "where do i upload my form",
            "find_service",
            need=("form", "support_advocacy"),
            sub_need=("form", "forms"),
        ),
        NEXT,
    )

    assert responses(replies) == [ANSWER]
    assert not talk.slots["needs"]
    assert talk.slots["memory"]["pending"] == "what_help"


def test_asked_again_it_is_a_person_and_not_the_same_words(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("where do i upload my form", "ask_payment"), PAYMENT)

    (again,) = talk.say(said("how do i link my mygov", "update_details"), DETAILS)

    assert again.response == "utter_details_by_person"


def test_in_another_language_the_line_where_staff_speak_it_comes_along(conversation: Begin) -> None:
    talk = conversation()
    talk.slots |= {"language": "es", "speech": "es"}

    (reply,) = talk.say(said("¿cómo declaro mis ingresos?", "ask_payment"), PAYMENT)

    with catalogue.speaking("es"):
        start = catalogue.text(ANSWER, name="Services Australia", address="https")[:40]
    assert reply.text.startswith(start)
    assert [card["phones"][0]["number"] for card in reply.cards] == ["13 12 02"]


def test_an_officer_is_told_to_look_who_can_see_the_account(conversation: Begin) -> None:
    talk = conversation(audience="staff")

    replies = talk.say(said("customer wants to link mygov", "find_service"), NEXT)

    assert responses(replies) == ["utter_staff_online_self_service"]


@pytest.mark.parametrize("text", ["how do i link my mygov", "where do i upload my form"])
def test_s1_24_nothing_online_is_suggested_where_somebody_may_see_it(
    conversation: Begin, text: str
) -> None:
    watched = conversation()
    watched.say(pressed("inform", question="safe_to_talk", answer="no"), NEXT)
    hit = conversation()
    hit.say(HIT, RESPOND)

    for talk in (watched, hit):
        replies = talk.say(said(text, "update_details"), DETAILS)

        assert ANSWER not in responses(replies)


def test_s1_24_after_a_separation_unlinking_comes_first(conversation: Begin) -> None:
    replies = conversation().say(
        said("my ex is on my mygov how do i link a new one", "update_details"), DETAILS
    )

    assert responses(replies) == ["utter_step_unlink_first"]


def test_an_account_that_somebody_misuses_is_no_self_service(conversation: Begin) -> None:
    replies = conversation().say(
        said("how do i log in to mygov", "update_details", risk=danger("privacy", "T2")), DETAILS
    )

    assert ANSWER not in responses(replies)


def test_whoever_has_no_internet_is_sent_to_a_person(conversation: Begin) -> None:
    replies = conversation().say(
        said("i have no internet, how do i report my income", "ask_payment"), PAYMENT
    )

    assert "utter_details_by_person" in responses(replies)
    assert ANSWER not in responses(replies)


def test_a_payment_that_has_not_come_is_another_question(conversation: Begin) -> None:
    replies = conversation().say(
        said("i can't report my income and my payment was cut off", "ask_payment"), PAYMENT
    )

    assert responses(replies)[0] == "utter_step_payment_information"
