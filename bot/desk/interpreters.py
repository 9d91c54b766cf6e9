"""Requests for an interpreter: the language, and what was wished, without reasons (rule S4-07)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.conversations import lock_conversation
from bot.desk.errors import Missing, NotFound
from bot.desk.plain import storable
from bot.desk.store import Store
from bot.desk.tables import InterpreterRequestRow, MessageRow, RelayedRow, now

STATES = ("asked", "booked", "present", "done", "declined")
OPEN = ("asked", "booked", "present")
#: What may be wished; all of it is optional. The last three are for Aboriginal and Torres
#: Strait Islander languages (rule S4-08).
WISHES = (
    *("dialect", "gender", "mode", "timing", "when"),
    *("community", "own_community", "topic", "conflict"),
)
_LONGEST = 200
#: Who passes words on in interpreter mode.
RELAYED_BY = ("interpreter", "officer")


@dataclass(frozen=True)
class InterpreterRequest:
    """One request as the desk shows it."""

    id: int
    conversation_id: str
    language: str
    wishes: Mapping[str, Any]
    state: str
    handled_by: int | None
    note: str | None
    asked_at: datetime
    changed_at: datetime

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return {
            **asdict(self),
            "wishes": dict(self.wishes),
            "asked_at": self.asked_at.isoformat(),
            "changed_at": self.changed_at.isoformat(),
        }


class Interpreters(Store):
    """The part of the desk that keeps who needs which interpreter."""

    def ask_interpreter(
        self, conversation_id: str, language: str = "", wishes: Mapping[str, str] | None = None
    ) -> InterpreterRequest:
        """Asks for an interpreter; asked again, the open request takes what is new.

        Unknown wishes and empty ones are left out. Raises ``NotFound`` where
        there is no such conversation.
        """
        wanted = _kept(wishes)
        with self._writing() as session:
            lock_conversation(session, conversation_id)
            row = _open_row(session, conversation_id)
            if row is None:
                row = InterpreterRequestRow(
                    conversation_id=conversation_id, language=language, wishes=wanted, state="asked"
                )
                session.add(row)
            else:
                row.language = language or row.language
                row.wishes = {**row.wishes, **wanted}
                row.changed_at = now()
            session.flush()
            return _value(row)

    def interpreter_request(self, conversation_id: str) -> InterpreterRequest | None:
        """The open request of a conversation, if there is one."""
        with self._reading() as session:
            row = _open_row(session, conversation_id)
            return _value(row) if row else None

    def interpreter_requests(self, state: str = "asked") -> list[InterpreterRequest]:
        """Requests in a state, the oldest first."""
        query = (
            select(InterpreterRequestRow)
            .where(InterpreterRequestRow.state == state)
            .order_by(InterpreterRequestRow.id)
            .limit(500)
        )
        with self._reading() as session:
            return [_value(row) for row in session.scalars(query)]

    def note_relayed(self, conversation_id: str, client_id: str, by: str, staff_id: int) -> None:
        """Notes who passes the message of ``client_id`` on; the first word about it counts.

        Raises ``NotFound`` for an unknown conversation, ``Missing`` for anybody
        but those of ``RELAYED_BY``.
        """
        if by not in RELAYED_BY:
            raise Missing("by", f"a message is passed on by one of {', '.join(RELAYED_BY)}")
        with self._writing() as session:
            lock_conversation(session, conversation_id)
            if session.get(RelayedRow, (conversation_id, client_id)) is None:
                session.add(
                    RelayedRow(
                        conversation_id=conversation_id,
                        client_id=client_id,
                        by=by,
                        staff_id=staff_id,
                    )
                )

    def relayed(self, conversation_id: str) -> dict[int, str]:
        """Numbers of the events that somebody passed on: seq -> by whom."""
        query = (
            select(MessageRow.seq, RelayedRow.by)
            .join(
                RelayedRow,
                (RelayedRow.conversation_id == MessageRow.conversation_id)
                & (RelayedRow.client_id == MessageRow.client_id),
            )
            .where(MessageRow.conversation_id == conversation_id, MessageRow.seq.is_not(None))
        )
        with self._reading() as session:
            return {int(seq): str(by) for seq, by in session.execute(query)}

    def settle_interpreter(
        self,
        request_id: int,
        staff_id: int,
        state: str,
        note: str = "",
        wishes: Mapping[str, str] | None = None,
    ) -> InterpreterRequest:
        """A worker books, meets, ends or records a refusal; raises ``NotFound``, ``Missing``.

        The note may hold the interpreter's number, never their name. ``wishes`` are what the
        person has told for the booking: each may be left out, and none has a place for reasons.
        """
        if state not in STATES:
            raise Missing("state", f"a state is one of {', '.join(STATES)}")
        with self._writing() as session:
            row = session.get(InterpreterRequestRow, request_id)
            if row is None:
                raise NotFound("interpreter_request", str(request_id))
            row.state, row.handled_by, row.changed_at = state, staff_id, now()
            if note:
                row.note = storable(note)
            row.wishes = {**row.wishes, **_kept(wishes)}
            session.flush()
            return _value(row)


def _kept(wishes: Mapping[str, str] | None) -> dict[str, str]:
    """The wishes that are kept: known ones that say something, cut to a length."""
    return {
        key: storable(str(value)[:_LONGEST].strip())
        for key, value in (wishes or {}).items()
        if key in WISHES and str(value).strip()
    }


def _open_row(session: Session, conversation_id: str) -> InterpreterRequestRow | None:
    return session.scalar(
        select(InterpreterRequestRow)
        .where(
            InterpreterRequestRow.conversation_id == conversation_id,
            InterpreterRequestRow.state.in_(OPEN),
        )
        .order_by(InterpreterRequestRow.id.desc())
        .limit(1)
    )


def _value(row: InterpreterRequestRow) -> InterpreterRequest:
    return InterpreterRequest(
        id=row.id,
        conversation_id=row.conversation_id,
        language=row.language,
        wishes=dict(row.wishes),
        state=row.state,
        handled_by=row.handled_by,
        note=row.note,
        asked_at=row.asked_at,
        changed_at=row.changed_at,
    )
