"""What the gateway says itself when the assistant can't: safety first, then what to do meanwhile."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Collection, Sequence
from typing import Any

from bot.desk import Conversation, Desk, Message, Reply
from bot.desk.tiers import is_serious
from bot.web.errors import where
from bot.web.hub import Hub
from bot.web.rasa import Rasa
from bot.web.threads import Threads
from bot.web.words import HOME_ZONE, language_of, safety_text, say, short_safety, where_of

logger = logging.getLogger(__name__)

#: Seconds a message about danger waits for the assistant's own answer. A turn takes
#: well under one; with four, somebody in danger is never left with a silent screen.
PATIENCE = 4.0


def is_dangerous(assessment: dict[str, Any] | None, pending_clarification: str | None) -> bool:
    """Whether a message must have a safety text even if nobody can ask back.

    T3 and T4; a remark whose meaning is open, or the answer to a question
    about one (rule S1-14: what stays unclear counts as T3); a failed screening.
    """
    found = assessment or {}
    return bool(
        is_serious(found.get("tier"))
        or found.get("clarify")
        or found.get("failed")
        or pending_clarification
    )


class SafetyNet:
    """Watches over messages until they are answered, apart from the queue in front of Rasa."""

    def __init__(
        self, desk: Desk, threads: Threads, hub: Hub, rasa: Rasa, *, zone: str = HOME_ZONE
    ) -> None:
        self._desk = desk
        self._threads = threads
        self._hub = hub
        self._rasa = rasa
        self._zone = zone
        self._watches: set[asyncio.Task[None]] = set()

    async def look_after(
        self, conversation: Conversation, message: Message, assessment: dict[str, Any]
    ) -> None:
        """Called once for every screened message.

        With Rasa away the person is told at once; danger gets a watch in any case.
        """
        if conversation.held_by is not None:
            return
        dangerous = is_dangerous(assessment, conversation.pending_clarification)
        if not self._rasa.up or assessment.get("failed"):
            await self.speak(message, assessment)
        elif dangerous:
            task = asyncio.create_task(self._watch(message, assessment))
            self._watches.add(task)
            task.add_done_callback(self._watches.discard)

    async def _watch(self, message: Message, assessment: dict[str, Any]) -> None:
        try:
            await asyncio.sleep(PATIENCE)
            await self._speak_of_danger(message, assessment)
        except Exception as error:  # the edge of a task
            logger.error(
                "safety_failed conversation=%s error=%s", message.conversation_id, where(error)
            )

    async def speak(self, message: Message, assessment: dict[str, Any]) -> None:
        """Says what a message must have while the assistant is away; saying it twice is once."""
        conversation = await self._threads.store(self._desk.conversation, message.conversation_id)
        if is_dangerous(assessment, conversation.pending_clarification):
            await self._speak_of_danger(message, assessment)
            return
        told = await self._threads.store(
            self._desk.tell_down,
            message.conversation_id,
            say(
                "utter_gateway_down",
                language_of(conversation, message),
                where=where_of(conversation, message, await self._earlier(message)),
            ),
        )
        if told is not None:
            logger.info("down_told conversation=%s", message.conversation_id)
            self._hub.ring(message.conversation_id)

    async def _speak_of_danger(self, message: Message, assessment: dict[str, Any]) -> None:
        store = self._threads.store
        conversation = await store(self._desk.conversation, message.conversation_id)
        tier = str(assessment.get("tier") or "T0")
        # In a thread: what a text says of where somebody is takes half a second the first time. Not
        # in the classifier's: a sentence that never ends there must not hold up 000.
        own, after, short = await asyncio.to_thread(
            self._texts, assessment, conversation, message, await self._earlier(message)
        )
        given = await store(
            self._desk.give_safety,
            message.conversation_id,
            message.client_id,
            own,
            after=after,
            short=short,
        )
        if given is None:
            return
        self._hub.ring(message.conversation_id)
        logger.warning(
            "safety_given conversation=%s seq=%d tier=%s",
            message.conversation_id,
            given.seq,
            tier,
        )
        await store(
            self._desk.open_case,
            message.conversation_id,
            message_id=message.client_id,
            reason="danger" if is_serious(tier) else "unclear",
            assessment=assessment,
            facts=conversation.facts,
        )

    def _texts(
        self,
        assessment: dict[str, Any],
        conversation: Conversation,
        message: Message,
        earlier: list[str],
    ) -> tuple[Reply, Collection[str], Sequence[Reply]]:
        """What is said of danger, and what instead where it was said before."""
        own = safety_text(assessment, conversation, message, zone=self._zone, earlier=earlier)
        try:
            return own, *short_safety(own, conversation, message, zone=self._zone, earlier=earlier)
        except Exception as error:  # an edge: the safety text goes out, whatever fails here
            logger.error(
                "short_text_failed conversation=%s error=%s", conversation.id, where(error)
            )
            return own, (), ()

    async def _earlier(self, message: Message) -> list[str]:
        """The person's last texts before this one: the assistant may not have read them."""
        return await self._threads.store(
            self._desk.previous_texts, message.conversation_id, message.seq or 0
        )

    async def close(self) -> None:
        """Ends the watches; a restart takes them up again."""
        for task in list(self._watches):
            task.cancel()
        await asyncio.gather(*self._watches, return_exceptions=True)
