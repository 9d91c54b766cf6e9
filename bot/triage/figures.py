"""Sums of money and dates that a person tells: kept as told, so that nobody asks for them again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from bot.triage.numbers import NUMBER_WORDS

#: So many of each are kept; the newest win.
MOST = 6
#: A larger sum is a slip or a telephone number.
_LARGEST = 10_000_000

_TENS = {
    word: 10 * n
    for n, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_TEENS = {
    word: n
    for n, word in enumerate(
        ["thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
        start=13,
    )
}
_SMALL = {**NUMBER_WORDS, **_TEENS, **_TENS, "a": 1}
_BIG = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "k": 1_000}

_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?"
_SAID = rf"(?:(?:{'|'.join(w for w in (*_SMALL, *_BIG) if len(w) > 1)})(?:[ -]|\b)(?:and )?)+"
_NUMBER = rf"(?:{_DIGITS})(?:\s?(?:k|grand|thousand|hundred)\b)?"
_PER = (
    r"(?P<per>\s?(?:a|per|each|every|/|p)\s?"
    r"(?:week|wk|w|fortnight|fn|month|mth|m|day|year|night)\b|\s?(?:weekly|fortnightly|monthly)\b)"
)
_ABOUT = r"(?:(?:is|was|are|of|me|them|him|her|about|around|like|roughly|nearly|almost|over|up to|now|at|for|just|only|still|comes to|went up to|gone up to|it'?s|its)\s+)*"
_CONTEXT = re.compile(
    rf"\b(?:rent|owe|owes|owed|owing|bond|bill|fine|debt|loan|arrears|behind|pay|paying|costs?)\s+{_ABOUT}"
    rf"(?P<n>{_NUMBER}|{_SAID})(?![\w%/:]|\s?(?:weeks?|months?|days?|years?|times|kids?|people|children|of (?:us|them)|am|pm)\b){_PER}?"
)
_LEAST_IN_WORDS = 20
_SUMS = (
    re.compile(rf"(?:a\$|au\$|\$|aud\s?)\s?(?P<n>{_NUMBER}){_PER}?"),
    re.compile(rf"(?<![\w.$])(?P<n>{_NUMBER}|{_SAID})\s?(?:dollars?|bucks|aud\b|\$){_PER}?"),
    _CONTEXT,
    re.compile(rf"(?<![\w.$])(?P<n>{_NUMBER}){_PER}"),
)
#: A bare number: it is a sum only where a sum was asked for.
_BARE = re.compile(rf"^\W*(?:about|around|roughly)?\s*(?P<n>{_NUMBER})\W*$")

_KINDS = (
    ("rent", r"rent|lease|landlord|real estate"),
    ("bill", r"bills?|power|electric\w*|gas|water|phone|internet"),
    ("fine", r"fines?|infringement"),
    ("bond", r"bond"),
    ("loan", r"loans?|repayments?|payday|credit card|afterpay|zip"),
    ("income", r"payment|centrelink|jobseeker|pension|dole|income|earn|wages?|get paid|carer"),
    ("fare", r"fares?|taxi|uber|ticket|petrol|fuel"),
    ("cost", r"costs?|quote|fees?|medicine|scripts?|uniform\w*"),
)
_OWED = re.compile(r"\b(?:ow(?:e|es|ed|ing)|behind|arrears|debts?|overdue|due|unpaid|short)\b")
_CLAUSE = re.compile(r"[.;!?\n]|,\s|\b(?:and|but|then|plus)\b")

_WEEKDAY = r"(?:this |next |coming )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_DATE = (
    rf"(?:{_WEEKDAY}|tomorrow|tonight|today|(?:the )?end of (?:the |this |next )?(?:week|month|year)|"
    rf"next (?:week|fortnight|month)|this week|in (?:\d+|{'|'.join(NUMBER_WORDS)}|a(?: couple of| few)?) (?:days?|weeks?|months?)|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?|the \d{{1,2}}(?:st|nd|rd|th)|"
    r"\d{1,2}/\d{1,2}(?:/\d{2,4})?)"
)
_MATTERS = (
    ("court", r"court|hearing|tribunal|vcat|ncat|qcat|magistrates?"),
    (
        "leave home",
        r"(?:be |get |move |kicked |kicking me |moving )?out|evict\w*|vacate|leave|lease (?:is up|ends)|notice",
    ),
    ("cut off", r"cut(?:ting)?(?: it| me| us| the \w+)? off|disconnect\w*"),
    ("appointment", r"appointments?|appt|interview"),
    ("due", r"due|owe|owing|pay|bill|rent|deadline|expires?|by|before"),
    ("until", r"until|till|til"),
)
_DEADLINES = tuple(
    (
        what,
        re.compile(rf"\b(?:{words})\b(?:\W+\w+){{0,4}}?\W+(?P<date>{_DATE})\b"),
    )
    for what, words in _MATTERS
)
_BEHIND = re.compile(
    rf"\b(?P<n>\d{{1,2}}|a|{'|'.join(NUMBER_WORDS)}|a couple of|couple of|few) (?P<unit>weeks?|fortnights?|months?)(?: (?:rent|behind|in arrears|late|overdue)){{1,2}}"
)
#: The matter of a question whose answer is a date.
_ASKED = {"fin_due": "due", "clh_deadline": "date to meet", "adv_deadline": "date to meet"}
#: Questions whose answer may be a bare sum.
_ASKED_SUMS = {"acc_rent": "rent", "fin_due": ""}


def western(text: str) -> str:
    """``text`` with the digits of any script as 0 to 9 ("٤٥٠" is 450)."""
    return "".join(
        str(unicodedata.digit(c)) if c.isdecimal() and not c.isascii() else c for c in text
    )


def sums_in(words: str, question: str | None = None) -> tuple[str, ...]:
    """Sums in lower-case ``words``, each with what it is: ``"rent $450 a week"``, ``"$2,300 owed"``.

    ``question`` is the id of the question that waits: a bare number may answer it.
    """
    words = western(words)
    found: dict[int, str] = {}
    taken: list[tuple[int, int]] = []
    for pattern in _SUMS:
        for match in pattern.finditer(words):
            start, end = match.span("n")
            if any(start < last and first < end for first, last in taken):
                continue
            value = _value(match["n"])
            if value is None or not 0 < value < _LARGEST:
                continue
            if pattern is _CONTEXT and not match["n"][0].isdigit() and value < _LEAST_IN_WORDS:
                continue  # "I owe him one" is no dollar.
            taken.append((start, end))
            found[start] = _told(words, start, end, value, match["per"])
    bare = _BARE.match(words) if question in _ASKED_SUMS and not found else None
    if bare is not None and (value := _value(bare["n"])):
        kind = _ASKED_SUMS[str(question)]
        found[0] = f"{kind} {_figure(value)} owed".strip()
    return tuple(found[start] for start in sorted(found))


def dates_in(words: str, question: str | None = None, answer: str | None = None) -> tuple[str, ...]:
    """Dates something must be done by, each with what: ``"court 12 march"``, ``"behind 3 weeks"``.

    ``answer`` is what was said to ``question``, where that asks for a date.
    """
    words = western(words)
    found = list(dict.fromkeys(_deadlines(words)))
    found += [f"behind {m['n']} {m['unit']}" for m in _BEHIND.finditer(words)]
    matter = _ASKED.get(question or "")
    if matter and answer and not found and answer not in {"yes", "no", "unsure", "skipped"}:
        found.append(f"{matter}: {answer}")
    return tuple(found)


def _deadlines(words: str) -> Iterator[str]:
    taken: set[int] = set()
    for what, pattern in _DEADLINES:
        for match in pattern.finditer(words):
            if match.start("date") not in taken:
                taken.add(match.start("date"))
                yield f"{what} {match['date']}"


def _value(said: str) -> float | None:
    """The number that digits or words say; "four fifty" is 450, None where they say none."""
    said = said.replace(",", "").strip()
    digits = re.match(r"(\d+(?:\.\d+)?)\s?(k|grand|thousand|hundred)?", said)
    if digits:
        return float(digits[1]) * _BIG.get(digits[2] or "", 1)
    total, part, last = 0, 0, ""
    for word in re.findall(r"[a-z]+", said):
        if word in _BIG:
            big = _BIG[word]
            if big == 100:
                part = max(part, 1) * 100
            else:
                total, part = total + max(part, 1) * big, 0
        elif word in _SMALL:
            if part and part < 10 and word in {**_TENS, **_TEENS} and last in _SMALL:
                part *= 100
            part += _SMALL[word]
        last = word
    return float(total + part) or None


def _figure(value: float) -> str:
    return f"${value:,.0f}" if value == int(value) else f"${value:,.2f}"


def _told(words: str, start: int, end: int, value: float, per: str | None) -> str:
    clause = _clause(words, start, end)
    near = [
        (abs(match.start() - clause.index(words[start:end])), kind)
        for kind, pattern in _KINDS
        for match in re.finditer(rf"\b(?:{pattern})\b", clause)
    ]
    kind = min(near)[1] if near else ""
    period = _period(per)
    owed = "" if period or not _OWED.search(clause) else "owed"
    return " ".join(part for part in (kind, _figure(value) + period, owed) if part)


def _clause(words: str, start: int, end: int) -> str:
    before = [m.end() for m in _CLAUSE.finditer(words) if m.end() <= start]
    after = [m.start() for m in _CLAUSE.finditer(words) if m.start() >= end]
    return words[(before[-1] if before else 0) : (after[0] if after else len(words))]


def _period(per: str | None) -> str:
    said = (per or "").strip()
    for unit, pattern in (
        ("fortnight", r"f(?:ortnight|n)"),
        ("week", r"w(?:eek|k)?\b|weekly"),
        ("month", r"m(?:onth|th)?\b|monthly"),
        ("day", r"day|night"),
        ("year", r"year"),
    ):
        if said and re.search(pattern, said):
            return f" a {unit}"
    return ""
