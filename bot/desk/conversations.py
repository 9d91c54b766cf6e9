"""Conversations, the messages people send in them, and what both sides see."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.desk.errors import NotFound
from bot.desk.plain import storable, storable_json
from bot.desk.records import Conversation, Event, Message, Reply
from bot.desk.store import Store
from bot.desk.tables import ConversationRow, EventRow, MessageRow, now
from bot.desk.tiers import highest

#: How far back a button's title is looked for.
_RECENT_EVENTS = 20


def hash_token(token: str) -> str:
    """What is kept of a token. It is 32 random bytes, so one round of SHA-256 is enough."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def lock_conversation(session: Session, conversation_id: str) -> ConversationRow:
    """The row, locked until the transaction ends; raises ``NotFound``."""
    row = session.scalar(
        select(ConversationRow).where(ConversationRow.id == conversation_id).with_for_update()
    )
    if row is None:
        raise NotFound("conversation", conversation_id)
    return row


def add_event(
    session: Session,
    conversation: ConversationRow,
    sender: str,
    reply: Reply,
    *,
    in_reply_to: str | None = None,
    staff_id: int | None = None,
) -> EventRow:
    """Appends one event with the next number. The conversation's row must be locked."""
    conversation.last_seq += 1
    row = EventRow(
        conversation_id=conversation.id,
        seq=conversation.last_seq,
        sender=sender,
        text=storable(reply.text),
        buttons=storable_json(reply.buttons),
        cards=storable_json(reply.cards),
        safety=reply.safety,
        in_reply_to=in_reply_to,
        staff_id=staff_id,
        at=now(),
    )
    session.add(row)
    session.flush()
    return row


def add_payload(session: Session, conversation_id: str, client_id: str, payload: str) -> None:
    """Queues one of the program's own payloads for the assistant; twice counts once."""
    if _find_message(session, conversation_id, client_id) is None:
        session.add(
            MessageRow(
                conversation_id=conversation_id,
                client_id=client_id,
                payload=payload,
                assessment={},
            )
        )


def _find_message(session: Session, conversation_id: str, client_id: str) -> MessageRow | None:
    return session.scalar(
        select(MessageRow).where(
            MessageRow.conversation_id == conversation_id, MessageRow.client_id == client_id
        )
    )


def find_message(session: Session, conversation_id: str, client_id: str) -> MessageRow:
    """The message's row; raises ``NotFound``."""
    row = _find_message(session, conversation_id, client_id)
    if row is None:
        raise NotFound("message", client_id)
    return row


def as_conversation(row: ConversationRow) -> Conversation:
    """A row as a value."""
    return Conversation(
        id=row.id,
        audience=row.audience,
        language=row.language,
        channel=row.channel,
        facts=dict(row.facts),
        tier=row.tier,
        held_by=row.held_by,
        pending_clarification=row.pending_clarification,
        last_seq=row.last_seq,
    )


def as_message(row: MessageRow, *, new: bool = False) -> Message:
    """A row as a value."""
    return Message(
        conversation_id=row.conversation_id,
        client_id=row.client_id,
        seq=row.seq,
        text=row.text,
        payload=row.payload,
        state=row.state,
        assessment=row.assessment,
        received_at=row.received_at,
        new=new,
    )


def as_event(row: EventRow) -> Event:
    """A row as a value."""
    return Event(
        conversation_id=row.conversation_id,
        seq=row.seq,
        sender=row.sender,
        text=row.text,
        buttons=row.buttons,
        cards=row.cards,
        safety=row.safety,
        in_reply_to=row.in_reply_to,
        at=row.at,
    )


