"""Facts without a need, small talk, new facts after results, what is remembered, languages."""

from __future__ import annotations

import pytest

from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import BED, FOOD_IN_FOOTSCRAY, NEXT, Begin, at_ease, responses
from tests.triage.says import danger, said


def test_facts_without_a_need_are_acknowledged_and_no_text_comes_twice(conversation: Begin) -> None:
    talk = conversation()
    first = talk.say(said("for my dad, 82", people=("dad", "parent"), age=("82", "82")), NEXT)
    second = talk.say(said("we live in Ayr", place=("Ayr", "Ayr QLD 4807")), NEXT)
    third = talk.say(said("he uses a wheelchair", accessibility=("wheelchair", "wheelchair")), NEXT)

    assert responses(first) == ["utter_people_noted", "utter_ask_what_help"]
    assert first[0].text == "OK, for your parent."
    assert responses(second) == ["utter_place_changed", "utter_ask_what_help_then"]
    assert responses(third) == ["utter_noted", "utter_ask_what_help"]


def test_only_a_message_not_understood_gets_the_list_of_what_is_closest(
    conversation: Begin,
) -> None:
    talk = at_ease(conversation)

    assert responses(talk.say(said("yes", "affirm"), NEXT)) == ["utter_ask_what_help_again"]


@pytest.mark.parametrize("text", ["how are you going", "who do you think will win the election"])
def test_small_talk_does_not_count_as_not_understood(conversation: Begin, text: str) -> None:
    talk = conversation()
    first = talk.say(said(text, "out_of_scope"), "action_fallback")
    talk.say(said("blorp", "out_of_scope"), "action_fallback")

    assert responses(first)[0] in {"utter_small_talk", "utter_off_topic"}
    assert talk.slots["memory"]["fallbacks"] == 1


