"""Opening hours that somebody wrote as a sentence, read into rules where that is certain.

``read_hours("Mon-Thu 9-12, 1-5; closed school holidays")`` gives rules for what
can be read in one way only and keeps the words for the rest. A rule that might
be wrong is worse than none: an hour without am or pm is taken only where the
other end, or common sense about a day, leaves one reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from directory.hsds.tables import DAYS

Rule = dict[str, Any]

_DAY = r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:s|nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?|sat(?:urdays?)?|sun(?:days?)?)\.?"
_TO = r"\s*(?:-|–|—|−|to|until|till|til|through)\s*"
_DAYS = re.compile(
    rf"(?P<all>every ?day|daily|7 days(?: (?:a|per) week)?|seven days(?: (?:a|per) week)?)"
    rf"|(?P<week>week ?days)|(?P<end>week ?ends)"
    rf"|(?P<from>\b{_DAY}){_TO}(?P<to>{_DAY})\b|(?P<one>\b{_DAY})(?=\W|$)",
    re.I,
)
_TIME = (
    r"(?:(\d{1,2})(?:[:.](\d{2}))?\s*([ap]\.?\s?m\b\.?|noon\b|midday\b|midnight\b)?"
    r"|(noon|midday|midnight))"
)
_SPAN = re.compile(rf"{_TIME}{_TO}{_TIME}", re.I)
_ALWAYS = re.compile(
    r"\b24 ?(?:hours?|hrs?)\b(?!\s*notice)|\b24\s?/\s?7\b|\bround the clock\b", re.I
)
_CLOSED = re.compile(r"^\W*(?:closed|not open|n/?a|nil)\W*$", re.I)
#: Words that change no rule.
_NOISE = re.compile(
    r"\b(?:open(?:ing)?|hours?|from|and|between|the|each|on|only|phone|office|am|pm)\b|[\s,;:&()./+-]",
    re.I,
)
_APPOINTMENT = re.compile(r"\bby appointment(?: only)?\b|\bappointments? (?:only|required)\b", re.I)
_HOLIDAYS = re.compile(r"\b(?:closed|except)\b[^;.]*\bpublic holidays?\b", re.I)
#: A rule with one of these is no weekly rule.
_SOMETIMES = re.compile(
    r"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th|fortnight\w*|alternate|every other|"
    r"monthly|except|excluding|school|term|holidays?|varies|vary|seasonal|winter|summer|"
    r"january|february|march|april|june|july|august|september|october|november|december|"
    r"check|contact|call|ring|sometimes|usually|may)\b",
    re.I,
)


@dataclass
class ReadHours:
    """What a sentence about hours says."""

    rules: list[Rule] = field(default_factory=list)
    #: Words that no rule holds; "" where everything was read.
    rest: str = ""
    by_appointment: bool = False
    #: "closed" where it says so of public holidays.
    holidays: str = "unknown"

    @property
    def is_certain(self) -> bool:
        """Whether the rules say all that the words do."""
        return bool(self.rules) and not self.rest


def read_hours(said: str, day: int | None = None) -> ReadHours:
    """Rules of a sentence; ``day`` (0 is Monday) is for a column that is one day's."""
    found = ReadHours()
    text = " ".join(said.replace("\u00a0", " ").split())
    if not text or _CLOSED.match(text):
        return found
    if _APPOINTMENT.search(text):
        found.by_appointment = True
        text = _APPOINTMENT.sub(" ", text)
    if _HOLIDAYS.search(text):
        found.holidays = "closed"
        text = _HOLIDAYS.sub(" ", text)
    rest: list[str] = []
    days: tuple[int, ...] | None = (day,) if day is not None else None
    for part in re.split(r"[;\n]|\.\s+(?=[A-Z])", text):
        if not part.strip(" ,.;"):
            continue
        rules, days = _part(part, days, fixed=day is not None)
        if rules is None:
            rest.append(part.strip(" ,.;"))
        else:
            found.rules += rules
    if rest and day is not None:
        # One day's column with words that cannot be read: nothing in it is certain.
        found.rules = []
        rest = [text.strip()]
    found.rest = "; ".join(rest)
    for rule in found.rules:
        if found.by_appointment:
            rule["by_appointment"] = True
    return found


