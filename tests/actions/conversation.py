"""A conversation with the actions alone: the NLU's part is played by the test, the desk is real."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.language import catalogue
from bot.triage import Understood
from directory.search import Card, CardPhone, Query, Results
from directory.sheets import Entry


def card(name: str, **values: Any) -> Card:
    """A service card with everything that is not the point of a test filled in."""
    known: dict[str, Any] = {
        "id": name.lower().replace(" ", "-"),
        "name": name,
        "organization": name,
        "description": "",
        "phones": (CardPhone("13 00 00", "Phone", "voice"),),
        "hours": "",
        "open_now": None,
        "open_text": "",
        "distance_km": None,
        "address": None,
        "region": None,
        "url": None,
        "languages": (),
        "interpreter": False,
        "cost": "free",
        "eligibility": "",
        "why": "",
        "source": "test",
        "last_check": "2026-11-01",
        "read_on": "2026-11-01",
        "dated": True,
        "web_only": False,
        "certainty": "V",
        "check_first": False,
        "example": False,
        "warm_transfer": None,
        "alert": None,
        "national": False,
    }
    return Card(**{**known, **values})


class ListedDirectory:
    """A directory that answers from a list: cards of a need, crisis lines, and nothing else."""

    def __init__(self) -> None:
        self.by_need: dict[str | None, list[Card]] = {}
        self.queries: list[Query] = []
        self.down = False

    def search(self, query: Query) -> Results:
        """Cards of the need that were not shown yet."""
        self.queries.append(query)
        if self.down:
            raise ConnectionError("the directory is down")
        cards = [c for c in self.by_need.get(query.need, []) if c.id not in query.exclude]
        return Results(cards=cards[: query.limit], total=len(cards), place=query.place)

    def service(self, key: str, query: Query | None = None) -> Card | None:
        """One service by its code, or by the id that ``card`` made of its name."""
        if key == "tis-national":
            return card("TIS National", id=key)
        listed = [c for cards in self.by_need.values() for c in cards]
        return next((c for c in listed if c.id == key), None)

    def sheet(self, ids: Sequence[str], at: datetime, language: str | None) -> list[Entry]:
        """What a take-away sheet says of a service: here it is the address alone."""
        cards = [c for key in ids if (c := self.service(key))]
        return [Entry(c, (), False, (), None, None) for c in cards]


@dataclass
class Reply:
    """One thing the assistant said."""

    response: str | None
    text: str
    buttons: list[dict[str, str]]
    cards: list[dict[str, Any]]
    safety: bool


@dataclass
class Conversation:
    """Plays messages into actions and keeps the slots between them."""

    actions: dict[str, Action]
    metadata: dict[str, Any] = field(default_factory=dict)
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    sender: str = "conversation-1"
    count: int = 0

    def hear(self, message: Understood) -> None:
        """Something is said that nobody answers (a person has the conversation)."""
        self.count += 1
        parsed = {
            "intent": {"name": message.intent, "confidence": message.confidence},
            "entities": [
                {
                    "entity": e.name,
                    "value": e.value,
                    "start": e.start,
                    "end": e.end,
                    "extractor": "facts.model" if e.guessed else "facts.rules",
                }
                for e in message.entities
            ],
            "rejected": [
                {"entity": e.name, "value": e.value, "start": e.start, "end": e.end}
                for e in message.rejected
            ],
            "text": message.text,
            "risk": dict(message.risk),
            "language": dict(message.language),
            "understood_intent": {"name": message.wanted, "confidence": message.confidence},
            "metadata": self.metadata,
            "message_id": f"m{self.count}",
        }
        self.events.append({"event": "user", "parse_data": parsed})

    def say(self, message: Understood, action: str) -> list[Reply]:
        """A message and the action its rule names; what the assistant says."""
        self.hear(message)
        tracker = Tracker(
            self.sender,
            dict(self.slots),
            self.events[-1]["parse_data"],
            self.events,
            False,
            None,
            {},
            None,
        )
        dispatcher = CollectingDispatcher()
        for event in self.actions[action].run(dispatcher, tracker, {}):
            self.slots[event["name"]] = event["value"]
        self.events.append({"event": "action", "name": action})
        return [self._reply(m) for m in dispatcher.messages]

    def _reply(self, message: dict[str, Any]) -> Reply:
        text = message.get("text") or ""
        buttons = message.get("buttons") or []
        custom = message.get("custom") or {}
        self.events.append(
            {"event": "bot", "text": text, "data": {"buttons": buttons, "custom": custom}}
        )
        cards, safety = custom.get("cards", []), bool(custom.get("safety"))
        return Reply(name_of(text, buttons), text, buttons, cards, safety)


def name_of(text: str, buttons: list[dict[str, str]]) -> str | None:
    """Which response of the domain a text is, whatever fills its placeholders."""
    found = [name for name, pattern in _patterns() if pattern.fullmatch(text)]
    same_buttons = [name for name in found if catalogue.buttons(name) == buttons]
    return next(iter(same_buttons or found), None)


@lru_cache(maxsize=1)
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Every response as a pattern; those without placeholders come first."""
    names = sorted(catalogue.responses(), key=lambda name: "{" in catalogue.text(name))
    return [(name, as_pattern(name)) for name in names]


def as_pattern(response: str) -> re.Pattern[str]:
    """A response as a pattern for what is said with it."""
    return re.compile(re.sub(r"\\\{\w+\\\}", ".*", re.escape(catalogue.text(response))), re.DOTALL)
