"""Whose danger a sign speaks of: the speaker's, a child's, a partner's, somebody else's, staff's, everyone's.

A small regression over the sentence vector, the domain and the people whom the words name
(``people.py``), taught with labelled sentences (``examples/whose``). It decides no tier. It is
for those who act on a sign, and tells a threat to staff or the public from others. Without a
vector (phrases alone) it goes by words.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np

from bot.language.encoder import LAYERS, SentenceEncoder, Vector
from bot.risk import people
from bot.risk.assessment import DOMAINS, Indicator, Subject
from bot.risk.judges import FloatArray, is_whole, softmax
from bot.risk.text import Reading

log = logging.getLogger(__name__)

WEIGHTS = Path(__file__).with_name("whose.npz")
SUBJECTS: tuple[Subject, ...] = get_args(Subject)
#: Domains in which people play other parts than in the rest: who threatens is not in danger, and a
#: man in talk of violence is seldom the one who suffers it.
OWN_PARTS = ("harm_to_others", "family_violence", "child_at_risk", "elder_abuse")
#: How far the vector and the words count beside each other; .03 to .06 and .3 to .7 make no difference.
VECTOR_SCALE, PEOPLE_SCALE = 0.03, 0.5
#: Somebody threatens staff or the public: outside services are not shown then, so it must be likely.
SURELY = 0.5
SIZE = LAYERS + len(DOMAINS) + (2 + len(OWN_PARTS)) * people.SIZE


@dataclass(frozen=True)
class Whose:
    """Weights. Shapes: centre and spread (1152,), weights (``SIZE``, subjects), bias (subjects,)."""

    centre: FloatArray
    spread: FloatArray
    weights: FloatArray
    bias: FloatArray

    def shares(self, domain: str, sentence: str, vector: Vector | None) -> FloatArray:
        """Probability of each of ``SUBJECTS``; ``sentence`` is a passage's canonical text."""
        row = numbers(domain, sentence, self._level(vector))
        return softmax(np.asarray(row @ self.weights + self.bias))

    def subject(self, domain: str, sentence: str, vector: Vector | None) -> Subject:
        """The likeliest of ``SUBJECTS``."""
        shares = self.shares(domain, sentence, vector)
        for place in np.argsort(-shares):
            found = SUBJECTS[int(place)]
            if found not in ("staff", "public") or shares[place] >= SURELY:
                return found
        return "self"

    def _level(self, vector: Vector | None) -> FloatArray:
        if not is_whole(vector):
            return np.zeros(LAYERS, np.float32)
        return leveled(vector, self.centre, self.spread)


def leveled(vector: FloatArray, centre: FloatArray, spread: FloatArray) -> FloatArray:
    """A vector, or rows of them, as the regression reads it."""
    return np.asarray((vector - centre) / spread * VECTOR_SCALE, dtype=np.float32)


def numbers(domain: str, sentence: str, level: FloatArray) -> FloatArray:
    """What the regression reads of one passage (``SIZE``,): vector, domain, people, people by domain."""
    named = people.numbers(people.default_people(), sentence) * PEOPLE_SCALE
    parts = np.zeros((1 + len(OWN_PARTS), people.SIZE), np.float32)
    parts[OWN_PARTS.index(domain) if domain in OWN_PARTS else len(OWN_PARTS)] = named
    of_domain = np.array([domain == each for each in DOMAINS], np.float32)
    return np.concatenate([level, of_domain, named, parts.ravel()])


def settled(
    indicators: Sequence[Indicator],
    reading: Reading,
    passages: Sequence[tuple[int, int, Vector | None]],
) -> list[Indicator]:
    """``indicators`` with whose danger each is; what a phrase's file says holds without weights only.

    ``passages`` are first and last word (exclusive) of what was read of the message, with its vector.
    """
    judge = default_whose()
    if judge is None or not passages:
        return list(indicators)
    found: dict[tuple[str, int], Subject] = {}
    out = []
    for indicator in indicators:
        if indicator.end > indicator.start:  # otherwise it is the conversation itself
            place = _passage(indicator, reading, passages)
            key = indicator.domain, place
            if key not in found:
                start, end, vector = passages[place]
                sentence = reading.sentence(start, end)
                found[key] = judge.subject(indicator.domain, sentence, vector)
            indicator = replace(indicator, subject=found[key])
        out.append(indicator)
    return out


def _passage(
    indicator: Indicator, reading: Reading, passages: Sequence[tuple[int, int, Any]]
) -> int:
    """Which passage holds most of what raised the sign."""

    def overlap(place: int) -> int:
        start, end, _ = passages[place]
        first, last = reading.spans[start][0], reading.spans[end - 1][1]
        return min(last, indicator.end) - max(first, indicator.start)

    return max(range(len(passages)), key=overlap)


def load(encoder: SentenceEncoder, file: Path = WEIGHTS) -> Whose | None:
    """Reads the weights; ``None``, and a line in the log, where they are missing or of another shape."""
    try:
        with np.load(file, allow_pickle=False) as stored:
            about: dict[str, Any] = json.loads(str(stored["about"]))
            found = Whose(
                *(np.asarray(stored[name], np.float32) for name in Whose.__dataclass_fields__)
            )
    except (OSError, KeyError, ValueError) as error:
        log.error("whose danger is not told, its weights can't be read: %s", type(error).__name__)
        return None
    fits = found.weights.shape == (SIZE, len(SUBJECTS)) and about["encoder"] == encoder.name
    if not fits:
        log.error("whose danger is not told, its weights are of another shape or encoder")
    return found if fits else None


@lru_cache(maxsize=1)
def default_whose() -> Whose | None:
    """The weights of the package, read once."""
    from bot.language.encoder import default_encoder

    return load(default_encoder())
