"""What a message does: one intent, with a probability for each.

Beside vector and n-grams the classifier sees what the rules found ("the whole
message is a place", "a need is named"), which separates informing from asking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from bot.language import catalogue, everyday
from bot.language.detect import detect
from bot.nlu.facts import Facts
from bot.nlu.grams import FloatArray
from bot.nlu.linear import Example, LinearModel, train

_ENTITIES = (
    "need", "place", "language", "time", "people", "age", "gender", "urgency", "accessibility", "cost",
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
#: Below this probability an intent is a guess: of the training sentences without a fact, 85 of
#: 5,677 were below it in three-fold cross-validation, and 18 of these right.
UNSURE = 0.3
#: The same where fewer than ``MOSTLY`` of the words are known: 91 were below it, 33 right.
STRANGE = 0.6
MOSTLY = 0.5
#: How far the shares of near examples count beside n-grams; 1 to 3 were tried.
SHARE_SCALE = 2.0
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
#: Words that carry nothing beside a fact ("I'm in Footscray please").
_FILLER_WORDS = """
    i im i'm am in at it its it's is the a an my me we we're were are live living near around from for to of on
    and yes yeah ok no please just suburb postcode sorry hi hello thanks um
    """
_FILLER = frozenset(_FILLER_WORDS.split())


def flags(text: str, facts: Facts) -> FloatArray:
    """Numbers from 0 to 1 about ``text``: which kinds of facts it holds, how much of it they are, how long it is."""
    words = list(_WORD.finditer(text.lower()))
    covered = [
        any(m.start <= word.start() < m.end for m in facts.mentions if m.entity != "need")
        for word in words
    ]
    needed = [
        any(m.start <= word.start() < m.end for m in facts.mentions if m.entity == "need")
        for word in words
    ]
    open_words = [w for w, c, n in zip(words, covered, needed, strict=True) if not c and not n]
    content = [w for w in open_words if w.group() not in _FILLER]
    count = max(1, len(words))
    values = {mention.entity for mention in facts.mentions}
    return np.asarray(
        [
            *(1.0 if entity in values else 0.0 for entity in _ENTITIES),
            1.0 if facts.rejected else 0.0,
            sum(covered) / count,
            1.0 if words and not content and any(covered) and not any(needed) else 0.0,
            1.0 if words and not content and any(needed) else 0.0,
            min(len(words), 12) / 12,
            1.0 if len(words) <= 2 else 0.0,
            1.0 if "?" in text else 0.0,
            1.0 if any(character.isdigit() for character in text) else 0.0,
            # Two words for one thing in a small language; the others' examples count for them.
            1.0 if everyday.find("interpreter.word", text, catalogue.spoken()) else 0.0,
        ],
        dtype=np.float32,
    )


def _example(text: str, vector: FloatArray, facts: Facts, shares: FloatArray) -> Example:
    return Example(text, vector, np.concatenate([flags(text, facts), SHARE_SCALE * shares]))


def train_intents(
    texts: Sequence[str],
    vectors: Sequence[FloatArray],
    facts: Sequence[Facts],
    shares: Sequence[FloatArray],
    intents: Sequence[str],
) -> LinearModel:
    """The intent model of the training data, one of each per text."""
    examples = list(map(_example, texts, vectors, facts, shares))
    return train(examples, intents, languages=[detect(text).code for text in texts])


def ranking(
    model: LinearModel, text: str, vector: FloatArray, facts: Facts, shares: FloatArray
) -> list[tuple[str, float]]:
    """Intents with their probability, likeliest first."""
    chances = model.one_of(_example(text, vector, facts, shares))
    order = np.argsort(-chances, kind="stable")
    return [(model.labels[i], float(chances[i])) for i in order]


def confident(
    model: LinearModel, ranked: list[tuple[str, float]], text: str, facts: Facts
) -> list[tuple[str, float]]:
    """``ranked``, with "nlu_fallback" at its head where even the likeliest intent is a guess.

    A guess is an intent below ``UNSURE``, or below ``STRANGE`` in a text whose words are mostly
    unknown (and keyboard mash that was taken for another topic). A text with a fact in it
    ("Footscray", "$200", "two kids") never is; nor is one in another language that is known.
    """
    name, chance = ranked[0]
    if facts.mentions or facts.rejected or not text.strip():
        return ranked
    strange = False
    if text.isascii():
        language = detect(text)
        foreign = language.reliable and language.code != "en"
        known = _known_words(model, text)
        strange = not foreign and (
            (known < MOSTLY and chance < STRANGE) or (known == 0 and name == "out_of_scope")
        )
    if chance >= UNSURE and not strange:
        return ranked
    return [("nlu_fallback", round(1.0 - chance, 4)), *ranked]


def _known_words(model: LinearModel, text: str) -> float:
    """The share of the words of ``text`` that the training data have twice or more; 0 without words."""
    words = _LETTERS.findall(text.lower())
    known = sum(f"w:{word}" in model.vocabulary.positions for word in words)
    return known / len(words) if words else 0.0
