"""In danger no text comes twice, nothing is asked that was said, and an offer stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.desk import Desk
from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import CLARIFY, FOOD, HIT, NEXT, RESPOND, Begin, responses
from tests.triage.says import danger, said

HOMELESS = said(
    "i have nowhere tonight",
    "danger_serious",
    need=("nowhere", "accommodation"),
    risk=danger("homelessness_tonight", "T3"),
)
WATCHED = said("he can see my phone", "unsafe_to_talk")
BILL_NOW = said(
    "they cut the gas off tomorrow, dandenong",
    "danger_serious",
    need=("gas", "financial_aid"),
    sub_need=("gas", "utilities"),
    place=("dandenong", "Dandenong VIC 3175"),
    risk=danger("money_crisis", "T3"),
)


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
    # S1-15, S1-05: whoever looks at the case sees that the offer was turned down.
    assert "refused" in [done.action for done in desk.case_actions(case.id)]


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
        "she says when she gets home she is going to take all the tablets",
        "danger_serious",
        need=("tablets", "emergency_relief"),
        risk=danger("suicide_self_harm", "T3", evidence="take all the tablets"),
    )
    talk = conversation(audience="staff")

    replies = talk.say(tablets, RESPOND)

    assert not talk.slots.get("needs")
    assert "utter_services" not in responses(replies)


def test_a_need_beside_the_act_is_kept(conversation: Begin) -> None:
    words = "wants a bond loan and says he will end it"
    beside = said(
        words,
        "danger_serious",
        need=("bond loan", "accommodation"),
        risk=danger("suicide_self_harm", "T3", evidence=words),
    )
    talk = conversation(audience="staff")

    talk.say(beside, RESPOND)

    assert talk.slots["needs"] == ["accommodation"]


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

    replies = talk.say(replace(gone, wanted="unsafe_to_talk"), CLARIFY)

    assert responses(replies)[0] == "utter_acknowledged"
    assert "utter_keep_plain" not in responses(replies)


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
