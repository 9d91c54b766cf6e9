"""The held-out sets: never trained on, and how well the model must do on them."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

from bot.nlu.evaluate import (
    ENTITIES,
    FRESH,
    HELD_OUT,
    INDEPENDENT,
    entity_score,
    intent_scores,
    judge,
    language_scores,
    read_columns,
    read_table,
)
from bot.nlu.model import Understanding
from bot.settings import ROOT

#: Least share of right answers; the goal for needs is .95, see docs/understanding.md.
LEAST = {"need": 0.85, "place": 0.95, "language": 0.95, "people": 0.95, "age": 0.95}


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower()).strip()


def trained_texts() -> set[str]:
    texts = set()
    for path in Path(ROOT / "data" / "nlu").rglob("*.yml"):
        for block in yaml.safe_load(path.read_text("utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                texts.add(plain(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line.strip()[2:])))
    return texts


SAID_AT_HOME = next(path for path in FRESH if path.stem == "said_at_home")


def test_no_held_out_sentence_is_trained_on() -> None:
    held = [text for path in HELD_OUT.glob("*.tsv") for _, text in read_table(path)]
    held += [
        row["text"] for path in HELD_OUT.rglob("languages/*.tsv") for row in read_columns(path)
    ]
    held += [row["text"] for path in (INDEPENDENT, *FRESH) for row in read_columns(path)]
    known = trained_texts()
    assert len(held) >= 250
    assert [text for text in held if plain(text) in known and len(text.split()) > 3] == []


def test_intents_of_held_out_sentences(understanding: Understanding) -> None:
    whole, _ = intent_scores(understanding, read_table(HELD_OUT / "intent.tsv"))
    assert whole.share >= 0.93, whole.confusion


@pytest.mark.parametrize("name", sorted(ENTITIES))
def test_exact_values_in_held_out_sentences(understanding: Understanding, name: str) -> None:
    rows = read_table(HELD_OUT / f"{name}.tsv")
    score = entity_score(understanding, name, ENTITIES[name], rows)
    assert score.share >= LEAST[name], score.confusion


def test_sentences_by_another_author(understanding: Understanding) -> None:
    scores = judge(understanding, read_columns(INDEPENDENT))
    assert scores["intent"].share >= 0.93, scores["intent"].confusion
    assert scores["place"].share >= 0.95, scores["place"].wrong
    # The goal is .95; docs/understanding.md says which needs are missed.
    assert scores["need"].share >= 0.84, scores["need"].confusion


def test_intents_in_the_twenty_other_languages(understanding: Understanding) -> None:
    scores = {name: each["intent"] for name, each in language_scores(understanding).items()}
    assert len(scores) == 20
    assert sum(s.right for s in scores.values()) / sum(s.total for s in scores.values()) >= 0.9
    # Nine tenths of English.
    assert min(s.share for s in scores.values()) >= 0.82, {n: s.share for n, s in scores.items()}


def test_needs_as_people_tell_them_at_home_in_twenty_languages(
    understanding: Understanding,
) -> None:
    scores = judge(understanding, read_columns(SAID_AT_HOME))
    assert scores["need"].total == 160
    assert scores["need"].share >= 0.85, scores["need"].confusion
    assert scores["sub_need"].share >= 0.85, scores["sub_need"].confusion


def test_words_that_are_annotated_mean_one_thing_everywhere() -> None:
    meant: dict[str, set[str]] = defaultdict(set)
    for path in Path(ROOT / "data" / "nlu").rglob("*.yml"):
        for words, code in re.findall(r"\[([^\]]+)\]\(\w+:([\w-]+)\)", path.read_text("utf-8")):
            meant[words].add(code)
    assert {words: codes for words, codes in meant.items() if len(codes) > 1} == {}
