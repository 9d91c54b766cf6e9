"""One message as the NLU understood it, and the few cues that must be read from its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Words that say the new wish replaces the old one rather than joining it.
_CHANGE_OF_MIND = re.compile(
    r"\b(?:instead|changed?\s+my\s+mind|forget\s+(?:that|it|about)|never\s*mind|scrap\s+that|"
    r"actually|really\s+(?:need|want)|rather\s+than|on\s+second\s+thou?ghts?|not\s+that|i\s+meant)\b",
    re.IGNORECASE,
)
#: Below this confidence an intent is right in a third of cases and wrong in two (held-out set,
#: docs/understanding.md): what the open question makes of the words is the better reading.
UNSURE = 0.5

_JOINING = re.compile(r"\b(?:also|as\s+well|too|and\s+then|plus|on\s+top)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Entity:
    """A piece of a message: ``name`` and ``value`` as in the contract of the NLU, offsets in characters."""

    name: str
    value: Any
    start: int = 0
    end: int = 0
    #: No word says it: the classifier read it from the sense of the whole message.
    guessed: bool = False


@dataclass(frozen=True)
class Understood:
    """One message of the person: intent, entities and what the screens said about it."""

    intent: str
    text: str = ""
    entities: tuple[Entity, ...] = ()
    #: ``Assessment.as_dict()``: {"tier", "indicators": [...], "clarify"}; empty when not screened.
    risk: Mapping[str, Any] = field(default_factory=dict)
    #: {"code", "reliable"}; empty when not detected.
    language: Mapping[str, Any] = field(default_factory=dict)
    #: What the message was understood as before danger took its place.
    wanted: str = ""
    #: What a correction took back, or the person no longer wants ("Footscray, not Fitzroy").
    rejected: tuple[Entity, ...] = ()
    #: How sure the classifier is of what the message does (``act``), 0 to 1.
    confidence: float = 1.0

    @property
    def is_payload(self) -> bool:
        """Whether a button sent this (the channel strips a ``/`` that a person typed)."""
        return self.text.startswith("/")

    @property
    def words(self) -> str:
        """What the person typed, lower case, quotes and spaces made plain; empty for a button."""
        if self.is_payload:
            return ""
        plain = self.text.lower().replace("’", "'").replace("`", "'")
        return " ".join(plain.split())

    @property
    def act(self) -> str:
        """What the message does beside the danger it may speak of."""
        return self.wanted or self.intent

    @property
    def is_unsure(self) -> bool:
        """Whether ``act`` is a guess."""
        return not self.is_payload and self.confidence < UNSURE

    def wanted_entities(self, name: str) -> list[Entity]:
        """The entities called ``name`` that the person does want, in order."""
        return [e for e in self.entities if e.name == name]

    def values(self, name: str) -> list[Any]:
        """Values of the entities called ``name`` that the person does want, in order, once each."""
        return list(dict.fromkeys(e.value for e in self.wanted_entities(name)))

    def rejected_values(self, name: str) -> list[Any]:
        """Values of ``name`` that the person says they do not mean or want."""
        return [e.value for e in self.rejected if e.name == name]

    def first(self, name: str) -> Any | None:
        """The first wanted value of ``name``, or None."""
        return next(iter(self.values(name)), None)

    @property
    def joins(self) -> bool:
        """Whether a wish in this message joins the one before it ("and food too")."""
        return bool(_JOINING.search(self.words)) or self.words.startswith("and ")

    @property
    def changes_mind(self) -> bool:
        """Whether a wish in this message replaces the one before it."""
        if self.is_payload or self.joins:
            return False
        return self.act == "correct" or bool(_CHANGE_OF_MIND.search(self.words))
