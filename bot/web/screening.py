"""Danger is noticed at the door: every message is screened here, before and without Rasa.

Where more texts come than the classifier can read in time, phrases alone answer at once
(under a millisecond a text) and the classifier reads the text as soon as there is room:
what it finds then opens the case then, and nothing goes to Rasa before.
"""

from __future__ import annotations

import asyncio
import base64
import logging
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from bot.desk import Arrival, Conversation, Desk, Message
from bot.desk.messages import Waiting
from bot.desk.tiers import highest, is_serious
from bot.language.encoder import EncoderUnavailable, SentenceEncoder, Vector, text_fingerprint
from bot.risk import Assessment, Context, Tier, handed_on
from bot.risk.screening import canonical, ready
from bot.web.errors import where
from bot.web.hub import wait_for
from bot.web.load import Load
from bot.web.threads import Threads

logger = logging.getLogger(__name__)

#: ``bot.risk.screen``, or something of its shape. It encodes a text's canonical form; the
#: encoder remembers it, so the vector that goes to Rasa costs nothing more.
Screen = Callable[[str, "str | None", "Context | None"], Assessment]
#: Mark of an assessment that the classifier has no part in yet.
PROVISIONAL = "phrases_alone"
#: Texts that may wait for the classifier before phrases alone answer: about 0.1 s of work.
ROOM = 12
#: Phrases read a text of so many characters in a quarter of a millisecond at most: less than the
#: way to a thread and back takes while others compute.
AT_ONCE = 300
#: Seconds between looks whether there is room again, and before a second look that failed.
LOOK_EVERY = 0.2


def is_provisional(assessment: dict[str, Any] | None) -> bool:
    """Whether a message was read by phrases alone so far."""
    return bool(assessment and assessment.get(PROVISIONAL))


def needs_a_case(assessment: dict[str, Any]) -> bool:
    """Whether a person must see the message: serious danger, or nobody knows."""
    return is_serious(assessment.get("tier")) or bool(assessment.get("failed"))


async def _nothing_more(conversation: Conversation, message: Message, found: object) -> None:
    return None


#: How many messages' vectors and assessments wait here for their turn with Rasa.
KEPT_PREPARED = 256
#: How many texts that both minds held harmless are known when they come again.
KEPT_HARMLESS = 10_000


