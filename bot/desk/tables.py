"""The desk's tables. Only this package sees rows; everybody else gets the values of ``records``."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def now() -> datetime:
    """The current moment, aware, in UTC."""
    return datetime.now(timezone.utc)


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC. SQLite forgets zones, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuses a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """What was written, aware."""
        if value is None:
            return None
        if value.tzinfo is None:
            return value.replace(tzinfo=timezone.utc)
        return value.astimezone(timezone.utc)


class Base(DeclarativeBase):
    """Common to all tables of the desk."""

    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        datetime: Moment,
        dict[str, Any]: JSON,
        list[Any]: JSON,
    }


class ConversationRow(Base):
    """One conversation of a customer or of a staff member's look-up."""

    __tablename__ = "conversation"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    #: SHA-256 of the bearer token; the token itself is never kept. None: no browser has one.
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    audience: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(35))
    channel: Mapped[str] = mapped_column(String(32))
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Highest tier so far; only a person lowers it.
    tier: Mapped[str] = mapped_column(String(2), default="T0")
    #: The worker who has the conversation; the assistant is silent then.
    held_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    #: Domain of a clarifying question that has been asked and not yet answered.
    pending_clarification: Mapped[str | None] = mapped_column(String(64))
    #: Whether this outage has been explained here already.
    down_told: Mapped[bool] = mapped_column(default=False)
    last_seq: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(default=now)


class MessageRow(Base):
    """Something a person sent; stored before it is acted on."""

    __tablename__ = "message"
    __table_args__ = (
        UniqueConstraint("conversation_id", "client_id"),
        Index("ix_message_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    client_id: Mapped[str] = mapped_column(String(128))
    #: Number of its event; None for the program's own payloads, which nobody sees.
    seq: Mapped[int | None]
    text: Mapped[str | None] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10), default="received")
    #: What screening at the edge found; None until it has been screened.
    assessment: Mapped[dict[str, Any] | None]
    #: Whether the gateway itself gave the safety text for it.
    safety_given: Mapped[bool] = mapped_column(default=False)
    received_at: Mapped[datetime] = mapped_column(default=now)
    answered_at: Mapped[datetime | None]


