"""``python -m bot.risk.train``: trains the classifier on the examples and chooses its thresholds.

Two runs give the same files. The thresholds come from out-of-fold probabilities: a third of the
examples is judged by a classifier that has seen neither them nor their neighbours in the file,
which are often wordings of the same thought. ``thresholds.json`` holds the curves they were chosen
on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.encoder import default_encoder
from bot.risk import judges, meaning, model, network
from bot.risk.assessment import Tier
from bot.risk.compiled import rules
from bot.risk.curves import (
    NOT_URGENT,
    UNTAUGHT,
    URGENT,
    URGENT_MOST,
    URGENT_OVER_MOST,
    choose,
    curve,
    readable,
    threshold,
    urgency_curve,
)
from bot.risk.examples import (
    Example,
    badly_spelt,
    everyday,
    fingerprint,
    in_passages,
    in_tellings,
    mixed,
    training,
)
from bot.risk.neighbours import Neighbours, with_neighbours

#: Sentence vectors by hash of encoder and sentence: a second training takes half of the time.
VECTORS = Path(__file__).resolve().parents[2] / "build" / "risk_layers.npz"
#: Strength of the fit and units of a network: best out of fold, within noise.
FIT_TERMS = 10.0
#: The judge of urgency: strength of its words' fit, its networks and their units. Networks and
#: words together find six in ten T4 examples where 8 in 100 others are called so; alone, five.
FIT_URGENT = 3.0
URGENT_NETWORKS = 3
URGENT_UNITS = 128
UNITS = 256
#: Networks that differ by chance only; their mean errs less than any of them, and a retraining
#: moves it less. One out of fold, and one fold of three, to keep a training under ten minutes.
NETWORKS = 3
NETWORKS_OUT_OF_FOLD = 1
FOLDS = 3
#: So many neighbours in the files of examples stay in one fold.
BLOCK = 40
SEED = 20261121


def class_of(example: Example) -> str:
    """The class an example teaches: ``domain:band``, or harmless whatever its domain."""
    if example.band == "harmless":
        return model.HARMLESS
    return f"{example.domain}:{'serious' if example.band == 'urgent' else example.band}"


def urgency_of(example: Example) -> int:
    """Whether a serious example is T4: by its band, or by a reviewed phrase in it.

    In a medical emergency serious is T4 anyway, and says nothing.
    """
    if example.band not in ("urgent", "serious"):
        return UNTAUGHT
    if example.band == "urgent":
        return URGENT
    if example.domain == "medical_emergency":
        return UNTAUGHT
    loaded = rules()
    reading = loaded.reader.read(example.text)
    found = meaning.find(loaded, reading.words)
    tiers = [meaning.weigh(match, found, reading).tier for match in found.matches]
    return URGENT if Tier.T4 in tiers else NOT_URGENT


def sentences(examples: list[Example]) -> list[str]:
    """The examples as the classifier will see such text."""
    loaded = rules()
    seen = []
    for example in examples:
        reading = loaded.reader.read(example.text)
        found = meaning.find(loaded, reading.words)
        # Without its false friends, as in screening; a sentence that is nothing else stays whole.
        seen.append(reading.sentence(without=found.masked()) or reading.sentence())
    return seen


def vectors(seen: list[str], kept: Path = VECTORS) -> judges.FloatArray:
    """Sentence vectors of three layers, (n, 1152): those of an earlier training from ``kept``.

    Writes the new ones there, in half precision: training displaces them by much more.
    """
    encoder = default_encoder()
    keys = [hashlib.sha256(f"{encoder.name}\n{text}".encode()).hexdigest()[:24] for text in seen]
    known: dict[str, Any] = {}
    if kept.exists():
        with np.load(kept, allow_pickle=False) as stored:
            known = dict(zip(stored["keys"].tolist(), stored["vectors"], strict=True))
    fresh = {key: text for key, text in zip(keys, seen, strict=True) if key not in known}
    known.update({key: encoder.layers(text).astype(np.float16) for key, text in fresh.items()})
    if fresh:
        kept.parent.mkdir(parents=True, exist_ok=True)
        used = sorted(set(keys))
        np.savez(kept, keys=np.array(used), vectors=np.stack([known[key] for key in used]))
    return np.asarray(np.stack([known[key] for key in keys]), dtype=np.float32)


def terms(seen: list[str]) -> Any:
    """Words and pieces of words of every sentence: a scipy sparse matrix, one row a sentence."""
    import scipy.sparse  # type: ignore[import-untyped]  # for training only

    rows, columns, values = [], [], []
    for row, text in enumerate(seen):
        places, weights = judges.terms(text)
        rows += [row] * len(places)
        columns += places.tolist()
        values += weights.tolist()
    shape = (len(seen), 2 * judges.PLACES)
    return scipy.sparse.csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float32)


@dataclass(frozen=True)
class Data:
    """Sentences as the classifier sees them, in both ways, with their classes."""

    vectors: judges.FloatArray
    terms: Any
    labels: Any
    #: URGENT, NOT_URGENT or UNTAUGHT
    urgency: Any

    def rows(self, index: Any) -> Data:
        """Some of the sentences."""
        return Data(self.vectors[index], self.terms[index], self.labels[index], self.urgency[index])


@dataclass(frozen=True)
class Fitted:
    """The judges over the same classes."""

    classes: list[str]
    weights: judges.Weights
    by_terms: Any
    neighbours: Neighbours

    def shares(self, data: Data) -> judges.FloatArray:
        """Probabilities, one row a sentence."""
        by_vector = self.weights.by_vector(data.vectors)
        shares = judges.joint(by_vector, self.by_terms.predict_proba(data.terms))
        harmless = self.classes.index(model.HARMLESS)
        for row in np.flatnonzero(1 - shares[:, harmless] >= model.LOOKED_UP):
            near = self.neighbours.shares(data.vectors[row])
            if near is not None:
                shares[row] = with_neighbours(shares[row], near)
        return shares

    def urgent(self, data: Data) -> judges.FloatArray:
        """Probability of T4 should it be serious, one a sentence."""
        return self.weights.urgency(data.vectors, data.terms @ self.weights.urgent_terms)


def fit(data: Data, count: int = NETWORKS) -> Fitted:
    """Fits the judges, the first of ``count`` networks."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    # Rounds are bounded on purpose: further ones gained nothing out of fold.
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    centre, spread = data.vectors.mean(axis=0), data.vectors.std(axis=0)
    scaled = (data.vectors - centre) / spread
    classes, labels = np.unique(data.labels, return_inverse=True)
    networks = [
        network.trained(scaled, labels, len(classes), UNITS, seed=SEED + number)
        for number in range(count)
    ]
    words = LogisticRegression(C=FIT_TERMS, max_iter=60, random_state=SEED)
    words.fit(data.terms, data.labels)
    assert list(words.classes_) == list(classes)
    # The mean of the networks' scores is one network with all their units.
    nothing = np.zeros(1, dtype=np.float32)
    weights = judges.Weights(
        centre=centre,
        spread=spread,
        inner=np.hstack([each.inner for each in networks]),
        inner_bias=np.hstack([each.inner_bias for each in networks]),
        outer=np.vstack([each.outer for each in networks]) / count,
        outer_bias=np.mean([each.outer_bias for each in networks], axis=0),
        terms=words.coef_.T,
        terms_bias=words.intercept_,
        urgent_inner=nothing,
        urgent_inner_bias=nothing,
        urgent_outer=nothing,
        urgent_terms=nothing,
        urgent_bias=nothing,
    )
    near = Neighbours.of(data.vectors, labels, len(classes))
    return Fitted([str(name) for name in classes], with_urgency(weights, data), words, near)


