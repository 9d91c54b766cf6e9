"""One fact found in a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mention:
    """``text[start:end]`` says ``value`` of ``entity`` (names and values as in the domain)."""

    entity: str
    value: str
    start: int
    end: int
    #: who found it: "rules", "lexicon", "shorthand", "gazetteer" or "model"
    source: str = "rules"

    def as_entity(self) -> dict[str, Any]:
        """As Rasa carries entities."""
        return {
            "entity": self.entity,
            "value": self.value,
            "start": self.start,
            "end": self.end,
            "extractor": f"facts.{self.source}",
        }


def straight(text: str) -> str:
    """``text`` with straight apostrophes, in lower case and of the same length, for matching."""
    text = text.replace("’", "'").replace("`", "'")
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
