"""One message as the NLU understood it, and the few cues that must be read from its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: What stands right before a thing that is *not* wanted: "Footscray not Fitzroy",
#: "forget the food", "instead of a bond", "I don't need a bed any more".
_REJECTING = re.compile(
    r"(?:\b(?:not|isn'?t|wasn'?t|instead\s+of|rather\s+than|forget(?:\s+about)?|never\s*mind|"
    r"no\s+longer\s+(?:need|want|in|at)|(?:do\s*n[o']?t|dont)\s+(?:need|want|worry\s+about)|"
    r"no\s+need\s+for|scrap|leave)"
    r")(?:\s+(?:in|at|near|from|the|a|an|any|some|about|for|my|our|help|with|looking))*\s*$",
    re.IGNORECASE,
)
_REJECTED_AFTER = re.compile(
    r"^\s*(?:(?:is|was)\s+wrong|by\s+mistake|can\s+wait|(?:does\s*n[o']?t|doesnt)\s+matter|"
    r"(?:is|are|'s)\s+(?:sorted|fixed|not\s+important|no\s+longer)|"
    r"(?:is\s*n[o']?t|isnt|'s\s+not|is\s+not)\s+(?:important|what|it|the\s+(?:problem|issue|thing)))",
    re.IGNORECASE,
)

#: Words that say the new wish replaces the old one rather than joining it.
_CHANGE_OF_MIND = re.compile(
    r"\b(?:instead|changed?\s+my\s+mind|forget\s+(?:that|it|about)|never\s*mind|scrap\s+that|"
    r"actually|really\s+(?:need|want)|rather\s+than|on\s+second\s+thou?ghts?|not\s+that|i\s+meant)\b",
    re.IGNORECASE,
)
_JOINING = re.compile(r"\b(?:also|as\s+well|too|and\s+then|plus|on\s+top)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Entity:
    """A piece of a message: ``name`` and ``value`` as in the contract of the NLU, offsets in characters."""

    name: str
    value: Any
    start: int = 0
    end: int = 0


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

    def values(self, name: str) -> list[Any]:
        """Values of the entities called ``name`` that the person does want, in order, once each."""
        found: list[Any] = []
        for entity in self.entities:
            if entity.name == name and not self.rejects(entity) and entity.value not in found:
                found.append(entity.value)
        return found

    def rejected_values(self, name: str) -> list[Any]:
        """Values of the entities called ``name`` that the person says they do not mean or want."""
        return [e.value for e in self.entities if e.name == name and self.rejects(e)]

    def first(self, name: str) -> Any | None:
        """The first wanted value of ``name``, or None."""
        return next(iter(self.values(name)), None)

    def rejects(self, entity: Entity) -> bool:
        """Whether the words around ``entity`` say that it is not the one."""
        if self.is_payload:
            return False
        before, after = self.text[: entity.start], self.text[entity.end :]
        return bool(
            _REJECTING.search(before.replace("’", "'"))
            or _REJECTED_AFTER.match(after.replace("’", "'"))
        )

    @property
    def joins(self) -> bool:
        """Whether a wish in this message joins the one before it ("and food too")."""
        return bool(_JOINING.search(self.words)) or self.words.startswith("and ")

    @property
    def changes_mind(self) -> bool:
        """Whether a wish in this message replaces the one before it."""
        if self.is_payload or self.joins:
            return False
        return self.intent == "correct" or bool(_CHANGE_OF_MIND.search(self.words))
