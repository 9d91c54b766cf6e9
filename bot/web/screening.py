"""Danger is noticed at the door: every message is screened here, before and without Rasa."""

from __future__ import annotations

import base64
import logging
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.desk import Arrival, Conversation, Desk, Message
from bot.desk.messages import Waiting
from bot.desk.tiers import is_serious
from bot.language.encoder import EncoderUnavailable, SentenceEncoder, Vector, text_fingerprint
from bot.risk import Assessment, Context, Tier
from bot.risk.screening import canonical
from bot.web.errors import where
from bot.web.threads import Threads

logger = logging.getLogger(__name__)

#: ``bot.risk.screen``, or something of its shape. It encodes a text's canonical form; the
#: encoder remembers it, so the vector that goes to Rasa costs nothing more.
Screen = Callable[[str, "str | None", "Context | None"], Assessment]


#: How many messages' vectors wait here for their turn with Rasa.
KEPT_VECTORS = 256


@dataclass(frozen=True)
class Screened:
    """What came of screening one message."""

    assessment: dict[str, Any]
    #: The message with its conversation, where nothing waits before it.
    waiting: Waiting | None = None


class Screening:
    """Screens stored messages, keeps what was found, and opens the case where it is serious.

    A screening that fails is never silence: the message counts as unclear, a
    person is called (reason ``failure``) and the safety text is due.
    """

    def __init__(
        self,
        desk: Desk,
        threads: Threads,
        screen: Screen,
        encoder: Callable[[], SentenceEncoder],
    ) -> None:
        self._desk = desk
        self._threads = threads
        self._screen = screen
        self._encoder = encoder
        #: Why there is no sentence encoder; empty while there is one.
        self.encoder_down = ""
        self._vectors: OrderedDict[str, dict[str, str]] = OrderedDict()

    async def message(self, conversation: Conversation, message: Message) -> dict[str, Any]:
        """Screens one stored message and returns the assessment that was kept."""
        if message.assessment is not None:
            return message.assessment
        previous: list[str] = []
        if message.text is not None:
            previous = await self._threads.store(
                self._desk.previous_texts, conversation.id, message.seq or 0
            )
        arrival = Arrival(conversation, message, tuple(previous))
        return (await self.arrival(arrival)).assessment

    def prepare(self, text: str) -> None:
        """Begins the vector of a text that is about to be screened, where nothing else waits.

        It is computed while the message is being stored; the encoder remembers it.
        """
        if self._threads.thinking == 0:
            self._threads.begin(self._encode, text)

    async def arrival(self, arrival: Arrival) -> Screened:
        """``message`` for one that was stored a moment ago, with what was said before it."""
        conversation, message = arrival.conversation, arrival.message
        assessment = await self._assess(arrival)
        store = self._threads.store
        if is_serious(assessment.get("tier")) or assessment.get("failed"):
            await store(
                self._desk.open_case,
                message.conversation_id,
                message_id=message.client_id,
                reason="failure" if assessment.get("failed") else "danger",
                assessment=assessment,
                facts=conversation.facts,
            )
        # Last, so that a restart in between screens again instead of forgetting the case.
        waiting = await store(
            self._desk.note_screening, message.conversation_id, message.client_id, assessment
        )
        logger.info(
            "message_screened conversation=%s seq=%s tier=%s indicators=%d",
            message.conversation_id,
            message.seq,
            assessment.get("tier"),
            len(assessment.get("indicators", [])),
        )
        return Screened(assessment, waiting)

    async def _assess(self, arrival: Arrival) -> dict[str, Any]:
        conversation, text = arrival.conversation, arrival.message.text
        if text is None:
            return {}
        context = Context(
            previous=arrival.previous,
            pending_clarification=conversation.pending_clarification,
            highest=Tier.of(conversation.tier),
        )
        try:
            assessment = await self._threads.think(self._look, text, conversation.language, context)
        except Exception as error:  # safety code must not fail silently, whatever it raises
            logger.error("screening_failed conversation=%s error=%s", conversation.id, where(error))
            return {"tier": "T0", "indicators": [], "clarify": None, "failed": True}
        return assessment.as_dict()

    def _look(self, text: str, language: str, context: Context) -> Assessment:
        assessment = self._screen(text, language, context)
        # The encoder remembers what the screen has just encoded.
        found = self._metadata(text)
        self._vectors[found["fingerprint"]] = found
        while len(self._vectors) > KEPT_VECTORS:
            self._vectors.popitem(last=False)
        return assessment

    def _encode(self, text: str) -> Vector | None:
        """The sentence vector that Rasa needn't compute again; None without an encoder."""
        try:
            vector = self._encoder().encode(canonical(text))
        except EncoderUnavailable as error:
            if not self.encoder_down:
                logger.error("encoder_down error=%s", where(error))
            self.encoder_down = type(error).__name__
            return None
        self.encoder_down = ""
        return vector

    def _metadata(self, text: str) -> dict[str, str]:
        vector = self._encode(text)
        found = {"fingerprint": text_fingerprint(text)}
        if vector is not None:
            raw = np.ascontiguousarray(vector, dtype=np.float32).tobytes()
            found["vector"] = base64.b64encode(raw).decode("ascii")
        return found

    async def metadata(self, text: str) -> dict[str, str]:
        """``{"fingerprint", "vector"}`` as Rasa's side takes them; no vector without an encoder."""
        known = self._vectors.pop(text_fingerprint(text), None)
        if known is not None:
            return known
        return await self._threads.think(self._metadata, text)

    def looks_dangerous(self, text: str) -> bool:
        """A look without the conversation, for a gateway too busy to take everything."""
        try:
            return is_serious(str(self._screen(text, None, None).tier))
        except Exception as error:  # a look that fails counts as danger
            logger.error("screening_failed error=%s", where(error))
            return True
