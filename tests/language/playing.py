"""Sentences played through the trained model and the dialogue, message by message, without servers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from bot.nlu.model import Understanding
from bot.settings import ROOT
from tests.actions.conversation import Conversation, Reply


@lru_cache(maxsize=1)
def actions_of_intents() -> Mapping[str, str]:
    """Which action the rules give to which intent."""
    found = {}
    for path in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]:
            intent, action = rule["steps"][0]["intent"], rule["steps"][1]["action"]
            found[intent] = action
    return found


@dataclass
class Heard:
    """One turn: what the model understood, what was said back, what is known after it."""

    parsed: dict[str, Any]
    replies: list[Reply]
    slots: dict[str, Any]

    @property
    def intent(self) -> str:
        """The intent that chose the action; danger takes the head."""
        return str(self.parsed["intent"]["name"])

    @property
    def act(self) -> str:
        """What the message does beside danger."""
        return str((self.parsed.get("understood_intent") or self.parsed["intent"])["name"])

    def values(self, entity: str) -> set[str]:
        """Values of one kind of entity."""
        return {str(e["value"]) for e in self.parsed["entities"] if e["entity"] == entity}

    def said(self, response: str) -> bool:
        """Whether a response of the domain was said (its name is known in English only)."""
        from bot.language import catalogue

        code = self.slots.get("speech")
        words = catalogue.text(response, code).split("{")[0][:40]
        return any(words in reply.text for reply in self.replies)


@dataclass
class Person:
    """Somebody who writes; ``language`` is what the widget is set to."""

    understanding: Understanding
    conversation: Conversation
    language: str
    texts: list[str] = field(default_factory=list)

    def say(self, text: str) -> Heard:
        """Writes ``text`` and hears the answer."""
        talk = self.conversation
        talk.metadata["language"] = talk.slots.get("speech") or self.language
        parsed = self.understanding.parse(text, talk.metadata, tuple(self.texts[-3:]))
        self.texts.append(text)
        action = actions_of_intents()[str(parsed["intent"]["name"])]
        talk.count += 1
        event = {**parsed, "text": text, "metadata": talk.metadata, "message_id": f"m{talk.count}"}
        talk.events.append({"event": "user", "parse_data": event})
        tracker = Tracker(talk.sender, dict(talk.slots), event, talk.events, False, None, {}, None)
        dispatcher = CollectingDispatcher()
        for change in talk.actions[action].run(dispatcher, tracker, {}):
            talk.slots[change["name"]] = change["value"]
        talk.events.append({"event": "action", "name": action})
        replies = [
            Reply(
                None,
                m.get("text") or "",
                m.get("buttons") or [],
                (m.get("custom") or {}).get("cards", []),
                bool((m.get("custom") or {}).get("safety")),
            )
            for m in dispatcher.messages
        ]
        return Heard(parsed, replies, dict(talk.slots))


Begin = Callable[..., Conversation]
