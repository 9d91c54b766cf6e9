"""Whether somebody may be reading along, and when nobody does any more."""

from __future__ import annotations

import pytest

from bot.triage import Facts, weighed
from bot.triage.questions import default_questions
from bot.triage.watching import is_watched, says_nobody_reads, somebody_reads_along
from tests.triage.says import after, danger, pressed, said


@pytest.mark.parametrize(
    "text",
    [
        "shes gone now",
        "he's at work",
        "they have left",
        "my husband isnt home, he's out",
        "im at my sisters and hes not here",
        "i'm by myself now",
        "the police are here",
        "ambos just arrived",
        "client is alone",
    ],
)
def test_whoever_has_gone_reads_nothing(text: str) -> None:
    assert says_nobody_reads(said(text, "unsafe_to_talk"))


@pytest.mark.parametrize(
    "text",
    [
        "he's gone to the shop but back soon",
        "he is out until five",
        "he's out the front",
        "i'm alone with him",
        "he left me with nothing",
        "he reads my messages",
        "she is home",
    ],
)
def test_whoever_may_come_back_or_is_there_still_does(text: str) -> None:
    assert not says_nobody_reads(said(text, "unsafe_to_talk"))


@pytest.mark.parametrize("text", ["just leave me alone", "shes gone now", "police are here now"])
def test_words_of_peace_or_of_being_alone_do_not_blank_the_screen(text: str) -> None:
    heard = weighed(Facts(turn=2), said(text, "unsafe_to_talk"), default_questions())

    assert heard.intent == "inform"
    assert not is_watched(heard)


def test_danger_beside_them_stays_danger() -> None:
    risk = danger("family_violence", "T3")
    heard = said("hes gone now but he hit me", "danger_serious", risk)

    assert weighed(Facts(turn=2), heard, default_questions()).intent == "danger_serious"


def test_a_need_held_back_on_a_watched_screen_is_open_again_once_it_is_safe() -> None:
    hidden = Facts(
        safe_to_talk="no",
        needs=("crisis_counselling", "transport"),
        done=("crisis_counselling", "transport"),
        looked_at={"transport": 2},
        pending="safe_to_talk",
        turn=4,
    )

    facts = after(pressed("inform", question="safe_to_talk", answer="yes"), facts=hidden)

    assert facts.open_needs == ("crisis_counselling",)


def test_whether_children_are_safe_is_not_asked_on_a_watched_screen() -> None:
    known = {"needs": ("education_family",), "indicators": danger("family_violence", "T2")}
    question = default_questions().get("edu_children_safe")
    open_to_others = Facts(safe_to_talk="no", needs=("education_family",)).with_risk(
        known["indicators"]
    )

    assert question is not None
    assert not question.is_due(open_to_others)
    assert question.is_due(Facts(needs=("education_family",)).with_risk(known["indicators"]))


@pytest.mark.parametrize(
    ("text", "watched"),
    [
        ("he can see everything i type, the laptop is his", True),
        ("my husband reads everything i write here", True),
        ("my partner checks what i'm typing", True),
        ("she sees whatever i put in", True),
        ("he sees everything i spend, its a joint account", False),
        ("he opens my letters", False),
    ],
)
def test_who_sees_what_is_typed_reads_along(text: str, watched: bool) -> None:
    signs = [{"domain": "privacy", "tier": "T3", "code": "classifier.privacy.serious"}]
    assert somebody_reads_along(signs, text) is watched
    assert not somebody_reads_along([], text)
