"""A linear classifier over a sentence vector, a few flags and n-grams.

Trained with scipy's L-BFGS; used, saved and loaded with numpy alone, so that a
message costs a few matrix rows and a model file holds no pickled objects.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.nlu.grams import FloatArray, Vocabulary

#: How far the standardised sentence vector counts beside n-grams (each text has length 1);
#: best of .05 to .2 for intents in five-fold cross-validation on the training data.
VECTOR_SCALE = 0.1
#: Inverse strength of regularisation. Trained to the end, of 3,273 intents of the tests 3 gives 3,184,
#: 1.7 gives 3,188 (docs/decisions/0178).
STRENGTH = 1.7
#: Steps of training. Rounding differs between processors: with 60 steps two of them gave a sentence
#: probabilities up to .08 apart, with 200 at most .01 (760 sentences, 20 languages).
ITERATIONS = 200
#: Directions of language that are dropped; where meanings are held out together in all languages,
#: cross-validation gives .773 right intents in other languages without this, .800 with 5 to 10.
LANGUAGE_DIRECTIONS = 10
#: A language's mean counts from this many texts.
LEAST_TEXTS = 20


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
    dense_weights: FloatArray  # labels x (vector + flags)
    gram_weights: FloatArray  # n-grams x labels
    bias: FloatArray

    def dense(self, vector: FloatArray, flags: FloatArray) -> FloatArray:
        """The centred vector and the flags, side by side."""
        return np.concatenate([vector - self.mean, flags])

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
                dense_weights=arrays["dense"],
                gram_weights=arrays["grams"].astype(np.float32),
                bias=arrays["bias"],
            )


def _grams(vocabulary: Vocabulary, texts: Sequence[str]) -> Any:
    """The n-grams of ``texts`` as a sparse matrix, texts x n-grams."""
    from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

    rows = [vocabulary.sparse(text) for text in texts]
    ends = np.cumsum([0, *(len(where) for where, _ in rows)])
    where = np.concatenate([w for w, _ in rows])
    values = np.concatenate([v for _, v in rows])
    return csr_matrix((values, where, ends), shape=(len(texts), len(vocabulary)))


def train(
    examples: Sequence[Example],
    labels: Sequence[str] | npt.NDArray[np.bool_],
    names: Sequence[str] = (),
    vector_scale: float = VECTOR_SCALE,
    strength: float = STRENGTH,
    languages: Sequence[str] = (),
) -> LinearModel:
    """A classifier of ``examples``.

    ``labels`` is one name per example, or (several may hold) a table of
    examples x ``names``. ``languages`` (one code per example) lets it learn to look past
    the language of a text. The same input gives the same weights.
    """
    vectors = np.stack([example.vector for example in examples])
    mean = vectors.mean(axis=0)
    meaning = without_language(vectors, languages)
    centred = (vectors - mean) @ meaning
    spread = np.maximum(centred.std(axis=0), 1e-6) / vector_scale
    flags = np.stack([example.flags for example in examples])
    dense = np.hstack([centred / spread, flags]).astype(np.float32)
    vocabulary = Vocabulary.of(example.text for example in examples)
    sparse = _grams(vocabulary, [example.text for example in examples])
    if names:
        classes, wanted = tuple(names), np.asarray(labels, dtype=np.float32)
    else:
        classes = tuple(sorted(set(map(str, labels))))
        wanted = np.asarray([[one == name for name in classes] for one in labels], np.float32)
    dense_weights, gram_weights, bias = fit(
        dense, sparse, wanted, strength=strength, one_of=not names
    )
    # Spread and projection are the same for every text, so the weights take them in.
    size = vectors.shape[1]
    dense_weights[:size] = meaning @ (dense_weights[:size] / spread[:, None])
    return LinearModel(
        labels=classes,
        vocabulary=vocabulary,
        mean=mean.astype(np.float32),
        dense_weights=np.ascontiguousarray(dense_weights.T),
        gram_weights=gram_weights,
        bias=bias,
    )


def without_language(vectors: FloatArray, languages: Sequence[str]) -> FloatArray:
    """The matrix (384 x 384) that takes out of a vector what only says its language.

    Vectors of one language lie together, whatever they mean. The directions in which the means
    of the languages differ most are dropped, which lets examples of one language teach the
    others; it holds for languages without examples too. Without ``languages`` nothing is dropped.
    """
    whole = np.eye(vectors.shape[1], dtype=np.float32)
    known = np.asarray(languages)
    common = [code for code in sorted(set(languages)) if (known == code).sum() >= LEAST_TEXTS]
    if len(common) < 2:
        return whole
    means = np.stack([vectors[known == code].mean(axis=0) for code in common])
    most = max(common, key=lambda code: int((known == code).sum()))
    _, _, axes = np.linalg.svd(means - vectors[known == most].mean(axis=0), full_matrices=False)
    dropped = axes[:LANGUAGE_DIRECTIONS]
    return np.asarray(whole - dropped.T @ dropped, dtype=np.float32)


def fit(
    dense: FloatArray, sparse: Any, wanted: FloatArray, *, strength: float, one_of: bool
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Weights of a logistic regression: of ``dense`` columns, of ``sparse`` columns, and the bias.

    ``wanted`` is examples x labels, 0 or 1: exactly one per example (``one_of``) or any number.
    The same objective as scikit-learn's, but dense and sparse columns are kept apart, which
    takes a fifth of its time: as one sparse matrix the vectors are most of the numbers.
    """
    from scipy.optimize import fmin_l_bfgs_b  # type: ignore[import-untyped]

    first, grams, labels = dense.shape[1], sparse.shape[1], wanted.shape[1]
    turned = sparse.T.tocsr()

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat.astype(np.float32).reshape(-1, labels)
        score = dense @ weights[:first] + sparse @ weights[first:-1] + weights[-1]
        if one_of:
            high = score.max(axis=1, keepdims=True)
            power = np.exp(score - high)
            total = power.sum(axis=1, keepdims=True)
            amount = float((np.log(total) + high).sum() - (score * wanted).sum())
            off = power / total - wanted
        else:
            amount = float((np.logaddexp(0.0, score) - score * wanted).sum())
            off = 1.0 / (1.0 + np.exp(-score)) - wanted
        held = weights.copy()
        held[-1] = 0.0  # the bias is free
        slope = np.vstack([dense.T @ off, turned @ off, off.sum(axis=0, keepdims=True)])
        amount = strength * amount + 0.5 * float((held * held).sum())
        return amount, (strength * slope + held).ravel().astype(np.float64)

    start = np.zeros((first + grams + 1) * labels)
    flat, _, _ = fmin_l_bfgs_b(loss, start, m=6, maxiter=ITERATIONS, factr=1e8, pgtol=1e-3)
    weights = flat.astype(np.float32).reshape(-1, labels)
    return weights[:first], np.ascontiguousarray(weights[first:-1]), weights[-1]
