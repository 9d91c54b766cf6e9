"""Facts that single words and phrases state: people, gender, access, cost, urgency, "near me".

The words are data (``words.yml``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import yaml

from bot.nlu.facts.mention import Mention

Patterns = dict[str, dict[str, tuple[re.Pattern[str], re.Pattern[str] | None]]]


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?!\w)")


@lru_cache(maxsize=1)
def _patterns() -> Patterns:
    raw = yaml.safe_load(Path(__file__).with_name("words.yml").read_text(encoding="utf-8"))
    return {
        group: {
            value: (
                _any_of(words["words"]),
                re.compile("|".join(words["not"])) if words.get("not") else None,
            )
            for value, words in values.items()
        }
        for group, values in raw.items()
    }


def find(group: str, text: str) -> Iterator[tuple[str, int, int]]:
    """(value, start, end) of each word of ``group`` in straight lower-case ``text``, exceptions left out."""
    for value, (words, exceptions) in _patterns()[group].items():
        spared = [match.span() for match in exceptions.finditer(text)] if exceptions else []
        for match in words.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in spared):
                yield value, match.start(), match.end()


def access(text: str) -> Iterator[Mention]:
    """Accessibility, cost and urgency: every value once, at its first mention."""
    for entity in ("accessibility", "cost", "urgency"):
        seen = set()
        for value, start, end in find(entity, text):
            if value not in seen:
                seen.add(value)
                yield Mention(entity, value, start, end)
