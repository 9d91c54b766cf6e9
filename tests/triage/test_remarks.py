"""Remarks, sounds, and keys hit at random."""

from __future__ import annotations

import pytest

from bot.triage import Entity, Facts, Understood, weighed
from bot.triage.questions import default_questions
from bot.triage.remarks import is_remark, keeps_the_line_open, may_be_a_name
from tests.triage.says import said


@pytest.mark.parametrize(
    "text", ["hmm", "ok", "brb", "one sec", "hang on mate", "righto", "lol", "...", "thanks love"]
)
def test_a_sound_or_a_word_of_waiting_keeps_the_line_open(text: str) -> None:
    assert keeps_the_line_open(said(text))


@pytest.mark.parametrize("text", ["yes", "no thanks", "food", "hmm Footscray", "help", "4"])
def test_an_answer_or_a_wish_is_no_sound(text: str) -> None:
    assert not keeps_the_line_open(said(text))


@pytest.mark.parametrize(
    "text", ["what is the capital of France", "nice weather", "my cat is asleep", "busy day"]
)
def test_ordinary_words_are_a_remark(text: str) -> None:
    assert is_remark(said(text))


@pytest.mark.parametrize("text", ["qwop zxc lkj", "asdfgh", "xx yy zzt", "12345", "!!!"])
def test_keys_hit_at_random_are_none(text: str) -> None:
    assert not is_remark(said(text))


@pytest.mark.parametrize("text", ["zibri mu zeplun", "dipbriba", "vor luntre dippel treskuzep"])
def test_a_need_guessed_from_no_known_word_is_noise(text: str) -> None:
    guess = Understood(
        "find_service", text, (Entity("need", "transport", 0, len(text), guessed=True),)
    )

    assert weighed(Facts(), guess, default_questions()).intent == "nlu_fallback"


@pytest.mark.parametrize(
    "text", ["the cupboards bare", "havent eaten since yesterday", "need sumwhere 2 crash tonite"]
)
def test_a_need_in_ordinary_words_is_none(text: str) -> None:
    guess = Understood(
        "find_service", text, (Entity("need", "emergency_relief", 0, len(text), guessed=True),)
    )

    assert weighed(Facts(), guess, default_questions()).intent == "find_service"


@pytest.mark.parametrize("text", ["xyzzy", "in Snowville", "im at glenbrok", "3999", "in 北京"])
def test_a_short_answer_with_an_uncommon_word_may_be_a_place(text: str) -> None:
    assert may_be_a_name(said(text))


@pytest.mark.parametrize(
    "text",
    ["She is 24", "my husband. not me", "he's 70", "a bit embarrassed", "just me and my cat"],
)
def test_an_answer_about_a_person_is_no_place(text: str) -> None:
    assert not may_be_a_name(said(text))