def with_urgency(weights: judges.Weights, data: Data) -> judges.Weights:
    """``weights`` with the judge of urgency: networks and words, each half of its score."""
    from sklearn.linear_model import LogisticRegression

    taught = data.rows(data.urgency != UNTAUGHT)
    scaled = (taught.vectors - weights.centre) / weights.spread
    networks = [
        network.trained(scaled, taught.urgency, 2, URGENT_UNITS, seed=SEED + number)
        for number in range(URGENT_NETWORKS)
    ]
    words = LogisticRegression(C=FIT_URGENT, max_iter=200, random_state=SEED)
    words.fit(taught.terms, taught.urgency)
    outer = np.concatenate([each.outer[:, URGENT] - each.outer[:, NOT_URGENT] for each in networks])
    biases = [each.outer_bias[URGENT] - each.outer_bias[NOT_URGENT] for each in networks]
    return replace(
        weights,
        urgent_inner=np.hstack([each.inner for each in networks]),
        urgent_inner_bias=np.hstack([each.inner_bias for each in networks]),
        urgent_outer=outer / (2 * URGENT_NETWORKS),
        urgent_terms=words.coef_[0] / 2,
        urgent_bias=(np.mean(biases) + words.intercept_) / 2,
    )


def out_of_fold(data: Data, judged: Any) -> tuple[list[str], judges.FloatArray, judges.FloatArray]:
    """(classes, probabilities, probabilities of T4) of the rows ``judged``, by a fit that has not
    seen them."""
    classes = sorted(set(data.labels))
    fitted = fit(data.rows(~judged), NETWORKS_OUT_OF_FOLD)
    rest = data.rows(judged)
    shares = np.zeros((len(rest.labels), len(classes)), dtype=np.float32)
    shares[:, [classes.index(name) for name in fitted.classes]] = fitted.shares(rest)
    return classes, shares, fitted.urgent(rest)


