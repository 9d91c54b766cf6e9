"""What people send, from the moment it is stored until it is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.desk.doubts import became_unsafe, end_numbers, is_in_doubt
from bot.desk.errors import NotFound, TooMany
from bot.desk.facts import with_latest
from bot.desk.message_rows import (
    ADD_EVENTS,
    ADD_MESSAGE,
    AFTER_ANSWER,
    ALL_RECEIVED,
    NEXT_NUMBER,
    OLDEST_RECEIVED,
    SET_ANSWERED,
    SET_SCREENED,
    SET_TIER,
    THE_CONVERSATION,
    WAITING,
    button_title,
    event_rows,
    find_events_after,
    find_message,
    find_previous_texts,
    first_row,
    locked_conversation,
    texts_said_for,
    the_message,
)
from bot.desk.plain import storable, storable_json
from bot.desk.records import Conversation, Event, Message, Reply
from bot.desk.rows import Row, as_conversation, as_event, as_message
from bot.desk.store import Store
from bot.desk.tables import now
from bot.desk.tiers import highest

#: How many earlier texts the screening of a message may read.
CONTEXT_TEXTS = 5


@dataclass(frozen=True)
class Arrival:
    """A message that has just been stored, with what its screening needs."""

    conversation: Conversation
    message: Message
    #: The person's texts before it, oldest first, at most ``CONTEXT_TEXTS``.
    previous: tuple[str, ...] = ()
    #: Whether no other message of the conversation waits for an answer (known where room was asked for).
    alone: bool = False


#: A message whose turn it is, with its conversation.
Waiting = tuple[Conversation, Message]


class Messages(Store):
    """The part of the desk that keeps messages. All methods are short transactions."""

    def take_message(
        self,
        conversation_id: str,
        client_id: str,
        text: str | None = None,
        payload: str | None = None,
        room: tuple[int, int] | None = None,
    ) -> Arrival:
        """Stores what a person sent and shows it in the conversation.

        The same ``client_id`` again gives the message as it was first stored,
        with ``new`` False. A button's words are those it was offered with.
        ``room``: how many messages may wait for an answer, in this conversation and in all;
        beyond, nothing is stored and ``TooMany`` is raised.
        Raises ``NotFound`` for an unknown conversation.
        """
        if (text is None) == (payload is None):
            raise ValueError("a message is a text or a payload")
        with self._writing_rows() as rows:
            found = locked_conversation(rows, conversation_id)
            known = find_message(rows, conversation_id, client_id)
            if known is not None:
                return Arrival(as_conversation(found), as_message(known))
            here = 1
            if room is not None:
                here, everywhere = rows.execute(WAITING, {"conversation": conversation_id}).one()
                if here >= room[0] or everywhere >= room[1]:
                    raise TooMany(here, everywhere)
            shown = text if text is not None else button_title(rows, conversation_id, payload or "")
            seq = found["last_seq"] + 1
            events = event_rows(conversation_id, found["last_seq"], "customer", [Reply(shown)])
            rows.execute(ADD_EVENTS, [{**events[0], "in_reply_to": client_id}])
            message = {
                "conversation_id": conversation_id,
                "client_id": client_id,
                "seq": seq,
                "text": storable(text) if text is not None else None,
                "payload": storable(payload) if payload is not None else None,
                "state": "received",
                "safety_given": False,
                "received_at": now(),
            }
            rows.execute(ADD_MESSAGE, message)
            rows.execute(NEXT_NUMBER, {"conversation": conversation_id, "last": seq})
            previous = (
                find_previous_texts(rows, conversation_id, seq, CONTEXT_TEXTS)
                if text is not None
                else ()
            )
        conversation = as_conversation({**found, "last_seq": seq})
        return Arrival(
            conversation,
            as_message({**message, "assessment": None}, new=True),
            tuple(previous),
            alone=here == 0,
        )

    def add_message(
        self,
        conversation_id: str,
        client_id: str,
        text: str | None = None,
        payload: str | None = None,
    ) -> Message:
        """``take_message``, for who needs the message alone."""
        return self.take_message(conversation_id, client_id, text, payload).message

    def is_stored(self, conversation_id: str, client_id: str) -> bool:
        """Whether a message has been taken already."""
        with self._reading_rows() as rows:
            return find_message(rows, conversation_id, client_id) is not None

    def note_screening(
        self, conversation_id: str, client_id: str, assessment: dict[str, Any]
    ) -> Waiting | None:
        """Keeps what screening found in a message; the conversation's tier may rise by it.

        Returns the message, with its conversation, where its turn has come: it waits, and
        nothing that came before it does.
        """
        with self._writing_rows() as rows:
            conversation = locked_conversation(rows, conversation_id)
            oldest = first_row(rows, OLDEST_RECEIVED, conversation=conversation_id)
            first = oldest is not None and oldest["client_id"] == client_id
            message = oldest if first else the_message(rows, conversation_id, client_id)
            assert message is not None
            found = storable_json(assessment)
            rows.execute(SET_SCREENED, {"message": message["id"], "found": found})
            if is_in_doubt(assessment):
                end_numbers(rows, conversation_id)
            tier = highest(conversation["tier"], assessment.get("tier"))
            if tier != conversation["tier"]:
                rows.execute(SET_TIER, {"conversation": conversation_id, "to": tier})
        if not first:
            return None
        return (
            as_conversation({**conversation, "tier": tier}),
            as_message({**message, "assessment": found}),
        )

    def previous_texts(
        self, conversation_id: str, before_seq: int, limit: int = CONTEXT_TEXTS
    ) -> list[str]:
        """The person's last texts before an event, oldest first."""
        with self._reading_rows() as rows:
            return find_previous_texts(rows, conversation_id, before_seq, limit)

    def next_received(self, conversation_id: str) -> Waiting | None:
        """The oldest message that hasn't been answered, with its conversation; or None."""
        with self._reading_rows() as rows:
            message = first_row(rows, OLDEST_RECEIVED, conversation=conversation_id)
            if message is None:
                return None
            conversation = first_row(rows, THE_CONVERSATION, conversation=conversation_id)
            if conversation is None:
                raise NotFound("conversation", conversation_id)
            return as_conversation(conversation), as_message(message)

    def stored(self, conversation_id: str, client_id: str) -> tuple[Conversation, Message] | None:
        """A message that a person sent, with its conversation as it is now; or None."""
        with self._reading_rows() as rows:
            message = find_message(rows, conversation_id, client_id)
            conversation = first_row(rows, THE_CONVERSATION, conversation=conversation_id)
            if message is None or conversation is None:
                return None
            return as_conversation(conversation), as_message(message)

    def received(self) -> list[Message]:
        """Every message that hasn't been answered, oldest first (what a restart picks up)."""
        with self._reading_rows() as rows:
            return [as_message(row) for row in rows.execute(ALL_RECEIVED).mappings()]

    def count_received(self) -> int:
        """How many messages wait for an answer."""
        with self._reading_rows() as rows:
            counted: int = rows.execute(WAITING, {"conversation": ""}).one()[1]
            return counted

    def answer_message(
        self,
        conversation_id: str,
        client_id: str,
        replies: Sequence[Reply],
        *,
        facts: dict[str, Any] | None = None,
        tier: str | None = None,
        pending_clarification: str | None = None,
        as_well: str = "",
    ) -> list[Event]:
        """Marks a message answered and shows the replies, all or nothing; again does nothing.

        While a worker has the conversation nothing is shown, only remembered.
        A safety text that the gateway has given for this message already isn't repeated, in
        whatever words; cards that came with it stay, under ``as_well``.
        """
        with self._writing_rows() as rows:
            conversation = locked_conversation(rows, conversation_id)
            message = the_message(rows, conversation_id, client_id)
            if message["state"] != "received":
                return []
            rows.execute(SET_ANSWERED, {"message": message["id"], "at": now()})
            shown: list[Reply] = []
            if conversation["held_by"] is None:
                shown = list(replies)
                if message["safety_given"]:
                    given = texts_said_for(rows, conversation_id, client_id)
                    shown = _unsaid(shown, given, _is_as_serious(message, tier), as_well)
            last = conversation["last_seq"]
            events = event_rows(conversation_id, last, "assistant", shown)
            for event in events:
                event["in_reply_to"] = client_id
            if events:
                rows.execute(ADD_EVENTS, events)
            if became_unsafe(conversation["facts"], facts):
                end_numbers(rows, conversation_id)
            rows.execute(
                AFTER_ANSWER,
                {
                    "conversation": conversation_id,
                    "known": with_latest(conversation["facts"], facts),
                    "to": highest(conversation["tier"], tier),
                    "pending": pending_clarification,
                    "last": last + len(events),
                },
            )
        return [as_event(event) for event in events]

    def events_after(self, conversation_id: str, seq: int = 0, limit: int = 500) -> list[Event]:
        """Events with a number above ``seq``, in order, at most ``limit``."""
        with self._reading_rows() as rows:
            return find_events_after(rows, conversation_id, seq, limit)

    def news(
        self, conversation_id: str, seq: int, limit: int = 500
    ) -> tuple[list[Event], Conversation]:
        """Events above ``seq``, and the conversation as it is now; raises ``NotFound``."""
        with self._reading_rows() as rows:
            events = find_events_after(rows, conversation_id, seq, limit)
            found = first_row(rows, THE_CONVERSATION, conversation=conversation_id)
            if found is None:
                raise NotFound("conversation", conversation_id)
            return events, as_conversation(found)


def _is_as_serious(message: Row, tier: str | None) -> bool:
    """Whether ``tier`` is the one that the gateway's own safety text was for."""
    at_door = str((message["assessment"] or {}).get("tier"))
    return tier == ("T4" if at_door == "T4" else "T3")


def _unsaid(
    replies: Sequence[Reply], given: set[str], as_serious: bool, as_well: str
) -> list[Reply]:
    """``replies`` without safety texts that say again what the ``given`` ones said.

    A text for another tier stays: 000 where the gateway had only seen a T3.
    """
    left: list[Reply] = []
    for reply in replies:
        if not (storable(reply.text) in given or (reply.safety and as_serious)):
            left.append(reply)
        elif reply.cards and as_well:
            left.append(replace(reply, text=as_well, buttons=[], safety=False))
    return left
