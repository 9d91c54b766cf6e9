"""``python -m bot.risk.train``: trains the classifier on the examples and chooses its thresholds.

Two runs give the same files. The thresholds come from out-of-fold probabilities: every
example is judged by a classifier that has not seen it. ``thresholds.json`` holds the curve
they were chosen on.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.encoder import default_encoder
from bot.risk import meaning, model
from bot.risk.examples import Example, everyday, fingerprint, training
from bot.risk.indicators import rules

#: Strength of the fit: out-of-fold separation was best between 15 and 40.
FIT = 20.0
FIT_WORDS = 10.0
FOLDS = 6
SEED = 20261121


def class_of(example: Example) -> str:
    """The class an example teaches: ``domain:band``, or harmless whatever its domain."""
    if example.band == "harmless":
        return model.HARMLESS
    return f"{example.domain}:{example.band}"


def _sparse() -> Any:
    """scipy's sparse matrices: needed for training only, so not loaded with the program."""
    import scipy.sparse  # type: ignore[import-untyped]

    return scipy.sparse


@dataclass(frozen=True)
class Data:
    """Sentences as the classifier sees them, in both ways."""

    vectors: model.FloatArray
    words: Any  # scipy sparse matrix, one row a sentence

    def rows(self, index: Any) -> Data:
        """Some of the sentences."""
        return Data(self.vectors[index], self.words[index])

    def above(self, other: Data) -> Data:
        """These sentences and then the others."""
        return Data(
            np.vstack([self.vectors, other.vectors]),
            _sparse().vstack([self.words, other.words]).tocsr(),
        )


def encode(examples: list[Example]) -> Data:
    """The examples as the classifier will see such text."""
    encoder, loaded = default_encoder(), rules()
    vectors, rows, columns, values = [], [], [], []
    for row, example in enumerate(examples):
        reading = loaded.reader.read(example.text)
        found = meaning.find(loaded, reading.words)
        # Without its false friends, as in screening; a sentence that is nothing else stays whole.
        sentence = reading.sentence(without=found.masked()) or reading.sentence()
        vectors.append(encoder.encode(sentence))
        places, weights = model.word_features(sentence)
        rows += [row] * len(places)
        columns += list(places)
        values += list(weights)
    shape = (len(examples), model.WORD_PLACES)
    return Data(np.stack(vectors), _sparse().csr_matrix((values, (rows, columns)), shape=shape))


@dataclass(frozen=True)
class Fitted:
    """Both regressions over the same classes."""

    by_vector: Any
    by_words: Any

    def shares(self, data: Data) -> model.FloatArray:
        """Probabilities, one row a sentence."""
        return model.joint(
            self.by_vector.predict_proba(data.vectors), self.by_words.predict_proba(data.words)
        )


def fit(data: Data, labels: list[str]) -> Fitted:
    """Fits both regressions."""
    from sklearn.linear_model import LogisticRegression

    return Fitted(
        LogisticRegression(C=FIT, max_iter=1000, random_state=SEED).fit(data.vectors, labels),
        LogisticRegression(C=FIT_WORDS, max_iter=400, random_state=SEED).fit(data.words, labels),
    )


def out_of_fold(data: Data, labels: list[str], always: Data) -> tuple[list[str], Any]:
    """(classes, probabilities) where each row comes from a fit that has not seen it.

    ``always`` are harmless sentences that every fit sees and none is judged on.
    """
    from sklearn.model_selection import StratifiedKFold

    classes = sorted(set(labels))
    shares = np.zeros((len(labels), len(classes)), dtype=np.float64)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    given = np.array(labels)
    for seen, unseen in folds.split(data.vectors, given):
        harmless = [model.HARMLESS] * always.vectors.shape[0]
        fitted = fit(data.rows(seen).above(always), [*given[seen], *harmless])
        shares[unseen] = fitted.shares(data.rows(unseen))
    return classes, shares


