"""What an officer tells of a case, or anybody of a court order, that opens a route of the referral guide."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import yaml

from bot.triage.facts import Facts, joined
from bot.triage.understood import Understood

PATH = Path(__file__).with_name("circumstances.yml")

#: Lists of patterns with whether one of the list must match ("any") or none may ("none").
Groups = tuple[tuple[bool, tuple[re.Pattern[str], ...]], ...]
#: circumstance -> its lists, all of which must hold.
Circumstances = Mapping[str, Groups]


def read_circumstances(path: Path = PATH, part: str = "circumstances") -> Circumstances:
    """The circumstances of one part of a file. Raises ``re.error`` for a pattern that is none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    return {
        str(name): tuple(
            (kind == "any", tuple(map(re.compile, patterns)))
            for group in groups
            for kind, patterns in group.items()
        )
        for name, groups in document[part].items()
    }


@lru_cache(maxsize=1)
def default_circumstances() -> Circumstances:
    """What only an officer tells, read once."""
    return read_circumstances()


@lru_cache(maxsize=1)
def of_anybody() -> Circumstances:
    """What customers tell as well, read once."""
    return read_circumstances(part="of_anybody")


def told(words: str, circumstances: Circumstances | None = None) -> tuple[str, ...]:
    """The circumstances (an officer's, where none are given) that ``words`` (lower case) tell of."""
    known = default_circumstances() if circumstances is None else circumstances
    return tuple(
        name
        for name, groups in known.items()
        if all(any(p.search(words) for p in patterns) is wanted for wanted, patterns in groups)
    )


def with_circumstances(facts: Facts, understood: Understood) -> Facts:
    """``facts`` with what the line tells; of a customer's words only what anybody may tell."""
    if understood.is_payload:
        return facts
    found = told(understood.words, of_anybody())
    if facts.is_staff:
        found += told(understood.words)
    return replace(facts, signals=joined(facts.signals, found)) if found else facts


def of_the_next_customer(signals: tuple[str, ...]) -> tuple[str, ...]:
    """``signals`` without what was told of the customer before, and was suggested for them.

    What makes a tool unsuitable stays: a second line may well be about the same person.
    """
    routes = {name for name in default_circumstances() if not name.startswith("not_for_")}
    return tuple(s for s in signals if s not in routes and not s.startswith("suggested:"))
