"""Near examples: shares of what they are, the text itself left out, the same after saving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.neighbours import Neighbours, learn


def points(count: int = 120) -> tuple[list[np.ndarray], list[frozenset[str]]]:
    """Two heaps of vectors, food and housing."""
    rng = np.random.default_rng(7)
    heaps = rng.normal(size=(2, 384))
    vectors = [(heaps[i % 2] + 0.5 * rng.normal(size=384)).astype(np.float32) for i in range(count)]
    names = ("need:emergency_relief", "need:accommodation")
    return vectors, [frozenset({"intent:find_service", names[i % 2]}) for i in range(count)]


@pytest.fixture(scope="module")
def neighbours() -> Neighbours:
    vectors, outcomes = points()
    return learn(vectors, ["en"] * len(vectors), outcomes)


def test_shares_follow_the_nearest_examples(neighbours: Neighbours) -> None:
    vectors, _ = points()
    needs = neighbours.of_kind("need", neighbours.shares(vectors[0]))
    assert needs["emergency_relief"] > 0.9
    assert neighbours.of_kind("intent", neighbours.shares(vectors[1])) == {
        "find_service": pytest.approx(1.0)
    }


def test_a_training_text_is_not_its_own_neighbour(neighbours: Neighbours) -> None:
    vectors, outcomes = points()
    outcomes[0] = frozenset({"intent:find_service", "need:transport"})
    odd = learn(vectors, ["en"] * len(vectors), outcomes)
    assert odd.of_kind("need", odd.shares(vectors[0])).get("transport", 0) > 0
    assert "transport" not in odd.of_kind("need", odd.shares(vectors[0], but_itself=True))


def test_saved_and_loaded_it_answers_the_same(neighbours: Neighbours, tmp_path: Path) -> None:
    neighbours.save(tmp_path)
    vector = points()[0][3]
    again = Neighbours.load(tmp_path)
    assert again.labels == neighbours.labels
    assert np.allclose(again.shares(vector), neighbours.shares(vector), atol=1e-5)


def test_a_vector_of_nothing_is_safe(neighbours: Neighbours) -> None:
    assert np.isfinite(neighbours.shares(neighbours.mean)).all()
