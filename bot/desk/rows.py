"""Rows of the tables as the values that the desk hands out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.records import Conversation, Event, Message
from bot.desk.tables import Base

#: Column -> value, whichever way the row was read.
Row = Mapping[Any, Any]


def columns(row: Base) -> Row:
    """A row of the object mapper as plain columns."""
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}


def as_conversation(row: Row) -> Conversation:
    """A row as a value."""
    return Conversation(
        id=row["id"],
        audience=row["audience"],
        language=row["language"],
        channel=row["channel"],
        facts=dict(row["facts"]),
        tier=row["tier"],
        held_by=row["held_by"],
        pending_clarification=row["pending_clarification"],
        last_seq=row["last_seq"],
    )


def as_message(row: Row, *, new: bool = False) -> Message:
    """A row as a value."""
    return Message(
        conversation_id=row["conversation_id"],
        client_id=row["client_id"],
        seq=row["seq"],
        text=row["text"],
        payload=row["payload"],
        state=row["state"],
        assessment=row["assessment"],
        received_at=row["received_at"],
        new=new,
    )


def as_event(row: Row) -> Event:
    """A row as a value."""
    return Event(
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        sender=row["sender"],
        text=row["text"],
        buttons=row["buttons"],
        cards=row["cards"],
        safety=row["safety"],
        in_reply_to=row["in_reply_to"],
        at=row["at"],
    )
