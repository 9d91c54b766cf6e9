"""Who is there: a return after a pause, somebody else at the keyboard, sounds that ask for nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.desk import Desk
from bot.triage import Entity, Understood
from tests.actions.conftest import IN_HOURS
from tests.actions.conversation import ListedDirectory
from tests.actions.messages import (
    DENTIST,
    FOOTSCRAY,
    NEXT,
    PARCEL,
    SAFE,
    Begin,
    at_ease,
    fares,
    parcel,
    responses,
)
from tests.triage.says import danger, pressed, said

Clock = Callable[[datetime], None]


def test_whoever_says_to_be_back_is_asked_whether_it_is_safe_and_shown_nothing_of_before(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    daughter = said(
        "i am her daughter, she gave me the phone", "inform", people=("daughter", "child")
    )
    talk.say(daughter, NEXT)

    asked = talk.say(said("she is back now, its me", "unsafe_to_talk"), "action_protect_privacy")
    yes = talk.say(SAFE, NEXT)

    assert responses(asked) == ["utter_ask_safe_to_talk"]
    assert not any(reply.cards for reply in yes)
    assert "Footscray" not in "".join(reply.text for reply in yes)


def test_its_me_says_nothing_where_nobody_else_was_there(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)

    replies = talk.say(said("its me", "inform"), NEXT)

    assert "utter_ask_safe_to_talk" not in responses(replies)


def test_after_a_day_what_is_known_is_said_first(conversation: Begin, clock: Clock) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    clock(IN_HOURS + timedelta(days=1))

    replies = talk.say(said("hello again", "greet"), "action_small_talk")

    assert replies[0].response == "utter_welcome_back_known"
    assert "Footscray" in replies[0].text


def test_after_a_day_it_is_asked_anew_whether_it_is_safe(conversation: Begin, clock: Clock) -> None:
    """S3-09: everything else is not asked again."""
    talk = at_ease(conversation)
    clock(IN_HOURS + timedelta(days=1))

    talk.say(said("hi", "greet"), "action_small_talk")
    replies = talk.say(
        said("counselling", "find_service", need=("counselling", "crisis_counselling")), NEXT
    )

    assert responses(replies) == ["utter_ask_safe_first"]


@pytest.mark.parametrize("safe", ["yes", None])
def test_x_05_after_violence_was_told_nobody_who_comes_back_reads_what_was_told(
    conversation: Begin, clock: Clock, safe: str | None
) -> None:
    talk = conversation()
    if safe:
        talk.say(pressed("inform", question="safe_to_talk", answer=safe), NEXT)
    talk.say(PARCEL, NEXT)
    hit = said("he hits me", "danger_serious", risk=danger("family_violence", "T3"))
    talk.say(hit, "action_respond_to_danger")
    clock(IN_HOURS + timedelta(days=1))

    back = talk.say(said("hello again", "greet"), "action_small_talk")
    asked = talk.say(said("what do you know about me", "ask_my_data"), "action_answer_my_data")

    assert back[0].response == "utter_welcome_back"
    assert not any("Footscray" in reply.text for reply in [*back, *asked])


def test_a_short_pause_is_no_return(conversation: Begin, clock: Clock) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    clock(IN_HOURS + timedelta(hours=1))

    assert "utter_welcome_back_known" not in responses(
        talk.say(said("hi", "greet"), "action_small_talk")
    )


def test_danger_is_answered_before_any_welcome(conversation: Begin, clock: Clock) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    clock(IN_HOURS + timedelta(days=1))

    replies = talk.say(
        said("i took them", "danger_now", risk=danger("suicide_self_harm", "T4")),
        "action_respond_to_danger",
    )

    assert len(replies) == 1
    assert replies[0].text.startswith("Call 000")


def test_a_takeover_shows_nothing_of_before_and_keeps_the_screen_plain(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    message = said("this is her husband typing now", "danger_serious", risk=danger("privacy", "T3"))

    replies = talk.say(message, "action_respond_to_danger")

    assert responses(replies) == ["utter_somebody_else"]
    assert "Footscray" not in replies[0].text
    assert talk.slots["safe_to_talk"] == "no"
    assert desk.open_case_of(talk.sender) is not None


@pytest.mark.parametrize("safe", [True, False], ids=["says it is safe", "says nothing"])
@pytest.mark.parametrize(
    ("words", "intent", "action"),
    [
        ("go back", "go_back", "action_go_back"),
        ("show me more", "more_results", "action_more_results"),
        ("what next", "skip_question", NEXT),
        ("say that again", "repeat", "action_repeat"),
        ("hello", "greet", "action_small_talk"),
    ],
)
@pytest.mark.parametrize("first", [PARCEL, said("a bed", "find_service", need=("bed", "accommodation"))],
                         ids=["looked for", "asked about"])  # fmt: skip
def test_no_way_leads_whoever_took_over_back_to_what_was_told(
    conversation: Begin,
    clock: Clock,
    first: Understood,
    words: str,
    intent: str,
    action: str,
    safe: bool,
) -> None:
    talk = conversation()
    talk.say(first, NEXT)
    replies = talk.say(said("this is her husband typing now"), NEXT)
    if safe:
        replies += talk.say(SAFE, NEXT)
    replies += talk.say(said(words, intent), action)
    clock(IN_HOURS + timedelta(days=1))
    replies += talk.say(said("hello again", "greet"), "action_small_talk")

    told = " ".join(reply.text for reply in replies)
    for never in ("Footscray", "food", "stay", "sleep"):
        assert never not in told.replace("a place to stay, money", ""), told
    assert not any(reply.cards for reply in replies)


def test_nothing_that_somebody_else_told_serves_whoever_has_the_keyboard_back(
    conversation: Begin, directory: ListedDirectory
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(said("this is her husband typing now"), NEXT)
    fares_for_him = talk.say(
        fares("bus fares in footscray for an old man", age=("old", "80")), NEXT
    )
    back = talk.say(said("its me"), NEXT)
    talk.say(SAFE, NEXT)
    asked_before = len(directory.queries)

    replies = talk.say(DENTIST, NEXT)

    assert any(reply.cards for reply in fares_for_him)
    assert responses(back) == ["utter_ask_safe_to_talk"]
    assert responses(replies) == ["utter_ask_place"]
    talk.say(said("hobart", place=("hobart", "Hobart TAS 7000")), NEXT)
    asked = directory.queries[asked_before:]
    assert {query.place.id for query in asked if query.place} == {"Hobart TAS 7000"}
    assert {(query.need, query.ages) for query in asked} == {("community_legal_health", ())}


def test_whoever_took_over_is_asked_for_a_place_of_their_own(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(said("this is her husband typing now"), NEXT)

    assert responses(talk.say(DENTIST, NEXT)) == ["utter_ask_place"]


def test_the_desk_still_sees_where_the_first_person_is_until_another_place_is_told(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(said("this is her husband typing now"), NEXT)
    talk.say(DENTIST, NEXT)

    assert (talk.slots["place"], talk.slots["needs"]) == (FOOTSCRAY, ["community_legal_health"])
    cards = talk.say(said("footscray", place=("footscray", FOOTSCRAY)), NEXT)
    assert any(reply.cards for reply in cards)
    assert talk.slots["place"] == FOOTSCRAY


def test_a_second_takeover_is_met_as_the_first_one(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(said("this is her husband typing now"), NEXT)
    talk.say(said("its me"), NEXT)
    talk.say(SAFE, NEXT)
    talk.say(parcel(), NEXT)

    replies = talk.say(said("this is her husband again now, what did she say here"), NEXT)

    assert responses(replies) == ["utter_somebody_else"]
    assert talk.slots["safe_to_talk"] == "no"


def test_a_takeover_in_danger_is_danger(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    message = said(
        "her son here now, she took pills", "danger_now", risk=danger("suicide_self_harm", "T4")
    )

    assert talk.say(message, "action_respond_to_danger")[0].text.startswith("Call 000")


@pytest.mark.parametrize("intent", ["repeat", "more_results", "skip_question", "out_of_scope"])
def test_a_sound_taken_for_something_by_a_guess_keeps_the_line_open(
    conversation: Begin, intent: str
) -> None:
    actions = {
        "repeat": "action_repeat",
        "more_results": "action_more_results",
        "skip_question": NEXT,
        "out_of_scope": "action_fallback",
    }
    talk = conversation()
    talk.say(DENTIST, NEXT)

    replies = talk.say(replace(said("hmm", intent), confidence=0.3), actions[intent])

    assert responses(replies) == ["utter_take_your_time"]


def test_a_guessed_aside_gives_way_to_an_answer(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    answer = said("footscray", "complain", place=("footscray", "Footscray VIC 3011"))

    replies = talk.say(replace(answer, confidence=0.3), "action_complaint")

    assert any(reply.cards for reply in replies)


def test_a_sure_aside_is_answered_though_it_names_a_place(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    complaint = said("footscray staff", "complain", place=("footscray", "Footscray VIC 3011"))

    replies = talk.say(replace(complaint, confidence=0.9), "action_complaint")

    assert replies[0].response == "utter_step_complaint"


def test_asking_for_a_person_is_heard_at_any_confidence(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)

    replies = talk.say(replace(said("person", "request_human"), confidence=0.2), "action_hand_over")

    assert replies[0].response == "utter_handed_over"


def test_a_need_that_is_only_guessed_does_not_join_a_narrowing(conversation: Begin) -> None:
    talk = conversation(audience="staff")
    talk.say(PARCEL, NEXT)
    words = "wheelchair"
    guess = Entity("need", "transport", 0, len(words), guessed=True)
    access = Entity("accessibility", "wheelchair", 0, len(words))

    talk.say(Understood("inform", words, (guess, access)), NEXT)

    assert talk.slots["needs"] == ["emergency_relief"]
    assert talk.slots["accessibility"] == ["wheelchair"]


def test_once_whoever_read_along_has_gone_it_is_asked_whether_it_is_safe(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(said("she is reading this", "unsafe_to_talk"), "action_protect_privacy")

    (reply,) = talk.say(said("shes gone now", "inform"), NEXT)

    assert reply.response == "utter_ask_safe_to_talk"


def test_whoever_took_over_the_keyboard_cannot_end_the_plain_screen_so(
    conversation: Begin,
) -> None:
    talk = conversation()
    talk.say(PARCEL, NEXT)
    talk.say(said("this is her husband now", "inform"), NEXT)

    replies = talk.say(said("shes gone now", "inform"), NEXT)

    assert all(reply.response != "utter_ask_safe_to_talk" for reply in replies)


@pytest.mark.parametrize(
    ("code", "domain", "asked"),
    [
        ("privacy.watched_now", "privacy", True),
        ("classifier.medical_emergency.serious", "medical_emergency", True),
        ("violence.weapon", "family_violence", False),
    ],
)
def test_danger_in_words_of_being_alone_goes_to_a_person_and_more_of_it_is_answered_as_danger(
    conversation: Begin, desk: Desk, code: str, domain: str, asked: bool
) -> None:
    talk = conversation()
    talk.say(said("she is reading this", "unsafe_to_talk"), "action_protect_privacy")

    risk = danger(domain, "T3", code=code)
    replies = talk.say(said("hes gone out", "danger_serious", risk), "action_respond_to_danger")

    assert ("utter_ask_safe_to_talk" in responses(replies)) is asked
    assert desk.open_case_of(talk.sender) is not None


def test_what_must_not_be_seen_is_not_said_back_on_a_watched_screen_and_comes_once_it_is_safe(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(said("she is reading this", "unsafe_to_talk"), "action_protect_privacy")
    talk.say(PARCEL, NEXT)

    hidden = talk.say(
        said("she hits me", "find_service", need=("hits me", "crisis_counselling")), NEXT
    )
    talk.say(said("shes gone now", "inform"), NEXT)
    safe = talk.say(said("yes", "affirm"), NEXT)

    assert responses(hidden) == ["utter_ask_what_help_plain"]
    assert desk.open_case_of(talk.sender) is not None
    assert any(reply.cards or "utter_ask" in str(reply.response) for reply in safe)
