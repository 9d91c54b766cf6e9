"""Two times of the day as people write them: "9-5", "9.30am – noon", "0900 to 1730 hrs".

``span`` gives an opening only where one reading is left. An hour without am or pm
is taken where the other end, or common sense about a day, decides it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

HOUR = 60
DAY = 24 * HOUR
#: A bare "7-9" is breakfast or an evening group: both begin within these hours and are short.
EVENING = (17 * HOUR + 30, 20 * HOUR + 30)
SHORT = 3 * HOUR
#: Nothing usual opens before this, or stays open longer than that, where nobody wrote am or pm.
EARLIEST, LATEST_START, LATEST_END, LONGEST = 7 * HOUR, 19 * HOUR, 19 * HOUR, 11 * HOUR
#: Two readings of "9-10pm": thirteen hours is a shop, an hour a meeting; more than that no shop.
SHOP = 13 * HOUR

TO = r"\s*(?:[-–—−‐‑~→]+|to|until|untill|till|til|thru|through)\s*"
_NOON = r"noon|mid-?day|midnight"


def _time(name: str) -> str:
    return (
        rf"(?:(?P<{name}four>(?:[01]\d|2[0-3])[0-5]\d)(?:\s*h(?:ou)?rs?\b)?"
        rf"|(?P<{name}hour>\d{{1,2}})(?:[:.](?P<{name}minute>\d{{2}}))?"
        rf"\s*(?P<{name}half>[ap]\.?\s?m\b\.?|[ap]\b|{_NOON}\b)?"
        rf"|(?P<{name}word>{_NOON}))"
    )


SPAN = re.compile(
    rf"(?<![\d/])(?:(?:from\s+)?{_time('a')}{TO}{_time('b')}"
    rf"|between\s+{_time('c')}\s+(?:and|&)\s+{_time('d')})(?![\d/:])(?!\.\d)",
    re.I,
)


class Clock(NamedTuple):
    """The minutes of the day that a time can mean; ``said`` where its half of the day is sure."""

    minutes: tuple[int, ...]
    said: bool


def span(match: re.Match[str]) -> tuple[str, str] | None:
    """(opens, closes) as HH:MM where one reading is possible; None otherwise."""
    names = "ab" if match["ahour"] or match["afour"] or match["aword"] else "cd"
    first, last = _clock(match, names[0]), _clock(match, names[1])
    found = _pair(first, last)
    if found is None or found[0] == found[1]:
        return None
    return _text(found[0]), _text(found[1])


def _pair(first: Clock, last: Clock) -> tuple[int, int] | None:
    if first.said and last.said:
        return (first.minutes[0], last.minutes[0]) if first.minutes and last.minutes else None
    pairs = [(a, b) for a in first.minutes for b in last.minutes if a < b]
    if last.said and not first.said:
        return _by_the_end(pairs)
    if not first.said:
        pairs = [(a, b) for a, b in pairs if EARLIEST <= a < LATEST_START and b <= LATEST_END]
    pairs = [(a, b) for a, b in pairs if b - a <= (SHOP if first.said else LONGEST)]
    if len(pairs) > 1:
        pairs = [(a, b) for a, b in pairs if b - a <= LONGEST]
    if len(pairs) != 1 or (not first.said and _may_be_evening(*pairs[0], last)):
        return None
    return pairs[0]


def _by_the_end(pairs: list[tuple[int, int]]) -> tuple[int, int] | None:
    """ "9-5pm" begins in the morning; "6-8pm" is an evening; "9-10pm" may be either."""
    pairs = [(a, b) for a, b in pairs if a >= EARLIEST and b - a <= SHOP]
    return pairs[0] if len(pairs) == 1 else None


def _may_be_evening(opens: int, closes: int, last: Clock) -> bool:
    """Whether twelve hours later would be as usual: "7-9" is breakfast, or a group at night."""
    later = opens + DAY // 2
    return (
        closes - opens <= SHORT
        and closes + DAY // 2 <= DAY
        and closes + DAY // 2 in last.minutes
        and EVENING[0] <= later <= EVENING[1]
    )


def _clock(match: re.Match[str], name: str) -> Clock:
    four, word = match[f"{name}four"], match[f"{name}word"]
    if four:
        return Clock((int(four[:2]) * HOUR + int(four[2:]),), True)
    if word:
        return Clock((_noon(word),), True)
    hour, minute = match[f"{name}hour"], int(match[f"{name}minute"] or 0)
    half = (match[f"{name}half"] or "").lower()
    hours = int(hour)
    if hours > 24 or minute > 59:
        return Clock((), True)
    if half[:3] in ("noo", "mid"):
        return Clock((_noon(half),) if hours == 12 and not minute else (), True)
    if half:
        if not 1 <= hours <= 12:
            return Clock((), True)
        return Clock(((hours % 12 + (12 if half[0] == "p" else 0)) * HOUR + minute,), True)
    if hours > 12 or hours == 0 or (hour.startswith("0") and match[f"{name}minute"]):
        return Clock((hours * HOUR + minute,), True)
    morning = (hours % 12) * HOUR + minute
    return Clock((morning, morning + DAY // 2), False)


def _noon(word: str) -> int:
    return DAY if word.lower() == "midnight" else DAY // 2


def _text(minutes: int) -> str:
    minutes %= DAY
    return f"{minutes // HOUR:02}:{minutes % HOUR:02}"
