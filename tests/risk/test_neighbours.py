"""The judge by example: what lies near decides, what can't be placed says nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.language.encoder import DIMENSIONS, LAYERS
from bot.risk import model
from bot.risk.neighbours import AXES, Neighbours, with_neighbours
from tests.flat_encoder import FlatEncoder

CLASSES = 3


@pytest.fixture(scope="module")
def taught() -> tuple[np.ndarray, np.ndarray]:
    """600 vectors around three points, one for each class."""
    dice = np.random.default_rng(7)
    middles = dice.standard_normal((CLASSES, LAYERS))
    labels = np.arange(600) % CLASSES
    vectors = middles[labels] + 0.8 * dice.standard_normal((600, LAYERS))
    return vectors.astype(np.float32), labels


@pytest.fixture(scope="module")
def near(taught: tuple[np.ndarray, np.ndarray]) -> Neighbours:
    return Neighbours.of(*taught, CLASSES)


def test_a_sentence_is_judged_as_those_around_it(
    near: Neighbours, taught: tuple[np.ndarray, np.ndarray]
) -> None:
    vectors, labels = taught
    dice = np.random.default_rng(8)
    for vector, label in list(zip(vectors, labels, strict=True))[:30]:
        moved = vector + 0.4 * dice.standard_normal(LAYERS).astype(np.float32)
        shares = near.shares(moved)
        assert shares is not None
        assert int(shares.argmax()) == label
        assert float(shares.sum()) == pytest.approx(1.0, abs=1e-4)


def test_no_class_is_ever_impossible(
    near: Neighbours, taught: tuple[np.ndarray, np.ndarray]
) -> None:
    shares = near.shares(taught[0][0])
    assert shares is not None
    assert shares.min() > 0.01


def test_the_length_of_a_vector_is_no_matter(
    near: Neighbours, taught: tuple[np.ndarray, np.ndarray]
) -> None:
    once, twice = near.shares(taught[0][5]), near.shares(2 * taught[0][5])
    assert once is not None
    assert twice is not None
    assert np.allclose(once, twice, atol=1e-5)


def test_a_vector_without_middle_layers_has_no_neighbours(near: Neighbours) -> None:
    vector = np.zeros(LAYERS, dtype=np.float32)
    vector[:DIMENSIONS] = 1.0
    assert near.shares(vector) is None


def test_what_a_file_keeps_is_what_was_made(near: Neighbours, tmp_path: Path) -> None:
    np.savez(tmp_path / "kept.npz", **near.arrays())
    with np.load(tmp_path / "kept.npz", allow_pickle=False) as stored:
        again = Neighbours.from_arrays(stored)
    kept, read = near.arrays(), again.arrays()
    assert read["near_rows"].dtype == np.int8
    assert again.axes.shape == (LAYERS, AXES)
    assert kept.keys() == read.keys()
    assert all(np.array_equal(kept[name], read[name]) for name in kept)


def test_harmless_neighbours_lower_and_dangerous_ones_raise() -> None:
    judged = np.array([0.6, 0.3, 0.1], dtype=np.float32)
    towards = with_neighbours(judged, np.array([0.1, 0.85, 0.05], dtype=np.float32))
    away = with_neighbours(judged, np.array([0.9, 0.05, 0.05], dtype=np.float32))
    assert towards[1] > judged[1] > away[1]
    assert float(towards.sum()) == pytest.approx(1.0, abs=1e-5)


def test_weights_without_neighbours_are_refused(tmp_path: Path) -> None:
    with np.load(model.WEIGHTS, allow_pickle=False) as stored:
        np.savez(
            tmp_path / "old.npz", **{n: stored[n] for n in stored if not n.startswith("near_")}
        )
    with pytest.raises(model.ClassifierUnavailable, match="can't be read"):
        model.load(FlatEncoder(), weights=tmp_path / "old.npz")
