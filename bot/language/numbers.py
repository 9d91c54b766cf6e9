"""Numbers and ages in figures of any script and in words of the other languages.

The words are those of ``everyday/<code>.yml``; English words are left to those who read English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.language.everyday import codes, everyday, languages_in, spoken_in
from bot.language.folding import Folded, fold, runs_together, stands

_HAN = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}
_HAN_NUMBER = re.compile(
    "[一二两兩三四五六七八九]?十[一二三四五六七八九]?|[〇零一二两兩三四五六七八九]+"
)
#: Before these a numeral is a day of the week.
_HAN_DAY = re.compile("(?:周|週|期|拜)$")
#: Korean and Thai numbers are syllables of other words too: they count before what is counted.
_COUNTED = re.compile(r"\s*(?:명|살|세|식구|아이|애|개|사람|분|คน|ขวบ|ปี|ตัว|ลูก|$)")


def digits(text: str) -> str:
    """``text`` with the numerals of every script as 0 to 9; the length stays."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if not c.isascii() and c.isdecimal() else c for c in text)


@dataclass(frozen=True)
class Number:
    """``text[start:end]`` is a number in figures or words."""

    start: int
    end: int
    value: int


def numbers(text: str, conversation: str = "en") -> list[Number]:
    """Numbers in ``text`` in figures of any script or in words of its language, in order.

    Words of English are left to those who read English.
    """
    plain = digits(text)
    found = [Number(*m.span(), int(m.group())) for m in re.finditer(r"\d{1,4}", plain)]
    if not text.isascii():
        for match in _HAN_NUMBER.finditer(text):
            if not _HAN_DAY.search(text[: match.start()]):
                found.append(Number(*match.span(), _han(match.group())))
    folded = fold(text)
    spoken = [c for c in spoken_in(text, conversation) if c in codes() and not c.startswith("zh")]
    for code in spoken[:1]:
        found += _in_words(text, folded, code)
    return _compound(text, sorted(found, key=lambda number: number.start))


#: "setenta y cinco", "bảy mươi lăm", "toddobaatan iyo shan"; Arabic says "خمسة وسبعين".
_TENS_AND = re.compile(r"\s*(?:y|iyo|και|e)?\s*|\s*و\s*")
_UNITS_AND = re.compile(r"\s*و\s*")


def _compound(text: str, found: list[Number]) -> list[Number]:
    """Tens and units in words made one number."""
    joined: list[Number] = []
    for number in found:
        last = joined[-1] if joined else None
        if (
            last
            and not text[last.start : last.end].isdecimal()
            and not text[number.start : number.end].isdecimal()
        ):
            gap = text[last.end : number.start]
            tens_first = last.value in range(20, 100, 10) and 0 < number.value < 10
            units_first = number.value in range(20, 100, 10) and 0 < last.value < 10
            if (tens_first and _TENS_AND.fullmatch(gap)) or (
                units_first and _UNITS_AND.fullmatch(gap)
            ):
                joined[-1] = Number(last.start, number.end, last.value + number.value)
                continue
        joined.append(number)
    return joined


def _han(numeral: str) -> int:
    tens, ten, units = numeral.partition("十")
    if ten:
        return 10 * _HAN.get(tens, 1) + _HAN.get(units, 0)
    value = 0
    for character in numeral:
        value = 10 * value + _HAN[character]
    return value


def _in_words(text: str, folded: Folded, code: str) -> Iterator[Number]:
    words = everyday(code).numbers
    longest_first = sorted(words, key=len, reverse=True)
    letters, at, i = folded.letters, folded.at, 0
    while i < len(letters):
        for word in longest_first:
            end = i + len(word)
            if not letters.startswith(word, i) or not stands(letters, i, end):
                continue
            if code in {"ko", "th"} and not _COUNTED.match(letters[end:]):
                continue
            whole = end == len(letters) or runs_together(letters[i]) or code == "ko"
            if not whole and letters[end].isalnum() and letters[end] > "\u0590":
                continue
            yield Number(at[i], at[end], words[word])
            i = end - 1
            break
        i += 1


def with_digits(text: str, conversation: str = "en") -> str:
    """``text`` with its numbers, in words or numerals of other scripts, written as 0 to 9."""
    result, last = [], 0
    for number in numbers(text, conversation):
        if number.start >= last:
            result += [text[last : number.start], str(number.value)]
            last = number.end
    return "".join([*result, text[last:]])


# -- ages -------------------------------------------------------------------------------

_AND = (
    r"\s*(?:,|،|、|&|\+|/|\by\b|\be\b|\bve\b|\bvà\b|\bva\b|\bat\b|\biyo\b|\bκαι\b|और|तथा|\bर\b|ਤੇ|ਅਤੇ|اور|و|"
    r"和|跟|同|与|與|하고|이랑|랑|กับ|และ|மற்றும்|আর|ও|এবং)\s*"
)
#: Words before or after that make years a length of time ("hace dos años").
_LENGTH_BEFORE = re.compile(
    r"(?:hace|desde|por|durante|da|fa|per|منذ|من|قبل|صارلي|لمدة|az|in)\s+(?:ya\s+|mas de\s+)?$"
)
_LENGTH_AFTER = re.compile(
    r"^\s*(?:fa\b|पहले|से(?:\s|$)|पहिले|देखि|سے|پہلے|پیش|است که|قبل|แล้ว|มาแล้ว|ก่อน|ধরে|আগে|ਤੋਂ|ਪਹਿਲਾਂ|atras)"
)


def ages(text: str, conversation: str = "en") -> list[Number]:
    """Ages in years: "setenta años", "٧٠ سنة", "五岁和八岁", "อายุ 70"."""
    found: dict[int, Number] = {}
    said = numbers(text, conversation)
    if not said:
        return []
    for code in languages_in(text, conversation):
        words = everyday(code)
        for position, number in enumerate(said):
            after = fold(text[number.end :]).letters
            before = fold(text[: number.start]).letters
            hit = next(
                (
                    w
                    for w in words.age
                    if after.lstrip(" -").startswith(w) and _ends(after.lstrip(" -"), w)
                ),
                None,
            )
            told = hit is not None and not (
                _LENGTH_BEFORE.search(before) or _LENGTH_AFTER.match(after.lstrip(" -")[len(hit) :])
            )
            if not told and not any(before.rstrip(" :").endswith(w) for w in words.age_before):
                continue
            found[number.start] = number
            # "cinco y ocho años": those listed before it are ages too.
            for earlier in reversed(said[:position]):
                if not re.fullmatch(_AND, text[earlier.end : number.start]):
                    break
                found[earlier.start] = number = earlier
    return [n for _, n in sorted(found.items()) if n.value <= 115]


def _ends(letters: str, word: str) -> bool:
    """Whether a word of Latin or Greek letters ends there."""
    rest = letters[len(word) :]
    return word[0] >= "\u0590" or not rest or not rest[0].isalpha()
