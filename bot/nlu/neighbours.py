"""What the training examples nearest to a text do: a share for each intent, need and sub-need.

A straight line through sentence vectors can't follow a meaning that lies in several places
("sleeping in the car", "the agent taped a notice to the door" are both about housing). The
nearest examples can; the linear classifiers see their shares beside everything else.
docs/decisions/0072 has the figures.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.language.likeness import Rows, in_bytes
from bot.nlu.grams import FloatArray
from bot.nlu.linear import without_language

#: How many neighbours count; 10 to 60 were tried in cross-validation.
COUNT = 20
#: How much faster nearer ones count: a cosine of .1 more weighs e times as much.
SHARPNESS = 10.0
#: Directions of the sentence vector that are kept: all 384 find hardly better neighbours and
#: are half as slow again.
DIRECTIONS = 256
#: From this cosine on a neighbour is the text itself (in training, where it must not count); as
#: bytes it is like itself to some thousandths.
SAME = 0.995


@dataclass(frozen=True)
class Neighbours:
    """Examples of the training data as points, with what each of them is.

    ``outcomes`` is examples x ``labels``, 0 or 1; labels are "intent:greet", "need:transport",
    "sub_need:fares".
    """

    labels: tuple[str, ...]
    mean: FloatArray
    axes: FloatArray  # vector x directions
    points: Rows  # examples x directions, each of length 1
    largest: float  # number in a point
    outcomes: FloatArray

    def shares(self, vector: FloatArray, *, but_itself: bool = False) -> FloatArray:
        """How much of the nearest examples each label has, 0 to 1, in the order of ``labels``."""
        likeness = self.points.products(_directed(vector[None], self.mean, self.axes)[0])
        if but_itself:
            likeness[likeness >= SAME] = -1.0
        count = min(COUNT, len(likeness))
        nearest = np.argpartition(-likeness, count - 1)[:count]
        weights = np.exp(SHARPNESS * (likeness[nearest] - likeness[nearest].max()))
        return np.asarray(weights @ self.outcomes[nearest] / weights.sum(), dtype=np.float32)

    def of_kind(self, kind: str, shares: FloatArray) -> dict[str, float]:
        """Those of ``shares`` whose label is of ``kind`` ("sub_need"), without the kind, above 0."""
        start = kind + ":"
        return {
            label.removeprefix(start): float(share)
            for label, share in zip(self.labels, shares, strict=True)
            if share > 0 and label.startswith(start)
        }

    def save(self, folder: Path) -> None:
        """Writes ``neighbours.npz`` and ``neighbours.json`` into ``folder``."""
        np.savez(
            folder / "neighbours.npz",
            mean=self.mean,
            axes=self.axes,
            points=self.points.as_bytes(),
            largest=np.array(self.largest, dtype=np.float32),
            outcomes=self.outcomes.astype(np.bool_),
        )
        (folder / "neighbours.json").write_text(json.dumps(self.labels), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Neighbours:
        """Reads what ``save`` wrote."""
        labels = json.loads((folder / "neighbours.json").read_text("utf-8"))
        with np.load(folder / "neighbours.npz", allow_pickle=False) as arrays:
            largest = float(arrays["largest"])
            return cls(
                labels=tuple(labels),
                mean=arrays["mean"],
                axes=arrays["axes"],
                points=Rows(arrays["points"], largest),
                largest=largest,
                outcomes=arrays["outcomes"].astype(np.float32),
            )


def learn(
    vectors: Sequence[FloatArray], languages: Sequence[str], outcomes: Sequence[frozenset[str]]
) -> Neighbours:
    """The neighbours that ``vectors`` are, one language code and set of labels for each."""
    stacked = np.stack(vectors).astype(np.float32)
    mean = stacked.mean(axis=0)
    meaning = without_language(stacked, languages)
    centred = (stacked - mean) @ meaning
    spread = np.maximum(centred.std(axis=0), 1e-6)
    _, _, main = np.linalg.svd(centred[::3] / spread, full_matrices=False)
    axes = np.asarray(meaning @ (main[:DIRECTIONS] / spread).T, dtype=np.float32)
    labels = tuple(sorted(frozenset().union(*outcomes)))
    table = np.asarray([[label in one for label in labels] for one in outcomes], dtype=np.float32)
    points = _directed(stacked, mean, axes)
    largest = float(np.float32(np.abs(points).max()))
    rows = Rows(in_bytes(points, largest), largest)
    return Neighbours(labels, mean.astype(np.float32), axes, rows, largest, table)


def _directed(vectors: FloatArray, mean: FloatArray, axes: FloatArray) -> FloatArray:
    """``vectors`` (rows) along the kept directions, each of length 1."""
    along: npt.NDArray[np.float32] = (vectors - mean) @ axes
    return np.asarray(along / np.maximum(np.linalg.norm(along, axis=1, keepdims=True), 1e-6))
