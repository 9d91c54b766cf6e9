"""Reading what people type: one spelling, and every word's place in the original."""

from __future__ import annotations

import pytest

from bot.risk.indicators import rules
from bot.risk.text import distance


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'm", "i am"),
        ("I’m", "i am"),
        ("dont", "do not"),
        ("can't", "can not"),
        ("he'll", "he will"),
        ("n says hell use it", "and says he will use it"),
        ("I feel ill", "i feel ill"),
        ("wanna", "want to"),
        ("2nite", "tonight"),
        ("dad's face", "dad face"),
        ("couch-surfing", "couch surfing"),
        ("brethe", "breathe"),
        ("atorney", "attorney"),
        ("overdone", "overdone"),
        ("therapist", "therapist"),
        ("Käse", "kase"),
        ("chán sống", "chan song"),
        ("죽고", "죽 고"),
        ("k i l l", "kill"),
        ("i a m b", "i a m b"),
        ("meself", "myself"),
        ("", ""),
        ("!!!", ""),
        ("\x00\ud800", ""),
    ],
)
def test_reading(text: str, words: str) -> None:
    assert " ".join(rules().reader.read(text).words) == words


def test_each_word_knows_where_it_was_written() -> None:
    text = "“I’m  gonna\u200b kіll” them"
    reading = rules().reader.read(text)
    where = {
        word: text[start:end]
        for word, (start, end) in zip(reading.words, reading.spans, strict=True)
    }
    assert where["am"] == "I’m"
    assert where["kill"] == "kіll"
    assert where["them"] == "them"


def test_the_encoder_sees_accents_and_no_disguise() -> None:
    reading = rules().reader.read("Tôi MUỐN chết, k1ll")
    assert reading.sentence() == "tôi muốn chết kill"


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [("suicide", "sucide", 1), ("breathe", "breahte", 1), ("kill", "kill", 0), ("abc", "xyz", 3)],
)
def test_distance(left: str, right: str, slips: int) -> None:
    assert distance(left, right) == slips
