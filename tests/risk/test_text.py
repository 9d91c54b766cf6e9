"""Reading what people type: one spelling, and every word's place in the original."""

from __future__ import annotations

import pytest

from bot.risk.compiled import rules
from bot.risk.lookalikes import lookalikes
from bot.risk.text import distance, pieces


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
        ("a green needle", "a green needle"),
        ("charles begins to settle", "charles begins to settle"),
        ("scard of slepin in the howse", "scared of sleepin in the house"),
        ("Käse", "kase"),
        ("chán sống", "chan song"),
        ("죽고", "죽 고"),
        ("k i l l", "kill"),
        ("i a m b", "i a m b"),
        ("meself", "myself"),
        ("आत्महत्या ज़िंदगी हूँ", "आत्महत्या जिंदगी हूं"),
        ("ہمیں کھانا", "همين كهانا"),
        ("từ từ tự tử tu tu", "từ từ tự tử tu tu"),
        ("una familia", "una familia"),
        ("", ""),
        ("1 ** 一", "1 一"),
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


def test_korean_keeps_its_spaces_and_chinese_has_none() -> None:
    assert (
        rules().reader.read("숨을 못 쉬어요, 도와주세요").sentence() == "숨을 못 쉬어요 도와주세요"
    )
    assert rules().reader.read("我想死，救救我").sentence() == "我想死救救我"


def test_a_script_without_spaces_is_cut_into_pairs_of_characters() -> None:
    assert pieces("我想死") == ["我想", "想死"]
    assert pieces("want") == ["want"]


@pytest.mark.parametrize(
    ("left", "right", "slips"),
    [("suicide", "sucide", 1), ("breathe", "breahte", 1), ("kill", "kill", 0), ("abc", "xyz", 3)],
)
def test_distance(left: str, right: str, slips: int) -> None:
    assert distance(left, right) == slips


def test_words_that_would_be_read_as_another_are_found_once() -> None:
    spelling = rules().reader.spelling
    assert lookalikes(spelling, {"Hurtinx", "zebra", "kill", "I"}) == {"hurtinx"}
