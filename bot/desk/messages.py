"""What people send, from the moment it is stored until it is answered.

Every message goes this way, so the statements are made once and run on plain
rows: a transaction here costs a third of one through the object mapper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from bot.desk.doubts import became_unsafe, end_numbers, is_in_doubt
from bot.desk.errors import NotFound, TooMany
from bot.desk.facts import with_latest
from bot.desk.plain import storable, storable_json
from bot.desk.records import Conversation, Event, Message, Reply
from bot.desk.rows import Row, as_conversation, as_event, as_message
from bot.desk.store import Store
from bot.desk.tables import ConversationRow, EventRow, MessageRow, now
from bot.desk.tiers import highest

#: How far back a button's title is looked for.
_RECENT_EVENTS = 20
#: How many earlier texts the screening of a message may read.
CONTEXT_TEXTS = 5

_CONVERSATION = cast(Table, ConversationRow.__table__)
_EVENT = cast(Table, EventRow.__table__)
_MESSAGE = cast(Table, MessageRow.__table__)

_THE_CONVERSATION = select(_CONVERSATION).where(_CONVERSATION.c.id == bindparam("conversation"))
_LOCK = _THE_CONVERSATION.with_for_update()
_THE_MESSAGE = select(_MESSAGE).where(
    _MESSAGE.c.conversation_id == bindparam("conversation"),
    _MESSAGE.c.client_id == bindparam("client"),
)
_OLDEST_RECEIVED = (
    select(_MESSAGE)
    .where(_MESSAGE.c.conversation_id == bindparam("conversation"), _MESSAGE.c.state == "received")
    .order_by(_MESSAGE.c.id)
    .limit(1)
)
_ALL_RECEIVED = select(_MESSAGE).where(_MESSAGE.c.state == "received").order_by(_MESSAGE.c.id)
_WAITING = select(
    func.count().filter(_MESSAGE.c.conversation_id == bindparam("conversation")), func.count()
).where(_MESSAGE.c.state == "received")
_PREVIOUS_TEXTS = (
    select(_MESSAGE.c.text)
    .where(
        _MESSAGE.c.conversation_id == bindparam("conversation"),
        _MESSAGE.c.seq < bindparam("before"),
        _MESSAGE.c.text.is_not(None),
        _MESSAGE.c.client_id.not_like("#%"),
    )
    .order_by(_MESSAGE.c.seq.desc())
    .limit(bindparam("limit"))
)
_EVENTS_AFTER = (
    select(_EVENT)
    .where(_EVENT.c.conversation_id == bindparam("conversation"), _EVENT.c.seq > bindparam("seq"))
    .order_by(_EVENT.c.seq)
    .limit(bindparam("limit"))
)
_SAID_FOR = select(_EVENT.c.text).where(
    _EVENT.c.conversation_id == bindparam("conversation"),
    _EVENT.c.in_reply_to == bindparam("client"),
    _EVENT.c.sender == "assistant",
)
_RECENT_BUTTONS = (
    select(_EVENT.c.buttons)
    .where(_EVENT.c.conversation_id == bindparam("conversation"))
    .order_by(_EVENT.c.seq.desc())
    .limit(_RECENT_EVENTS)
)
_ADD_EVENTS = insert(_EVENT)
_ADD_MESSAGE = insert(_MESSAGE)
_NEXT_NUMBER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(last_seq=bindparam("last"))
)
_NOTE = (
    update(_MESSAGE)
    .where(_MESSAGE.c.id == bindparam("message"))
    .values(assessment=bindparam("found"))
)
_RAISE = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(tier=bindparam("to"))
)
_ANSWERED = (
    update(_MESSAGE)
    .where(_MESSAGE.c.id == bindparam("message"))
    .values(state="answered", answered_at=bindparam("at"))
)
_AFTER_ANSWER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(
        facts=bindparam("known"),
        tier=bindparam("to"),
        pending_clarification=bindparam("pending"),
        last_seq=bindparam("last"),
        down_told=False,
    )
)


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
            found = _locked(rows, conversation_id)
            known = _message(rows, conversation_id, client_id)
            if known is not None:
                return Arrival(as_conversation(found), as_message(known))
            here = 1
            if room is not None:
                here, everywhere = rows.execute(_WAITING, {"conversation": conversation_id}).one()
                if here >= room[0] or everywhere >= room[1]:
                    raise TooMany(here, everywhere)
            shown = text if text is not None else _title(rows, conversation_id, payload or "")
            seq = found["last_seq"] + 1
            events = _events(conversation_id, found["last_seq"], "customer", [Reply(shown)])
            rows.execute(_ADD_EVENTS, [{**events[0], "in_reply_to": client_id}])
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
            rows.execute(_ADD_MESSAGE, message)
            rows.execute(_NEXT_NUMBER, {"conversation": conversation_id, "last": seq})
            previous = (
                _previous(rows, conversation_id, seq, CONTEXT_TEXTS) if text is not None else ()
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
            return _message(rows, conversation_id, client_id) is not None

    def note_screening(
        self, conversation_id: str, client_id: str, assessment: dict[str, Any]
    ) -> Waiting | None:
        """Keeps what screening found in a message; the conversation's tier may rise by it.

        Returns the message, with its conversation, where its turn has come: it waits, and
        nothing that came before it does.
        """
        with self._writing_rows() as rows:
            conversation = _locked(rows, conversation_id)
            oldest = _first(rows, _OLDEST_RECEIVED, conversation=conversation_id)
            first = oldest is not None and oldest["client_id"] == client_id
            message = oldest if first else _the_message(rows, conversation_id, client_id)
            assert message is not None
            found = storable_json(assessment)
            rows.execute(_NOTE, {"message": message["id"], "found": found})
            if is_in_doubt(assessment):
                end_numbers(rows, conversation_id)
            tier = highest(conversation["tier"], assessment.get("tier"))
            if tier != conversation["tier"]:
                rows.execute(_RAISE, {"conversation": conversation_id, "to": tier})
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
            return _previous(rows, conversation_id, before_seq, limit)

    def next_received(self, conversation_id: str) -> Waiting | None:
        """The oldest message that hasn't been answered, with its conversation; or None."""
        with self._reading_rows() as rows:
            message = _first(rows, _OLDEST_RECEIVED, conversation=conversation_id)
            if message is None:
                return None
            conversation = _first(rows, _THE_CONVERSATION, conversation=conversation_id)
            if conversation is None:
                raise NotFound("conversation", conversation_id)
            return as_conversation(conversation), as_message(message)

    def stored(self, conversation_id: str, client_id: str) -> tuple[Conversation, Message] | None:
        """A message that a person sent, with its conversation as it is now; or None."""
        with self._reading_rows() as rows:
            message = _message(rows, conversation_id, client_id)
            conversation = _first(rows, _THE_CONVERSATION, conversation=conversation_id)
            if message is None or conversation is None:
                return None
            return as_conversation(conversation), as_message(message)

    def received(self) -> list[Message]:
        """Every message that hasn't been answered, oldest first (what a restart picks up)."""
        with self._reading_rows() as rows:
            return [as_message(row) for row in rows.execute(_ALL_RECEIVED).mappings()]

    def count_received(self) -> int:
        """How many messages wait for an answer."""
        with self._reading_rows() as rows:
            counted: int = rows.execute(_WAITING, {"conversation": ""}).one()[1]
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
            conversation = _locked(rows, conversation_id)
            message = _the_message(rows, conversation_id, client_id)
            if message["state"] != "received":
                return []
            rows.execute(_ANSWERED, {"message": message["id"], "at": now()})
            shown: list[Reply] = []
            if conversation["held_by"] is None:
                shown = list(replies)
                if message["safety_given"]:
                    given = _said_for(rows, conversation_id, client_id)
                    shown = _unsaid(shown, given, _is_as_serious(message, tier), as_well)
            last = conversation["last_seq"]
            events = _events(conversation_id, last, "assistant", shown)
            for event in events:
                event["in_reply_to"] = client_id
            if events:
                rows.execute(_ADD_EVENTS, events)
            if became_unsafe(conversation["facts"], facts):
                end_numbers(rows, conversation_id)
            rows.execute(
                _AFTER_ANSWER,
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
            return _events_after(rows, conversation_id, seq, limit)

    def news(
        self, conversation_id: str, seq: int, limit: int = 500
    ) -> tuple[list[Event], Conversation]:
        """Events above ``seq``, and the conversation as it is now; raises ``NotFound``."""
        with self._reading_rows() as rows:
            events = _events_after(rows, conversation_id, seq, limit)
            found = _first(rows, _THE_CONVERSATION, conversation=conversation_id)
            if found is None:
                raise NotFound("conversation", conversation_id)
            return events, as_conversation(found)


def _first(rows: Connection, query: Any, **values: Any) -> Row | None:
    return rows.execute(query, values).mappings().first()


def _locked(rows: Connection, conversation_id: str) -> Row:
    found = _first(rows, _LOCK, conversation=conversation_id)
    if found is None:
        raise NotFound("conversation", conversation_id)
    return found


def _message(rows: Connection, conversation_id: str, client_id: str) -> Row | None:
    return _first(rows, _THE_MESSAGE, conversation=conversation_id, client=client_id)


def _the_message(rows: Connection, conversation_id: str, client_id: str) -> Row:
    found = _message(rows, conversation_id, client_id)
    if found is None:
        raise NotFound("message", client_id)
    return found


def _previous(rows: Connection, conversation_id: str, before: int, limit: int) -> list[str]:
    values = {"conversation": conversation_id, "before": before, "limit": limit}
    return list(reversed(rows.execute(_PREVIOUS_TEXTS, values).scalars().all()))


def _events_after(rows: Connection, conversation_id: str, seq: int, limit: int) -> list[Event]:
    values = {"conversation": conversation_id, "seq": seq, "limit": limit}
    return [as_event(row) for row in rows.execute(_EVENTS_AFTER, values).mappings()]


def _said_for(rows: Connection, conversation_id: str, client_id: str) -> set[str]:
    values = {"conversation": conversation_id, "client": client_id}
    return set(rows.execute(_SAID_FOR, values).scalars())


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


def _events(
    conversation_id: str, last: int, sender: str, replies: Sequence[Reply]
) -> list[dict[str, Any]]:
    """New rows of the event log, numbered on from ``last``."""
    at = now()
    return [
        {
            "conversation_id": conversation_id,
            "seq": seq,
            "sender": sender,
            "text": storable(reply.text),
            "buttons": storable_json(reply.buttons),
            "cards": storable_json(reply.cards),
            "safety": reply.safety,
            "in_reply_to": None,
            "staff_id": None,
            "at": at,
        }
        for seq, reply in enumerate(replies, last + 1)
    ]


def _title(rows: Connection, conversation_id: str, payload: str) -> str:
    """The words of the button that a payload came from; else the payload's intent in words."""
    for buttons in rows.execute(_RECENT_BUTTONS, {"conversation": conversation_id}).scalars():
        for button in buttons:
            if button.get("payload") == payload:
                return str(button.get("title", ""))
    intent = re.match(r"/?([\w-]*)", payload)
    return intent.group(1).replace("_", " ") if intent else ""
