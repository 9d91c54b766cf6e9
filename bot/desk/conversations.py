"""Conversations, and what both sides see of them."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.errors import NotFound
from bot.desk.plain import storable, storable_json
from bot.desk.records import Conversation, Event, Reply
from bot.desk.rows import as_conversation, as_event, columns
from bot.desk.store import Store
from bot.desk.tables import ConversationRow, EventRow, MessageRow, now


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
            return as_conversation(columns(row))

    def conversation_of_token(self, token: str) -> Conversation | None:
        """The conversation that a token opens, or None."""
        with self._reading() as session:
            row = session.scalar(
                select(ConversationRow).where(ConversationRow.token_hash == hash_token(token))
            )
            return as_conversation(columns(row)) if row else None

    def give_safety(
        self,
        conversation_id: str,
        client_id: str,
        reply: Reply,
        *,
        after: Collection[str] = (),
        short: Sequence[Reply] = (),
    ) -> Event | None:
        """Shows the safety text for a message that nobody has answered yet; at most once.

        Where one of the texts ``after`` was said in the conversation, the first of ``short`` is
        said instead that isn't what was said of danger last. None where it was answered or given already, or where a worker is there.
        The message stays to be answered.
        """
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            row = _find_message(session, conversation_id, client_id)
            if row is None:
                raise NotFound("message", client_id)
            if row.state != "received" or row.safety_given or conversation.held_by is not None:
                return None
            row.safety_given = True
            if short:
                said = session.scalars(
                    select(EventRow.text)
                    .where(
                        EventRow.conversation_id == conversation_id,
                        EventRow.sender == "assistant",
                        EventRow.safety,
                    )
                    .order_by(EventRow.seq.desc())
                ).all()
                if any(text in after for text in said):
                    reply = next(other for other in short if other.text != said[0])
            return as_event(
                columns(add_event(session, conversation, "assistant", reply, in_reply_to=client_id))
            )

    def tell_down(self, conversation_id: str, reply: Reply) -> Event | None:
        """Shows once an outage that the assistant can't answer just now; None if it was told."""
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            if conversation.down_told or conversation.held_by is not None:
                return None
            conversation.down_told = True
            return as_event(columns(add_event(session, conversation, "system", reply)))

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