class Conversations(Store):
    """The part of the desk that keeps what is said. All methods are short transactions."""

    def create_conversation(
        self,
        audience: str = "customer",
        language: str = "en",
        channel: str = "web",
        *,
        first: Sequence[Reply] = (),
        payload: str | None = None,
    ) -> tuple[str, str]:
        """A new conversation: its id and the token that opens it (kept only as a hash).

        ``first`` are the assistant's first words; ``payload`` is queued for it.
        """
        token = secrets.token_urlsafe(32)
        row = ConversationRow(
            id=secrets.token_hex(16),
            token_hash=hash_token(token),
            audience=audience,
            language=language,
            channel=channel,
            facts={},
            last_seq=0,
        )
        with self._writing() as session:
            session.add(row)
            session.flush()
            for reply in first:
                add_event(session, row, "assistant", reply)
            if payload:
                add_payload(session, row.id, "#start", payload)
        return row.id, token

    def conversation(self, conversation_id: str) -> Conversation:
        """The conversation as it is now; raises ``NotFound``."""
        with self._reading() as session:
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                raise NotFound("conversation", conversation_id)
            return as_conversation(row)

    def conversation_of_token(self, token: str) -> Conversation | None:
        """The conversation that a token opens, or None."""
        with self._reading() as session:
            row = session.scalar(
                select(ConversationRow).where(ConversationRow.token_hash == hash_token(token))
            )
            return as_conversation(row) if row else None

    def add_message(
        self,
        conversation_id: str,
        client_id: str,
        text: str | None = None,
        payload: str | None = None,
    ) -> Message:
        """Stores what a person sent and shows it in the conversation.

        The same ``client_id`` again gives the message as it was first stored,
        with ``new`` False. A button's words are those it was offered with.
        Raises ``NotFound`` for an unknown conversation.
        """
        if (text is None) == (payload is None):
            raise ValueError("a message is a text or a payload")
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            known = _find_message(session, conversation_id, client_id)
            if known is not None:
                return as_message(known)
            shown = text if text is not None else _title(session, conversation_id, payload or "")
            event = add_event(
                session, conversation, "customer", Reply(shown), in_reply_to=client_id
            )
            row = MessageRow(
                conversation_id=conversation_id,
                client_id=client_id,
                seq=event.seq,
                text=storable(text) if text is not None else None,
                payload=storable(payload) if payload is not None else None,
            )
            session.add(row)
            session.flush()
            return as_message(row, new=True)

    def load(self, conversation_id: str, client_id: str) -> tuple[bool, int, int]:
        """Whether a message is stored already, and how many wait: in this conversation, in all."""
        waiting = select(
            func.count().filter(MessageRow.conversation_id == conversation_id), func.count()
        ).where(MessageRow.state == "received")
        with self._reading() as session:
            known = _find_message(session, conversation_id, client_id) is not None
            here, everywhere = session.execute(waiting).one()
            return known, here, everywhere

    def note_screening(
        self, conversation_id: str, client_id: str, assessment: dict[str, Any]
    ) -> None:
        """Keeps what screening found in a message; the conversation's tier may rise by it."""
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            row = find_message(session, conversation_id, client_id)
            row.assessment = storable_json(assessment)
            conversation.tier = highest(conversation.tier, assessment.get("tier"))

    def previous_texts(self, conversation_id: str, before_seq: int, limit: int = 5) -> list[str]:
        """The person's last texts before an event, oldest first."""
        with self._reading() as session:
            rows = session.scalars(
                select(MessageRow.text)
                .where(
                    MessageRow.conversation_id == conversation_id,
                    MessageRow.seq < before_seq,
                    MessageRow.text.is_not(None),
                    MessageRow.client_id.not_like("#%"),
                )
                .order_by(MessageRow.seq.desc())
                .limit(limit)
            ).all()
            return [text for text in reversed(rows) if text is not None]

    def next_received(self, conversation_id: str) -> tuple[Conversation, Message] | None:
        """The oldest message that hasn't been answered, with its conversation; or None."""
        with self._reading() as session:
            row = session.scalar(
                select(MessageRow)
                .where(
                    MessageRow.conversation_id == conversation_id, MessageRow.state == "received"
                )
                .order_by(MessageRow.id)
                .limit(1)
            )
            if row is None:
                return None
            conversation = session.get_one(ConversationRow, conversation_id)
            return as_conversation(conversation), as_message(row)

    def received(self) -> list[Message]:
        """Every message that hasn't been answered, oldest first (what a restart picks up)."""
        with self._reading() as session:
            rows = session.scalars(
                select(MessageRow).where(MessageRow.state == "received").order_by(MessageRow.id)
            )
            return [as_message(row) for row in rows]

    def count_received(self) -> int:
        """How many messages wait for an answer."""
        query = select(func.count()).where(MessageRow.state == "received")
        with self._reading() as session:
            return session.scalar(query) or 0

    def answer_message(
        self,
        conversation_id: str,
        client_id: str,
        replies: Sequence[Reply],
        *,
        facts: dict[str, Any] | None = None,
        tier: str | None = None,
        pending_clarification: str | None = None,
    ) -> list[Event]:
        """Marks a message answered and shows the replies, all or nothing; again does nothing.

        While a worker has the conversation nothing is shown, only remembered.
        A safety text that the gateway has given for this message already isn't repeated.
        """
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            row = find_message(session, conversation_id, client_id)
            if row.state != "received":
                return []
            row.state = "answered"
            row.answered_at = now()
            if facts:
                conversation.facts = {**conversation.facts, **storable_json(facts)}
            conversation.tier = highest(conversation.tier, tier)
            conversation.pending_clarification = pending_clarification
            conversation.down_told = False
            if conversation.held_by is not None:
                return []
            given = _texts_for(session, conversation_id, client_id) if row.safety_given else set()
            return [
                as_event(
                    add_event(session, conversation, "assistant", reply, in_reply_to=client_id)
                )
                for reply in replies
                if storable(reply.text) not in given
            ]

    def give_safety(self, conversation_id: str, client_id: str, reply: Reply) -> Event | None:
        """Shows the safety text for a message that nobody has answered yet; at most once.

        None where it was answered or given already, or where a worker is there.
        The message stays to be answered.
        """
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            row = find_message(session, conversation_id, client_id)
            if row.state != "received" or row.safety_given or conversation.held_by is not None:
                return None
            row.safety_given = True
            return as_event(
                add_event(session, conversation, "assistant", reply, in_reply_to=client_id)
            )

    def tell_down(self, conversation_id: str, reply: Reply) -> Event | None:
        """Shows once an outage that the assistant can't answer just now; None if it was told."""
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            if conversation.down_told or conversation.held_by is not None:
                return None
            conversation.down_told = True
            return as_event(add_event(session, conversation, "system", reply))

    def append_event(
        self,
        conversation_id: str,
        sender: str,
        reply: Reply,
        *,
        in_reply_to: str | None = None,
        staff_id: int | None = None,
    ) -> int:
        """Appends one event (``sender``: assistant, worker or system) and returns its number."""
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            return add_event(
                session,
                conversation,
                sender,
                reply,
                in_reply_to=in_reply_to,
                staff_id=staff_id,
            ).seq

    def events_after(self, conversation_id: str, seq: int = 0, limit: int = 500) -> list[Event]:
        """Events with a number above ``seq``, in order, at most ``limit``."""
        with self._reading() as session:
            return _events_after(session, conversation_id, seq, limit)

    def news(
        self, conversation_id: str, seq: int, limit: int = 500
    ) -> tuple[list[Event], Conversation]:
        """Events above ``seq``, and the conversation as it is now; raises ``NotFound``."""
        with self._reading() as session:
            events = _events_after(session, conversation_id, seq, limit)
            row = session.get(ConversationRow, conversation_id)
            if row is None:
                raise NotFound("conversation", conversation_id)
            return events, as_conversation(row)


def _events_after(session: Session, conversation_id: str, seq: int, limit: int) -> list[Event]:
    rows = session.scalars(
        select(EventRow)
        .where(EventRow.conversation_id == conversation_id, EventRow.seq > seq)
        .order_by(EventRow.seq)
        .limit(limit)
    )
    return [as_event(row) for row in rows]


def _texts_for(session: Session, conversation_id: str, client_id: str) -> set[str]:
    return set(
        session.scalars(
            select(EventRow.text).where(
                EventRow.conversation_id == conversation_id,
                EventRow.in_reply_to == client_id,
                EventRow.sender == "assistant",
            )
        )
    )


def _title(session: Session, conversation_id: str, payload: str) -> str:
    """The words of the button that a payload came from; else the payload's intent in words."""
    recent = session.scalars(
        select(EventRow.buttons)
        .where(EventRow.conversation_id == conversation_id)
        .order_by(EventRow.seq.desc())
        .limit(_RECENT_EVENTS)
    )
    for buttons in recent:
        for button in buttons:
            if button.get("payload") == payload:
                return str(button.get("title", ""))
    intent = re.match(r"/?([\w-]*)", payload)
    return intent.group(1).replace("_", " ") if intent else ""
