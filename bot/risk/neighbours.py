"""The judge by example: which taught sentences lie nearest to a passage, and what they were.

The networks draw borders and go on beyond what they were shown: a request about lamps or tyres that
is like no example of danger may still fall on its side. This judge asks what is near. It holds every
taught sentence as a short row of bytes and speaks only where the others see some danger.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.language.encoder import DIMENSIONS, Vector
from bot.language.likeness import Rows, in_bytes
from bot.risk.judges import FloatArray, softmax

#: Directions that are kept, each stretched to the same spread: unlike the vectors themselves, in
#: which a few directions (language, length) outweigh what is said.
AXES = 128
#: So many neighbours are asked, the nearer the more: each counts exp(SHARPNESS * cosine).
NEAREST = 10
SHARPNESS = 20.0
#: What is common among all examples counts as much as this share of the neighbours.
COMMON = 0.2
#: Share of this judgement in the whole (docs/decisions/0177). Out of fold, at nine in ten serious
#: sentences found, requests flagged fall from 195 to 138 of 6,520, look-alikes from 199 to 156 of 2,252.
NEAR_SHARE = 0.4
#: Of a row of length 1 in 128 directions hardly a number is above this.
_LARGEST = 0.4
_NAMES = ("centre", "axes", "rows", "labels", "common")


@dataclass(frozen=True)
class Neighbours:
    """Every taught sentence. Shapes: centre (1152,), axes (1152, AXES), rows (n, AXES),
    labels (n,) places of classes, common (classes,) their shares among all."""

    centre: FloatArray
    axes: FloatArray
    rows: Rows
    labels: npt.NDArray[np.uint8]
    common: FloatArray

    @classmethod
    def of(cls, vectors: FloatArray, labels: Any, classes: int) -> Neighbours:
        """Of sentence vectors (n, 1152), each with the place of its class."""
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        level = np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
        centre = level.mean(axis=0)
        level -= centre
        spreads, directions = np.linalg.eigh(level.T @ level / len(level))
        kept = np.argsort(-spreads)[:AXES]
        axes = directions[:, kept] / np.sqrt(np.maximum(spreads[kept], 1e-12))
        rows = level @ axes.astype(np.float32)
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return cls(
            centre.astype(np.float32),
            axes.astype(np.float32),
            Rows(in_bytes(rows, _LARGEST), _LARGEST),
            np.asarray(labels, dtype=np.uint8),
            (np.bincount(labels, minlength=classes) / len(level)).astype(np.float32),
        )

    def shares(self, vector: Vector) -> FloatArray | None:
        """The classes of the nearest, as shares; ``None`` for a vector without middle layers."""
        if not vector[DIMENSIONS:].any():
            return None
        level = vector / max(float(np.linalg.norm(vector)), 1e-9)
        asked = (level - self.centre) @ self.axes
        asked = np.asarray(asked / max(float(np.linalg.norm(asked)), 1e-9), dtype=np.float32)
        likeness = self.rows.products(asked)
        many = min(NEAREST, len(likeness))
        nearest = np.argpartition(-likeness, many - 1)[:many]
        counts = np.exp(SHARPNESS * (likeness[nearest] - likeness[nearest].max()))
        shares = np.bincount(
            self.labels[nearest], weights=counts / counts.sum(), minlength=len(self.common)
        )
        return np.asarray((shares + COMMON * self.common) / (1 + COMMON), dtype=np.float32)

    def arrays(self) -> dict[str, Any]:
        """What a file keeps, by name."""
        kept = {f"near_{name}": getattr(self, name) for name in _NAMES}
        return {**kept, "near_rows": self.rows.as_bytes()}

    @classmethod
    def from_arrays(cls, stored: Mapping[str, Any]) -> Neighbours:
        """Reads what ``arrays`` gave. Raises ``KeyError``."""
        kept = {name: stored[f"near_{name}"] for name in _NAMES}
        return cls(**{**kept, "rows": Rows(kept["rows"], _LARGEST)})


def with_neighbours(judged: FloatArray, near: FloatArray) -> FloatArray:
    """Both judgements as one (geometric mean, weighted); one passage or many."""
    logs = (1 - NEAR_SHARE) * np.log(judged + 1e-6) + NEAR_SHARE * np.log(near + 1e-6)
    return softmax(np.asarray(logs, dtype=np.float32))
