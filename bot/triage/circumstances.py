"""What an officer tells of a case that opens a route of the referral guide."""

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

#: circumstance -> lists of patterns; one of each list must match.
Circumstances = Mapping[str, tuple[tuple[re.Pattern[str], ...], ...]]


def read_circumstances(path: Path = PATH) -> Circumstances:
    """The circumstances of a file. Raises ``re.error`` for a pattern that is none."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    return {
        str(name): tuple(tuple(map(re.compile, group["any"])) for group in groups)
        for name, groups in document["circumstances"].items()
    }


@lru_cache(maxsize=1)
def default_circumstances() -> Circumstances:
    """The circumstances of the package, read once."""
    return read_circumstances()


def told(words: str) -> tuple[str, ...]:
    """The circumstances that ``words`` (lower case) tell of."""
    return tuple(
        name
        for name, groups in default_circumstances().items()
        if all(any(pattern.search(words) for pattern in group) for group in groups)
    )


def with_circumstances(facts: Facts, understood: Understood) -> Facts:
    """``facts`` with what an officer's line tells; a customer's own words open no such route."""
    if not facts.is_staff or understood.is_payload:
        return facts
    return replace(facts, signals=joined(facts.signals, told(understood.words)))


def of_the_next_customer(signals: tuple[str, ...]) -> tuple[str, ...]:
    """``signals`` without what was told of the customer before, and was suggested for them.

    What makes a tool unsuitable stays: a second line may well be about the same person.
    """
    routes = {name for name in default_circumstances() if not name.startswith("not_for_")}
    return tuple(s for s in signals if s not in routes and not s.startswith("suggested:"))
