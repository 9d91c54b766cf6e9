"""Vectors of training texts are kept, and a broken file costs time only."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from bot.language.encoder import DIMENSIONS, Vector
from bot.nlu.vector_cache import encode_all


class CountingEncoder:
    """Vectors that tell their text, and a list of what was encoded."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> Vector:
        self.asked.append(text)
        return np.full(DIMENSIONS, len(text), np.float32)


def test_a_text_is_encoded_once_over_two_trainings(tmp_path: Path) -> None:
    kept = tmp_path / "deep" / "vectors.npz"
    first, second = CountingEncoder(), CountingEncoder()
    encode_all(["food", "rent", "food"], first, "e5", kept)
    vectors = encode_all(["rent", "lawyer"], second, "e5", kept)
    assert sorted(first.asked) == ["food", "rent"]
    assert second.asked == ["lawyer"]
    assert [v[0] for v in vectors] == [4.0, 6.0]


def test_other_weights_encode_anew(tmp_path: Path) -> None:
    kept, other = tmp_path / "vectors.npz", CountingEncoder()
    encode_all(["food"], CountingEncoder(), "e5", kept)
    encode_all(["food"], other, "e6", kept)
    assert other.asked == ["food"]


def test_the_file_holds_no_text(tmp_path: Path) -> None:
    kept = tmp_path / "vectors.npz"
    encode_all(["a secret sentence"], CountingEncoder(), "e5", kept)
    assert b"secret" not in kept.read_bytes()


def test_a_broken_file_is_made_anew(tmp_path: Path) -> None:
    kept, encoder = tmp_path / "vectors.npz", CountingEncoder()
    kept.write_bytes(b"no archive")
    encode_all(["food"], encoder, "e5", kept)
    assert encoder.asked == ["food"]
    encode_all(["food"], encoder, "e5", kept)
    assert encoder.asked == ["food"]
