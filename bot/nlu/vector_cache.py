"""Sentence vectors of training texts, kept between trainings.

Encoding ten thousand sentences is most of the time of a training; hardly any of them change
from one to the next. A file holds hashes of texts and their vectors, never a text. The encoder's
name is part of each hash, so that other weights find nothing. Only training uses it.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from bot.language.encoder import DIMENSIONS, Vector

#: Beside Rasa's own cache, which may be deleted at any time as well.
DEFAULT = Path(".rasa") / "sentence_vectors.npz"
logger = logging.getLogger(__name__)


def encode_all(
    texts: Sequence[str], encode: Callable[[str], Vector], encoder: str, path: Path = DEFAULT
) -> list[Vector]:
    """The vector of each text, by ``encode`` on every core where ``path`` does not have it.

    ``encoder`` names the weights. A file that is missing, broken or cannot be written costs
    time only. What is no longer asked for is dropped from it.
    """
    keys = [hashlib.blake2b(f"{encoder}\0{t}".encode(), digest_size=16).hexdigest() for t in texts]
    known = _read(path)
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        known |= dict(zip(missing, pool.map(encode, missing.values()), strict=True))
    logger.info("%d of %d sentence vectors were kept", len(set(keys)) - len(missing), len(texts))
    if missing:
        _write(path, {key: known[key] for key in keys})
    return [known[key] for key in keys]


def _read(path: Path) -> dict[str, Vector]:
    try:
        with np.load(path, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}
    if vectors.shape != (len(keys), DIMENSIONS) or vectors.dtype != np.float32:
        return {}
    return dict(zip(map(str, keys), vectors, strict=True))


def _write(path: Path, known: dict[str, Vector]) -> None:
    partial = path.with_name(f"{path.stem}.{os.getpid()}.npz")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        np.savez(partial, keys=np.asarray(list(known)), vectors=np.stack(list(known.values())))
        partial.replace(path)
    except OSError as error:
        logger.warning("sentence vectors could not be kept: %s", type(error).__name__)
        partial.unlink(missing_ok=True)
