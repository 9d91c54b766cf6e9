"""Places in sentences of other languages, and everyday words there that are no place; never trained on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.nlu.evaluate import read_columns
from bot.nlu.facts import extract

ROWS = read_columns(Path(__file__).with_name("places.tsv"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['spoken']}: {row['text']}")
def test_a_place_is_read_and_a_word_is_none(row: dict[str, str]) -> None:
    found = extract(row["text"], date(2026, 11, 2), row["spoken"]).values("place")
    assert found == ([row["place"]] if row["place"] else [])
