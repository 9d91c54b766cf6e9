"""A dialogue that was played: what was said in each turn, and what was known after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.desk import Case
from bot.language import catalogue
from tests.actions.conversation import as_pattern

Event = dict[str, Any]


@dataclass
class Played:
    """A dialogue after it was played: what was said in each turn and what was known after it."""

    messages: list[str]
    opening: list[Event]
    turns: list[list[Event]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)
    case: Case | None = None

    def said(self, *responses: str, turn: int | None = None) -> int:
        """How often one of the responses (``*`` at the end: any of the kind) was said."""
        names = [
            name
            for wanted in responses
            for name in (
                [n for n in catalogue.responses() if n.startswith(wanted[:-1])]
                if wanted.endswith("*")
                else [wanted]
            )
        ]
        patterns = [as_pattern(name) for name in names]
        return sum(any(p.fullmatch(e["text"]) for p in patterns) for e in self.events(turn))

    def events(self, turn: int | None = None) -> list[Event]:
        """What was said in a turn (-1: the last), or in all."""
        return self.turns[turn] if turn is not None else [e for t in self.turns for e in t]

    def words(self, turn: int | None = None) -> str:
        """The texts of a turn or of all."""
        return "\n".join(e["text"] for e in self.events(turn))

    def cards(self, turn: int | None = None) -> list[dict[str, Any]]:
        """The cards of a turn or of all."""
        return [card for e in self.events(turn) for card in e["cards"]]

    def payloads(self, turn: int | None = None) -> str:
        """The buttons' payloads of a turn or of all."""
        return " ".join(b["payload"] for e in self.events(turn) for b in e["buttons"])

    def offers_person(self, turn: int = -1) -> bool:
        """Whether a person is offered, or has been asked to come."""
        worded = self.said("utter_ask_person", "utter_handed_over", turn=turn)
        return (
            bool(worded)
            or "request_human" in self.payloads(turn)
            or ('"question": "person"' in self.payloads(turn))
        )

    def asked_after_known(self, fact: str, *responses: str) -> bool:
        """Whether one of the questions was put in a turn that began with ``fact`` known."""
        return any(
            self.said(*responses, turn=n)
            for n in range(1, len(self.turns))
            if self.facts[n - 1].get(fact)
        )

    def indicators(self, domain: str | None = None) -> list[dict[str, Any]]:
        """Indicators of the conversation, of one domain or of all."""
        found = self.facts[-1].get("indicators") or []
        return [i for i in found if domain in (None, i["domain"])]

    def alone_000(self, turn: int = -1) -> bool:
        """Whether 000 is the first thing said in a turn, and the only one."""
        events = self.events(turn)
        return len(events) == 1 and "000" in events[0]["text"][:20] and not events[0]["cards"]
