"""Misspelt words of needs are read; English words, names and other languages are left alone."""

from __future__ import annotations

import time

import pytest

from directory.needs import find_in_text
from directory.needs_lexicon import lexicon


def needs_in(text: str) -> set[str]:
    return {mention.need for mention in find_in_text(text)}


@pytest.mark.parametrize(
    ("text", "need"),
    [
        ("me elecricity gona be cut of tmrw in Sunshne", "financial_aid"),  # a letter left out
        ("they evikted us", "accommodation"),  # by ear
        ("i need medcine", "community_legal_health"),  # a vowel left out
        ("acommodashun please", "accommodation"),
        ("is there a foodbnk", "emergency_relief"),
        ("my centerlnk stopped", "financial_aid"),
        ("finacial councilor", "financial_aid"),
        ("some counciling for my son", "crisis_counselling"),
        ("a sycologist", "crisis_counselling"),
        ("need a psycologist", "crisis_counselling"),
        ("the skool uniforms", "education_family"),
        ("cant pay my mortgauge", "accommodation"),
        ("cant pay the rnt", "accommodation"),  # only vowels left out, in a phrase
        ("theres nofood here", "emergency_relief"),  # run together
        ("cant pay the powerbill", "financial_aid"),
        ("my land lord wont fix it", "accommodation"),  # cut in two
        ("so hungryyyy", "emergency_relief"),
        ("i need shleter", "accommodation"),  # letters swapped
        ("perscription filled", "community_legal_health"),
        ("PLEASE I NEED ACCOMDATION", "accommodation"),
        ("Evicton notice", "accommodation"),
    ],
)
def test_a_misspelt_word_is_read(text: str, need: str) -> None:
    assert need in needs_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "he had a rant at me",
        "that was good",
        "we are bound to be late",
        "my name is Bill Foode",
        "my name is shelta",
        "i know a girl called Foode",
        "my friend Renta is here",
        "aunty dette said hi",
        "kenny's party",
        "they weren't there",
        "an hour ago",
        "putting the bins out",
        "what a mess",
        "the bird sings",
        "see you in the car park",
        "the bnd played on",
        "it was fun thx",
        "i live in Rentville street",
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    assert needs_in(text) == set()


def test_the_place_of_a_misspelt_word_is_its_place_in_the_text() -> None:
    text = "pls, a Foodparcel n a dentst"
    found = find_in_text(text)
    assert [(m.text, m.need) for m in found] == [
        ("Foodparcel", "emergency_relief"),
        ("dentst", "community_legal_health"),
    ]


def test_a_text_in_another_language_is_not_read_as_misspelt_english() -> None:
    assert find_in_text("Jag heter Vienas", slips=False) == []
    assert find_in_text("Hvað heitir þú") == []


def test_no_place_and_no_word_of_a_need_is_taken_for_a_misspelling() -> None:
    speller = lexicon().speller
    assert not speller.read("bondi").sure
    assert not speller.read("footscray").sure
    for word in ("rent", "bills", "sleeping", "charity"):
        assert not speller.read(word).sure


def test_a_long_message_of_unknown_words_is_read_quickly() -> None:
    text = " ".join(f"my elktr{chr(97 + n % 26)}cty{chr(97 + n // 26)}" for n in range(200))
    lexicon().speller.read("warm")
    start = time.process_time()
    find_in_text(text)
    assert time.process_time() - start < 0.5
