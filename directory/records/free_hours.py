"""Opening hours that somebody wrote as a sentence, read into rules where that is certain.

``read_hours("Mon-Thu 9-12, 1-5; closed school holidays")`` gives rules for what
can be read in one way only and keeps the words for the rest. A rule that might
be wrong is worse than none: a clause is read whole or not at all, days that are
said to be closed are taken out again, and two hours that contradict each other
leave words alone.

    text     -> clauses (";", line ends, sentences)
    clause   -> tokens: days, times, closed, except, appointment, public holidays
    tokens   -> rules, days off and breaks, or None
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from directory.records import spoken_days as days_of
from directory.records.hours_clauses import Clause, clause_of, shown
from directory.records.week_rules import Rule, contradict, each_once, with_break, without

#: A longer text is a story, not hours.
LONGEST = 600

_CLOSED = re.compile(r"^\W*(?:closed|not open|shut|n/?a|nil)\W*$", re.I)
_BREAKS = re.compile(
    r"(?:<br\s*/?>|</?(?:p|li|ul|div)[^>]*>|\s[|•·]\s|[;\n|•])|\.\s+(?=(?-i:[A-Z]))", re.I
)


@dataclass
class ReadHours:
    """What a sentence about hours says."""

    rules: list[Rule] = field(default_factory=list)
    #: Words that no rule holds; "" where everything was read.
    rest: str = ""
    by_appointment: bool = False
    #: "closed" or "open" where it says so of public holidays.
    holidays: str = "unknown"

    @property
    def is_certain(self) -> bool:
        """Whether the rules say all that the words do."""
        return bool(self.rules) and not self.rest


def read_hours(said: str, day: int | None = None) -> ReadHours:
    """Rules of a sentence; ``day`` (0 is Monday) is for a column that is one day's."""
    text = said.replace("\u00a0", " ").strip()
    if not text or _CLOSED.match(text):
        return ReadHours()
    if len(text) > LONGEST:
        return ReadHours(rest=" ".join(text.split()))
    found, rest = _read(days_of.plain_letters(text), day)
    if found is not None and day is not None and rest:
        found = None  # one day's column with words: nothing in it is certain
    if found is None:
        return ReadHours(rest=" ".join(text.split()))
    found.rest = "; ".join(rest)
    return found


def _read(text: str, day: int | None) -> tuple[ReadHours | None, list[str]]:
    """What was read, with the words that were not; None where its parts contradict each other."""
    found, rest = ReadHours(), list[str]()
    clauses: list[Clause] = []
    days: tuple[int, ...] | None = (day,) if day is not None else None
    for part in _BREAKS.split(text):
        part = " ".join(part.split()).strip(" ,.;")
        if not part:
            continue
        clause, words = clause_of(part, days, fixed=day is not None)
        rest += words
        if clause is not None:
            clauses.append(clause)
            days = clause.days
    for clause in clauses:
        found.rules += clause.rules
        found.holidays = clause.holidays or found.holidays
        found.by_appointment |= clause.appointment
    found.rules = each_once(found.rules)
    off = set().union(*(clause.off for clause in clauses)) if clauses else set()
    rules = without(found.rules, off)
    for clause in clauses:
        for which, opens, closes in clause.breaks:
            rules = rules and with_break(rules, which, opens, closes)
    if rules is None or contradict(rules):
        return None, []
    found.by_appointment |= bool(rules) and all("by_appointment" in rule for rule in rules)
    if found.by_appointment:
        for rule in rules:
            rule["by_appointment"] = True
        one_day = [{"description": f"{shown((day,))} by appointment"}]
        rules = rules or ([{"by_appointment": True}] if day is None else one_day)
    found.rules = rules + [{"description": note} for clause in clauses for note in clause.notes]
    if not found.rules and found.holidays != "unknown":
        rest = rest or [text]
    return found, rest
