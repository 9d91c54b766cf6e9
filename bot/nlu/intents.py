"""What a message does: one intent, with a probability for each.

Beside vector and n-grams the classifier sees what the rules found ("the whole
message is a place", "a need is named"), which separates informing from asking.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from bot.language.detect import detect
from bot.nlu.facts import Facts
from bot.nlu.grams import FloatArray
from bot.nlu.linear import Example, LinearModel, train

_ENTITIES = (
    "need", "place", "language", "time", "people", "age", "gender", "urgency", "accessibility", "cost",
)  # fmt: skip
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
        ],
        dtype=np.float32,
    )


def train_intents(
    texts: Sequence[str],
    vectors: Sequence[FloatArray],
    facts: Sequence[Facts],
    intents: Sequence[str],
) -> LinearModel:
    """The intent model of the training data, one of each per text."""
    examples = [
        Example(text, vector, flags(text, found))
        for text, vector, found in zip(texts, vectors, facts, strict=True)
    ]
    return train(examples, intents, languages=[detect(text).code for text in texts])


def ranking(
    model: LinearModel, text: str, vector: FloatArray, facts: Facts
) -> list[tuple[str, float]]:
    """Intents with their probability, likeliest first."""
    chances = model.one_of(Example(text, vector, flags(text, facts)))
    order = np.argsort(-chances, kind="stable")
    return [(model.labels[i], float(chances[i])) for i in order]
