"""One clause about opening hours ("Mon-Fri 9-5, closed Wed"): its tokens made to rules.

A clause is read whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from directory.hsds.tables import DAYS
from directory.records import spoken_days as days_of
from directory.records.hours_tokens import ALWAYS, Token, tokens_of
from directory.records.week_rules import Rule, late


@dataclass
class Clause:
    """What one clause adds."""

    rules: list[Rule] = field(default_factory=list)
    #: Days that it says are closed, and breaks: (days or None for all, opens, closes).
    off: set[int] = field(default_factory=set)
    breaks: list[tuple[tuple[int, ...] | None, str, str]] = field(default_factory=list)
    holidays: str = ""
    #: The clause is "by appointment" and nothing else: it is about all hours.
    appointment: bool = False
    #: Its own hours are by appointment.
    arranged: bool = False
    #: Words that change no rule: "Sat by appointment".
    notes: list[str] = field(default_factory=list)
    days: tuple[int, ...] | None = None


def clause_of(
    part: str, days: tuple[int, ...] | None, *, fixed: bool
) -> tuple[Clause | None, list[str]]:
    """What a clause says, and the words of it that could not be read."""
    found = _whole(part, days, fixed)
    if found is not None:
        return found, []
    if not fixed:
        for head, tail in _cut(part):
            # Words beside the times may limit them: the caller marks the rules unsure.
            found = _whole(head, days, fixed)
            if found is not None and found.rules:
                return found, [tail]
    return None, [part]


def _cut(part: str) -> Iterator[tuple[str, str]]:
    """A clause without what stands in brackets, or behind its last commas, if no time is there."""
    bracket = re.fullmatch(r"(.*\d.*?)\s*\(([^()]*)\)\s*", part)
    if bracket:
        yield bracket[1], bracket[2]
    for comma in reversed(list(re.finditer(r",\s", part))):
        tail = part[comma.end() :]
        if re.search(r"\d|\b" + days_of.DAY, tail, re.I):
            return
        yield part[: comma.start()], tail


def _whole(part: str, days: tuple[int, ...] | None, fixed: bool) -> Clause | None:
    """A clause that is read to its last word; None otherwise."""
    tokens = tokens_of(part)
    if not tokens:
        return None
    found = Clause(days=days)
    tokens = _holidays(tokens, found)
    if tokens is None:
        return None
    tokens = _in_their_part_of_the_day(tokens)
    if tokens is None:
        return None
    tokens = _closures(_joined(tokens), found)
    if tokens is None or not _appointments(tokens, found):
        return None
    tokens = [token for token in tokens if token.kind in ("days", "span")]
    if fixed and any(token.kind == "days" for token in tokens):
        return None
    if fixed and (found.off or found.notes or any(which for which, *_ in found.breaks)):
        return None
    return found if _rules(tokens, found) else None


def _holidays(tokens: list[Token], found: Clause) -> list[Token] | None:
    """The tokens without what they say of public holidays; None where that is not clear."""
    kept: list[Token] = []
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        if token.kind == "year":
            kept.append(Token("days", days_of.WEEK))
            found.holidays = "open"
        elif token.kind in ("include", "open"):
            if not rest or rest.pop(0).kind != "holidays":
                return None
            found.holidays = "open"
        elif token.kind == "holidays":
            before = kept[-1].kind if kept else ""
            after = [t.kind for t in rest[:2]]
            behind_days = len(kept) > 1 and before == "days" and kept[-2].kind in _OFF
            if before in _OFF or behind_days:
                found.holidays = "closed"
                # "closed public holidays": nothing of the list is left.
                following = after[:1] == ["days"] and after[1:] != ["span"]
                if before in _OFF and not following:
                    kept.pop()
            elif after[:1] == ["closed"] and _ends(rest[1:]):
                if before != "days":  # "Sun and public holidays closed"
                    rest.pop(0)
                found.holidays = "closed"
            else:
                return None
        else:
            kept.append(token)
    return kept


_OFF = ("closed", "except")


def _ends(rest: Sequence[Token]) -> bool:
    """Whether "closed" before these tokens belongs to what stood in front of it."""
    kinds = [token.kind for token in rest[:2]]
    return kinds[:1] != ["span"] and kinds != ["days"]


#: Earliest and latest beginning, and latest end, of what people call so.
_PARTS = {
    "morning": ("05:00", "11:59", "13:00"),
    "afternoon": ("11:30", "16:30", "18:30"),
    "evening": ("16:00", "21:00", "23:59"),
    "night": ("17:00", "23:59", "48:00"),
}


def _in_their_part_of_the_day(tokens: list[Token]) -> list[Token] | None:
    """The tokens without "morning" and the like, where the times behind it agree with it."""
    kept: list[Token] = []
    wanted: str | None = None
    for token in tokens:
        if token.kind == "part":
            if wanted:
                return None
            wanted = token.value
            continue
        if token.kind == "span" and wanted:
            earliest, latest, end = _PARTS[wanted]
            opens, closes = token.value
            if not (earliest <= opens <= latest and late(opens, closes) <= end):
                return None
            wanted = None
        kept.append(token)
    return None if wanted else kept


def _joined(tokens: Sequence[Token]) -> list[Token]:
    """Days that stand beside each other as one."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "days" and kept and kept[-1].kind == "days":
            kept[-1] = Token("days", tuple(dict.fromkeys((*kept[-1].value, *token.value))))
        else:
            kept.append(token)
    return kept