def test_a_new_fact_that_changes_nothing_is_said_and_the_list_not_repeated(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    replies = talk.say(said("for my daughter too", people=("daughter", "child")), NEXT)

    assert responses(replies)[0] == "utter_nothing_changed"
    assert not any(reply.cards for reply in replies)


def test_a_new_fact_that_changes_the_list_shows_the_new_one(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    directory.by_need["emergency_relief"] = [card("Baby Bundles"), card("Food Store")]
    replies = talk.say(said("for my baby", people=("baby", "baby")), NEXT)

    assert responses(replies)[0] == "utter_taken_into_account"
    assert [c["name"] for c in replies[1].cards] == ["Baby Bundles", "Food Store"]


def test_what_is_remembered_is_said_in_words_and_nothing_else(conversation: Begin) -> None:
    talk = conversation()
    nothing = talk.say(said("what do you know", "ask_my_data"), "action_answer_my_data")
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    known = talk.say(said("what do you know", "ask_my_data"), "action_answer_my_data")

    assert responses(nothing) == ["utter_my_data_nothing"]
    assert "food and other urgent help" in known[0].text
    assert "Footscray VIC" in known[0].text
    assert "safe" not in known[0].text


def test_x05_nothing_remembered_is_said_on_a_watched_screen(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    talk.say(said("he is here", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(said("what do you know", "ask_my_data"), "action_answer_my_data")
    assert responses(replies) == ["utter_my_data"]


@pytest.mark.parametrize(
    "words",
    [
        "can you send me a copy of what my wife told you",
        "i am her husband, send me everything you have on her",
        "what have you noted about my husband",
        "i want an export of my sons data",
        "show me what she wrote",
        "i'm his mother, what are his details",
    ],
)
def test_s2_12_who_asks_for_somebody_elses_data_reads_nothing_of_what_was_told(
    conversation: Begin, words: str
) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    replies = talk.say(said(words, "ask_my_data"), "action_answer_my_data")

    assert responses(replies)[0] in {"utter_other_person", "utter_somebody_else"}
    assert not any("Footscray" in reply.text or "food" in reply.text for reply in replies)


@pytest.mark.parametrize(
    "words",
    ["what did i tell you about my husband", "what do you know about me and my kids", "my data please"],
)  # fmt: skip
def test_ones_own_words_are_ones_own_data_whoever_they_are_about(
    conversation: Begin, words: str
) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    replies = talk.say(said(words, "ask_my_data"), "action_answer_my_data")

    assert responses(replies)[0] == "utter_my_data_known"


@pytest.mark.parametrize("audience", ["customer", "staff"])
@pytest.mark.parametrize(("text", "intent"), [("go on", "affirm"), ("next", "skip_question")])
def test_go_on_after_results_brings_services_not_shown_before(
    conversation: Begin, directory: ListedDirectory, audience: str, text: str, intent: str
) -> None:
    directory.by_need["emergency_relief"] = [card(f"Food {n}") for n in range(6)]
    talk = conversation(audience=audience)
    first = talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    second = talk.say(said(text, intent), NEXT)

    names = [c["name"] for reply in (*first, *second) for c in reply.cards]
    assert names == [f"Food {n}" for n in range(6)]


def test_a_named_language_is_confirmed_once(conversation: Begin) -> None:
    talk = conversation()
    first = talk.say(said("I speak Tigrinya", language=("Tigrinya", "ti")), NEXT)
    second = talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    assert responses(first)[0] == "utter_language_noted_interpreter"
    assert "Tigrinya" in first[0].text
    assert "utter_offer_interpreter" not in responses([*first, *second])


def test_chinese_is_asked_mandarin_or_cantonese_and_the_need_goes_on(conversation: Begin) -> None:
    talk = conversation()
    first = talk.say(
        said("interpreter, Chinese", "request_interpreter", language=("Chinese", "zh")),
        "action_request_interpreter",
    )
    second = talk.say(said("Mandarin", language=("Mandarin", "cmn")), NEXT)
    third = talk.say(FOOD_IN_FOOTSCRAY, NEXT)

    assert [b["title"] for b in first[0].buttons] == ["Mandarin", "Cantonese"]
    assert "Mandarin" in second[0].text
    assert talk.slots["language"] == "cmn"
    assert third[0].cards


def test_x05_an_unsafe_screen_gets_one_plain_message_and_no_list(conversation: Begin) -> None:
    talk = conversation()
    replies = talk.say(said("no", "deny"), NEXT)
    more = talk.say(said("ok", "affirm"), NEXT)

    assert responses(replies) == ["utter_keep_plain"]
    assert not any(reply.buttons for reply in more)


@pytest.mark.parametrize(
    ("intent", "action"),
    [("complain", "action_complaint"), ("ask_payment", "action_payment_question")],
)
def test_a_side_answer_does_not_end_in_is_it_safe(
    conversation: Begin, intent: str, action: str
) -> None:
    assert "utter_ask_safe_to_talk" not in responses(conversation().say(said("x", intent), action))


def test_a_shared_name_is_taken_in_the_state_known_before(conversation: Begin) -> None:
    talk = conversation()
    talk.say(FOOD_IN_FOOTSCRAY, NEXT)
    replies = talk.say(said("actually Richmond", place=("Richmond", "Richmond")), NEXT)

    assert responses(replies)[0] == "utter_place_taken"
    assert talk.slots["place"] == "Richmond VIC 3121"


def test_a_shared_name_said_twice_is_taken(conversation: Begin) -> None:
    talk = conversation()
    richmond = said("Richmond", place=("Richmond", "Richmond"))
    talk.say(
        said(
            "bus",
            "find_service",
            need=("bus", "transport"),
            sub_need=("bus", "community_transport"),
        ),
        NEXT,
    )
    first, second = talk.say(richmond, NEXT), talk.say(richmond, NEXT)

    assert responses(first) == ["utter_ask_which_place"]
    assert responses(second)[0] == "utter_place_taken"


def test_a_named_service_and_place_get_results_before_the_question_about_danger(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["drug_alcohol_gambling"] = [card("Needle Exchange")]
    replies = conversation().say(
        said(
            "needles in footscray",
            "find_service",
            need=("needles", "drug_alcohol_gambling"),
            sub_need=("needles", "drugs"),
            place=("footscray", "Footscray VIC 3011"),
        ),
        NEXT,
    )

    assert replies[0].cards
    assert "utter_if_unwell" in responses(replies)


def test_a_need_given_up_is_acknowledged(conversation: Begin) -> None:
    talk = conversation()
    talk.say(BED, NEXT)
    replies = talk.say(said("forget the room", need=("room", "accommodation")), NEXT)

    assert responses(replies) == ["utter_need_dropped", "utter_ask_what_help"]


def test_s1_03_a_staff_look_up_follows_after_the_safety_step(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    line = said(
        "he has pills now, needs food in footscray",
        "danger_now",
        risk=danger("suicide_self_harm", "T4"),
        need=("food", "emergency_relief"),
        place=("footscray", "Footscray VIC 3011"),
    )
    first = talk.say(line, "action_respond_to_danger")
    second = talk.say(said("thanks", "thank"), "action_small_talk")

    assert responses(first) == ["utter_staff_safety_t4"]
    assert "utter_step_delegate_decides" in responses(second), "the steps come before the services"
    assert second[-1].cards


def test_the_line_for_first_nations_people_comes_first_for_who_says_so(
    conversation: Begin, directory: ListedDirectory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "service", lambda key: card("13YARN", id=key))
    crisis = card("Talk Line", national=True, reasons=(("crisis_country", {}),))
    directory.by_need["crisis_counselling"] = [crisis, card("Other Line", national=True)]
    replies = conversation().say(
        said("im koori and cant go on", "danger_serious", risk=danger("suicide_self_harm", "T3")),
        "action_respond_to_danger",
    )

    cards = [c["name"] for reply in replies for c in reply.cards]
    assert cards == ["13YARN", "Talk Line"]
    assert directory.queries[-1].situations == {"suicide_self_harm"}
