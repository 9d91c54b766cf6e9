"""Free text is looked up by its words, whatever people type."""

from __future__ import annotations

import pytest

from directory.text_index import PostgresText, SqliteText, text_index_for, words_of


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


def test_each_database_has_its_index() -> None:
    assert isinstance(text_index_for("sqlite"), SqliteText)
    assert isinstance(text_index_for("postgresql"), PostgresText)
