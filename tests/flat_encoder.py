"""A stand-in for the sentence encoder: quick, always the same vector."""

from __future__ import annotations

from typing import Any

import numpy as np


class FlatEncoder:
    """A stand-in for the sentence encoder: quick, always the same vector."""

    name = "flat"

    def encode(self, text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
        return np.full(384, 1 / np.sqrt(384), dtype=np.float32)
