"""The start, courtesies, going back, honest side answers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.triage import Understood
from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import BED, DENTIST, FOOD, FOOTSCRAY, NEXT, SAFE, Begin, responses
from tests.triage.says import danger, pressed, said


def test_x15_a_conversation_opens_with_who_speaks_and_whether_it_is_safe(
    conversation: Begin,
) -> None:
    replies = conversation().say(pressed("start_conversation"), "action_start_conversation")

    assert responses(replies) == ["utter_greet", "utter_ask_safe_to_talk"]


def test_where_nobody_has_greeted_a_hello_gets_the_same_opening(conversation: Begin) -> None:
    replies = conversation(shell=True).say(said("hi", "greet"), "action_small_talk")

    assert responses(replies) == ["utter_greet", "utter_ask_safe_to_talk"]


def test_x15_where_nobody_has_greeted_any_first_answer_begins_with_it(conversation: Begin) -> None:
    talk = conversation(shell=True)

    assert responses(talk.say(BED, NEXT)) == ["utter_greet", "utter_ask_acc_tonight"]
    assert responses(talk.say(said("yes", "affirm"), NEXT)) == ["utter_ask_place"]


def test_after_the_gateways_greeting_a_hello_is_a_hello(conversation: Begin) -> None:
    replies = conversation().say(said("hi", "greet"), "action_small_talk")

    assert responses(replies) == ["utter_hello", "utter_what_i_do"]


def test_a_typed_yes_answers_the_question_of_the_gateways_greeting(conversation: Begin) -> None:
    talk = conversation()

    talk.say(said("yeah im alone", "affirm"), NEXT)

    assert talk.slots["safe_to_talk"] == "yes"


def test_a_safe_place_to_stay_says_nothing_about_the_screen(conversation: Begin) -> None:
    talk = conversation()

    talk.say(
        said("a safe place to stay", "find_service", need=("place to stay", "accommodation")), NEXT
    )

    assert talk.slots.get("safe_to_talk") is None


def test_safe_to_talk_leads_to_what_would_help(conversation: Begin) -> None:
    talk = conversation()
    talk.say(pressed("start_conversation"), "action_start_conversation")

    assert responses(talk.say(said("yep", "affirm"), NEXT)) == ["utter_ask_what_help"]


def test_the_gateways_question_is_known_to_wait_for_its_answer(conversation: Begin) -> None:
    """The gateway greets by itself: the button brings its question along."""
    replies = conversation().say(SAFE, NEXT)

    assert responses(replies) == ["utter_ask_what_help"]


def test_staff_are_not_asked_whether_it_is_safe(conversation: Begin) -> None:
    replies = conversation(audience="staff").say(
        pressed("start_conversation"), "action_start_conversation"
    )

    assert responses(replies) == ["utter_staff_ready"]


@pytest.mark.parametrize(
    ("intent", "response"),
    [("thank", "utter_thanked"), ("bot_challenge", "utter_iamabot")],
)
def test_a_courtesy_returns_to_the_open_question(
    conversation: Begin, intent: str, response: str
) -> None:
    talk = conversation()
    talk.say(BED, NEXT)

    assert responses(talk.say(said("ok", intent), "action_small_talk")) == [
        response,
        "utter_ask_acc_tonight",
    ]


@pytest.mark.parametrize(
    ("action", "intent", "response"),
    [
        ("action_answer_privacy", "ask_privacy", "utter_privacy"),
        ("action_answer_my_data", "ask_my_data", "utter_my_data_known"),
        ("action_explain_deletion", "delete_chat", "utter_delete_chat"),
        ("action_refuse_other_person", "ask_other_person", "utter_other_person"),
        ("action_update_details", "update_details", "utter_step_unlink_first"),
        ("action_payment_question", "ask_payment", "utter_step_payment_information"),
        ("action_complaint", "complain", "utter_step_complaint"),
    ],
)
def test_a_side_question_is_answered_and_the_thread_taken_up(
    conversation: Begin, action: str, intent: str, response: str
) -> None:
    talk = conversation()
    talk.say(BED, NEXT)

    assert responses(talk.say(said("x", intent), action)) == [response, "utter_ask_acc_tonight"]


def test_s2_05_no_record_is_said_to_be_gone(conversation: Begin) -> None:
    (reply,) = conversation().say(
        said("delete this chat", "delete_chat"), "action_explain_deletion"
    )

    assert "cannot erase the record" in reply.text
    assert "closing the page" in reply.text
    assert not re.search(r"\b(?:deleted|erased|is gone|removed)\b", reply.text)


def test_s3_13_a_crisis_payment_cue_brings_the_clock(conversation: Begin) -> None:
    replies = conversation().say(
        said(
            "can i get crisis payment i left him",
            "ask_payment",
            risk=danger("family_violence", "T2"),
        ),
        "action_payment_question",
    )

    assert responses(replies) == [
        "utter_step_payment_information",
        "utter_step_crisis_payment_clock",
        "utter_ask_safe_to_talk",
    ]


def test_s1_24_a_watched_screen_shows_no_checklist(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("hes here", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(said("change my address", "update_details"), "action_update_details")

    assert responses(replies) == ["utter_keep_plain"]


def test_going_back_asks_the_last_question_again(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BED, NEXT)
    talk.say(said("yes", "affirm"), NEXT)

    replies = talk.say(said("go back", "go_back"), "action_go_back")

    assert responses(replies) == ["utter_gone_back", "utter_ask_acc_tonight"]


@pytest.mark.parametrize(
    ("wish", "action"),
    [
        (said("closer", "refine_search"), "action_refine_search"),
        (said("its just me", people=("just me", "alone")), NEXT),
        (said("for a woman", "refine_search", gender=("woman", "woman")), "action_refine_search"),
    ],
)
def test_going_back_from_a_list_that_a_wish_left_as_it_was_leads_to_the_question_before(
    conversation: Begin, wish: Understood, action: str
) -> None:
    talk = conversation()
    talk.say(BED, NEXT)
    talk.say(said("yes", "affirm"), NEXT)
    talk.say(said("footscray", place=("footscray", FOOTSCRAY)), NEXT)
    talk.say(wish, action)

    replies = talk.say(said("go back", "go_back"), "action_go_back")

    assert responses(replies) == ["utter_gone_back", "utter_ask_place"]


def test_going_back_after_more_services_brings_the_list_of_before(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"] = [card(f"Pantry {n}") for n in range(12)]
    talk = conversation()
    talk.say(FOOD, NEXT)
    second = talk.say(said("show more", "more_results"), "action_more_results")
    talk.say(said("show more", "more_results"), "action_more_results")

    replies = talk.say(said("go back", "go_back"), "action_go_back")

    names = [c["name"] for r in replies for c in r.cards]
    assert names == [c["name"] for r in second for c in r.cards] != []


def test_starting_again_forgets_the_need_but_not_the_danger(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(BED, NEXT)
    talk.say(
        said("i want to end it", "danger_serious", risk=danger("suicide_self_harm", "T3")),
        "action_respond_to_danger",
    )

    replies = talk.say(said("start over", "start_again"), "action_start_again")

    assert responses(replies) == ["utter_started_again", "utter_ask_what_help"]
    assert (talk.slots["needs"], talk.slots["tier"]) == ([], "T3")


def test_repeat_says_the_last_answer_again(conversation: Begin) -> None:
    talk = conversation()
    first = talk.say(BED, NEXT)

    again = talk.say(said("what did you say", "repeat"), "action_repeat")

    assert [(r.text, r.buttons) for r in again] == [(r.text, r.buttons) for r in first]


def test_every_action_of_the_domain_exists_and_every_action_is_in_it(conversation: Begin) -> None:
    import yaml

    from bot.language.catalogue import ROOT

    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))

    assert set(domain["actions"]) == set(conversation().actions)


@pytest.mark.parametrize(
    "words", ["one moment getting the letter", "hang on let me check", "give me a sec im looking"]
)
def test_whoever_fetches_something_is_waited_for(conversation: Begin, words: str) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)

    replies = talk.say(said(words), NEXT)
    after = talk.say(said("footscray", place=("footscray", "Footscray VIC 3011")), NEXT)

    assert responses(replies) == ["utter_take_your_time"]
    assert after[0].cards


@pytest.mark.parametrize("words", ["ok back", "im back", "back now", "sorry i'm back"])
def test_whoever_comes_back_takes_no_step_back(conversation: Begin, words: str) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    before = talk.slots["needs"]

    replies = talk.say(said(words, "go_back"), "action_go_back")

    assert "utter_gone_back" not in responses(replies)
    assert talk.slots["needs"] == before


def test_a_place_told_to_another_question_is_said_back(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("money trouble", need=("money", "financial_aid")), NEXT)

    replies = talk.say(said("hobart", place=("hobart", "Hobart TAS 7000")), NEXT)

    assert responses(replies)[0] == "utter_place_changed"
    assert "Hobart TAS" in replies[0].text
    assert "utter_once_more" not in responses(replies)


def test_everything_is_no_goodbye(conversation: Begin) -> None:
    guess = replace(said("everything", "goodbye"), confidence=0.4)

    replies = conversation().say(guess, "action_small_talk")

    assert "utter_goodbye" not in responses(replies)


@pytest.mark.parametrize("words", ["no dont share my details", "don't pass anything on"])
@pytest.mark.parametrize("intent", ["delete_chat", "deny"])
def test_a_refusal_before_anybody_asked_is_noted_and_not_asked_about(
    conversation: Begin, words: str, intent: str
) -> None:
    talk = conversation()
    talk.say(said("can i talk to someone", "request_human"), "action_hand_over")

    replies = talk.say(
        said(words, intent), "action_explain_deletion" if intent == "delete_chat" else NEXT
    )
    later = talk.say(FOOD, NEXT)

    assert responses(replies)[0] == "utter_consent_not_given"
    assert talk.slots["consent"]["share"] == "no"
    assert "utter_ask_consent_share" not in responses(later)


def test_staff_take_back_what_narrowed_the_list(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    first = talk.say(FOOD, NEXT)
    narrower = said("for a man", "refine_search", gender=("man", "man"))
    talk.say(narrower, "action_refine_search")

    replies = talk.say(said("go back", "go_back"), "action_go_back")

    assert [c["name"] for r in replies for c in r.cards] == [
        c["name"] for r in first for c in r.cards
    ]
    assert talk.slots["gender"] is None
    assert talk.slots["needs"] == ["emergency_relief"]


@pytest.mark.parametrize(
    ("words", "intent", "action"),
    [
        ("start again", "start_again", "action_start_again"),
        ("go back", "go_back", "action_go_back"),
    ],
)
def test_an_officer_with_nothing_left_is_asked_for_a_line_and_gets_no_menu(
    conversation: Begin, words: str, intent: str, action: str
) -> None:
    talk = conversation(audience="staff")
    talk.say(FOOD, NEXT)

    replies = talk.say(said(words, intent), action)

    assert responses(replies)[-1] == "utter_staff_ready"
    assert not any(reply.buttons for reply in replies)


def test_forget_a_need_is_no_wish_to_delete_the_chat(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)
    forget = said("forget the food", "delete_chat", need=("food", "emergency_relief"))

    replies = talk.say(forget, "action_explain_deletion")

    assert forget.rejected
    assert "utter_delete_chat" not in responses(replies)
    assert talk.slots["needs"] == []


def test_whoever_wants_no_questions_is_answered_without_one(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)

    replies = talk.say(said("stop asking questions", "skip_question"), NEXT)

    assert responses(replies) == ["utter_anything_else_again"]