def _closures(tokens: list[Token], found: Clause) -> list[Token] | None:
    """The tokens without closed days and breaks, which go into ``found``; None if not clear."""
    kept: list[Token] = []
    rest = list(tokens)
    while rest:
        token = rest.pop(0)
        if token.kind == "lunch":
            # "lunch" says what a closure is for; alone it may be when a meal is served.
            if not found.breaks and not (kept and kept[-1].kind == "closed"):
                return None
            continue
        if token.kind not in _OFF:
            kept.append(token)
            continue
        while rest and rest[0].kind == "lunch":
            rest.pop(0)
        following = [t.kind for t in rest[:2]]
        before = kept[-1].kind if kept else ""
        if token.kind == "closed" and before == "days" and following[:1] != ["span"]:
            found.off |= _weekly(kept.pop().value) or {-1}
        elif following[:1] == ["span"] and (before != "days" or kept[0].kind == "span"):
            found.breaks.append((None, *rest.pop(0).value))
        elif following == ["days", "span"] and token.kind == "closed" and before == "span":
            which = rest.pop(0).value
            found.breaks.append((which, *rest.pop(0).value))
        elif following[:1] == ["days"] and following[1:] != ["span"]:
            found.off |= _weekly(rest.pop(0).value) or {-1}
        elif following == ["days", "span"] and token.kind == "except" and before == "days":
            # "every day except Sunday 9-5"
            off = _weekly(rest.pop(0).value)
            days = tuple(day for day in kept.pop().value if day not in off)
            if not days or not off:
                return None
            kept.append(Token("days", days))
        elif not kept and not rest:
            return kept  # "closed" and no more
        else:
            return None
    return None if -1 in found.off else kept


def _weekly(days: Sequence[Any]) -> set[int]:
    """Days of the week; none for days of the month."""
    return {day for day in days if isinstance(day, int)} if all(
        isinstance(day, int) for day in days
    ) else set()  # fmt: skip


def _appointments(tokens: list[Token], found: Clause) -> bool:
    """Take out what is said of appointments; False where nobody can tell what needs one."""
    while Token("also") in tokens:
        tokens.remove(Token("also"))
        found.notes.append("Also by appointment")
    kinds = [token.kind for token in tokens]
    if "appointment" not in kinds:
        return True
    place = kinds.index("appointment")
    behind_days = bool(place) and kinds[place - 1] == "days"
    if kinds.count("appointment") > 1:
        return False
    if "span" in kinds:
        if behind_days and kinds[0] == "days" and kinds[place + 1 : place + 2] != ["span"]:
            # "Mon-Fri 9-5, Sat by appointment"
            found.notes.append(f"{shown(tokens[place - 1].value)} by appointment")
            del tokens[place - 1 : place + 1]
        else:
            found.arranged = True
            del tokens[place]
        return True
    if kinds == ["appointment"]:
        found.appointment = True
    elif sorted(kinds) == ["appointment", "days"]:
        found.notes.append(f"{shown(tokens[1 - place].value)} by appointment")
    else:
        return False
    tokens.clear()
    return True


def shown(days: Sequence[Any]) -> str:
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    return ", ".join(names[day] if isinstance(day, int) else str(day) for day in days)


def _rules(tokens: list[Token], found: Clause) -> bool:
    """Days and times in pairs, the days before or behind; False where that is not clear."""
    if not tokens:
        return True
    kinds = [token.kind for token in tokens]
    if kinds[0] == "days":
        if kinds[-1] != "span":
            return False
        for token in tokens:
            if token.kind == "days":
                days = token.value
            else:
                found.rules.append(_rule(days, token.value, found))
    elif "days" in kinds:
        if kinds[-1] != "days":
            return False
        spans: list[tuple[str, str]] = []
        for token in tokens:
            if token.kind == "span":
                spans.append(token.value)
            else:
                found.rules += [_rule(token.value, one, found) for one in spans]
                spans = []
        found.days = None  # whose hours the next clause gives is not clear then
        return True
    else:
        if found.days is None and any(token.value != ALWAYS for token in tokens):
            return False
        days = found.days or days_of.WEEK
        found.rules += [_rule(days, token.value, found) for token in tokens]
    found.days = days if all(isinstance(day, int) for day in days) else None
    return True


def _rule(days: Sequence[Any], one: tuple[str, str], clause: Clause) -> Rule:
    monthly = [day for day in days if not isinstance(day, int)]
    rule: Rule = {
        "freq": "MONTHLY" if monthly else "WEEKLY",
        "byday": ",".join(day if monthly else DAYS[day] for day in dict.fromkeys(days)),
        "opens_at": one[0],
        "closes_at": one[1],
    }
    if clause.arranged:
        rule["by_appointment"] = True
    return rule
