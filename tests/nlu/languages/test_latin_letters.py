"""Languages of other scripts, and Vietnamese without its marks, in Latin letters; never trained on.

Judged in an English conversation: nothing but the words tells the language.
"""

from __future__ import annotations

from pathlib import Path

from bot.language.detect import detect
from bot.nlu.evaluate import read_columns
from bot.nlu.model import Understanding
from tests.nlu.test_heldout import plain, trained_texts

ROWS = read_columns(Path(__file__).with_name("latin_letters.tsv"))
#: Read beside each other: romanised Urdu and Hindi, Panjabi and Hindi share most of their words.
_ALIKE = {"ur": {"ur", "hi"}, "pa": {"pa", "hi"}}


def test_none_is_trained_on() -> None:
    trained = trained_texts()
    assert [row["text"] for row in ROWS if plain(row["text"]) in trained] == []


def test_the_language_is_recognised_and_only_vietnamese_is_switched_to() -> None:
    found = [(row, detect(row["text"])) for row in ROWS]
    right = [f.code in _ALIKE.get(r["language"], {r["language"]}) for r, f in found]
    assert sum(right) / len(right) >= 0.8
    assert [r["text"] for r, f in found if f.reliable and f.code not in {"vi"}] == []


def test_intents_and_needs_are_understood(understanding: Understanding) -> None:
    acts = needs = stated = 0
    for row in ROWS:
        parsed = understanding.parse(row["text"], {})
        act = (parsed.get("understood_intent") or parsed["intent"])["name"]
        acts += act == row["intent"]
        if row["need"] != "-":
            stated += 1
            needs += row["need"] in {
                e["value"] for e in parsed["entities"] if e["entity"] == "need"
            }
    assert acts / len(ROWS) >= 0.75
    assert needs / stated >= 0.75