def written(weights: judges.Weights) -> dict[str, Any]:
    """The weights in half precision: the file stays small and no judgement changes."""
    return {name: array.astype(np.float16) for name, array in vars(weights).items()}


def main(argv: list[str] | None = None) -> int:
    """Trains, writes the weights and thresholds, prints the curve."""
    parser = argparse.ArgumentParser(prog="python -m bot.risk.train", description=__doc__)
    parser.add_argument("--weights", type=Path, default=model.WEIGHTS)
    parser.add_argument("--thresholds", type=Path, default=model.THRESHOLDS)
    parser.add_argument("--judgements", type=Path, help="keep the out-of-fold probabilities here")
    given = parser.parse_args(argv)
    written_out = training()
    examples = [*written_out, *everyday()]
    # Variants stay in the fold of their original.
    variants = [
        *mixed(examples, everyday()),
        *badly_spelt(examples),
        # Templates, the last of them, would tell one thing sixteen times.
        *in_passages(written_out, model.passages),
        *in_tellings(written_out, model.passages),
    ]
    whole = [*examples, *(example for example, _ in variants)]
    seen = sentences(whole)
    data = Data(
        vectors(seen),
        terms(seen),
        np.array([class_of(example) for example in whole]),
        np.array([urgency_of(example) for example in whole]),
    )
    block = np.arange(len(examples)) // BLOCK
    folds = np.concatenate([block, [block[place] for _, place in variants]]) % FOLDS
    classes, shares, urgent = out_of_fold(data, folds == 0)
    # Judged are the examples themselves, not their variants.
    own = np.flatnonzero(folds == 0) < len(examples)
    shares, urgent = shares[own], urgent[own]
    judged = np.flatnonzero(folds[: len(examples)] == 0)
    labels, urgency = data.labels[judged], data.urgency[judged]
    requests = np.array([examples[place].domain == "everyday" for place in judged])
    curves = curve(classes, shares, labels, requests)
    if given.judgements:
        np.savez(
            given.judgements,
            shares=shares,
            labels=labels,
            classes=np.array(classes),
            urgent=urgent,
            urgency=urgency,
        )
    fitted = fit(data)
    about = {
        "encoder": default_encoder().name,
        "examples": fingerprint(examples),
        "count": len(whole),
        "classes": fitted.classes,
    }
    np.savez_compressed(
        given.weights,
        **written(fitted.weights),
        **fitted.neighbours.arrays(),
        about=np.array(json.dumps(about, sort_keys=True)),
    )
    # Chosen on English, where a false T4 is known best: the others' sentences are shorter and plainer.
    english = np.array([examples[place].language == "en" for place in judged])
    by_urgency = urgency_curve(urgent[english], urgency[english])
    chosen = {
        "thresholds": {
            **choose(curves),
            "urgent": threshold(by_urgency, "urgent_among_others", URGENT_MOST, (0.2, 0.9)),
            "urgent_over_phrases": threshold(
                by_urgency, "urgent_among_others", URGENT_OVER_MOST, (0.2, 0.95)
            ),
        },
        "examples": about["examples"],
        "curves": {**curves, "urgent": by_urgency},
    }
    given.thresholds.write_text(readable(chosen), encoding="utf-8")
    out = sys.stdout
    out.write(f"{len(examples)} examples, {len(variants)} variants, {len(classes)} classes\n")
    for point in curves["all"][4::5]:
        out.write("  ".join(f"{name} {value:.3f}" for name, value in point.items()) + "\n")
    out.write(f"chosen: {chosen['thresholds']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
