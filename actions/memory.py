"""Between Rasa's tracker and ``Facts``: what is known, and what the person just said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

from actions import resources
from bot.triage import Entity, Facts, Understood, hear, weighed
from bot.triage.presence import (
    after_a_pause,
    for_somebody_else,
    returned,
    says_who_was_here_is_back,
    takes_over,
)
from bot.triage.questions import Questions

#: The extractor that reads a need from the sense of a whole message, where no word names it.
GUESSING = "facts.model"
#: Rasa's own actions; they say nothing about what has been heard.
_BUILT_IN = frozenset(
    {
        "action_listen",
        "action_session_start",
        "action_extract_slots",
        "action_unlikely_intent",
        "action_default_fallback",
        "action_restart",
        "action_back",
    }
)


def understood_from(message: Mapping[str, Any]) -> Understood:
    """The parse of one message as Rasa keeps it (``tracker.latest_message``)."""
    intent = message.get("intent") or {}
    wanted = message.get("understood_intent") or {}
    act = wanted if wanted.get("name") else intent
    confidence = act.get("confidence")
    return Understood(
        intent=str(intent.get("name") or ""),
        text=str(message.get("text") or ""),
        entities=_entities(message.get("entities")),
        risk=message.get("risk") or {},
        language=_detected(message),
        wanted=str(wanted.get("name") or ""),
        rejected=_entities(message.get("rejected")),
        confidence=1.0 if confidence is None else float(confidence),
    )


def intent_of(tracker: Tracker) -> str:
    """The intent that the rule went by."""
    return str(((tracker.latest_message or {}).get("intent") or {}).get("name") or "")


def _entities(found: Any) -> tuple[Entity, ...]:
    return tuple(
        Entity(
            name=str(raw.get("entity")),
            value=raw.get("value"),
            start=int(raw.get("start") or 0),
            end=int(raw.get("end") or 0),
            guessed=raw.get("extractor") == GUESSING,
        )
        for raw in found or []
    )


def _detected(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The language of a message as the detector leaves it: {"code", "confidence", "reliable"}."""
    found = message.get("language")
    return found if isinstance(found, Mapping) else {}


def _unheard(tracker: Tracker) -> list[Mapping[str, Any]]:
    """Messages since the last action of ours, oldest first; the latest one is always there.

    More than one when a person had the conversation, or when a turn failed.
    """
    messages: list[Mapping[str, Any]] = []
    for event in reversed(tracker.events or []):
        if event.get("event") == "action":
            name = str(event.get("name") or "")
            if name.startswith("action_") and name not in _BUILT_IN:
                break
        elif event.get("event") == "user":
            parsed = event.get("parse_data") or {}
            messages.append(parsed if parsed.get("intent") else tracker.latest_message)
    return list(reversed(messages)) or [tracker.latest_message]


def recall(tracker: Tracker, questions: Questions) -> tuple[Facts, Facts, Understood]:
    """Facts before the latest message, facts after it, and the message itself.

    Words that were meant for a worker add to the facts, but answer no question
    of the assistant's.
    """
    facts = _with_metadata(Facts.from_slots(tracker.slots), tracker)
    if returned(facts, resources.now()):
        facts = after_a_pause(facts)
    *earlier, latest = _unheard(tracker)
    for message in earlier:
        heard = hear(replace(facts, pending=None), understood_from(message), questions)
        facts = replace(heard, pending=facts.pending, answered=None)
    understood = weighed(facts, understood_from(latest), questions)
    if says_who_was_here_is_back(facts, understood):
        facts = for_somebody_else(facts)  # What the other one told is theirs.
    after = hear(facts, understood, questions)
    if takes_over(facts, understood) and understood.risk.get("tier") != "T4":
        after = for_somebody_else(after)
    return facts, after, understood


def _with_metadata(facts: Facts, tracker: Tracker) -> Facts:
    """Facts with what the channel knows: who types, and the language chosen in the widget."""
    metadata = (tracker.latest_message or {}).get("metadata") or {}
    audience = metadata.get("audience")
    if audience in {"customer", "staff"}:
        facts = replace(facts, audience=audience)
    if facts.turn == 0 and facts.audience == "customer" and is_greeted(tracker):
        facts = replace(facts, pending="safe_to_talk", asked=("safe_to_talk",))
    language = metadata.get("language")
    if language and facts.turn == 0 and facts.speech is None and not facts.is_staff:
        facts = replace(facts, speech=None if language == "en" else str(language))
    if language and not facts.language and not str(language).startswith("en"):
        facts = facts.note(language=str(language))
    return facts


def is_greeted(tracker: Tracker) -> bool:
    """Whether the gateway has greeted before the first message (Rasa's own channels don't)."""
    return bool(((tracker.latest_message or {}).get("metadata") or {}).get("audience"))


def slot_events(tracker: Tracker, facts: Facts) -> list[EventType]:
    """Events that keep ``facts``: one for each slot that changed."""
    return [
        SlotSet(name, value)
        for name, value in facts.as_slots().items()
        if (tracker.slots or {}).get(name) != value
    ]
