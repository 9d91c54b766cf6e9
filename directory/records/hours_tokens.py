"""The words of opening hours: each clause as tokens that mean days, times, closures, appointments.

A clause with one word that is not known here has no tokens at all.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from directory.records import spoken_days as days_of
from directory.records import spoken_times as times

#: What a place that never closes opens and closes at.
ALWAYS = ("00:00", "00:00")

_MEETING = r"(?:appointments?|appts?\b\.?|bookings?|arrangement)"
#: (kind, pattern) in the order in which they are tried at each place of a clause.
_TOKENS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.I) if isinstance(pattern, str) else pattern)
    for kind, pattern in (
        ("skip", r"no\s+(?:appointments?|appts?\b\.?|bookings?)\s+(?:is\s+|are\s+)?(?:needed|required|necessary)"
                 r"|walk[- ]?ins?(?:\s+welcome)?\b"),
        ("also", r"(?:or|also|(?:at\s+)?other\s+times?|otherwise|outside\s+(?:of\s+)?(?:these|those)\s+(?:hours|times)"
                 rf"|after[- ]hours)[\s,:]*(?:are\s+|is\s+)?(?:available\s+)?by\s+(?:prior\s+)?{_MEETING}(?:\s+only)?"),
        ("appointment", rf"(?:strictly\s+)?by\s+(?:prior\s+)?{_MEETING}(?:\s+only)?|{_MEETING}\s+(?:only|required|necessary|essential|needed)"),
        ("always", r"24\s?(?:hours?|hrs?|h)\b(?!\s*(?:notice|before|prior))(?:\s*(?:a|per|each|every)\s+day|\s*/\s*day|\s+daily)?"
                   r"(?:\s*(?:,|/|-|and|&)?\s*(?:7|seven)\s+days(?:\s+(?:a|per)\s+week)?|\s*/\s*7\b)?"
                   r"|24\s?[x/-]\s?7(?:\s?[x/-]\s?365)?\b|(?:a)?round the clock\b|always open\b|open always\b|at all hours\b"),
        ("year", r"365\s+days(?:\s+(?:a|per|of\s+the)\s+year)?|every\s+day\s+of\s+the\s+year|all\s+year(?:\s+round)?\b"),
        ("holidays", r"(?:all\s+)?(?:national\s+|state\s+|vic\s+|nsw\s+|qld\s+|sa\s+|wa\s+)?(?:public|pub\.?|bank)\s+(?:holidays?|hols?\b\.?)|\bP\.?H\.?s?\b(?!\s*[:\d])"),
        ("include", r"(?:including|includes|incl\b\.?|inc\b\.?)"),
        ("open", r"open(?:ing|s)?\b(?:\s+on\b)?(?=\s+(?:all\s+)?(?:public|pub|bank)\b)"),
        ("except", r"with\s+the\s+exception\s+of\b|except(?:ing)?\b(?:\s+(?:for|on)\b)?|excluding\b|excludes\b|excl?\b\.?|other\s+than\b"
                   r"|apart\s+from\b|but\s+not\b|not\s+(?:open\s+)?(?:on\s+)?(?=public|pub|mon|tue|wed|thu|fri|sat|sun|week)"),
        ("closed", r"(?:is\s+|are\s+|we\s+are\s+)?(?:closed|shut|not\s+open|closes)\b(?:\s+(?:on|all\s+day|from|between(?=\s+\w+day)|every|during(?=\s+public)))*"),
        ("lunch", r"(?:for\s+(?:a\s+)?)?lunch(?:time)?(?:\s+break)?\b"),
        ("monthly", days_of.MONTHLY),
        ("span", times.SPAN),
        ("every", days_of.EVERY),
        ("workdays", days_of.WORKDAYS),
        ("weekend", days_of.WEEKEND),
        ("range", days_of.RANGE),
        ("one", days_of.ONE),
        ("part", r"(?:mornings?|afternoons?|evenings?|nights?)\b"),
        ("label", r"(?:phones?|office|reception)\b(?:\s+lines?)?(?:\s+(?:open|hours))?"),
        ("skip", r"overnight\b|every(?=\s+(?:mon|tue|wed|thu|fri|sat|sun))|open(?:ing|s)?\b|business\s+hours\b(?=\s*[:(])|hours?\b|hrs\b|times?\b|from\b|and\b|the\b|each\b|on\b|only\b|inclusive\b|we\s+are\b|is\b|are\b|of\s+the\s+week\b"),
        ("skip", r"[\s,:&()./+\[\]*'\"!–—-]"),
    )
)  # fmt: skip


class Token(NamedTuple):
    """What one or some words mean: a kind, and days or times where it has any."""

    kind: str
    value: Any = None


def tokens_of(part: str) -> list[Token] | None:
    """The clause as tokens; None where a word of it is not known here."""
    found: list[Token] = []
    labels: set[str] = set()
    at = 0
    while at < len(part):
        kind, match = _next(part, at)
        if match is None:
            return None
        at = match.end()
        if kind == "label":
            labels.add(match.group().split()[0].lower().rstrip("s"))
        elif kind != "skip":
            token = _token(kind, match)
            if token is None:
                return None
            found.append(token)
    return found if len(labels) < 2 else None


def _next(part: str, at: int) -> tuple[str, re.Match[str] | None]:
    """The first pattern that fits at a place of the clause."""
    if _begins_word(part, at):
        for kind, pattern in _TOKENS:
            match = pattern.match(part, at)
            if match and match.end() > at:
                return kind, match
    return "", None


def _begins_word(part: str, at: int) -> bool:
    """No token begins in the middle of a word, or of a number."""
    before, here = part[at - 1 : at], part[at : at + 1]
    return not (before.isalpha() and here.isalpha()) and not (before.isdigit() and here.isdigit())


def _token(kind: str, match: re.Match[str]) -> Token | None:
    if kind == "span":
        span = times.span(match)
        if span == ("00:00", "23:59"):
            span = ALWAYS
        return Token("span", span) if span else None
    if kind == "always":
        return Token("span", ALWAYS)
    if kind == "monthly":
        which = days_of.monthly(match)
        return Token("days", which) if which else None
    if kind in ("every", "workdays", "weekend"):
        return Token("days", {"every": days_of.WEEK, "workdays": (0, 1, 2, 3, 4),
                               "weekend": (5, 6)}[kind])  # fmt: skip
    if kind == "range":
        if match["from"] == "T":
            return None
        return Token("days", days_of.days_from(match["from"], match["to"]))
    if kind == "one":
        return Token("days", (days_of.number(match.group()),))
    if kind == "part":
        return Token("part", match.group().lower().rstrip("s"))
    return Token(kind)
