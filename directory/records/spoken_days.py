"""Days of the week and of the month as people write them: "Mon-Thu", "M,W,F", "1st & 3rd Tues"."""

from __future__ import annotations

import re

from directory.hsds.tables import DAYS

WEEK = tuple(range(7))
_TO = r"\s*(?:[-–—−‐‑~→]+|to|until|till|til|thru|through)\s*"
_AND = r"\s*(?:,|&|\+|/|and)\s*(?:and\s+)?(?:the\s+)?"
DAY = (
    r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:r(?:s(?:days?)?)?)?"
    r"|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)\b\.?"
)
#: "Mo", "Th": only where what follows shows that no word is meant ("we open").
_TWO = r"(?:Mo|Tu|We|Th|Fr|Sa|Su)\b\.?(?=\s*(?:[-–—,&+/:\d]|$))"
#: M, W, F; T is a Tuesday only where Thursday has its own letters.
_ONE = r"(?:M|W|F)\b(?=\s*(?:[-–—,&+/:\d)]|and\b|to\b|$))"
_NAME = rf"(?:(?i:{DAY})|{_TWO}|{_ONE})"
_ORDINAL = r"(?:1st|first|2nd|second|3rd|third|4th|fourth|last)"
_NUMBERS = {"1": "1", "f": "1", "2": "2", "s": "2", "3": "3", "t": "3", "4": "4", "l": "-1"}

EVERY = re.compile(
    r"(?:every|each)\s?days?(?:\s+of\s+the\s+week)?\b|daily\b|nightly\b|every night\b|all (?:week|days)\b"
    r"|(?:7|seven) (?:days|nights)(?:\s*(?:a|per|/|each)\s*(?:week|wk))?\b",
    re.I,
)
WORKDAYS = re.compile(r"(?:every\s+)?week\s?-?days?\b", re.I)
WEEKEND = re.compile(r"week\s?-?ends?\b", re.I)
RANGE = re.compile(rf"(?P<from>{_NAME}|M|T)(?i:{_TO})(?P<to>{_NAME})")
ONE = re.compile(_NAME)
#: "1st & 3rd Tues of each month".
MONTHLY = re.compile(
    rf"(?P<every>every\s+)?(?:the\s+)?(?P<which>{_ORDINAL}(?:{_AND}{_ORDINAL})*)\s+(?P<day>{DAY})"
    r"(?P<month>\s*(?:of|in|,)?\s*(?:(?:(?:the|each|every|a)\s+)?month|monthly)\b)?",
    re.I,
)
#: Days in a row without spaces: MWF, TTh, MTWThF.
_RUN = re.compile(r"\b(?=(?:[MTWF]|Tu|Th){2,}\b)(?:M|Tu|Th|T|W|F)+\b")


def plain_letters(text: str) -> str:
    """The text with single letters for days written out where they can be nothing else."""
    text = _RUN.sub(lambda run: _written(re.findall(r"Tu|Th|[MTWF]", run.group())), text)
    listed = re.compile(r"\b(?:M|Tu|T|W|Th|F)(?:\s*[,/&]\s*(?:M|Tu|T|W|Th|F))+\b")
    return listed.sub(lambda run: _written(re.findall(r"Tu|Th|[MTWF]", run.group())), text)


def _written(letters: list[str]) -> str:
    names = {"M": "Mon", "Tu": "Tue", "W": "Wed", "Th": "Thu", "F": "Fri"}
    two = letters.count("T") == 2 and "Th" not in letters and "Tu" not in letters
    found = []
    for place, letter in enumerate(letters):
        if letter == "T":
            if two:  # MTWTF
                letter = "Tu" if letters.index("T") == place else "Th"
            elif "Th" in letters and "Tu" not in letters:
                letter = "Tu"
            else:
                return "/".join(letters) + "?"  # nobody can tell which day is meant
        found.append(names[letter])
    return ", ".join(found)


def number(name: str) -> int:
    """0 for Monday ... 6 for Sunday."""
    low = name.lower()
    if len(low) == 1:
        return {"m": 0, "w": 2, "f": 4}[low]
    return ("mo", "tu", "we", "th", "fr", "sa", "su").index(low[:2])


def days_from(first: str, last: str) -> tuple[int, ...]:
    """The days of "Fri-Mon", over the end of the week where need be."""
    begin, end = number(first), number(last)
    return tuple((begin + n) % 7 for n in range((end - begin) % 7 + 1))


def monthly(match: re.Match[str]) -> tuple[str, ...] | None:
    """``("1TU", "3TU")``; None for "every second Tuesday", which may be every fortnight."""
    which = re.findall(_ORDINAL, match["which"], re.I)
    numbers = [_NUMBERS[word[0].lower()] for word in which]
    if match["every"] and not match["month"] and set(numbers) & {"2", "3", "4"}:
        return None
    day = DAYS[number(match["day"])]
    return tuple(f"{n}{day}" for n in dict.fromkeys(numbers))
