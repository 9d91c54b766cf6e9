"""Free text is looked up by its words, whatever people type."""

from __future__ import annotations

import numpy as np
import pytest

from directory.text_index import Postings, WordCounter, stem, text_scores, words_of


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("I need a hot breakfast, please!", ["hot", "breakfast"]),
        ("breakfast Breakfast", ["breakfast"]),
        ("the and of", []),
        ('"; DROP TABLE x --', ["drop", "table"]),
        ("", []),
    ],
)
def test_only_words_that_say_something_are_looked_up(said: str, words: list[str]) -> None:
    assert words_of(said) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("meal", "meals"), ("housing", "house"), ("family", "families"), ("class", "classes"),
     ("voucher", "vouchers"), ("counsellor", "counsellors"), ("café", "cafe")],
)  # fmt: skip
def test_forms_of_a_word_are_one_word(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["bus", "ة", "食物", "111", "gas", "class"])
def test_a_word_that_only_looks_like_a_form_is_left_alone(word: str) -> None:
    assert stem(word) == word


def index(*records: str) -> Postings:
    counter = WordCounter()
    for row, record in enumerate(records):
        counter.add(row, record)
    return counter.postings(np.arange(len(records)))


def test_a_name_counts_more_than_a_description() -> None:
    (scores,) = text_scores("pantry", [index("Food pantry\nBags", "Hall\nA pantry", "Hall\nBags")])
    assert scores is not None
    assert scores[0] > scores[1] > scores[2] == 0


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    records = ["Hall\nfood swags", "Hall\nfood tea", *["Hall\nfood"] * 20]
    (scores,) = text_scores("food swags", [index(*records)])
    assert scores is not None
    assert scores[0] > 2 * scores[1]


def test_a_match_does_not_hang_on_the_part_that_a_record_is_in() -> None:
    records = ["Hall\nfood swags", "Hall\nfood tea", "Hall\nfood and much more", "Pantry"]
    (whole,) = text_scores("food tea", [index(*records)])
    first, second = text_scores("food tea", [index(*records[:2]), index(*records[2:])])
    assert whole is not None
    assert first is not None
    assert second is not None
    assert np.allclose(np.concatenate([first, second]), whole)


@pytest.mark.parametrize("said", ["", "the of", "qqqq zzzz", "' & | !"])
def test_text_without_a_known_word_matches_nothing(said: str) -> None:
    assert text_scores(said, [index("Food pantry")]) == [None]
