"""Remarks, sounds, and keys hit at random."""

from __future__ import annotations

import pytest

from bot.triage.remarks import is_remark, keeps_the_line_open
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
