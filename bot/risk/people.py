"""Who is spoken of in a message: the people its words name, and in which part of what happens.

Numbers for ``bot.risk.whose``, made of a text's canonical words and ``people.yml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import yaml

from bot.risk.judges import FloatArray

FILE = Path(__file__).with_name("people.yml")
#: Kinds of people that English words name; "reported" is somebody whom staff speak of.
KINDS = ("speaker", "of_speaker", "they", "you", "child", "partner", "other", "staff", "public")
#: Kinds that words of other languages name.
ELSEWHERE = ("child", "partner", "other")
_OBJECTS = ({"me", "us"}, {"i", "we"}, {"him", "her", "them"}, {"he", "she", "they"})
_THEMSELVES = ({"myself"}, {"himself", "herself", "themselves"})
#: Numbers of one text.
SIZE = 6 * len(KINDS) + len(_OBJECTS) + len(_THEMSELVES) + 2 + len(ELSEWHERE)


@dataclass(frozen=True)
class People:
    """The words of ``people.yml``."""

    kinds: Mapping[str, str]
    reported: frozenset[str]
    doing: frozenset[str]
    towards: frozenset[str]
    elsewhere: tuple[re.Pattern[str], ...]


def load(canonical: Callable[[str], str], file: Path = FILE) -> People:
    """Reads the words; ``canonical`` spells those of other languages as texts will be spelt."""
    stored = yaml.safe_load(file.read_text("utf-8"))
    english = {name: frozenset(str(words).split()) for name, words in stored["english"].items()}
    kinds = {word: kind for kind in KINDS for word in english[kind]}
    found = []
    for kind in ELSEWHERE:
        words = {
            canonical(word.replace("_", " "))
            for language in stored["languages"].values()
            for word in str(language[kind]).split()
        }
        found.append(_begins_with({word for word in words if word}))
    return People(kinds, english["reported"], english["doing"], english["towards"], tuple(found))


def _begins_with(words: set[str]) -> re.Pattern[str]:
    """Words with spaces between begin so; where a script has none, they stand anywhere."""
    unspaced = re.compile(r"[\u0e00-\u0e7f\u3400-\u9fff\uac00-\ud7a3]")
    inside = sorted(word for word in words if unspaced.search(word))
    apart = sorted(words.difference(inside))
    return re.compile(
        "|".join([rf"\b(?:{'|'.join(map(re.escape, apart))})", *map(re.escape, inside)])
    )


def numbers(people: People, sentence: str) -> FloatArray:
    """``SIZE`` numbers about a canonical text: who is named, first, last, alone, doing, done to."""
    words = sentence.split()
    each, size = np.zeros((6, len(KINDS)), np.float32), len(KINDS)
    counted, first, doing, done_to, last, alone = each
    more = np.zeros(SIZE - 6 * size, np.float32)
    places = _mentions(people, words)
    for place, kind in places:
        counted[kind] += 1
        if _at(words, place + 1) in people.doing:
            doing[kind] += 1
        if _at(words, place - 1) in people.towards:
            done_to[kind] += 1
    for number, group in enumerate((*_OBJECTS, *_THEMSELVES)):
        more[number] = min(3, sum(word in group for word in words))
    more[6] = float(bool(words) and words[0] in {"i", "we"})
    more[7] = float(any(word in people.reported for word in words))
    if places:
        first[places[0][1]] = last[places[-1][1]] = 1
        alone[places[0][1]] = float(len({kind for _, kind in places}) == 1)
    if not sentence.isascii() or not places:
        for number, pattern in enumerate(people.elsewhere):
            more[8 + number] = float(bool(pattern.search(sentence)))
    return np.concatenate([np.minimum(each, 3).ravel(), more])


def _mentions(people: People, words: Sequence[str]) -> list[tuple[int, int]]:
    """(place, number of the kind) of each; "my" before a person is part of that person."""
    found = []
    for place, word in enumerate(words):
        kind = people.kinds.get(word)
        following = people.kinds.get(_at(words, place + 1))
        if kind is None or (
            kind == "of_speaker" and following not in (None, "speaker", "of_speaker", "they")
        ):
            continue
        found.append((place, KINDS.index(kind)))
    return found


def _at(words: Sequence[str], place: int) -> str:
    return words[place] if 0 <= place < len(words) else ""


@lru_cache(maxsize=1)
def default_people() -> People:
    """The words of the package."""
    from bot.risk.compiled import rules

    reader = rules().reader
    return load(lambda word: reader.read(word).sentence())
