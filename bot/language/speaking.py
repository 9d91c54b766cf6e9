"""Which language is spoken now, and what the parts of what was said so far mean in English.

Callers outside this folder use the names of ``catalogue``, which says the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

_SPEAKING: ContextVar[str] = ContextVar("speaking", default="en")
#: Whether the English stands beside everything, for an interpreter or an officer.
_BESIDE: ContextVar[bool] = ContextVar("beside", default=False)
#: Parts of sentences said so far with their English: what stands beside holds nothing else.
_FRAGMENTS: ContextVar[dict[str, str] | None] = ContextVar("fragments", default=None)


@contextmanager
def speaking(code: str | None, *, beside: bool = False) -> Iterator[None]:
    """Everything said inside is in language ``code``, as far as there are words for it.

    ``beside``: the English stands beside every text, for an interpreter or an
    officer who reads along.
    """
    tokens = _SPEAKING.set(code or "en"), _BESIDE.set(beside), _FRAGMENTS.set({})
    try:
        yield
    finally:
        _SPEAKING.reset(tokens[0])
        _BESIDE.reset(tokens[1])
        _FRAGMENTS.reset(tokens[2])


def spoken() -> str:
    """The code of the language that is being spoken now; "en" outside ``speaking``."""
    return _SPEAKING.get()


def is_beside() -> bool:
    """Whether the English stands beside everything that is said now."""
    return _BESIDE.get()


def parts_said() -> dict[str, str] | None:
    """Parts of sentences said so far, each with its English; None outside ``speaking``."""
    return _FRAGMENTS.get()


def note_part(words: str, english: str) -> None:
    """Notes what a part of a sentence that was put together outside means, for the English beside it."""
    fragments = _FRAGMENTS.get()
    if fragments is not None:
        fragments[words] = english


def part_in_english(words: str) -> str:
    """A part of a sentence with everything that was said of it so far in English."""
    return str(in_english(words, _FRAGMENTS.get() or {}))


def in_english(value: object, fragments: Mapping[str, str]) -> object:
    """A value of a placeholder with its translated parts in English; what is no text stays."""
    if not isinstance(value, str):
        return value
    said = [own for own in sorted(fragments, key=len, reverse=True) if own]
    if not said:
        return value
    # In one reading, longest first: what is English already is not read again.
    wanted = re.compile("|".join(map(_whole, said)))
    return wanted.sub(lambda found: fragments[found.group()], value)


#: Scripts that write words without spaces between them.
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def _whole(part: str) -> str:
    """A pattern for ``part`` where it stands as words: Italian "e" is not a letter of "need"."""
    before = "" if _UNSPACED.match(part[0]) or not part[0].isalnum() else r"(?<!\w)"
    after = "" if _UNSPACED.match(part[-1]) or not part[-1].isalnum() else r"(?!\w)"
    return before + re.escape(part) + after
