"""That somebody is overseas or in custody is read in each of the other languages (rule S1-26).

``whereabouts_said.tsv``: language, what it says ("-": nothing), the sentence. Sentences are of
people who are there, of people who speak of others, and of those who only come from there.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.language import catalogue, whereabouts
from bot.language.whereabouts import told

SAID = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("whereabouts_said.tsv").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("code", "where", "text"), SAID)
def test_where_somebody_is_now(code: str, where: str, text: str) -> None:
    expected = None if where == "-" else where

    assert told(text, code) == expected
    assert told(text, "en") == expected, "also in the first message of a conversation"


def test_every_language_that_is_spoken_has_its_forms_and_its_sentences() -> None:
    counted = Counter((code, where) for code, where, _ in SAID)

    assert whereabouts.codes() == catalogue.catalogues()
    for code in catalogue.catalogues():
        assert counted[code, "overseas"] >= 3, code
        assert counted[code, "custody"] >= 2, code
        assert counted[code, "-"] >= 3, code


@pytest.mark.parametrize(
    "text",
    [
        "im in footscray and have no food",
        "my brother is in jail",
        "we came from iran",
        "",
        "???",
        "4",
    ],
)
def test_english_sentences_say_nothing_in_other_languages(text: str) -> None:
    for code in sorted(catalogue.catalogues()):
        assert told(text, code) is None


def test_a_very_long_text_is_read_quickly() -> None:
    assert told("estoy todavía aquí ahora sola " * 2_000, "es") is None


def test_the_names_of_countries_are_those_that_babel_has(tmp_path: Path) -> None:
    whereabouts.write_countries(tmp_path / "countries.json")
    assert (tmp_path / "countries.json").read_bytes() == whereabouts.COUNTRIES.read_bytes()


def test_every_language_can_be_read_ahead() -> None:
    whereabouts.load()
    assert whereabouts.reader.cache_info().currsize == len(whereabouts.codes())
