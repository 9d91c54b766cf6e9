"""Finds names of languages in text: "Vietnamese interpreter", "speaks Dari", endonyms, misspellings.

A nationality is not a language: "Greek food" and "I'm Greek" name none, while
"a Greek interpreter", "Greek speaking" and "English is not my language, I'm Greek" do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.language.table import languages


@dataclass(frozen=True)
class LanguageMention:
    """A language named in a text: ``text[start:end]``, and its code in the table."""

    start: int
    end: int
    text: str
    code: str


#: Words near a name that show speaking is meant, before it ("in", "speaks") or anywhere close.
_SPEAKING = re.compile(
    r"\b(?:speak\w*|spoken|speack\w*|talk\w*|interp\w*|intepr\w*|interr?pre\w*|translat\w*|transalat\w*|languages?|langage|lingo|fluent|"
    r"understands?|read|reads|write|writes|bilingual|dialect|tongue|sign|"
    # "I speak" and "do you speak" as people say it in languages that we have no words of
    r"mluv[ií]\w*|mów\w*|mow[ei]\w*|govor\w*|hovor[ií]\w*|falo|fala\w*|parle\w*|spreche\w*|sprechen|spreek\w*|"
    r"besz[eé]l\w*|vorbesc|vorbi[tț]i|flas|flisni|diaxiv\w*|axiv\w*|n?(?:in|un)?a(?:zu|o)ngea\w*|nazungumza|"
    r"bicara|cakap|berbahasa|snakker|talar|puhun|kalba\w*|milao|milate|hablo|hablan|parlo|parlate)\b",
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(
    r"\b(?:in|into|to|do|using|prefers?|want|wants|with|switch to|change to|only|some|no|needs?|also|is|and|or|about)\s+$",
    re.I,
)
#: A dish, a document or a people is not a language.
_NOT_A_LANGUAGE_AFTER = re.compile(
    r"^\s+(?:food|restaurants?|takeaway|tucker|cooking|meals?|visa|passport|citizen\w*|embassy|consulate|pension|background|descent|"
    r"heritage|born|man|men|woman|women|lady|guy|bloke|girl|boy|husband|wife|boyfriend|girlfriend|club|new year|dog|shepherd|army|police|grocer\w*|shop)\b",
    re.I,
)
_CLAIM_BEFORE = re.compile(
    r"\b(?:i'?m|i am|im|he'?s|he is|she'?s|she is|we'?re|we are|they'?re|they are)\s+(?:a\s+)?$",
    re.I,
)
#: "no English", "can't read English": English is named as what is missing.
_ENGLISH_MISSING = re.compile(
    r"(?:\bno|\bnot|n[o']t|n’t|\bcant|\bdont|\bdoesnt|\blittle|\bbad|\bpoor|\bweak|\blimited|\bbroken|\bisn'?t|\bwithout|\bnever|\bhardly|\bbarely|"
    r"\bnot much|\bmy|\bher|\bhis|\btheir)\s+(?:\w+\s+){0,3}$",
    re.I,
)
_ENGLISH_LACKING_AFTER = re.compile(
    r"^\s+(?:is|isn'?t|isnt|not)\s*(?:not|very|so|too|really|my|bad|poor|weak|limited|no|good|great)\b",
    re.I,
)


def _fold(text: str) -> str:
    """Lower case with the same length as ``text``, so that offsets hold."""
    folded = text.replace("’", "'")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in folded)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, bool]]:
    """Folded name -> (code, whether it needs a word about speaking beside it)."""
    found: dict[str, tuple[str, bool]] = {}
    for row in languages().values():
        for name in (*row.english, row.endonym, *row.names):
            found.setdefault(_fold(unicodedata.normalize("NFC", name)), (row.code, row.context))
            plain = _fold(_without_accents(name))
            found.setdefault(plain, (row.code, row.context))
    return found


def _without_accents(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if not _latin_accent(c)))


def _latin_accent(character: str) -> bool:
    return "\u0300" <= character <= "\u036f"


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    names = sorted(_names(), key=len, reverse=True)
    spaced = [n for n in names if not _unspaced(n)]
    unspaced = [n for n in names if _unspaced(n)]
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(map(re.escape, spaced))})(?!\w)|{'|'.join(map(re.escape, unspaced))}"
    )


def _unspaced(name: str) -> bool:
    """Whether the script writes words without spaces between (Chinese, Thai, Khmer ...)."""
    return any(
        "\u0e00" <= c <= "\u0eff"
        or "\u1000" <= c <= "\u109f"
        or "\u1780" <= c <= "\u17ff"
        or "\u3400" <= c <= "\u9fff"
        or "\uac00" <= c <= "\ud7af"
        for c in name
    )


def find_language_names(text: str) -> list[LanguageMention]:
    """Languages that ``text`` names as languages, in order, with offsets into ``text``.

    English named as missing ("no English") is left out. About 0.05 ms for a sentence.
    """
    folded = _fold(text)
    speaking = bool(_SPEAKING.search(folded))
    mentions = []
    for match in _pattern().finditer(folded):
        code, needs_context = _names()[match.group()]
        if _means_language(folded, match.start(), match.end(), code, needs_context, speaking):
            mentions.append(
                LanguageMention(match.start(), match.end(), text[match.start() : match.end()], code)
            )
    return mentions or (_misspelt(text, folded) if speaking else [])


def _means_language(
    folded: str, start: int, end: int, code: str, needs_context: bool, speaking: bool
) -> bool:
    before, after = folded[:start], folded[end:]
    if _NOT_A_LANGUAGE_AFTER.match(after):
        return False
    if code == "en":
        if _ENGLISH_MISSING.search(before) or _ENGLISH_LACKING_AFTER.match(after):
            return False
        return bool(not before.strip() or speaking or _IN_BEFORE.search(before))
    if speaking:
        return True
    if needs_context:
        return bool(_IN_BEFORE.search(before)) and "in " in before[-4:]
    missing_english = "english" in folded
    return not _CLAIM_BEFORE.search(before) or missing_english


def _misspelt(text: str, folded: str) -> list[LanguageMention]:
    """A long language name one slip away, where the text is about speaking."""
    for match in re.finditer(r"[^\W\d_]{6,}", folded):
        word = match.group()
        if _SPEAKING.fullmatch(word) or word in _names():
            continue
        for name, (code, _) in _names().items():
            if len(name) >= 6 and name.isascii() and _one_slip(word, name):
                return [
                    LanguageMention(match.start(), match.end(), text[slice(*match.span())], code)
                ]
    return []


def _one_slip(word: str, name: str) -> bool:
    """Whether one letter is missing, added, changed or swapped with its neighbour."""
    if word[0] != name[0] or abs(len(word) - len(name)) > 1:
        return False
    if len(word) == len(name):
        wrong = [i for i in range(len(word)) if word[i] != name[i]]
        swapped = (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and word[wrong[0]] == name[wrong[1]]
            and word[wrong[1]] == name[wrong[0]]
        )
        return len(wrong) == 1 or swapped
    longer, shorter = (word, name) if len(word) > len(name) else (name, word)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
