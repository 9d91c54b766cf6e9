"""Which parts of a need go together: kinds of house, and parts that stand alone.

"Health" in somebody's list may be a clinic that has a dentist or a police
station; only the record's own words tell. What is held here is data
(``need_kinds.yml``); pure functions of codes and texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from directory.needs import NEEDS, sub_need

DATA = Path(__file__).parent / "need_kinds.yml"
#: How a kind stands among the terms of a listing: it is no need, and nobody sees it.
MARK = "kind:"


@dataclass(frozen=True)
class _Kind:
    code: str
    need: str
    parts: frozenset[str]
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def _read() -> tuple[frozenset[str], frozenset[str], tuple[_Kind, ...]]:
    raw = yaml.safe_load(DATA.read_text("utf-8"))
    kinds = []
    for name, entry in raw["kinds"].items():
        needs = {sub.need for part in entry["parts"] if (sub := sub_need(part))}
        (need,) = needs  # the parts of a kind are of one need
        said = "|".join(re.escape(word) for word in entry["words"])
        pattern = re.compile(rf"\b(?:{said})\b", re.I)
        kinds.append(_Kind(f"{MARK}{name}", need, frozenset(entry["parts"]), pattern))
    return frozenset(raw["apart"]), frozenset(raw["any"]), tuple(kinds)


def kind_of(part: str) -> str | None:
    """The kind of house that does a part of a need: ``kind:health`` for a dentist."""
    return _by_part().get(part)


@lru_cache(maxsize=1)
def _by_part() -> Mapping[str, str]:
    return {part: kind.code for kind in _read()[2] for part in kind.parts}


def kinds_said(terms: Sequence[str], text: str) -> list[str]:
    """The kinds that a record's words say, for needs of which it names no part."""
    if len(terms) > len(NEEDS):
        return []
    whole = {code for code in terms if code in NEEDS}
    whole -= {sub.need for code in terms if (sub := sub_need(code))}
    return [kind.code for kind in _read()[2] if kind.need in whole and kind.words.search(text)]


def parts_of(terms: Iterable[str]) -> set[str]:
    """The parts of needs among the terms of a listing."""
    return {code for code in terms if code not in NEEDS and not code.startswith(MARK)}


def set_apart(asked: str) -> tuple[frozenset[str], frozenset[str]]:
    """(parts that are no help for the part asked, parts that make up for having one of them).

    Empty where nothing of its need stands alone.
    """
    sub = sub_need(asked)
    if sub is None:
        return frozenset(), frozenset()
    every = frozenset(NEEDS[sub.need].sub_needs)
    apart, every = _read()[0] & every, every - _read()[1]
    if not apart:
        return frozenset(), frozenset()
    helping = frozenset({asked, *sub.related})
    if asked in apart:
        return every - helping, helping
    return apart - helping, every - apart | helping


def of_another_part(terms: Iterable[str], asked: str) -> bool:
    """Whether a record is there for parts that are no help for the one asked, and for no other."""
    no_help, makes_up = set_apart(asked)
    held = set(terms)
    return bool(held & no_help) and not held & makes_up
