"""Rows of bytes and their products with a vector (docs/decisions/0184)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.language.likeness.graph import BLOCK, GRAPH, WIDTH, ZERO

logger = logging.getLogger(__name__)

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.int8]
#: uint8[WIDTH] -> its product with every row of a block, whole numbers.
Product = Callable[[npt.NDArray[np.uint8]], Any]

#: The largest number in a row; the smallest is the same below zero.
ROW_MAX = 127


def in_bytes(vectors: Floats, largest: float) -> Bytes:
    """``vectors`` with numbers up to ``largest`` as bytes; what is larger is cut to it."""
    whole = np.clip(np.rint(vectors * (ROW_MAX / largest)), -ROW_MAX, ROW_MAX)
    return np.asarray(whole, dtype=np.int8)


class Rows:
    """Rows of one length, compared with a vector of that length; safe for use from several threads.

    ONNX Runtime multiplies bytes as they are, ten times as fast as after turning 100,000 rows into
    floats. Where it won't run NumPy does the same sums.
    """

    def __init__(self, rows: Bytes, largest: float) -> None:
        """``rows`` is (n, width), made by ``in_bytes`` with ``largest``; the engine's copy is kept."""
        self.count, self.width = rows.shape
        self._largest = largest
        self._parts = range(0, self.width, WIDTH)
        self._blocks = range(0, self.count, BLOCK)
        try:
            self._products = self._all(rows, _by_onnxruntime())
        except Exception as error:  # whatever the engine raises: comparing goes on without it
            logger.error("likeness_without_onnxruntime error=%s", type(error).__name__)
            self._products = self._all(rows, _by_numpy)

    def products(self, vector: Floats) -> Floats:
        """float32[n]: the product of ``vector`` with each row, as if neither were made bytes."""
        most = max(float(np.abs(vector).max(initial=0.0)), 1e-9)
        unit = (most / ROW_MAX) * (self._largest / ROW_MAX)
        return np.asarray(self._times(in_bytes(vector, most)) * np.float32(unit), np.float32)

    def as_bytes(self) -> Bytes:
        """The rows as they were given: a product with one of each of their numbers."""
        ones = np.eye(self.width, dtype=np.int8)
        return np.stack([self._times(one) for one in ones], axis=1).astype(np.int8)

    def _times(self, asked: Bytes) -> npt.NDArray[np.int32]:
        found = np.zeros(len(self._blocks) * BLOCK, dtype=np.int32)
        for part, products in zip(self._parts, self._products, strict=True):
            shifted = _padded(asked[part : part + WIDTH][:, None], 1).T
            for start, product in zip(self._blocks, products, strict=True):
                found[start : start + BLOCK] += product(shifted)
        return found[: self.count]

    def _all(self, rows: Bytes, made: Callable[[npt.NDArray[np.uint8]], Product]) -> Any:
        return [
            [
                made(_padded(rows[start : start + BLOCK, part : part + WIDTH].T, BLOCK))
                for start in self._blocks
            ]
            for part in self._parts
        ]


def _padded(given: Bytes, columns: int) -> npt.NDArray[np.uint8]:
    """Up to (WIDTH, columns) of bytes as all of it without a sign, zero where there is nothing."""
    found = np.full((WIDTH, columns), ZERO, dtype=np.uint8)
    found[: given.shape[0], : given.shape[1]] = given.astype(np.int16) + ZERO
    return found


def _by_onnxruntime() -> Callable[[npt.NDArray[np.uint8]], Product]:
    """Raises ``ImportError`` without ONNX Runtime; what it gives raises what that raises."""
    import onnxruntime

    graph = GRAPH.read_bytes()

    def made(block: npt.NDArray[np.uint8]) -> Product:
        settings = onnxruntime.SessionOptions()
        settings.inter_op_num_threads = settings.intra_op_num_threads = 1
        settings.enable_cpu_mem_arena = False
        settings.log_severity_level = 3
        value = onnxruntime.OrtValue.ortvalue_from_numpy(block)
        settings.add_external_initializers(["rows"], [value])
        run = onnxruntime.InferenceSession(graph, settings, providers=["CPUExecutionProvider"]).run
        return lambda asked: run(None, {"asked": asked})[0][0]

    return made


def _by_numpy(block: npt.NDArray[np.uint8]) -> Product:
    """The same sums: whole numbers below 2 to the 24th are exact as floats."""

    def product(asked: npt.NDArray[np.uint8]) -> Any:
        wide = block.astype(np.float32) - ZERO
        return ((asked[0].astype(np.float32) - ZERO) @ wide).astype(np.int32)

    return product