def curve(classes: list[str], shares: Any, labels: list[str]) -> list[dict[str, float]]:
    """Recall and false alarms at every threshold from .02 to .98, out of fold."""
    serious_class = np.array([name.endswith(":serious") for name in classes])
    harmless_class = np.array([name == model.HARMLESS for name in classes])
    serious, danger = shares[:, serious_class].sum(1), 1 - shares[:, harmless_class].sum(1)
    is_serious = np.array([label.endswith(":serious") for label in labels])
    is_harmless = np.array([label == model.HARMLESS for label in labels])
    points = []
    for step in range(1, 50):
        threshold = step / 50
        points.append(
            {
                "threshold": threshold,
                "serious_recall": round(float((serious[is_serious] >= threshold).mean()), 4),
                "serious_among_harmless": round(
                    float((serious[is_harmless] >= threshold).mean()), 4
                ),
                "serious_among_concern": round(
                    float((serious[~is_serious & ~is_harmless] >= threshold).mean()), 4
                ),
                "danger_recall": round(float((danger[~is_harmless] >= threshold).mean()), 4),
                "danger_among_harmless": round(float((danger[is_harmless] >= threshold).mean()), 4),
            }
        )
    return points


def choose(points: list[dict[str, float]]) -> dict[str, float]:
    """Serious where at most 9 in 100 harmless look-alikes would be flagged, concern at 5.5, ask at 15.

    The look-alikes are the hard cases; what these thresholds do to everyday requests is
    measured in docs/risk.md. At 6.5 instead of 9 some three in 100 serious sentences would be
    asked about instead of flagged: a missed sign costs more than a false alarm.
    """

    def lowest(column: str, most: float) -> float:
        return min(
            (p["threshold"] for p in points if p[column] <= most), default=points[-1]["threshold"]
        )

    return {
        "serious": lowest("serious_among_harmless", 0.09),
        "concern": lowest("danger_among_harmless", 0.055),
        "ask": lowest("danger_among_harmless", 0.15),
        # Where phrases have read the message: fewer than 2 in 100 concerns become serious.
        "over_phrases": lowest("serious_among_concern", 0.015),
    }


def main(argv: list[str] | None = None) -> int:
    """Trains, writes the weights and thresholds, prints the curve."""
    parser = argparse.ArgumentParser(prog="python -m bot.risk.train", description=__doc__)
    parser.add_argument("--weights", type=Path, default=model.WEIGHTS)
    parser.add_argument("--thresholds", type=Path, default=model.THRESHOLDS)
    given = parser.parse_args(argv)
    examples = training()
    labels = [class_of(example) for example in examples]
    requests = everyday()
    data, always = encode(examples), encode(requests)
    classes, shares = out_of_fold(data, labels, always)
    points = curve(classes, shares, labels)
    fitted = fit(data.above(always), labels + [model.HARMLESS] * len(requests))
    about = {
        "encoder": default_encoder().name,
        "examples": fingerprint([*examples, *requests]),
        "count": len(examples) + len(requests),
        "classes": [str(name) for name in fitted.by_vector.classes_],
    }
    # Half precision: the file stays under half a megabyte and no judgement changes.
    np.savez_compressed(
        given.weights,
        vector=fitted.by_vector.coef_.T.astype(np.float16),
        vector_bias=fitted.by_vector.intercept_.astype(np.float32),
        words=fitted.by_words.coef_.T.astype(np.float16),
        words_bias=fitted.by_words.intercept_.astype(np.float32),
        about=np.array(json.dumps(about, sort_keys=True)),
    )
    chosen = {"thresholds": choose(points), "examples": about["examples"], "curve": points}
    given.thresholds.write_text(json.dumps(chosen, indent=1) + "\n", encoding="utf-8")
    out = sys.stdout
    out.write(f"{len(examples)} examples, {len(requests)} requests, {len(classes)} classes\n")
    for point in points[4::5]:
        out.write("  ".join(f"{name} {value:.3f}" for name, value in point.items()) + "\n")
    out.write(f"chosen: {chosen['thresholds']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
