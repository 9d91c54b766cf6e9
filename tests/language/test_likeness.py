"""Rows of bytes: their products are those of the vectors, with and without ONNX Runtime."""

from __future__ import annotations

import logging

import numpy as np
import onnxruntime
import pytest

from bot.language.likeness import ROW_MAX, Rows, in_bytes
from bot.language.likeness.graph import BLOCK, WIDTH


def of_length_one(count: int, width: int, seed: int = 7) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, width)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def without_onnxruntime(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise RuntimeError("no session here")

    monkeypatch.setattr(onnxruntime, "InferenceSession", refused)


@pytest.mark.parametrize(
    ("count", "width"), [(1, 1), (50, WIDTH), (BLOCK, 2 * WIDTH), (BLOCK + 3, 300)]
)
def test_products_are_those_of_the_vectors(count: int, width: int) -> None:
    vectors = of_length_one(count, width)
    largest = float(np.abs(vectors).max())
    asked = of_length_one(1, width, seed=8)[0]

    found = Rows(in_bytes(vectors, largest), largest).products(asked)

    assert found.shape == (count,)
    assert np.abs(found - vectors @ asked).max() < 0.01


def test_rows_can_be_read_back_byte_for_byte() -> None:
    given = in_bytes(of_length_one(BLOCK + 7, 130), 0.3)
    assert np.array_equal(Rows(given, 0.3).as_bytes(), given)


def test_the_largest_bytes_of_either_sign_do_not_overflow() -> None:
    given = np.full((2, WIDTH), ROW_MAX, dtype=np.int8)
    given[1] = -ROW_MAX
    found = Rows(given, 1.0).products(np.ones(WIDTH, dtype=np.float32))
    assert found.tolist() == pytest.approx([WIDTH, -WIDTH])


def test_a_vector_of_nothing_is_like_none() -> None:
    rows = Rows(in_bytes(of_length_one(9, WIDTH), 0.4), 0.4)
    assert not rows.products(np.zeros(WIDTH, dtype=np.float32)).any()


def test_where_onnx_runtime_will_not_run_the_same_sums_are_done(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    given = in_bytes(of_length_one(BLOCK + 5, 200), 0.4)
    asked = of_length_one(1, 200, seed=9)[0]
    usual = Rows(given, 0.4).products(asked)
    without_onnxruntime(monkeypatch)

    with caplog.at_level(logging.ERROR):
        found = Rows(given, 0.4).products(asked)

    assert np.array_equal(found, usual)
    assert "likeness_without_onnxruntime" in caplog.text
