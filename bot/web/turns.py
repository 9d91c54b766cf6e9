"""One worker a conversation: messages go to Rasa strictly one after another, none is lost.

A message stays ``received`` in the store until its answer is stored with it,
so a gateway that dies picks up where it was; Rasa's side knows a message id
it has handled before.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from bot.desk import Conversation, Desk, Message, Reply
from bot.desk.facts import with_latest
from bot.desk.messages import Waiting
from bot.desk.tiers import highest, is_serious
from bot.web.errors import where
from bot.web.hub import Hub
from bot.web.rasa import Rasa, Turn, TurnFailed
from bot.web.safety import SafetyNet
from bot.web.screening import Screening, is_provisional
from bot.web.threads import Threads
from bot.web.words import language_of, safety_text, say, where_of

logger = logging.getLogger(__name__)

#: Seconds before a message that failed is sent again. The first comes quickly: most
#: failures are a connection that a restart cut.
BACKOFF = (0.25, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0)
#: A message that Rasa, being up, has failed this often is given to a person instead.
GIVE_UP_AFTER = 6
#: The first failure is retried before the person is told anything.
TELL_AFTER = 2


class Turns:
    """Takes stored messages to Rasa and puts its answers into the conversation."""

    def __init__(
        self,
        desk: Desk,
        threads: Threads,
        hub: Hub,
        rasa: Rasa,
        screening: Screening,
        safety: SafetyNet,
        timezone: str,
    ) -> None:
        self._desk = desk
        self._threads = threads
        self._hub = hub
        self._rasa = rasa
        self._screening = screening
        self._safety = safety
        self._timezone = timezone
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    def wake(self, conversation_id: str, waiting: Waiting | None = None) -> None:
        """There may be a message to handle, perhaps ``waiting``; returns at once."""
        if conversation_id in self._workers:
            self._again.add(conversation_id)
            return
        task = asyncio.create_task(self._run(conversation_id, waiting))
        self._workers[conversation_id] = task

    @property
    def busy(self) -> int:
        """Conversations with a message under way."""
        return len(self._workers)

    async def pick_up(self) -> int:
        """Takes up what was left unanswered, screening first whatever had not been screened."""
        left = await self._threads.store(self._desk.received)
        for message in left:
            try:
                await self._screen(message)
            except SQLAlchemyError as error:
                logger.error("pick_up_failed error=%s", where(error))
        for conversation_id in dict.fromkeys(message.conversation_id for message in left):
            self.wake(conversation_id)
        if left:
            logger.info("picked_up messages=%d", len(left))
        return len(left)

    async def _screen(self, message: Message) -> None:
        conversation = await self._threads.store(self._desk.conversation, message.conversation_id)
        assessment = await self._screening.message(conversation, message)
        await self._safety.look_after(conversation, message, assessment)

    async def _run(self, conversation_id: str, waiting: Waiting | None) -> None:
        attempt = 0
        try:
            while True:
                self._again.discard(conversation_id)
                try:
                    await self._work(conversation_id, waiting)
                except Exception as error:  # the edge of a task; the message is still stored
                    attempt += 1
                    logger.error(
                        "turn_failed conversation=%s error=%s", conversation_id, where(error)
                    )
                    await asyncio.sleep(BACKOFF[min(attempt, len(BACKOFF) - 1)])
                    continue
                finally:
                    waiting = None
                if conversation_id not in self._again:
                    return
        finally:
            self._workers.pop(conversation_id, None)

    async def _work(self, conversation_id: str, waiting: Waiting | None) -> None:
        failures = 0
        if waiting is not None and self._rasa.up:
            try:
                await self._handle(*waiting)
                return  # whatever came meanwhile has rung again
            except TurnFailed as failure:
                failures = await self._failed(waiting[1], failure, 1)
        while True:
            found = await self._threads.store(self._desk.next_received, conversation_id)
            if found is None:
                return
            conversation, message = found
            if message.assessment is None or is_provisional(message.assessment):
                # Stored a moment ago, before a restart, or read by phrases alone in a rush:
                # nothing goes to Rasa before both minds have read it.
                await self._screen(message)
                continue
            if not self._rasa.up:
                await self._speak(message)
                await self._rasa.wait_up()
                continue
            try:
                await self._handle(conversation, message)
                failures = 0
            except TurnFailed as failure:
                failures = await self._failed(message, failure, failures + 1)

    async def _handle(self, conversation: Conversation, message: Message) -> None:
        turn = await self._rasa.turn(
            message.conversation_id,
            message.client_id,
            text=message.text,
            payload=message.payload,
            metadata=await self._metadata(conversation, message),
        )
        await self._answer(conversation, message, turn)

    async def _metadata(self, conversation: Conversation, message: Message) -> dict[str, Any]:
        found: dict[str, Any] = {
            "audience": conversation.audience,
            "language": language_of(conversation),
            "held": conversation.held_by is not None,
            "timezone": self._timezone,
        }
        if message.text is not None:
            found |= await self._screening.metadata(message.text)
        return found

    async def _answer(self, conversation: Conversation, message: Message, turn: Turn) -> None:
        store = self._threads.store
        if sees_more(turn.assessment, message.assessment or {}):
            # The same message counts once.
            await store(
                self._desk.open_case,
                message.conversation_id,
                message_id=message.client_id,
                reason="danger",
                assessment=turn.assessment,
                facts=turn.facts,
            )
        events = await store(
            self._desk.answer_message,
            message.conversation_id,
            message.client_id,
            replies_to(conversation, message, turn, self._timezone),
            facts=turn.facts,
            tier=turn.assessment.get("tier"),
            pending_clarification=turn.pending_clarification,
            as_well=say("utter_helplines", language_of(conversation)).text,
        )
        logger.info(
            "message_answered conversation=%s seq=%s intent=%s replies=%d held=%s",
            message.conversation_id,
            message.seq,
            turn.intent,
            len(events),
            conversation.held_by is not None,
        )
        facts = with_latest(conversation.facts, turn.facts)
        self._hub.ring(message.conversation_id, (events, replace(conversation, facts=facts)))

    async def _failed(self, message: Message, failure: TurnFailed, failures: int) -> int:
        """Says what must be said and waits; returns how many failures in a row there are now."""
        logger.warning(
            "turn_refused conversation=%s seq=%s code=%s failures=%d",
            message.conversation_id,
            message.seq,
            failure.code,
            failures,
        )
        if failure.permanent or (failures >= GIVE_UP_AFTER and not failure.outage):
            await self._give_to_a_person(message, failure)
            return 0
        if failures >= TELL_AFTER:
            await self._speak(message)
        await asyncio.sleep(BACKOFF[min(failures, len(BACKOFF)) - 1])
        return failures

    async def _speak(self, message: Message) -> None:
        if message.seq is not None:
            await self._safety.speak(message, message.assessment or {})

    async def _give_to_a_person(self, message: Message, failure: TurnFailed) -> None:
        """A message that the assistant can't handle: a person gets it, and the next one its turn."""
        store = self._threads.store
        if message.seq is None:  # nobody is waiting for an answer to our own payload
            await store(self._desk.answer_message, message.conversation_id, message.client_id, [])
            return
        conversation = await store(self._desk.conversation, message.conversation_id)
        await store(
            self._desk.open_case,
            message.conversation_id,
            message_id=message.client_id,
            reason="failure",
            assessment=message.assessment,
            facts=conversation.facts,
        )
        await store(
            self._desk.answer_message,
            message.conversation_id,
            message.client_id,
            [
                say(
                    "utter_handed_over",
                    language_of(conversation, message),
                    where=where_of(conversation, message),
                )
            ],
            pending_clarification=conversation.pending_clarification,
        )
        logger.error(
            "message_given_to_a_person conversation=%s seq=%s code=%s",
            message.conversation_id,
            message.seq,
            failure.code,
        )
        self._hub.ring(message.conversation_id)

    async def close(self) -> None:
        """Stops; what is unanswered stays stored."""
        for task in list(self._workers.values()):
            task.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)