class EventRow(Base):
    """One line of a conversation as both sides see it. Append-only, held by a trigger."""

    __tablename__ = "event"
    __table_args__ = (UniqueConstraint("conversation_id", "seq"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    seq: Mapped[int]
    sender: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    buttons: Mapped[list[Any]]
    cards: Mapped[list[Any]]
    safety: Mapped[bool]
    in_reply_to: Mapped[str | None] = mapped_column(String(128))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class CaseRow(Base):
    """A conversation that waits for a person, is with one, or was."""

    __tablename__ = "desk_case"
    __table_args__ = (
        # At most one open case a conversation, whatever the program does.
        Index(
            "ix_one_open_case",
            "conversation_id",
            unique=True,
            sqlite_where=text("state != 'closed'"),
            postgresql_where=text("state != 'closed'"),
        ),
        Index("ix_case_queue", "state", "tier", "opened_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    state: Mapped[str] = mapped_column(String(10), default="waiting")
    tier: Mapped[str] = mapped_column(String(2))
    #: Highest tier the case ever had: lowering it doesn't undo the closing duties.
    peak_tier: Mapped[str] = mapped_column(String(2))
    reason: Mapped[str] = mapped_column(String(16))
    indicators: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    claimed_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    outcome: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    closed_at: Mapped[datetime | None]
    #: Since when the team leader has been called for; None: not called.
    team_leader_alerted_at: Mapped[datetime | None]
    #: When anything about it last changed, so that watchers can ask for what is new.
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)


class CaseMessageRow(Base):
    """Which message has led to which case: makes opening a case idempotent."""

    __tablename__ = "case_message"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("desk_case.id"))
    #: The tier the message counted for. Only more than that raises the case when the
    #: message comes again: a person may have lowered it meanwhile.
    tier: Mapped[str] = mapped_column(String(2))


class CaseActionRow(Base):
    """Who did what with a case, when and why. Append-only, held by a trigger."""

    __tablename__ = "case_action"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("desk_case.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    #: None: the assistant.
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    action: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str | None] = mapped_column(Text)
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class IndicatorJudgementRow(Base):
    """What somebody at the desk thinks of one sign of one message. Append-only, held by a trigger.

    None of the person's words: these stay with the case.
    """

    __tablename__ = "indicator_judgement"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("desk_case.id"), index=True)
    code: Mapped[str] = mapped_column(String(100), index=True)
    domain: Mapped[str] = mapped_column(String(40))
    #: The tier it was raised with.
    tier: Mapped[str] = mapped_column(String(2))
    #: The client's id of the message; None for a sign that came without one.
    message_id: Mapped[str | None] = mapped_column(String(128))
    language: Mapped[str] = mapped_column(String(35))
    #: See ``bot.desk.judgements.VERDICTS``.
    verdict: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class ConsentRow(Base):
    """One consent: one person, one agency, one direction, one reason, one timeframe. Append-only."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    person: Mapped[str] = mapped_column(String(64))
    agency: Mapped[str] = mapped_column(String(200))
    direction: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    items: Mapped[list[Any]]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    #: The record that this one withdraws; a withdrawal is a record too.
    withdraws: Mapped[int | None] = mapped_column(ForeignKey("consent.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class InterpreterRequestRow(Base):
    """One wish for an interpreter; a conversation has at most one that is open."""

    __tablename__ = "interpreter_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    #: BCP 47 code of the languages table; "" where nobody has said it yet.
    language: Mapped[str] = mapped_column(String(35))
    #: What was wished, without reasons: see ``bot.desk.interpreters.WISHES``.
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    note: Mapped[str | None] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)


class RelayedRow(Base):
    """That somebody passed a message on for the customer; noted before the message comes."""

    __tablename__ = "relayed_message"

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    #: ``interpreter``: the customer's words; ``officer``: the officer's own.
    by: Mapped[str] = mapped_column(String(16))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class SafeNumberRow(Base):
    """A mobile number that somebody has marked safe to text: for one conversation, for a while."""

    __tablename__ = "safe_number"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"), index=True)
    #: E.164; None once the mark has ended: digits are kept no longer than they may be used.
    number: Mapped[str | None] = mapped_column(String(16))
    marked_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    marked_at: Mapped[datetime] = mapped_column(default=now)
    valid_until: Mapped[datetime] = mapped_column(index=True)
    #: When it was taken back or its time was over.
    ended_at: Mapped[datetime | None]
    #: Who took it back; None: its time was over, or it still holds.
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))


class TextMessageRow(Base):
    """A take-away sheet that was sent as a text message: which services, not which words."""

    __tablename__ = "text_message"
    __table_args__ = (UniqueConstraint("conversation_id", "client_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id"))
    client_id: Mapped[str] = mapped_column(String(128))
    safe_number_id: Mapped[int] = mapped_column(ForeignKey("safe_number.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    services: Mapped[list[Any]]
    language: Mapped[str] = mapped_column(String(35))
    neutral: Mapped[bool]
    #: See ``bot.desk.text_messages.STATES``.
    state: Mapped[str] = mapped_column(String(10), default="sending", index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    settled_at: Mapped[datetime | None]


class CaseNoteRow(Base):
    """What one person at the desk wants the next one to know. Append-only, held by a trigger."""

    __tablename__ = "case_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("desk_case.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)


class StaffRow(Base):
    """An account of somebody who works at the desk or the counter."""

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(256))
    disabled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class StaffSessionRow(Base):
    """A signed-in browser."""

    __tablename__ = "staff_session"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    last_seen: Mapped[datetime] = mapped_column(default=now)


class DialogueRow(Base):
    """What the dialogue engine remembers of a conversation, as it wrote it."""

    __tablename__ = "dialogue_state"

    sender_id: Mapped[str] = mapped_column(String(128), primary_key=True)
    state: Mapped[str] = mapped_column(Text)
    message_ids: Mapped[list[Any]] = mapped_column(default=list)
    updated_at: Mapped[datetime] = mapped_column(default=now)
