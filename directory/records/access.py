"""What a place does for people with disability, read from codes and from words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

ACCESS = frozenset({"wheelchair", "auslan", "easy_read", "step_free", "hearing", "vision"})

#: What files write -> our code. Only what can mean nothing else.
_WORDS = {
    "wheelchair": re.compile(r"\bwheel ?chairs?\b", re.I),
    "auslan": re.compile(r"\b(?:auslan|sign language)\b", re.I),
    "easy_read": re.compile(r"\b(?:easy[ -]read|easy english)\b", re.I),
    "step_free": re.compile(r"\b(?:step[ -]free|no steps|level entry|ramps?)\b", re.I),
    "hearing": re.compile(r"\bhearing (?:loop|augmentation)\b", re.I),
    "vision": re.compile(r"\b(?:braille|tactile|audio description)\b", re.I),
}
_NOT = re.compile(r"\b(?:no|not|without|lacks?|inaccessible)\b(?! steps)", re.I)


def access_codes(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    """Our codes of rows of ``dir_accessibility``: ``details`` where it is one, else from the words.

    Words that deny ("not wheelchair accessible") give nothing.
    """
    codes: list[str] = []
    for row in rows:
        if row["details"] in ACCESS:
            codes.append(row["details"])
            continue
        said = f"{row['description'] or ''} {row['details'] or ''}"
        if not _NOT.search(said):
            codes += [code for code, words in _WORDS.items() if words.search(said)]
    return list(dict.fromkeys(codes))