def _part(
    part: str, days: tuple[int, ...] | None, *, fixed: bool
) -> tuple[list[Rule] | None, tuple[int, ...] | None]:
    """Rules of one clause; None where it cannot be read whole."""
    if _SOMETIMES.search(part):
        return None, days
    tokens: list[tuple[int, str, Any]] = []
    left = part
    if _ALWAYS.search(part):
        tokens.append((_ALWAYS.search(part).start(), "span", ("00:00", "00:00")))  # type: ignore[union-attr]
        left = _ALWAYS.sub(lambda m: " " * len(m.group()), left)
    for match in _SPAN.finditer(left):
        span = _span(match)
        if span is None:
            return None, days
        tokens.append((match.start(), "span", span))
    left = _SPAN.sub(lambda m: " " * len(m.group()), left)
    for match in _DAYS.finditer(left):
        tokens.append((match.start(), "days", _days(match)))
    left = _DAYS.sub(" ", left)
    closed = re.search(r"\bclosed\b", left, re.I)
    if closed:
        left = re.sub(r"\bclosed\b", " ", left, flags=re.I)
        tokens.append((closed.start(), "closed", None))
    if _NOISE.sub("", left):
        return None, days
    return _rules(sorted(tokens, key=lambda token: token[0]), days, fixed)


def _rules(
    tokens: list[tuple[int, str, Any]], days: tuple[int, ...] | None, fixed: bool
) -> tuple[list[Rule] | None, tuple[int, ...] | None]:
    rules: list[Rule] = []
    naming = False
    for _, kind, value in tokens:
        if kind == "days":
            if fixed:
                return None, days
            days = (*(days or ()), *value) if naming else value
            naming = True
            continue
        naming = False
        if kind == "closed":
            continue
        if days is None:
            if value != ("00:00", "00:00"):
                return None, days
            days = tuple(range(7))
        opens, closes = value
        rules.append(
            {
                "freq": "WEEKLY",
                "byday": ",".join(DAYS[d] for d in dict.fromkeys(days)),
                "opens_at": opens,
                "closes_at": closes,
            }
        )
    return (rules if rules or not tokens or not naming else None), days


def _days(match: re.Match[str]) -> tuple[int, ...]:
    if match["all"]:
        return tuple(range(7))
    if match["week"]:
        return (0, 1, 2, 3, 4)
    if match["end"]:
        return (5, 6)
    if match["from"]:
        first, last = _number(match["from"]), _number(match["to"])
        return tuple((first + n) % 7 for n in range((last - first) % 7 + 1))
    return (_number(match["one"]),)


def _number(name: str) -> int:
    return ("mo", "tu", "we", "th", "fr", "sa", "su").index(name.lower()[:2])


def _span(match: re.Match[str]) -> tuple[str, str] | None:
    """(opens, closes) where one reading is possible; None otherwise."""
    first = _clock(*match.groups()[:4])
    last = _clock(*match.groups()[4:])
    if not first or not last:
        return None
    pairs = [(a, b) for a in first for b in last if a < b or (len(first) == len(last) == 1)]
    if len(pairs) > 1:
        # "9-12", "1-5", "9-5": a day's opening begins between 7 am and 7 pm and ends before it
        # is twelve hours old; nothing else is usual. Two readings that both are: nobody knows.
        pairs = [(a, b) for a, b in pairs if 7 * 60 <= a < 19 * 60 and b - a <= 11 * 60]
        if not match[3] and not match[7]:
            pairs = [(a, b) for a, b in pairs if b <= 19 * 60]
    if len(pairs) != 1:
        return None
    opens, closes = pairs[0]
    if opens == closes:
        return None
    return _text(opens), _text(closes)


def _clock(hour: str | None, minute: str | None, half: str | None, word: str | None) -> list[int]:
    """Minutes of the day that a time can mean."""
    said = (word or half or "").lower()
    if word or said in ("noon", "midday", "midnight"):
        if hour and int(hour) != 12:
            return []
        return [24 * 60 if said == "midnight" else 12 * 60]
    hours, minutes = int(hour or 99), int(minute or 0)
    if hours > 24 or minutes > 59:
        return []
    if said:
        if not 1 <= hours <= 12:
            return []
        return [(hours % 12 + (12 if said[0] == "p" else 0)) * 60 + minutes]
    if hours > 12 or hours == 0:
        return [hours * 60 + minutes]
    return sorted({(hours % 12) * 60 + minutes, (hours % 12 + 12) * 60 + minutes})


def _text(minutes: int) -> str:
    minutes %= 24 * 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
