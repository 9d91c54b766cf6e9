"""Character and word n-grams of a text as weighted sparse features.

Characters forgive spelling ("acommodation"), words and pairs of words carry
what sentence vectors blur ("another one", "not now").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
#: Longest character n-gram; longer ones only repeat whole words.
LONGEST = 4
#: Reading on doesn't change what a message is about.
MAX_CHARACTERS = 600


def normal(text: str) -> str:
    """Lower case, straight apostrophes, single spaces, long runs of a letter cut to two."""
    text = re.sub(r"\s+", " ", text[:MAX_CHARACTERS].lower().replace("’", "'")).strip()
    return re.sub(r"(\w)\1{2,}", r"\1\1", text)


def grams(text: str) -> Counter[str]:
    """The n-grams of ``text`` with their counts; characters of each word apart, then words and pairs."""
    text = normal(text)
    found: Counter[str] = Counter()
    for word in text.split(" "):
        padded = f" {word} "
        for size in range(1, LONGEST + 1):
            for start in range(len(padded) - size + 1):
                found[padded[start : start + size]] += 1
    words = _WORD.findall(text)
    found.update(f"w:{word}" for word in words)
    found.update(f"w:{first} {second}" for first, second in pairwise(words))
    return found


@dataclass(frozen=True)
class Vocabulary:
    """Which n-grams count and how much: position and inverse document frequency by n-gram."""

    positions: Mapping[str, int]
    weights: FloatArray

    @classmethod
    def of(cls, texts: Iterable[str], *, least: int = 2) -> Vocabulary:
        """Those in at least ``least`` texts, in alphabetical order so that training repeats exactly."""
        counted = [grams(text) for text in texts]
        documents = Counter(gram for found in counted for gram in found)
        kept = sorted(gram for gram, n in documents.items() if n >= least)
        total = 1 + len(counted)
        weights = [1.0 + np.log(total / (1 + documents[gram])) for gram in kept]
        positions = {gram: position for position, gram in enumerate(kept)}
        return cls(positions, np.asarray(weights, dtype=np.float32))

    def sparse(self, text: str) -> tuple[npt.NDArray[np.int64], FloatArray]:
        """Positions and weights (length 1 together) of the known n-grams of ``text``."""
        known = [(self.positions[g], n) for g, n in grams(text).items() if g in self.positions]
        if not known:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        where = np.asarray([position for position, _ in known], dtype=np.int64)
        counts = np.asarray([n for _, n in known], dtype=np.float32)
        values = (1.0 + np.log(counts)) * self.weights[where]
        return where, np.asarray(values / np.linalg.norm(values), dtype=np.float32)

    def __len__(self) -> int:
        return len(self.positions)

    def names(self) -> Sequence[str]:
        """The n-grams in order of position."""
        return list(self.positions)
