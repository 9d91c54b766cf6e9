"""000: first, alone, and until it was seen (X-01, X-01b)."""

from __future__ import annotations

import pytest

from bot.desk import Desk
from tests.actions.messages import CLARIFY, DENTIST, NEXT, PILLS, RESPOND, Begin, responses
from tests.triage.says import danger, pressed, said


@pytest.mark.parametrize(
    "domain",
    ["suicide_self_harm", "family_violence", "medical_emergency", "child_at_risk", "privacy"],
)
def test_x01_000_is_first_and_alone(conversation: Begin, domain: str) -> None:
    replies = conversation().say(said("help", "danger_now", risk=danger(domain, "T4")), RESPOND)

    assert len(replies) == 1
    assert replies[0].text.startswith("Call 000 now")
    assert replies[0].safety
    assert not replies[0].cards


def test_x01_nothing_but_000_until_it_is_acknowledged(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)

    first = talk.say(DENTIST, NEXT)
    second = talk.say(said("done", "inform"), NEXT)

    assert responses(first) == ["utter_after_t4"]
    assert responses(second) == ["utter_ask_place"]


@pytest.mark.parametrize(
    "words", ["ok i called them", "they're on their way", "yes", "im safe now"]
)
def test_after_000_a_person_stays_on_offer(conversation: Begin, words: str) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)

    assert responses(talk.say(said(words), NEXT)) == ["utter_acknowledged", "utter_ask_person"]


def test_after_000_the_need_of_before_is_taken_up(conversation: Begin) -> None:
    talk = conversation()
    talk.say(DENTIST, NEXT)
    talk.say(PILLS, RESPOND)

    replies = talk.say(pressed("inform", question="after_danger", answer="called"), NEXT)

    assert responses(replies) == ["utter_acknowledged", "utter_ask_place"]


def test_x01b_a_watched_screen_stays_neutral_and_a_case_opens(
    conversation: Begin, desk: Desk
) -> None:
    talk = conversation()
    talk.say(said("he is reading this", "unsafe_to_talk"), "action_protect_privacy")

    replies = talk.say(
        said("he has a knife", "danger_now", risk=danger("family_violence", "T4")), RESPOND
    )

    # The long words stand on the screen already.
    assert responses(replies) == ["utter_ask_what_help_plain"]
    assert not replies[0].safety
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T4"


def test_s4_01_but_000_is_never_delayed_by_it(conversation: Begin) -> None:
    replies = conversation(language="vi").say(PILLS, RESPOND)

    assert len(replies) == 1


@pytest.mark.parametrize("tier", ["T3", "T1"])
def test_a_word_about_the_same_act_after_000_gets_000_again(conversation: Begin, tier: str) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)
    risk = {**danger("suicide_self_harm", tier), "clarify": "utter_clarify_suicide_self_harm"}
    message = said("and now the rest", "danger_serious", risk=risk)

    replies = talk.say(message, RESPOND if tier == "T3" else CLARIFY)

    assert len(replies) == 1
    assert replies[0].text.startswith("Call 000 now")


def test_after_000_another_danger_is_answered_as_what_it_is(conversation: Begin) -> None:
    talk = conversation()
    talk.say(PILLS, RESPOND)
    talk.say(pressed("inform", question="after_danger", answer="called"), NEXT)

    replies = talk.say(
        said("nowhere to sleep", "danger_serious", risk=danger("homelessness_tonight", "T3")),
        RESPOND,
    )

    assert replies[0].response == "utter_safety_t3_homelessness_tonight"


@pytest.mark.parametrize("domain", ["family_violence", "suicide_self_harm", "child_at_risk"])
@pytest.mark.parametrize("how", ["watched", "companion"])
def test_x05_serious_danger_on_a_watched_screen_shows_nothing_of_it(
    conversation: Begin, desk: Desk, how: str, domain: str
) -> None:
    talk = conversation()
    if how == "watched":
        talk.say(said("he is reading this", "unsafe_to_talk"), "action_protect_privacy")
    else:
        helps = said("i am her son, i translate", "request_interpreter")
        talk.say(helps, "action_request_interpreter")

    replies = talk.say(said("words", "danger_serious", risk=danger(domain, "T3")), RESPOND)

    assert [r.safety for r in replies if r.safety] == []
    assert not any(reply.cards for reply in replies)
    shown = " ".join(reply.text.lower() for reply in replies)
    assert not any(word in shown for word in ("000", "danger", "safe", "social worker", "violen"))
    case = desk.open_case_of(talk.sender)
    assert case is not None
    assert case.tier == "T3"
