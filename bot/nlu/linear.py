"""A linear classifier over a sentence vector, a few flags and n-grams.

Trained with scikit-learn; used, saved and loaded with numpy alone, so that a
message costs a few matrix rows and a model file holds no pickled objects.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.grams import FloatArray, Vocabulary

#: How far the standardised sentence vector counts beside n-grams (each text has length 1);
#: best of .05 to .2 for intents in five-fold cross-validation on the training data.
VECTOR_SCALE = 0.1
#: Inverse strength of regularisation, found the same way.
STRENGTH = 3.0


@dataclass(frozen=True)
class Example:
    """One text with its sentence vector and flags (floats about what was found in it)."""

    text: str
    vector: FloatArray
    flags: FloatArray


@dataclass(frozen=True)
class LinearModel:
    """Weights of a trained classifier. ``scores`` gives one number per label."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    mean: FloatArray
    spread: FloatArray
    dense_weights: FloatArray  # labels x (vector + flags)
    gram_weights: FloatArray  # n-grams x labels
    bias: FloatArray

    def dense(self, vector: FloatArray, flags: FloatArray) -> FloatArray:
        """The standardised vector and the flags, side by side."""
        return np.concatenate([(vector - self.mean) / self.spread, flags])

    def scores(self, example: Example) -> FloatArray:
        """Unnormalised score per label."""
        where, values = self.vocabulary.sparse(example.text)
        score = self.dense_weights @ self.dense(example.vector, example.flags) + self.bias
        return np.asarray(score + values @ self.gram_weights[where], dtype=np.float32)

    def one_of(self, example: Example) -> FloatArray:
        """Probabilities where exactly one label holds."""
        score = self.scores(example)
        power = np.exp(score - score.max())
        return np.asarray(power / power.sum(), dtype=np.float32)

    def each(self, example: Example) -> FloatArray:
        """Probabilities where labels hold independently of each other."""
        return np.asarray(1.0 / (1.0 + np.exp(-self.scores(example))), dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Writes ``model.npz`` and ``model.json`` into ``folder``."""
        np.savez(
            folder / "model.npz",
            idf=self.vocabulary.weights,
            mean=self.mean,
            spread=self.spread,
            dense=self.dense_weights,
            grams=self.gram_weights.astype(np.float16),
            bias=self.bias,
        )
        content = {"labels": list(self.labels), "grams": list(self.vocabulary.names())}
        (folder / "model.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> LinearModel:
        """Reads what ``save`` wrote."""
        content = json.loads((folder / "model.json").read_text("utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            positions = {gram: i for i, gram in enumerate(content["grams"])}
            return cls(
                labels=tuple(content["labels"]),
                vocabulary=Vocabulary(positions, arrays["idf"]),
                mean=arrays["mean"],
                spread=arrays["spread"],
                dense_weights=arrays["dense"],
                gram_weights=arrays["grams"].astype(np.float32),
                bias=arrays["bias"],
            )


def _matrix(vocabulary: Vocabulary, dense: FloatArray, texts: Sequence[str]) -> object:
    from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]

    rows = [vocabulary.sparse(text) for text in texts]
    ends = np.cumsum([0, *(len(where) for where, _ in rows)])
    where = np.concatenate([w for w, _ in rows])
    values = np.concatenate([v for _, v in rows])
    sparse = csr_matrix((values, where, ends), shape=(len(texts), len(vocabulary)))
    return hstack([csr_matrix(dense), sparse]).tocsr()


def train(
    examples: Sequence[Example],
    labels: Sequence[str] | npt.NDArray[np.bool_],
    names: Sequence[str] = (),
    vector_scale: float = VECTOR_SCALE,
    strength: float = STRENGTH,
) -> LinearModel:
    """A classifier of ``examples``.

    ``labels`` is one name per example, or (several may hold) a table of
    examples x ``names``. The same input gives the same weights.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.multiclass import OneVsRestClassifier

    vectors = np.stack([example.vector for example in examples])
    mean = vectors.mean(axis=0)
    spread = np.maximum(vectors.std(axis=0), 1e-6) / vector_scale
    flags = np.stack([example.flags for example in examples])
    dense = np.hstack([(vectors - mean) / spread, flags])
    vocabulary = Vocabulary.of(example.text for example in examples)
    features = _matrix(vocabulary, dense, [example.text for example in examples])
    logistic = LogisticRegression(C=strength, max_iter=400, tol=1e-3)
    if names:
        several = OneVsRestClassifier(LogisticRegression(C=strength, max_iter=400, tol=1e-3)).fit(
            features, labels
        )
        weights = np.vstack([one.coef_ for one in several.estimators_])
        bias = np.concatenate([one.intercept_ for one in several.estimators_])
        classes = tuple(names)
    else:
        logistic.fit(features, labels)
        weights, bias, classes = logistic.coef_, logistic.intercept_, tuple(logistic.classes_)
    width = dense.shape[1]
    return LinearModel(
        labels=classes,
        vocabulary=vocabulary,
        mean=mean.astype(np.float32),
        spread=spread.astype(np.float32),
        dense_weights=weights[:, :width].astype(np.float32),
        gram_weights=np.ascontiguousarray(weights[:, width:].T).astype(np.float32),
        bias=bias.astype(np.float32),
    )
