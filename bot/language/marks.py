"""Reads ``marks.yml``: letters and words that tell apart languages which share a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

Words = frozenset[str]


@dataclass(frozen=True)
class Marks:
    """The content of ``marks.yml``; letters are sets of single characters."""

    cantonese_letters: Words
    cantonese_words: Words
    simplified_letters: Words
    traditional_letters: Words
    sgaw_letters: Words
    vietnamese_letters: Words
    dari: Words
    dari_phrases: Words
    hazaragi: Words
    macedonian: Words
    english: Words
    #: words about needs, services and places that a look-up is made of
    english_topics: Words
    #: language code -> its own letters, in the order to look
    arabic_letters: Mapping[str, Words]
    cyrillic_letters: Mapping[str, Words]
    #: language code -> its everyday words
    latin: Mapping[str, Words]
    romanised: Mapping[str, Words]


def _set(name: str, value: str | list[str]) -> Words:
    if isinstance(value, list):
        return frozenset(value)
    return frozenset("".join(value.split()) if name.endswith("letters") else value.split())


@lru_cache(maxsize=1)
def marks() -> Marks:
    """The marks, read once."""
    raw = yaml.safe_load(Path(__file__).with_name("marks.yml").read_text(encoding="utf-8"))
    fields: dict[str, Any] = {
        name: {code: _set(name, text) for code, text in value.items()}
        if isinstance(value, dict)
        else _set(name, value)
        for name, value in raw.items()
    }
    return Marks(**fields)
