"""What was trained: two judges over the same classes, and a third of what is under way (T4).

Plain matrices and what becomes of a sentence before they see it; ``bot.risk.model`` reads them from
their file, ``bot.risk.train`` makes them.
"""

from __future__ import annotations

import itertools
import zlib
from dataclasses import dataclass
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from bot.language.encoder import DIMENSIONS, LAYERS, Vector
from bot.risk.text import pieces

FloatArray = npt.NDArray[np.float32]


#: Words, word pairs and pieces of words fall into so many places; more gained nothing out of fold.
PLACES = 32768
#: Pieces of words are so many letters long: they carry what misspelling leaves of a word.
PIECES = (3, 4, 5)
#: Share of the sentence vector in the joint judgement; the rest is the words'.
VECTOR_SHARE = 0.65


def terms(sentence: str) -> tuple[npt.NDArray[np.int64], FloatArray]:
    """Places and weights of the words and word pairs, then of the pieces of words, of a sentence.

    Each of the two kinds has length 1, and places of its own: 0 to ``PLACES``, and above.
    """
    words = [piece for word in sentence.split() for piece in pieces(word)]
    whole = {f"w {word}" for word in words} | {f"b {a} {b}" for a, b in itertools.pairwise(words)}
    parts = {
        f"c {edged[start : start + length]}"
        for edged in (f"<{word}>" for word in set(words))
        for length in PIECES
        for start in range(len(edged) - length + 1)
    }
    places: list[int] = []
    weights: list[float] = []
    for kind, found in enumerate((whole, parts)):
        own = sorted({zlib.crc32(term.encode("utf-8", "replace")) % PLACES for term in found})
        places += [place + kind * PLACES for place in own]
        weights += [1.0 / float(np.sqrt(max(1, len(own))))] * len(own)
    return np.array(places, dtype=np.int64), np.array(weights, dtype=np.float32)


def softmax(scores: FloatArray) -> FloatArray:
    """Probabilities of scores, row by row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def joint(by_vector: FloatArray, by_terms: FloatArray) -> FloatArray:
    """Two judgements of the same sentence as one (geometric mean, weighted)."""
    logs = VECTOR_SHARE * np.log(by_vector + 1e-6)
    logs = logs + (1 - VECTOR_SHARE) * np.log(by_terms + 1e-6)
    return softmax(np.asarray(logs, dtype=np.float32))


@dataclass(frozen=True)
class Weights:
    """Two judges over the same classes: a small network over sentence vectors, and words.

    A third judge, of serious talk only, says whether it is about this very hour (T4): the mean
    of a small network of its own and of a regression over words. Shapes: centre and spread
    (1152,), inner (1152, units), outer (units, classes), terms (2 * PLACES, classes), urgent_inner
    (1152, units), urgent_outer (units,), urgent_terms (2 * PLACES,), urgent_bias (1,). The vectors
    are those of ``SentenceEncoder.layers``.
    """

    centre: FloatArray
    spread: FloatArray
    inner: FloatArray
    inner_bias: FloatArray
    outer: FloatArray
    outer_bias: FloatArray
    terms: FloatArray
    terms_bias: FloatArray
    urgent_inner: FloatArray
    urgent_inner_bias: FloatArray
    urgent_outer: FloatArray
    urgent_terms: FloatArray
    urgent_bias: FloatArray

    def by_vector(self, vectors: FloatArray) -> FloatArray:
        """Probabilities of every class by sentence vector alone: one (1152,) or many (n, 1152)."""
        units = np.maximum(self._scaled(vectors) @ self.inner + self.inner_bias, 0.0)
        return softmax(np.asarray(units @ self.outer + self.outer_bias))

    def urgency(self, vectors: FloatArray, terms: Any) -> FloatArray:
        """Probability of T4 of serious sentences, one (1152,) or many (n, 1152).

        ``terms`` is what their words say, ``terms @ urgent_terms`` and so for each.
        """
        units = np.maximum(self._scaled(vectors) @ self.urgent_inner + self.urgent_inner_bias, 0.0)
        score = units @ self.urgent_outer + terms + self.urgent_bias
        return np.asarray(1 / (1 + np.exp(-score)), dtype=np.float32)

    def _scaled(self, vectors: FloatArray) -> FloatArray:
        scaled = np.asarray((vectors - self.centre) / self.spread)
        # An engine without middle layers gives zeros: they say nothing, as the middle of all does.
        unknown = ~np.any(vectors[..., DIMENSIONS:], axis=-1)
        scaled[..., DIMENSIONS:][unknown] = 0.0
        return scaled

    def judge(self, sentence: str, vector: Vector) -> tuple[FloatArray, float]:
        """Probability of every class for one sentence, and of T4 should it be serious."""
        places, weights = terms(sentence)
        by_terms = softmax(np.asarray(weights @ self.terms[places] + self.terms_bias))
        urgent = self.urgency(vector, weights @ self.urgent_terms[places])
        return joint(self.by_vector(vector), by_terms), float(urgent.item())


def is_whole(vector: Vector | None) -> TypeGuard[Vector]:
    """Whether it holds all layers; a vector of the last one alone is not enough."""
    return vector is not None and vector.shape == (LAYERS,)
