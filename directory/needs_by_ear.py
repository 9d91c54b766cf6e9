"""Words of needs in another language, written by ear in Latin letters or without its accents.

"vakeel", "wakil" and "vakil" are one word, "nesesito" and "necesito" too: words listed and words
said are both brought to a key that keeps what every spelling keeps. Looked for only in messages
that are in the language, so that nothing of it is found in English.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from directory.needs_languages import is_latin, unaccented
from directory.needs_words import Token

#: Digits for letters that Arabic has and Latin has not.
_DIGITS = str.maketrans({"3": "", "2": "", "7": "h", "5": "k", "6": "t", "9": "s", "8": "k"})
#: The same sound in most of the languages, in this order.
_EVENED = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"ph", "f"),
        (r"sch|sh|ch|ç|x(?=i)", "C"),
        (r"(?<=[kgtdbj])h", ""),
        (r"gg(?=l)", "g"),
        (r"[csz]+(?=[eiy])|z|x$", "s"),
        (r"[cqx]", "k"),
        (r"[bw]", "v"),
        (r"ee|ea(?=k)|y|ei|oi", "i"),
        (r"oo|ou|w", "u"),
        (r"h", ""),
        (r"e", "i"),
        (r"o", "u"),
        (r"ll", "l"),
        (r"(.)\1+", r"\1"),
    )
)
#: A word alone whose key is shorter is found by chance, unless it was listed to be read by ear.
_SHORTEST = 5


#: Where nobody writes b for v: "volete" (you want) of Italian is no bill.
_B_IS_B = frozenset({"it", "tr"})


@lru_cache(maxsize=8192)
def by_ear(word: str, language: str = "") -> str:
    """What all spellings of ``word`` (one word, small letters) have in common."""
    key = unaccented(word).translate(_DIGITS) if not word.isdigit() else word
    if language in _B_IS_B:
        key = key.replace("b", "\N{LATIN SMALL LETTER B WITH STROKE}")
    for pattern, letter in _EVENED:
        key = pattern.sub(letter, key)
    return key


#: Typed without its accents, but spelt as it is; where they are written they tell words apart
#: ("tôi cần", I need, is no "thẻ xanh").
_SPELT = frozenset({"vi"})


def _heard(word: str, language: str) -> str:
    """The key of a word that was said, or "" where it can be none."""
    if language in _SPELT:
        return word if word.isascii() else ""
    return by_ear(word, language) if word.isalnum() else ""


class ByEar:
    """Phrases of each language by the key of their first word; the longest at a place wins."""

    def __init__(self, beside: Mapping[str, Sequence[str]]) -> None:
        """``beside``: languages whose words are read together."""
        self._beside = beside
        self._phrases: dict[str, dict[str, list[tuple[tuple[str, ...], Any]]]] = {}

    def add(self, language: str, phrase: str, meaning: Any, *, short: bool = False) -> None:
        """Adds a phrase of ``language`` in Latin letters; others are left out, ``short`` words too."""
        if not is_latin(phrase):
            return
        keys = tuple(
            unaccented(word) if language in _SPELT else by_ear(word, language)
            for word in phrase.lower().split()
        )
        if len(keys) == 1 and len(keys[0]) < _SHORTEST and not short:
            return
        entries = self._phrases.setdefault(language, defaultdict(list))[keys[0]]
        entries.append((keys, meaning))

    def find(self, said: Sequence[Token], language: str) -> Iterator[tuple[int, int, Any]]:
        """(start, end, meaning) of each phrase of ``language`` in a message, never overlapping."""
        books = [
            book
            for code in (language, *self._beside.get(language, ()))
            if (book := self._phrases.get(code))
        ]
        if not books:
            return
        keys = [_heard(token.word, language) for token in said]
        at = 0
        while at < len(keys):
            fits = [
                (len(phrase), meaning)
                for book in books
                for phrase, meaning in book.get(keys[at], ())
                if phrase == tuple(keys[at : at + len(phrase)])
                and said[at].sentence == said[at + len(phrase) - 1].sentence
            ]
            if fits:
                length, meaning = max(fits, key=lambda fit: fit[0])
                yield said[at].start, said[at + length - 1].end, meaning
                at += length
            else:
                at += 1
