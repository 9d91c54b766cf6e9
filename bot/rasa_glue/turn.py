"""One turn of a conversation: a message in, the assistant's replies out, or an error.

Rasa fails silently in many places (an action that raises, a message nobody
answers, a store that falls back to memory). Here each of these is an error,
the dialogue state stays as it was, and the same message can be sent again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.rasa_glue.in_process import failed_actions
from bot.triage.facts import EXPORTED, Facts
from bot.triage.whereabouts import whereabouts

#: The action that only remembers what was said, used while a person has the conversation.
REMEMBER_ACTION = "action_remember_facts"


class TurnFailed(RuntimeError):
    """The turn had no effect; ``code`` says why: action_failed, no_reply, not_ready, bad_payload."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code


@dataclass(frozen=True)
class Turn:
    """What a turn led to; JSON-ready."""

    replies: list[dict[str, Any]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    intent: str = ""
    assessment: dict[str, Any] = field(default_factory=dict)
    duplicate: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The channel's answer."""
        return {
            "replies": self.replies,
            "facts": self.facts,
            "intent": self.intent,
            "assessment": self.assessment,
            "duplicate": self.duplicate,
        }


def persons_text(text: str) -> str:
    """A person's text as Rasa may read it: a leading "/" is text, never a command."""
    return text.lstrip("/ \t\r\n") or "-"


def strict_store(processor: MessageProcessor) -> None:
    """Takes away the store's silent fall-back to memory, if Rasa has put it there."""
    store = processor.tracker_store
    if isinstance(store, FailSafeTrackerStore):
        processor.tracker_store = store._tracker_store


def _turn_of(tracker: DialogueStateTracker, message_id: str) -> Turn | None:
    """The turn that answered ``message_id``, rebuilt from its events; None if there was none."""
    user: UserUttered | None = None
    replies: list[dict[str, Any]] = []
    for event in tracker.events:
        if isinstance(event, UserUttered):
            if user is not None:
                break
            if event.message_id == message_id:
                user = event
        elif user is not None and isinstance(event, BotUttered):
            replies.append(_reply(event))
    if user is None:
        return None
    slots = tracker.slots
    # Empty ones too: the desk must hear that a fact was taken back.
    facts = {name: slots[name].value for name in EXPORTED if name in slots}
    facts["whereabouts"] = whereabouts(Facts.from_slots({n: s.value for n, s in slots.items()}))
    parsed = user.parse_data or {}
    return Turn(
        replies=replies,
        facts=facts,
        intent=user.intent_name or "",
        assessment=dict(parsed.get("risk") or {}),
    )


def _reply(event: BotUttered) -> dict[str, Any]:
    data = event.data or {}
    custom = data.get("custom") or {}
    return {
        "text": event.text or "",
        "buttons": [
            {"title": b.get("title", ""), "payload": b.get("payload", "")}
            for b in data.get("buttons") or []
        ],
        "cards": custom.get("cards", []),
        "safety": bool(custom.get("safety", False)),
    }


async def take_turn(
    agent: Agent,
    sender: str,
    message_id: str,
    *,
    text: str | None = None,
    payload: str | None = None,
    metadata: dict[str, Any] | None = None,
) -> Turn:
    """Handles one message of ``sender`` and returns the replies.

    ``text`` is a person's words, ``payload`` a button's ``/intent{...}``.
    ``metadata["held"]`` means a person has the conversation: what is said is
    understood and remembered, nothing is answered. A ``message_id`` that was
    handled before gives the same answer without acting twice.

    Raises ``TurnFailed``, or what the database raises; the state is then
    unchanged.
    """
    processor = agent.processor
    if processor is None:
        raise TurnFailed("not_ready")
    strict_store(processor)
    if payload is not None:
        intent = payload.lstrip("/").split("{", 1)[0].strip()
        if not payload.startswith("/") or intent not in processor.domain.intents:
            raise TurnFailed("bad_payload")
    said = payload if payload is not None else persons_text(text or "")
    held = bool((metadata or {}).get("held"))
    async with agent.lock_store.lock(sender):
        tracker = await processor.get_tracker(sender)
        earlier = _turn_of(tracker, message_id)
        if earlier is not None:
            return Turn(earlier.replies, earlier.facts, earlier.intent, earlier.assessment, True)
        output = CollectingOutputChannel()
        message = UserMessage(
            said, output, sender, input_channel="gateway", message_id=message_id, metadata=metadata
        )
        failures: list[str] = []
        token = failed_actions.set(failures)
        try:
            # What ``log_message`` does, without reading the same state a second time.
            await processor._update_tracker_session(tracker, output, metadata)
            await processor._handle_message_with_tracker(message, tracker)
            _forget_what_was_read(tracker)
            if held:
                await _remember(processor, tracker, output)
            else:
                tracker = await processor.run_action_extract_slots(output, tracker)
                await processor._run_prediction_loop(output, tracker)
        finally:
            failed_actions.reset(token)
        if failures:
            raise TurnFailed("action_failed", ",".join(failures))
        turn = _turn_of(tracker, message_id)
        if turn is None or (not turn.replies and not held):
            raise TurnFailed("no_reply")
        await processor.save_tracker(tracker)
        return turn


def _forget_what_was_read(tracker: DialogueStateTracker) -> None:
    """Takes out what has been read of the metadata, and would be kept with three turns."""
    said = tracker.latest_message
    if said is None:
        return
    for metadata in (said.metadata, (said.parse_data or {}).get("metadata") or {}):
        for name in ("vector", "screened"):
            metadata.pop(name, None)


async def _remember(
    processor: MessageProcessor, tracker: DialogueStateTracker, output: CollectingOutputChannel
) -> None:
    """Runs the action that keeps the facts of the latest message, then listens again."""
    from rasa.core.policies.policy import PolicyPrediction

    for name in (REMEMBER_ACTION, "action_listen"):
        await processor._run_action(
            processor._get_action(name),
            tracker,
            output,
            processor.nlg,
            PolicyPrediction.for_action_name(processor.domain, name),
        )
