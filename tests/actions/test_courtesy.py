"""Nothing is asked that was said, no text comes twice, and what a person wants comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.desk import Desk
from bot.triage import Entity
from tests.actions.conversation import Conversation, ListedDirectory, card
from tests.triage.says import danger, pressed, said

Begin = Callable[..., Conversation]
NEXT = "action_take_next_step"
HAND_OVER = "action_hand_over"
RESPOND = "action_respond_to_danger"
CLARIFY = "action_clarify_danger"
PERSON = said("can i talk to a real person", "request_human")
HIT = said("he punched me", "danger_serious", risk=danger("family_violence", "T3"))
HOMELESS = said(
    "i have nowhere tonight",
    "danger_serious",
    need=("nowhere", "accommodation"),
    risk=danger("homelessness_tonight", "T3"),
)
FOOD = said(
    "food in footscray",
    "find_service",
    need=("food", "emergency_relief"),
    place=("footscray", "Footscray VIC 3011"),
)
WATCHED = said("he can see my phone", "unsafe_to_talk")


def responses(replies: list[object]) -> list[str | None]:
    return [reply.response for reply in replies]  # type: ignore[attr-defined]


def guessed(text: str, need: str, intent: str = "find_service", **more: object) -> object:
    """A message whose need no word names."""
    message = said(text, intent, **more)  # type: ignore[arg-type]
    return replace(message, entities=(*message.entities, Entity("need", need, guessed=True)))


# -- a person ------------------------------------------------------------------------------


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


# -- danger --------------------------------------------------------------------------------


def test_the_same_safety_text_is_not_said_for_a_second_danger(conversation: Begin) -> None:
    talk = conversation()
    first = talk.say(HIT, RESPOND)
    other = said("i cant cope", "danger_serious", risk=danger("severe_distress", "T3"))

    second = talk.say(other, RESPOND)

    assert responses(first)[0] == "utter_safety_t3"
    assert responses(second)[0] == "utter_t3_stands"
    assert second[0].safety


def test_a_joke_taken_back_stays_with_a_person_and_is_answered(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    threat = said("ill kill him", "danger_serious", risk=danger("harm_to_others", "T3"))
    talk.say(threat, RESPOND)

    replies = talk.say(said("haha nah only joking", "out_of_scope"), "action_fallback")

    assert responses(replies) == ["utter_clarified"]
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T3"


def test_small_talk_after_a_safety_text_leaves_the_offer_standing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)

    first = talk.say(said("whats the weather like", "out_of_scope"), "action_fallback")
    second = talk.say(said("is it raining", "out_of_scope"), "action_fallback")

    assert responses(first) == ["utter_t3_stands"]
    assert responses(second) == ["utter_take_your_time"]


def test_i_called_them_some_turns_after_000_looks_for_nothing(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD, NEXT)
    pills = said("i took them", "danger_now", risk=danger("suicide_self_harm", "T4"))
    talk.say(pills, RESPOND)
    talk.say(said("ok", "affirm"), NEXT)

    replies = talk.say(said("i called them", "more_results"), "action_more_results")

    assert responses(replies) == ["utter_acknowledged"]


def test_a_word_for_the_act_is_no_need(conversation: Begin) -> None:
    tablets = said(
        "going to take all the tablets",
        "danger_serious",
        need=("tablets", "emergency_relief"),
        risk=danger("suicide_self_harm", "T3", evidence="take all the tablets"),
    )
    talk = conversation(audience="staff")

    replies = talk.say(tablets, RESPOND)

    assert not talk.slots.get("needs")
    assert "utter_services" not in responses(replies)


def test_whoever_has_nowhere_is_asked_about_leaving_once(conversation: Begin) -> None:
    talk = conversation()
    talk.slots["safe_to_talk"] = "yes"
    talk.say(HOMELESS, RESPOND)

    replies = talk.say(said("liverpool nsw", place=("liverpool", "Liverpool NSW 2170")), NEXT)

    assert replies[0].cards


def test_a_bed_for_somebody_else_asks_nothing_about_leaving(conversation: Begin) -> None:
    talk = conversation()
    talk.slots["safe_to_talk"] = "yes"
    talk.say(HOMELESS, RESPOND)

    replies = talk.say(said("its not for me its for my brother"), NEXT)

    assert responses(replies) == ["utter_ask_place"]
    assert talk.slots["for_whom"] == "someone else"


def test_neutral_words_are_long_once(conversation: Begin) -> None:
    talk = conversation()
    first = talk.say(WATCHED, "action_protect_privacy")
    second = talk.say(HIT, RESPOND)

    assert responses(first) == ["utter_keep_plain"]
    assert responses(second) == ["utter_ask_what_help_plain"]


def test_on_a_watched_screen_an_everyday_need_does_not_wait(conversation: Begin) -> None:
    talk = conversation()
    talk.say(WATCHED, "action_protect_privacy")
    talk.say(said("someone to talk to", "find_service", need=("talk", "crisis_counselling")), NEXT)

    replies = talk.say(FOOD, NEXT)

    assert replies[0].cards
    assert "utter_need_noted" not in responses(replies)


def test_a_line_for_something_else_fills_no_list(
    conversation: Begin, directory: ListedDirectory
) -> None:
    fits = card("Violence Line", national=True, reasons=(("crisis_country", {}),))
    directory.by_need["crisis_counselling"] = [fits, card("Mood Line", national=True)]
    talk = conversation()
    talk.slots["safe_to_talk"] = "yes"

    replies = talk.say(HIT, RESPOND)

    assert [c["name"] for reply in replies for c in reply.cards] == ["Violence Line"]


# -- what comes first ------------------------------------------------------------------------


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


# -- places ----------------------------------------------------------------------------------


def test_a_day_is_no_town(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("a dentist", "find_service", need=("dentist", "community_legal_health")), NEXT)
    talk.say(pressed("inform", question="clh_emergency", answer="no"), NEXT)
    talk.say(pressed("inform", question="clh_area", answer="health"), NEXT)

    replies = talk.say(said("next month"), NEXT)

    assert "utter_place_not_found" not in responses(replies)


def test_a_place_that_comes_later_is_taken(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("food", "find_service", need=("food", "emergency_relief")), NEXT)
    talk.say(pressed("inform", question="er_today", answer="food"), NEXT)
    talk.say(pressed("skip_question", question="place"), NEXT)

    talk.say(said("ok its richmond", place=("richmond", "Richmond")), NEXT)

    assert talk.slots["memory"]["place_candidates"]


def test_the_melbourne_one_is_that_of_victoria(conversation: Begin) -> None:
    talk = conversation()
    words = said(
        "food in richmond",
        "find_service",
        need=("food", "emergency_relief"),
        sub_need=("food", "food_parcel"),
        place=("richmond", "Richmond"),
    )
    talk.say(words, NEXT)

    talk.say(said("the melbourne one", place=("melbourne", "Melbourne VIC 3000")), NEXT)

    assert talk.slots["place"] == "Richmond VIC 3121"


def test_the_question_which_place_comes_back_as_it_was(conversation: Begin) -> None:
    talk = conversation()
    words = said(
        "food in richmond",
        "find_service",
        need=("food", "emergency_relief"),
        sub_need=("food", "food_parcel"),
        place=("richmond", "Richmond"),
    )
    talk.say(words, NEXT)

    replies = talk.say(said("thank you", "thank"), "action_small_talk")

    assert responses(replies)[-1] == "utter_ask_which_place"


# -- small things ----------------------------------------------------------------------------


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


# -- what is open and what is said ----------------------------------------------------------


BILL_NOW = said(
    "they cut the gas off tomorrow, dandenong",
    "danger_serious",
    need=("gas", "financial_aid"),
    sub_need=("gas", "utilities"),
    place=("dandenong", "Dandenong VIC 3175"),
    risk=danger("money_crisis", "T3"),
)


def test_a_bill_that_is_serious_gets_help_with_the_bill(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["financial_aid"] = [card("Bill Helper")]

    replies = conversation().say(BILL_NOW, RESPOND)

    assert replies[0].safety
    assert [c["name"] for reply in replies for c in reply.cards] == ["Bill Helper"]
    assert responses(replies)[-1] == "utter_ask_fin_food"


@pytest.mark.parametrize(
    ("domain", "asked"),
    [("elder_abuse", False), ("severe_distress", False), ("suicide_self_harm", True)],
)
def test_an_open_remark_beside_a_known_danger_is_asked_about_where_life_is_at_stake(
    conversation: Begin, desk: Desk, domain: str, asked: bool
) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)
    remark = said(
        "kind of scared",
        "danger_unclear",
        risk={**danger(domain, "T1"), "clarify": f"utter_clarify_{domain}"},
    )

    replies = talk.say(remark, CLARIFY)

    assert (f"utter_clarify_{domain}" in responses(replies)) is asked
    assert replies
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T3"


@pytest.mark.parametrize("words", ["ok i guess", "yeah i guess so", "i guess so"])
def test_a_hesitant_yes_to_a_person_is_a_yes(conversation: Begin, words: str) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)

    assert responses(talk.say(said(words, "affirm"), NEXT))[0] == "utter_handed_over"


def test_no_not_tonight_declines_the_offer(conversation: Begin) -> None:
    talk = conversation()
    talk.say(HIT, RESPOND)

    replies = talk.say(said("no not tonight", "correct"), NEXT)

    assert responses(replies)[0] == "utter_refused_worker"


def test_he_is_gone_now_is_an_answer_to_000(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("he is outside", "danger_now", risk=danger("family_violence", "T4")), RESPOND)
    gone = said(
        "hes gone now",
        "danger_unclear",
        risk={**danger("privacy", "T1"), "clarify": "utter_clarify_privacy"},
    )

    assert responses(talk.say(gone, CLARIFY))[0] == "utter_acknowledged"


def test_what_stays_unclear_is_serious_and_what_was_asked_for_is_shown(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(said("bus help", "find_service", need=("bus", "transport")), NEXT)
    remark = said(
        "im scared of it",
        "danger_unclear",
        need=("it", "transport"),
        sub_need=("it", "community_transport"),
        risk={**danger("severe_distress", "T1"), "clarify": "utter_clarify_severe_distress"},
    )
    talk.say(remark, CLARIFY)

    replies = talk.say(said("hobart", place=("hobart", "Hobart TAS 7000")), NEXT)
    accepted = talk.say(said("yes please", "affirm"), NEXT)

    assert replies[0].safety
    assert any("Community Bus" in str(reply.cards) for reply in replies)
    assert responses(accepted)[0] == "utter_handed_over"


def test_back_with_nothing_to_go_back_to_is_somebody_who_is_there_again(
    conversation: Begin,
) -> None:
    replies = conversation().say(said("back", "go_back"), "action_go_back")

    assert "utter_nothing_to_go_back_to" not in responses(replies)


def test_another_language_in_place_of_the_chosen_one_is_spoken(conversation: Begin) -> None:
    talk = conversation()
    talk.say(said("i speak punjabi", "change_language", language=("punjabi", "pa")), NEXT)

    talk.say(said("no not punjabi, hindi", "correct", language=("hindi", "hi")), NEXT)

    assert talk.slots["speech"] == "hi"
