"""Enquiries that belong to another body, and who that is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

PATH = Path(__file__).with_name("elsewhere.yml")


@dataclass(frozen=True)
class Destination:
    """Another body: the words that mean it, its name, and its name in each state."""

    words: re.Pattern[str]
    name: str
    by_state: Mapping[str, str]


@lru_cache(maxsize=1)
def destinations() -> tuple[Destination, ...]:
    """The destinations of the package, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(PATH.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    return tuple(
        Destination(re.compile(raw["words"]), str(raw["name"]), raw.get("by_state") or {})
        for raw in document["destinations"]
    )


def destination_of(words: str, state: str) -> str | None:
    """Whom ``words`` (lower case) belong to, by name; None where nobody else is meant.

    ``state`` is that of the person ("VIC"), empty where it is not known.
    """
    found = next((d for d in destinations() if d.words.search(words)), None)
    return found.by_state.get(state, found.name) if found else None
