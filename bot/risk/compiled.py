"""The compiled phrases, kept between starts.

Compiling four thousand phrases takes most of a second, reading them compiled a
twentieth. What is kept belongs to the very contents of the files it was made from,
and to the code that made it: anything else is compiled anew. The file is this
program's own (under ``.rasa``, beside Rasa's caches) and never leaves the machine.
"""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from bot.risk.indicators import HERE, Rules, load_from

log = logging.getLogger(__name__)

CACHE = HERE.parent.parent / ".rasa" / "risk_phrases"
#: Code whose change compiles phrases otherwise.
_CODE = (
    "assessment.py",
    "compiled.py",
    "indicators.py",
    "matcher.py",
    "patterns.py",
    "phrase_parts.py",
    "text.py",
)


def compiled(folder: Path = HERE, cache: Path = CACHE) -> Rules:
    """``load_from(folder)``, from the cache where that holds it. Raises ``BadIndicators``."""
    kept = cache / f"{fingerprint(folder)}.pickle"
    try:
        found = pickle.loads(kept.read_bytes())  # noqa: S301 - written by this program alone
        if isinstance(found, Rules):
            return found
    except FileNotFoundError:
        pass
    except Exception as error:  # a file cut short, made by another version: compile anew
        log.warning("kept phrases can't be read error=%s", type(error).__name__)
    made = load_from(folder)
    _keep(made, kept)
    return made


def fingerprint(folder: Path) -> str:
    """Hash over names and contents of everything phrases are compiled from, and of the code."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=12)
    data = [*folder.glob("*.yml"), *folder.glob("words_near.txt")]
    data += (folder / "indicators").rglob("*.yml")
    for path in [*sorted(data), *(HERE / name for name in _CODE)]:
        digest.update(path.name.encode())
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def _keep(made: Rules, kept: Path) -> None:
    """Writes the file whole or not at all, and drops those of earlier phrases."""
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as part:
            pickle.dump(made, part, protocol=5)
        os.replace(part.name, kept)
        for old in kept.parent.glob("*.pickle"):
            if old != kept:
                old.unlink(missing_ok=True)
    except OSError as error:  # a folder that can't be written: the next start compiles again
        log.info("compiled phrases are not kept error=%s", type(error).__name__)


#: Phrases that stand in for the program's own while two versions are compared.
_instead: Rules | None = None


def rules() -> Rules:
    """The program's phrases, compiled once until a file changes. Raises ``BadIndicators``."""
    return _instead or _own()


@lru_cache(maxsize=1)
def _own() -> Rules:
    return compiled()


@contextmanager
def using(loaded: Rules) -> Iterator[None]:
    """Other phrases while the block runs; for a command that compares, in one thread."""
    global _instead
    before, _instead = _instead, loaded
    try:
        yield
    finally:
        _instead = before