@dataclass(frozen=True)
class Screened:
    """What came of screening one message."""

    assessment: dict[str, Any]
    #: The message with its conversation, where nothing waits before it.
    waiting: Waiting | None = None
    #: What was found, still being stored; a 202 waits for it.
    noted: asyncio.Future[Waiting | None] | None = None


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
        *,
        phrases: Screen | None = None,
        load: Load | None = None,
    ) -> None:
        """``phrases``: the same judgement by phrases alone; ``screen`` itself where not given."""
        self._desk = desk
        self._threads = threads
        self._screen = screen
        self._phrases = phrases or screen
        self._encoder = encoder
        self._load = load or Load()
        #: Stored messages that the classifier has not read: (conversation, client's message id).
        self._unread: deque[tuple[str, str]] = deque()
        self._bell = asyncio.Event()
        self.room = ROOM
        #: Why there is no sentence encoder; empty while there is one.
        self.encoder_down = ""
        self._prepared: OrderedDict[str, dict[str, Any]] = OrderedDict()
        #: Fingerprints of texts that both minds have read, for messages sent away.
        self._harmless: OrderedDict[str, None] = OrderedDict()
        #: Told of a message in which the second look found more than the first.
        self.on_more: Callable[[Conversation, Message, dict[str, Any]], Awaitable[None]] = (
            _nothing_more
        )

    @property
    def unread(self) -> int:
        """Messages that wait for the classifier's second look."""
        return len(self._unread)

    @property
    def has_room(self) -> bool:
        """Whether the classifier could read one more text soon."""
        return self._threads.thinking < self.room

    async def message(self, conversation: Conversation, message: Message) -> dict[str, Any]:
        """Screens one stored message and returns the assessment that was kept.

        What phrases alone have read is read by the classifier now, however long that takes.
        """
        if message.assessment is not None and not is_provisional(message.assessment):
            return message.assessment
        previous: list[str] = []
        if message.text is not None:
            previous = await self._threads.store(
                self._desk.previous_texts, conversation.id, message.seq or 0
            )
        arrival = Arrival(conversation, message, tuple(previous))
        found = await self._assess(arrival)
        return (await self._keep(arrival, joined(message.assessment, found))).assessment

    def prepare(self, text: str) -> None:
        """Begins the vector of a text that is about to be screened, where nothing else waits.

        It is computed while the message is being stored and read for phrases; who asks the
        encoder for the same text meanwhile waits for it.
        """
        self._threads.begin(self._encode, text)

    async def arrival(self, arrival: Arrival) -> Screened:
        """``message`` for one that was stored a moment ago; never waits long for the classifier."""
        if arrival.message.text is None or self.has_room:
            return await self._keep(arrival, await self._assess(arrival))
        self._load.note_by_phrases()
        found = await self._assess(arrival, by_phrases=True)
        kept = await self._keep(arrival, {**found, PROVISIONAL: True})
        self._unread.append((arrival.message.conversation_id, arrival.message.client_id))
        self._bell.set()
        return Screened(kept.assessment)  # its turn comes once both minds have read it

    async def run(self) -> None:
        """Second looks at what phrases alone have read, whenever there is room; until cancelled."""
        while True:
            while self._unread and self.has_room:
                await self._look_again(*self._unread.popleft())
            await wait_for(self._bell, LOOK_EVERY if self._unread else 3600)

    async def _look_again(self, conversation_id: str, client_id: str) -> None:
        try:
            found = await self._threads.store(self._desk.stored, conversation_id, client_id)
            if found is None or not is_provisional(found[1].assessment):
                return  # read meanwhile, on its way to Rasa
            conversation, message = found
            before = message.assessment or {}
            now = await self.message(conversation, message)
            if now["tier"] != before.get("tier") or now.get("clarify") != before.get("clarify"):
                await self.on_more(conversation, message, now)
        # The edge of a task; the message stays marked, and is tried again.
        except Exception as error:
            logger.error(
                "second_look_failed conversation=%s error=%s", conversation_id, where(error)
            )
            self._unread.append((conversation_id, client_id))
            await asyncio.sleep(LOOK_EVERY)

    async def _keep(self, arrival: Arrival, assessment: dict[str, Any]) -> Screened:
        """Opens the case where it is serious, and keeps what was found."""
        conversation, message = arrival.conversation, arrival.message
        store = self._threads.store
        if needs_a_case(assessment):
            await store(
                self._desk.open_case,
                message.conversation_id,
                message_id=message.client_id,
                reason="failure" if assessment.get("failed") else "danger",
                assessment=assessment,
                facts=conversation.facts,
            )
        # Last, so that a restart in between screens again instead of forgetting the case.
        note = store(
            self._desk.note_screening, message.conversation_id, message.client_id, assessment
        )
        if arrival.alone and not is_provisional(assessment) and not needs_a_case(assessment):
            # Its turn has come, and Rasa needn't wait for what is known to be written down.
            found = replace(message, assessment=assessment)
            noted = asyncio.ensure_future(note)
            screened = Screened(assessment, (conversation, found), noted)
        else:
            screened = Screened(assessment, await note)
        logger.info(
            "message_screened conversation=%s seq=%s tier=%s indicators=%d by=%s",
            message.conversation_id,
            message.seq,
            assessment.get("tier"),
            len(assessment.get("indicators", [])),
            "phrases" if is_provisional(assessment) else "both",
        )
        return screened

    async def _assess(self, arrival: Arrival, *, by_phrases: bool = False) -> dict[str, Any]:
        conversation, text = arrival.conversation, arrival.message.text
        if text is None:
            return {}
        context = Context(
            previous=arrival.previous,
            pending_clarification=conversation.pending_clarification,
            highest=Tier.of(conversation.tier),
        )
        try:
            if by_phrases:
                assessment = await self._threads.glance(
                    self._phrases, text, conversation.language, context
                )
            else:
                assessment = await self._threads.think(
                    self._look, text, conversation.language, context
                )
        except Exception as error:  # safety code must not fail silently, whatever it raises
            logger.error("screening_failed conversation=%s error=%s", conversation.id, where(error))
            return {"tier": "T0", "indicators": [], "clarify": None, "failed": True}
        return assessment.as_dict()

    def _look(self, text: str, language: str, context: Context) -> Assessment:
        assessment = self._screen(text, language, context)
        # The encoder remembers what the screen has just encoded.
        found = self._metadata(text)
        if screened := handed_on.hand_on(text, context, assessment):
            found["screened"] = screened
        self._prepared[found["fingerprint"]] = found
        while len(self._prepared) > KEPT_PREPARED:
            self._prepared.popitem(last=False)
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

    def _metadata(self, text: str) -> dict[str, Any]:
        vector = self._encode(text)
        found: dict[str, Any] = {"fingerprint": text_fingerprint(text)}
        if vector is not None:
            raw = np.ascontiguousarray(vector, dtype=np.float32).tobytes()
            found["vector"] = base64.b64encode(raw).decode("ascii")
        return found

    async def metadata(self, text: str) -> dict[str, Any]:
        """``{"fingerprint", "vector", "screened"}`` as Rasa's side takes them.

        No vector without an encoder; nothing screened where it isn't known any more.
        """
        known = self._prepared.pop(text_fingerprint(text), None)
        if known is not None:
            return known
        return await self._threads.think(self._metadata, text)

    async def looks_dangerous(self, text: str) -> bool:
        """A look without the conversation, for a gateway too busy to take everything.

        By both minds where there is room, by phrases alone otherwise. What both have held
        harmless isn't read by them again when it comes back: there is room for what they haven't
        read yet.
        """
        key = text_fingerprint(text)
        if key in self._harmless:
            self._harmless.move_to_end(key)
            return False
        try:
            if self.has_room:
                found = await self._threads.think(self._screen, text, None, None)
                if not is_serious(str(found.tier)) and ready().get("classifier") == "up":
                    self._harmless[key] = None
                    while len(self._harmless) > KEPT_HARMLESS:
                        self._harmless.popitem(last=False)
            elif len(text) <= AT_ONCE:
                found = self._phrases(text, None, None)
            else:
                found = await self._threads.glance(self._phrases, text, None, None)
            return is_serious(str(found.tier))
        except Exception as error:  # a look that fails counts as danger
            logger.error("screening_failed error=%s", where(error))
            return True

    async def note(self, text: str) -> dict[str, Any]:
        """What a colleague's note says of danger, read on its own as the counter's words are.

        A failed look is no silence: ``{"failed": True}``, and the one who asked says so.
        """
        try:
            found = await self._threads.think(self._screen, text, "en", None)
        except Exception as error:  # as above
            logger.error("screening_failed error=%s", where(error))
            return {"tier": "T0", "indicators": [], "clarify": None, "failed": True}
        return found.as_dict()


def joined(before: dict[str, Any] | None, now: dict[str, Any]) -> dict[str, Any]:
    """A second look and what phrases alone had found: nothing is taken back by it."""
    if not before:
        return now
    known = {sign.get("code") for sign in now.get("indicators", [])}
    kept = [sign for sign in before.get("indicators", []) if sign.get("code") not in known]
    tier = highest(before.get("tier"), now.get("tier"))
    return {
        **now,
        "tier": tier,
        "indicators": [*now.get("indicators", []), *kept],
        "clarify": None if is_serious(tier) else now.get("clarify") or before.get("clarify"),
    }
