"""``python -m bot.risk.train``: trains the classifier on the examples and chooses its thresholds.

Two runs give the same files. The thresholds come from out-of-fold probabilities: every
example is judged by a classifier that has not seen it. ``thresholds.json`` holds the curve
they were chosen on.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.encoder import default_encoder
from bot.risk import meaning, model
from bot.risk.examples import Example, everyday, fingerprint, training
from bot.risk.indicators import rules

#: Strength of the fit: out-of-fold separation was best between 15 and 40.
FIT = 20.0
FOLDS = 6
SEED = 20261121


def class_of(example: Example) -> str:
    """The class an example teaches: ``domain:band``, or harmless whatever its domain."""
    if example.band == "harmless":
        return model.HARMLESS
    return f"{example.domain}:{example.band}"


def encode(examples: list[Example]) -> model.FloatArray:
    """Sentence vectors of the examples as the classifier will see such text."""
    encoder, loaded = default_encoder(), rules()
    sentences = []
    for example in examples:
        reading = loaded.reader.read(example.text)
        found = meaning.find(loaded, reading.words)
        # Without its false friends, as in screening; a sentence that is nothing else stays whole.
        sentences.append(reading.sentence(without=found.masked()) or reading.sentence())
    return np.stack([encoder.encode(sentence) for sentence in sentences])


def fit(vectors: model.FloatArray, labels: list[str]) -> Any:
    """A fitted scikit-learn logistic regression."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=FIT, max_iter=1000, random_state=SEED).fit(vectors, labels)


def out_of_fold(
    vectors: model.FloatArray, labels: list[str], always: model.FloatArray
) -> tuple[list[str], Any]:
    """(classes, probabilities) where each row comes from a fit that has not seen it.

    ``always`` are harmless vectors that every fit sees and none is judged on.
    """
    from sklearn.model_selection import StratifiedKFold

    classes = sorted(set(labels))
    shares = np.zeros((len(labels), len(classes)), dtype=np.float64)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    given = np.array(labels)
    for seen, unseen in folds.split(vectors, given):
        fitted = fit(
            np.vstack([vectors[seen], always]),
            [*given[seen], *[model.HARMLESS] * len(always)],
        )
        shares[unseen] = fitted.predict_proba(vectors[unseen])
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
    """Serious where at most 7 in 100 harmless look-alikes would be flagged, concern at 5, ask at 14.

    The look-alikes are the hard cases; of everyday requests these thresholds flag fewer
    than 1 in 1,000 (docs/risk.md).
    """

    def lowest(column: str, most: float) -> float:
        return min(
            (p["threshold"] for p in points if p[column] <= most), default=points[-1]["threshold"]
        )

    return {
        "serious": lowest("serious_among_harmless", 0.07),
        "concern": lowest("danger_among_harmless", 0.05),
        "ask": lowest("danger_among_harmless", 0.14),
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
    vectors, labels = encode(examples), [class_of(example) for example in examples]
    requests = everyday()
    always = encode(requests)
    classes, shares = out_of_fold(vectors, labels, always)
    points = curve(classes, shares, labels)
    fitted = fit(np.vstack([vectors, always]), labels + [model.HARMLESS] * len(always))
    about = {
        "encoder": default_encoder().name,
        "examples": fingerprint([*examples, *requests]),
        "count": len(examples) + len(requests),
        "classes": [str(name) for name in fitted.classes_],
    }
    np.savez(
        given.weights,
        weights=fitted.coef_.T.astype(np.float32),
        bias=fitted.intercept_.astype(np.float32),
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
