"""Everyday words for needs in scripts that English does not use.

Words are looked for in the text as it is written, because each script joins
them its own way: Chinese and Thai write no spaces, Korean hangs particles on a
word, Arabic puts its article before one. Accents, vowel marks and the two
letters that one keyboard has for another's are evened out first.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import insort
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Marks that people leave out: Arabic vowels and stretching, nukta, Greek accents, joiners.
_DROPPED = frozenset("ـ़়਼ًٌٍَُِّْٰ́̀̈͂‌‍")
_SAME_LETTER = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ې": "ي", "ک": "ك",
    "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و", "ς": "σ",
})  # fmt: skip
#: What Arabic writes onto the front of a word: and, so, in, for, like, the.
_ARABIC_PREFIXES = frozenset(
    {"ال", "و", "ف", "ب", "ل", "ك", "وال", "بال", "فال", "لل", "ولل", "كال"}
)
#: Words this short stand alone: inside others they would be found by chance.
SHORT = 3
#: ... and of four letters, in the Arabic script of five languages, before an ending of one of them:
#: a pillow of Persian begins the Arabic "at work".
_ARABIC_ENDING = re.compile(
    "(?:ها|ات|ان|ين|ون|وں|يں|وا|ا|ه|ت|ي|و|ے)?"
    "(?:ي|يم|م|ت|ش|ك|ه|كم|هم|هن|نا|ها|ام|اش|اي|مان|تان|شان|مون|تون|شون|را|رو)?"
)


#: Languages in Arabic letters and the file of their words: alcohol of Persian is "all" in Arabic.
_ARABIC_LETTERS = {"ar": "ar", "fa": "fa", "prs": "fa", "haz": "fa", "ur": "ur"}


@dataclass
class ScriptWords:
    """Words by their first two letters, longest first. The meaning of a false friend is ("", None)."""

    words: dict[str, list[tuple[str, tuple[str, str | None], str]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, word: str, meaning: tuple[str, str | None], file: str = "") -> None:
        """Add a word (of the ``file`` of a language); of one with two meanings the first to be added counts."""
        letters = "".join(letter for letter, _ in evened(word))
        insort(self.words[letters[:2]], (letters, meaning, file), key=lambda entry: -len(entry[0]))

    def find(
        self, text: str, language: str = ""
    ) -> Iterator[tuple[int, int, tuple[str, str | None]]]:
        """(start, end, meaning) of each word found, in order, never overlapping.

        In a ``language`` in Arabic letters no word of another one in them is found.
        """
        if text.isascii():
            return
        own = _ARABIC_LETTERS.get(language)
        pairs = evened(text)
        letters = "".join(letter for letter, _ in pairs)
        at = 0
        while at < len(letters):
            for word, meaning, file in self._beginning(letters[at : at + 2]):
                if own not in (None, file) and file in _ARABIC_LETTERS:
                    continue
                if letters.startswith(word, at) and _stands(letters, at, at + len(word)):
                    end = at + len(word)
                    last = pairs[end][1] if end < len(pairs) else len(text)
                    yield pairs[at][1], last, meaning
                    at = end - 1
                    break
            at += 1

    def _beginning(self, two: str) -> Iterator[tuple[str, tuple[str, str | None], str]]:
        yield from self.words.get(two, ())
        if len(two) > 1:
            yield from self.words.get(two[0], ())


def is_latin(word: str) -> bool:
    """Whether a word is written in Latin letters (those go with the English phrases)."""
    return all("LATIN" in unicodedata.name(c, "") for c in word if c.isalpha())


def unaccented(word: str) -> str:
    """A Latin word as it is typed without its accents."""
    plain = word.replace("đ", "d").replace("ı", "i").replace("ø", "o")
    return "".join(c for c in unicodedata.normalize("NFD", plain) if not unicodedata.combining(c))


def evened(text: str) -> list[tuple[str, int]]:
    """(letter, where it stands in the text) in one spelling, without marks that people leave out."""
    found = []
    for at, char in enumerate(text):
        parts = char if "가" <= char <= "힣" else unicodedata.normalize("NFD", char)
        for part in parts.lower().translate(_SAME_LETTER):
            if part not in _DROPPED:
                found.append((part, at))
    return found


def _stands(letters: str, start: int, end: int) -> bool:
    """Whether letters from start to end may be a word here, by the ways of their script."""
    first = letters[start]
    if _runs_together(first):
        return True
    begin = start
    while begin and _in_word(letters[begin - 1]):
        begin -= 1
    before = letters[begin:start]
    if before and not (_is_arabic(first) and before in _ARABIC_PREFIXES):
        return False
    if end - start > SHORT + 1 or "가" <= first <= "힣":
        return True
    whole = end
    while whole < len(letters) and _in_word(letters[whole]):
        whole += 1
    if end - start <= SHORT or not _is_arabic(first):
        return end - start > SHORT or whole == end
    return bool(_ARABIC_ENDING.fullmatch(letters, end, whole))


def _in_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _runs_together(char: str) -> bool:
    """Scripts without spaces: Chinese, Thai (and their like)."""
    return "぀" <= char <= "鿿" or "㐀" <= char <= "䶿" or "฀" <= char <= "๿"


def _is_arabic(char: str) -> bool:
    return "؀" <= char <= "ۿ"


def words_of(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """(file, code, word) of every language; ``raw`` is {file: {code: words}}."""
    for file, needs in raw.items():
        for code, words in needs.items():
            for word in words:
                yield file, code, str(word)
