"""What "not", "years ago", "what if" and "only joking" lower, and what they don't."""

from __future__ import annotations

import pytest

from bot.risk import screen
from bot.risk.assessment import Tier
from tests.risk.by_phrases import highest


@pytest.mark.parametrize(
    "text",
    [
        "all of a sudden he can't talk",
        "I banged my head and now I can't see straight",
        "pop says it's our special game and don't tell mum",
        "I'm 15 and the family I stay with don't want me, I'm alone here",
    ],
)
def test_what_somebody_cannot_do_or_must_not_tell_is_no_denial(text: str) -> None:
    assert screen(text).tier >= Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "I'm gonna kill myself and I'm not joking",
        "kms and not even kidding this time",
        "he said he'd kill himself, he said it was a joke but he's locked in the shed",
    ],
)
def test_a_joke_that_is_taken_back_lowers_nothing(text: str) -> None:
    assert screen(text).tier >= Tier.T3


def test_a_joke_still_asks_and_nothing_more() -> None:
    assert screen("lol I'll kill myself if this form has another page, jk").tier is Tier.T1


@pytest.mark.parametrize(
    "text",
    [
        "what happens to my super if I kill myself",
        "what would happen if I went without my heart tablets till Friday",
    ],
)
def test_a_question_about_oneself_is_no_question_about_the_world(text: str) -> None:
    assert screen(text).tier >= Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "what should staff do if a person says they want to die, it's for the training",
        "what is the definition of family violence",
    ],
)
def test_a_question_about_the_world_stays_one(text: str) -> None:
    assert highest(text) <= Tier.T1


def test_a_question_what_would_follow_is_no_case_for_000() -> None:
    assert screen("what happens if I report my grandson for hitting me").tier is Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "he hit me years ago and now he's going to kill me",
        "when I was asleep my uncle touched me",
        "my son made me sign the house over when I was on morphine",
        "I don't want to leave him, I only want him to stop with the choking",
    ],
)
def test_years_ago_or_not_belong_to_their_own_clause(text: str) -> None:
    assert screen(text).tier >= Tier.T3


@pytest.mark.parametrize(
    "text",
    [
        "when I was fifteen I cut myself, I'm well now",
        "I used to hear voices years ago and I'm well now",
        "I'm not suicidal, I'm just sick of the letters",
        "no he isn't hurting me, he's just cross about the bills",
    ],
)
def test_what_is_over_or_denied_with_nothing_beside_it_asks_at_most(text: str) -> None:
    assert screen(text).tier <= Tier.T2


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("hes chokin me", Tier.T4),
        ("pls nead a bed tonit", Tier.T3),
        ("i wona dye", Tier.T3),
        ("feel sucidel agen", Tier.T3),
    ],
)
def test_words_by_ear_and_without_their_g_are_read(text: str, tier: Tier) -> None:
    assert screen(text).tier >= tier


@pytest.mark.parametrize("text", ["raisin toast for the kids", "I wanna dye my hair"])
def test_words_that_only_look_like_them_are_not(text: str) -> None:
    assert screen(text).tier is Tier.T0


@pytest.mark.parametrize(
    ("danger", "business"),
    [
        ("we've been living on dog food", "where is dog food cheap"),
        ("my wife kicked our son", "my wife kicked the ball to our son"),
        ("all my texts come up on his ipad", "all my texts come up on my ipad"),
        (
            "don't ring me, he checks every call on my phone",
            "don't text me, I check my phone on Sundays",
        ),
        (
            "ten of us share a garage and never get paid",
            "we share a room at uni and my pay is late",
        ),
        ("we had air for tea last night", "we had eggs for tea last night"),
        (
            "I've done the cards, one for each of the kids, for when I'm gone",
            "I wrote the cards, one for each teacher",
        ),
        ("I've got five minutes before he gets back", "I've got five minutes before the bus comes"),
        ("get me my wife's new address", "which box is for my wife's address on the form"),
        ("we were going through the bins for food", "I went through the bins for my keys"),
        ("I suddenly can't see", "I suddenly can't see how the page works"),
        ("the note says it will go off at noon", "the box says the alarm goes off at noon"),
        ("he's going to hurt me", "they're going to hit me with a late fee"),
        ("the tractor rolled on my leg", "the tractor is on the trailer"),
    ],
)
def test_the_same_words_in_danger_and_in_business(danger: str, business: str) -> None:
    assert screen(danger).tier >= Tier.T3
    assert highest(business) <= Tier.T1
