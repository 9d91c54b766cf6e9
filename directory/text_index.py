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
from collections import Counter, OrderedDict
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory.place_words import FUNCTION_WORDS

#: A match that holds less of what was asked than this is none.
LEAST_MATCH = 0.25
MOST_WORDS = 12
#: What a word counts in a name; elsewhere less, and a little more when it is repeated.
IN_NAME, ELSEWHERE, AGAIN, AGAIN_AT_MOST = 255, 140, 15, 3
#: Long records say many words: each counts a little less.
LONG_WORDS, LONG_MALUS = 6, 30
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


class WordCounter:
    """Collects the words of records, one after the other."""

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}
        self._weights: dict[str, array[int]] = {}
        self._size = 0

    def add(self, row: int, text: str) -> None:
        """The words of one record; its name is the first line."""
        name, _, rest = text.partition("\n")
        counts: Counter[str] = Counter(
            stem(word) for word in _WORD.findall(rest.lower()) if word not in FUNCTION_WORDS
        )
        malus = min(LONG_MALUS, len(counts) // LONG_WORDS)
        weights = {
            word: ELSEWHERE - malus + AGAIN * min(AGAIN_AT_MOST, count - 1)
            for word, count in counts.items()
        }
        for word in _WORD.findall(name.lower()):
            if word not in FUNCTION_WORDS:
                weights[stem(word)] = IN_NAME
        for word, weight in weights.items():
            rows = self._rows.get(word)
            if rows is None:
                rows = self._rows[word] = array("i")
                self._weights[word] = array("B")
            rows.append(row)
            self._weights[word].append(weight)
        self._size += 1

    def postings(self, place_of: NDArray[Any]) -> Postings:
        """The postings, with each record at its place among the sorted rows."""
        made: dict[str, bytes] = {}
        for word in list(self._rows):
            rows = place_of[np.array(self._rows.pop(word), np.int64)]
            order = np.argsort(rows)
            weights = np.array(self._weights.pop(word), np.uint8)[order]
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
    if not total:
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
