"""Free text over the listings: which hold the words asked for, and how well.

An index of our own, the same on every database. Each word keeps the rows it
stands in and how much it counts there (a name more than a description). A word
in half of all records costs a few milliseconds; ranking them by the databases'
own full text costs a hundred times that.
"""

from __future__ import annotations

import math
import re
import unicodedata
from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from directory.place_words import FUNCTION_WORDS

#: A match that holds less of what was asked than this is none.
LEAST_MATCH = 0.25
MOST_WORDS = 12
#: A word in more than this share of all records says little of what is wanted.
COMMON = 0.1
#: What a word counts in a name; elsewhere less, and a little more when it is repeated.
IN_NAME, ELSEWHERE, AGAIN, AGAIN_AT_MOST = 255, 140, 15, 3
#: Long records say many words: each counts a little less.
LONG_WORDS, LONG_MALUS = 6, 30
#: Words as they are written that are remembered with their stem while an index is made.
MOST_STEMS = 200_000
#: Postings kept in memory, bytes; the commonest words of 450,000 records are 2 MB each.
KEPT_BYTES = 12_000_000

_WORD = re.compile(r"[^\W_]{2,}")
_ENDINGS = (
    ("ations", "ate"), ("ation", "ate"), ("ings", ""), ("ing", ""), ("ies", "y"), ("ied", "y"),
    ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("ments", ""), ("ment", ""),
    ("ers", ""), ("er", ""), ("ed", ""), ("s", ""),
)  # fmt: skip


@lru_cache(maxsize=60_000)
def stem(word: str) -> str:
    """One form for the forms of an English word ("meals", "housing"); others are left alone."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if not plain.isascii() or len(plain) < 4 or plain[0].isdigit():
        return plain
    for ending, instead in _ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= 3:
            if ending == "s" and plain[-2] in "su":
                break
            plain = plain[: len(plain) - len(ending)] + instead
            break
    return plain[:-1] if plain.endswith("e") and len(plain) > 4 else plain


def words_of(said: str) -> list[str]:
    """The words of a text that are worth looking up."""
    found = [word.lower() for word in _WORD.findall(said)]
    return list(dict.fromkeys(w for w in found if w not in FUNCTION_WORDS))[:MOST_WORDS]


Fetch = Callable[[str], "bytes | None"]


class Postings:
    """Word -> rows and weights, fetched when asked for and kept while they are in use."""

    def __init__(self, size: int, fetch: Fetch, made: Mapping[str, bytes] | None = None) -> None:
        self.size = size
        self.made = made or {}
        self._fetch = fetch
        self._kept: OrderedDict[str, tuple[NDArray[Any], NDArray[Any]]] = OrderedDict()
        self._bytes = 0

    def of(self, word: str) -> tuple[NDArray[np.int32], NDArray[np.uint8]]:
        """(rows, weights) of a stem; both empty when no record has it."""
        known = self._kept.get(word)
        if known is not None:
            return known
        data = self._fetch(word) or b""
        count = len(data) // 5
        known = (
            np.frombuffer(data, "<i4", count),
            np.frombuffer(data, np.uint8, count, offset=4 * count),
        )
        self._kept[word] = known
        self._bytes += len(data)
        while self._bytes > KEPT_BYTES and len(self._kept) > 1:
            _, (rows, weights) = self._kept.popitem(last=False)
            self._bytes -= rows.nbytes + weights.nbytes
        return known


class _Rows(NamedTuple):
    """The rows that a word stands in, and how much it counts there."""

    rows: array[int]
    weights: array[int]


class WordCounter:
    """Collects the words of records, one after the other."""

    def __init__(self) -> None:
        self._found: dict[str, _Rows] = {}
        #: A word as it is written -> its stem, or "" where it is not looked up.
        self._stems: dict[str, str] = {}
        self._size = 0

    def add(self, row: int, text: str) -> None:
        """The words of one record; its name is the first line."""
        name, _, rest = text.partition("\n")
        named = {self._stem(word) for word in _WORD.findall(name.lower())}
        counts: dict[str, int] = {}
        stems = self._stems
        for word in _WORD.findall(rest.lower()):
            base = stems.get(word)
            if base is None:
                base = self._stem(word)
            if base:
                counts[base] = counts.get(base, 0) + 1
        once = ELSEWHERE - min(LONG_MALUS, len(counts) // LONG_WORDS)
        for word, count in counts.items():
            if word not in named:
                weight = once if count == 1 else once + AGAIN * min(AGAIN_AT_MOST, count - 1)
                self._note(word, row, weight)
        for word in named:
            if word:
                self._note(word, row, IN_NAME)
        self._size += 1

    def _note(self, word: str, row: int, weight: int) -> None:
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = _Rows(array("i"), array("B"))
        found.rows.append(row)
        found.weights.append(weight)

    def _stem(self, word: str) -> str:
        known = self._stems.get(word)
        if known is None:
            if len(self._stems) >= MOST_STEMS:
                self._stems.clear()
            known = self._stems[word] = "" if word in FUNCTION_WORDS else stem(word)
        return known

    def postings(self, place_of: NDArray[Any]) -> Postings:
        """The postings, with each record at its place among the sorted rows."""
        made: dict[str, bytes] = {}
        for word in list(self._found):
            found = self._found.pop(word)
            rows = place_of[np.frombuffer(found.rows, np.int32)]
            order = np.argsort(rows)
            weights = np.frombuffer(found.weights, np.uint8)[order]
            made[word[:80]] = rows[order].astype("<i4").tobytes() + weights.tobytes()
        return Postings(self._size, made.get, made)


def text_scores(said: str, parts: list[Postings]) -> list[NDArray[np.float32] | None]:
    """For each part the match of every row, 0 to 1 (0: none); None when no word counts.

    A word counts the more the fewer records hold it, over all parts together,
    so a record's match does not hang on which part it is in.
    """
    words = list(dict.fromkeys(stem(word)[:80] for word in words_of(said)))
    found = {word: [part.of(word) for part in parts] for word in words}
    everything = sum(part.size for part in parts)
    worth = {
        word: math.log(1 + everything / count)
        for word, lists in found.items()
        if (count := sum(len(rows) for rows, _ in lists))
    }
    total = sum(worth.values())
    missed = len(worth) < len(words)
    if not total or (missed and max(worth.values()) < math.log(1 + 1 / COMMON)):
        # "free haircut": what it is about is in no record, and half of them are free.
        return [None for _ in parts]
    scores: list[NDArray[np.float32] | None] = []
    for number, part in enumerate(parts):
        match = np.zeros(part.size, np.float32)
        for word, value in worth.items():
            rows, weights = found[word][number]
            match[rows] += weights * np.float32(value / total / IN_NAME)
        match[match < LEAST_MATCH] = 0
        scores.append(match)
    return scores