def sees_more(assessment: dict[str, Any], at_door: dict[str, Any]) -> bool:
    """Whether Rasa has seen serious danger that the door did not: a higher tier, or another sign."""
    tier, before = assessment.get("tier"), at_door.get("tier")
    known = {sign.get("code") for sign in at_door.get("indicators", [])}
    signs = {sign.get("code") for sign in assessment.get("indicators", [])}
    return is_serious(tier) and (highest(tier, before) != highest(before) or not signs <= known)


def replies_to(conversation: Conversation, message: Message, turn: Turn, zone: str) -> list[Reply]:
    """What is shown: Rasa's replies, with the safety text where the door saw danger and they lack it.

    Both sides screen with the same code, but a model that is older than the
    indicators, or a rule that lost to another, must not cost somebody the words.
    """
    replies = unsaid(message, turn, language_of(conversation))
    assessment = message.assessment or {}
    tier = assessment.get("tier")
    if not (is_serious(tier) or assessment.get("failed")):
        return replies
    if any(reply.safety for reply in replies):
        return replies
    if conversation.audience == "staff" and tier != "T4":
        return replies  # staff get the steps of the guide instead
    facts = with_latest(conversation.facts, turn.facts)
    own = safety_text(assessment, replace(conversation, facts=facts), message, zone=zone)
    said = {reply.text for reply in replies}
    if own.text in said:
        return replies
    asks_whether_safe = say("utter_ask_safe_to_talk", language_of(conversation, message)).text
    if not own.safety and asks_whether_safe in said:
        return replies  # Whoever read along has gone: neutral words and that question don't go together.
    logger.warning(
        "safety_added conversation=%s seq=%s tier=%s", conversation.id, message.seq, tier
    )
    return [own] if tier == "T4" else [own, *replies]


def unsaid(message: Message, turn: Turn, language: str = "en") -> list[Reply]:
    """The turn's replies without what the gateway said itself when it queued the payload."""
    if message.payload == "/start_conversation":
        return []
    if message.payload == "/worker_returned":
        said = say("utter_worker_left", language).text
        return [reply for reply in turn.replies if reply.text != said]
    return turn.replies
