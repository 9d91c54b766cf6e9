"""Further needs of a message, each told in a clause of its own ("fridge is empty, they're cutting the gas").

The whole message is read first. Where it has several clauses and one need was found, each
clause is read by the same model: a need counts beside the first if one clause states it
clearly, another states the need that was found, and the whole doesn't speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.language.detect import detect
from bot.nlu.facts import Mention

#: A further need counts where its clause is as sure as this and no other need of the clause
#: is above ``DOUBT``, where the whole message gives it ``POSSIBLE``, and where another clause
#: gives ``KNOWN`` to the need that was found. Tried from .5 to .9, 0 to .2, .3 to .8.
CLEAR = 0.8
DOUBT = 0.4
POSSIBLE = 0.05
KNOWN = 0.5
#: Where the whole message gives it so much, its clause need not be surer than ``KNOWN``.
THOUGHT_OF = 0.4
#: Longer stories are read as a whole: reading costs an encoding (2 to 5 ms) a clause.
MOST_CLAUSES = 5
#: A clause of one word says too little.
LEAST_WORDS = 2
#: Scripts without spaces between words count letters instead.
LEAST_LETTERS = 4

_BREAK = re.compile(
    r"\s*(?:[,;.!?،؛。，；、]|\s[-–—]+\s)\s*(?:(?:and|but|so|plus|also|then|now|&|n)\s+)*"
    r"|\s+(?:and|but|so|plus|also|then|because|cause|cos|&)\s+(?:(?:now|then|also|i also)\s+)?",
    re.IGNORECASE,
)
#: The same with the words of other languages; in English "at" is another word.
_BREAK_ELSEWHERE = re.compile(
    _BREAK.pattern
    + r"|\s+(?:y|pero|e|ma|και|ve|và|nhưng|at|tapos|tsaka|iyo|और|اور|و|ও|আর|अनि|र|ਤੇ|ਅਤੇ)\s+",
    re.IGNORECASE,
)
#: It points to the clause before ("and I want it to stop"), so it states no need of its own.
_POINTS_BACK = re.compile(r"\b(?:it|that|this|them|those)\b", re.IGNORECASE)
#: What is taken care of.
_SETTLED = re.compile(
    r"\b(?:sorted|covered|(?:is|are|'s|'re) (?:fine|ok|okay|good)|no problem|already (?:have|got))\b",
    re.IGNORECASE,
)
_SPACED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@dataclass(frozen=True)
class Reading:
    """What one clause says: probability of each need, and shares of near sub-needs."""

    chance: Mapping[str, float]
    near: Mapping[str, float]


@dataclass(frozen=True)
class Clause:
    """A part of a message and where it stands."""

    start: int
    end: int
    text: str


def clauses(text: str) -> list[Clause]:
    """The clauses of ``text``, empty where it has one only or more than ``MOST_CLAUSES``."""
    found: list[Clause] = []
    start = 0
    breaks = _BREAK if detect(text).code == "en" else _BREAK_ELSEWHERE
    for end, follow in [*((m.start(), m.end()) for m in breaks.finditer(text)), (len(text), 0)]:
        said = text[start:end].strip(" .,!?")
        if _says_something(said):
            begin = text.index(said, start)
            found.append(Clause(begin, begin + len(said), said))
        start = follow
    return found if 1 < len(found) <= MOST_CLAUSES else []


def _says_something(said: str) -> bool:
    words = _SPACED.findall(said)
    if len(words) >= LEAST_WORDS:
        return True
    return len(words) == 1 and not words[0].isascii() and len(words[0]) >= LEAST_LETTERS


def further(
    parts: Sequence[Clause],
    known: frozenset[str],
    whole: Mapping[str, float],
    read: Callable[[str], Reading],
) -> list[tuple[Mention, Reading]]:
    """The needs beside ``known`` that clauses of their own state, with what was read in each.

    ``whole`` is what the whole message gives each need; ``read`` reads a clause (it encodes).
    """
    if not known or not any(whole.get(code, 0.0) >= POSSIBLE for code in whole.keys() - known):
        return []
    stating: list[Clause] = []  # a need that was found
    other: list[tuple[Clause, Reading, str]] = []  # another one, clearly
    for number, part in enumerate(parts, start=1):
        reading = read(part.text)
        first = _likeliest(reading)
        if first in known and reading.chance[first] >= KNOWN:
            stating.append(part)
        elif first not in known and _is_clear(part, reading, whole):
            other.append((part, reading, first))
        if (not stating) + (not other) > len(parts) - number:
            return []  # The clauses that are left can't make up for it, and reading them takes time.
    found: list[tuple[Mention, Reading]] = []
    for part, reading, first in other:
        if first not in {m.value for m, _ in found}:
            found.append((Mention("need", first, part.start, part.end, "model"), reading))
    return found


def _is_clear(part: Clause, reading: Reading, whole: Mapping[str, float]) -> bool:
    """Whether a clause states its likeliest need, and the whole message doesn't speak against it."""
    first, second, *_ = sorted(reading.chance, key=lambda code: -reading.chance[code])
    possible = whole.get(first, 0.0)
    least = KNOWN if possible >= THOUGHT_OF else CLEAR
    if reading.chance[first] < least or reading.chance[second] > DOUBT or possible < POSSIBLE:
        return False
    return not (_POINTS_BACK.search(part.text) or _SETTLED.search(part.text))


def _likeliest(reading: Reading) -> str:
    return max(reading.chance, key=lambda code: reading.chance[code])
