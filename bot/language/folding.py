"""Text in one spelling for looking up words: lower case, no accents, no marks that people leave out.

Each letter keeps where it stands in the text, so that what is found has offsets.
The directory folds for itself (``directory.needs_languages``); the two rooms share no code.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
#: Marks that people leave out: Latin and Greek accents, Arabic vowels and stretching, nukta, joiners.
_DROPPED = frozenset("\u0653\u0654\u0655ـ़়਼ًٌٍَُِّْٰ\u200b\u200c\u200d\ufeff")
_SAME = str.maketrans({
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ئ": "ي", "ې": "ي", "ک": "ك",
    "ة": "ه", "ە": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ؤ": "و", "ے": "ي", "ς": "σ", "đ": "d", "ı": "i", "ø": "o",
    "’": "'", "ʼ": "'", "`": "'", "ँ": "ं", "ঁ": None,
})  # fmt: skip


@dataclass(frozen=True)
class Folded:
    """``letters`` to match in; ``at[i]`` is where letter i stands in the text, ``at[-1]`` its end."""

    letters: str
    at: tuple[int, ...]
    #: the words of ``letters``, to see quickly that none of a list can be there
    words: frozenset[str]


@lru_cache(maxsize=64)
def fold(text: str) -> Folded:
    """``text`` folded. Safe for empty and odd text."""
    letters: list[str] = []
    at: list[int] = []
    for position, character in enumerate(text):
        if character.isascii():
            letters.append(character.lower())
            at.append(position)
            continue
        parts = character if "가" <= character <= "힣" else unicodedata.normalize("NFD", character)
        for part in parts.lower().translate(_SAME):
            if part not in _DROPPED and not "\u0300" <= part <= "\u036f":
                letters.append(part)
                at.append(position)
    folded = "".join(letters)
    return Folded(folded, (*at, len(text)), frozenset(_WORD.findall(folded)))


def in_word(character: str) -> bool:
    """Whether a character is part of a word; vowel signs of Indian scripts are."""
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def runs_together(character: str) -> bool:
    """Whether its script writes words without spaces between: Chinese, Japanese, Thai and their like."""
    return (
        "\u3040" <= character <= "\u9fff"
        or "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
    )


def is_hangul(character: str) -> bool:
    """Whether a character is a Korean syllable; particles hang on its words."""
    return "가" <= character <= "힣"


#: What Arabic writes onto the front of a word: and, so, in, for, like, the.
_ARABIC_FRONT = frozenset(
    {"ال", "و", "ف", "ب", "ل", "ك", "وال", "بال", "فال", "لل", "ولل", "كال", "ه", "هال", "ع", "عال"}
)
#: Words this short stand alone: inside others they would be found by chance.
_SHORT = 3


def stands(letters: str, start: int, end: int) -> bool:
    """Whether ``letters[start:end]`` may be a word here, by the ways of its script."""
    first = letters[start]
    if runs_together(first):
        return True
    begin = start
    while begin and in_word(letters[begin - 1]) and not runs_together(letters[begin - 1]):
        begin -= 1
    before = letters[begin:start]
    if before and not ("\u0600" <= first <= "\u06ff" and before in _ARABIC_FRONT):
        return False
    if is_hangul(first):
        return True
    ends = end == len(letters) or not in_word(letters[end])
    if first < "\u0590":  # Latin, Greek, Cyrillic: nothing hangs on a word
        return ends or runs_together(letters[end])
    return ends or end - start > _SHORT
