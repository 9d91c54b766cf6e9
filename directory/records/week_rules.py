"""Rules of opening hours beside one another: each once, without closed days, with breaks."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from directory.hsds.tables import DAYS

Rule = dict[str, Any]


def each_once(rules: list[Rule]) -> list[Rule]:
    """Rules without days that another one gives the same times."""
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for rule in rules:
        days = [
            day
            for day in rule["byday"].split(",")
            if (day, rule["opens_at"], rule["closes_at"]) not in seen
        ]
        seen |= {(day, rule["opens_at"], rule["closes_at"]) for day in days}
        if days:
            kept.append({**rule, "byday": ",".join(days)})
    return kept


def without(rules: list[Rule], off: set[int]) -> list[Rule] | None:
    """Rules without the days that are said to be closed; None where a rule was for those alone."""
    if not off:
        return rules
    closed = {DAYS[day] for day in off}
    kept: list[Rule] = []
    for rule in rules:
        days = rule.get("byday", "").split(",")
        left = [day for day in days if day not in closed]
        if rule.get("byday") and not left:
            return None
        kept.append({**rule, "byday": ",".join(left)} if rule.get("byday") else rule)
    return kept


def with_break(
    rules: list[Rule], which: tuple[int, ...] | None, opens: str, closes: str
) -> list[Rule] | None:
    """Rules with a break in the middle of the day; None where it lies in none of them."""
    days = {DAYS[day] for day in which} if which is not None else set(DAYS)
    kept: list[Rule] = []
    used = False
    for rule in rules:
        listed = set(rule.get("byday", "").split(","))
        inside = rule.get("opens_at", "") < opens < closes < _end(rule)
        if not inside or not listed & days:
            kept.append(rule)
        elif not listed <= days:
            return None
        else:
            used = True
            kept += [{**rule, "closes_at": opens}, {**rule, "opens_at": closes}]
    return kept if used else None


def _end(rule: Rule) -> str:
    return late(rule.get("opens_at", ""), rule.get("closes_at", ""))


def late(opens: str, closes: str) -> str:
    """A closing time that reads later than the opening, past midnight too."""
    return "48:00" if closes and closes <= opens else closes


def contradict(rules: list[Rule]) -> bool:
    """Whether two rules of one day overlap without one holding the other's end and beginning."""
    timed = [rule for rule in rules if rule.get("opens_at")]
    for one, other in combinations(timed, 2):
        shared = set(one["byday"].split(",")) & set(other["byday"].split(","))
        if not shared or one["freq"] != other["freq"]:
            continue
        first, second = (one["opens_at"], _end(one)), (other["opens_at"], _end(other))
        if first[0] < second[1] and second[0] < first[1] and first != second:
            return True
    return False
