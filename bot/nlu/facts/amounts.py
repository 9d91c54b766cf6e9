"""Amounts of money: "$2,300" is "2300", "two grand" is "2000", "450 a week" is "450/week".

A bare number is money only beside a word that says so ("owe 600", "450 a week"); "40 k out of
town", "3 days a week" and a postcode are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.nlu.facts.mention import Mention

_ONES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen
"""
_SMALL = {word: number for number, word in enumerate(_ONES.split())}
_TENS = {w: 10 * n for n, w in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}  # fmt: skip
_WORD_VALUES = {**_SMALL, **_TENS, "a": 1}
_MANY = {"hundred": 100, "thousand": 1000, "grand": 1000, "k": 1000, "mil": 1_000_000, "million": 1_000_000}  # fmt: skip
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d\d)?|\d+(?:\.\d{1,2})?"
_SPELT = rf"(?:{'|'.join(_WORD_VALUES)})(?:[ -](?:{'|'.join([*_SMALL, *_TENS])}))?"
_HUNDREDS = rf"(?:{_SPELT}) (?:hundred|thousand|grand)(?: (?:and )?(?:{_SPELT})(?: hundred)?)?"
_PERIODS = {
    "hour": "hours?|hr", "day": "days?|night", "week": "weeks?|wk", "fortnight": "fortnights?|fn",
    "month": "months?|mth", "quarter": "quarters?|qtr", "year": "years?|yr|annum",
}  # fmt: skip
_RATE = (
    r"(?P<rate>\s?(?:a|an|per|each|every|/|p/)\s?(?P<period>"
    + "|".join(_PERIODS.values())
    + r")(?!\w)|\s?(?P<short>p/?w|p/?f|p/?m|p/?h|weekly|fortnightly|monthly|quarterly|yearly|an? hr)(?!\w))"
)
_SHORT = {"p": "", "w": "week", "f": "fortnight", "m": "month", "h": "hour"}
#: After a bare number: it counts something else.
_COUNTS = (
    r"(?!\s*(?:%|percent|days?|weeks?|wks?|months?|mths?|years?|yrs?|hours?|hrs?|mins?|minutes?|nights?|"
    r"fortnights?|quarters?|km|kms|ks?\b(?! )|people|persons?|kids?|children|of\b|times|am\b|pm\b|:|st\b|nd\b|rd\b|th\b|"
    r"different|loans?|cards?|bills?|fines?|debts?|payments?|meals|tablets|pills|bedrooms?|rooms?|beds?|yo\b|more|lots))"
)
_MONEY_WORD = (
    r"(?:owe|owes|owed|owing|borrow|borrowed|lend|rent(?:'s| is| was| of)?|mortgage(?:'s| is)?|bond(?:'s| is)?|bill(?:'s| is| of| for| was)|"
    r"fine(?:'s| is| of| for)|debt of|loan of|behind(?: by)?|short(?: by)?|arrears(?: of)?|costs?|costing|charging|charged|wants?|asking(?: for)?|"
    r"pay|paying|paid|earn|gets?|spent|lost|quoted|deposit of|payment of)"
)
_AROUND = r"(?:(?:me|us|him|her|them|about|around|nearly|almost|over|like|roughly|up|only|just|another|is|was|at|to)\s+){0,3}"
_PATTERNS = (
    re.compile(rf"(?:aud? ?)?\$\s?(?P<digits>{_DIGITS})\s?(?P<many>k|grand|thousand|hundred|mil|million)?(?=p/?[wfmh]\b|\W|$)"),
    re.compile(rf"(?<![\w$.,])(?P<digits>{_DIGITS})\s?(?P<many>k|grand|thousand|hundred)?\s?(?:dollars?|dollers?|bucks|aud)(?!\w)"),
    re.compile(rf"(?<![\w$.,])(?P<digits>{_DIGITS})\s?(?P<many>grand|thousand)(?!\w)(?!\s*(?:people|kms?|times))"),
    re.compile(rf"(?<!\w)(?:{_MONEY_WORD})\s+{_AROUND}(?P<digits>{_DIGITS})(?P<many>k)?(?![\w/.-]){_COUNTS}"),
    re.compile(r"(?<![\w$.,])(?P<digits>\d{2,6})(?P<many>k)(?= (?:in (?:debt|the hole)|debt|behind|rent|arrears|of debt|owing|loan))"),
    re.compile(rf"(?<!\w)(?P<spelt>{_HUNDREDS})(?:\s(?:dollars?|bucks))?(?!\w)(?!\s*(?:people|kms?|times|years?|days?|kids|kilomet\w+|percent))"),
    re.compile(rf"(?<!\w)(?P<spelt>{_SPELT})\s(?:dollars?|bucks)(?!\w)"),
    # A rate makes a bare number money from twenty on ("450 a week", not "3 a week").
    re.compile(rf"(?<![\w$.,])(?P<digits>[2-9]\d|\d{{3,5}})(?P<many>k)?(?={_RATE.replace('?P<rate>', '?:').replace('?P<period>', '?:').replace('?P<short>', '?:')})"),
)  # fmt: skip
_RATE_AFTER = re.compile(r"(?:\s(?:dollars?|bucks|rent))?" + _RATE)


def amounts(text: str) -> Iterator[Mention]:
    """Amounts in straight lower-case ``text``, in order of place."""
    found: list[Mention] = []
    for pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = "digits" if match.groupdict().get("digits") else "spelt"
            start = match.start() if "$" in match.group()[:4] else match.start(group)
            end = match.end()
            value = _value(match)
            if not value or any(start < m.end and m.start < end for m in found):
                continue
            if rate := _RATE_AFTER.match(text[end:]):
                value, end = f"{value}/{_period(rate)}", end + rate.end()
            found.append(Mention("amount", value, start, end))
    yield from sorted(found, key=lambda mention: mention.start)


def _value(match: re.Match[str]) -> str:
    """The number as plain figures, without cents where there are none; "" for nought."""
    parts = match.groupdict()
    if parts.get("spelt"):
        amount = float(_spelt(parts["spelt"]))
    else:
        amount = float(parts["digits"].replace(",", "")) * _MANY.get(parts.get("many") or "", 1)
    if amount <= 0:
        return ""
    return str(int(amount)) if amount == int(amount) else f"{amount:.2f}"


def _spelt(words: str) -> int:
    total, part = 0, 0
    for word in re.split(r"[ -]", words):
        if word in _MANY:
            part = max(1, part) * _MANY[word]
            if _MANY[word] >= 1000:
                total, part = total + part, 0
        elif word in _WORD_VALUES:
            part += _WORD_VALUES[word]
    return total + part


def _period(rate: re.Match[str]) -> str:
    said = rate.group("period")
    if said:
        return next(n for n, words in _PERIODS.items() if re.fullmatch(words, said))
    short = rate.group("short")
    if short.endswith("ly"):
        return short.removesuffix("ly")
    return "hour" if short.endswith("hr") else _SHORT[short[-1]]
