"""Between two people at the desk: notes for the next one, handing a case over, taking it up again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from bot.desk.case_rows import (
    PRESENT_FOR,
    as_case,
    find_case,
    note_action,
    open_case_of,
    staff_name,
)
from bot.desk.cases import locked_case, must_hold
from bot.desk.conversations import add_event, lock_conversation
from bot.desk.errors import CaseTaken, Missing, NotFound, TooLate
from bot.desk.plain import storable
from bot.desk.records import Case, CaseNote, Reply
from bot.desk.store import Store
from bot.desk.tables import CaseNoteRow, CaseRow, StaffRow, StaffSessionRow, now

#: Who may have a case.
HOLDERS = ("worker", "team_leader")
#: A closed case is taken up again within a day; later there is a new one.
REOPEN_WITHIN = timedelta(days=1)


@dataclass(frozen=True)
class Colleague:
    """Somebody who may be handed a case."""

    id: int
    name: str
    role: str
    #: Whether a desk page of theirs is open now.
    present: bool
    #: Cases they have.
    cases: int


class HandingOver(Store):
    """The part of the desk for a change of hands. All methods are short transactions."""

    def add_note(self, case_id: int, staff_id: int, text: str) -> CaseNote:
        """Keeps a note of the desk's own; the customer never reads it. Raises ``Missing``."""
        words = storable(text).strip()
        if not words:
            raise Missing("text", "a note needs words")
        with self._writing() as session:
            lock_conversation(session, find_case(session, case_id).conversation_id)
            case = find_case(session, case_id, lock=True)
            row = CaseNoteRow(case_id=case.id, staff_id=staff_id, text=words, at=now())
            session.add(row)
            session.flush()
            note_action(session, case, "noted", staff_id, note=row.id)
            return CaseNote(row.id, staff_name(session, staff_id) or "", row.text, row.at)

    def notes(self, case_id: int) -> list[CaseNote]:
        """The notes of a case, oldest first."""
        query = (
            select(CaseNoteRow, StaffRow.name)
            .join(StaffRow, StaffRow.id == CaseNoteRow.staff_id)
            .where(CaseNoteRow.case_id == case_id)
            .order_by(CaseNoteRow.id)
        )
        with self._reading() as session:
            return [CaseNote(r.id, name, r.text, r.at) for r, name in session.execute(query)]

    def colleagues(self) -> list[Colleague]:
        """Everybody who may be handed a case, those who are there first."""
        seen = (
            select(StaffSessionRow.staff_id, func.max(StaffSessionRow.last_seen).label("at"))
            .group_by(StaffSessionRow.staff_id)
            .subquery()
        )
        busy = (
            select(CaseRow.claimed_by, func.count().label("cases"))
            .where(CaseRow.state == "claimed")
            .group_by(CaseRow.claimed_by)
            .subquery()
        )
        query = (
            select(StaffRow, seen.c.at, busy.c.cases)
            .outerjoin(seen, seen.c.staff_id == StaffRow.id)
            .outerjoin(busy, busy.c.claimed_by == StaffRow.id)
            .where(StaffRow.role.in_(HOLDERS), StaffRow.disabled.is_(False))
        )
        since = now() - PRESENT_FOR
        with self._reading() as session:
            found = [
                Colleague(
                    row.id, row.name, row.role, at is not None and at > since, int(cases or 0)
                )
                for row, at, cases in session.execute(query)
            ]
        return sorted(found, key=lambda one: (not one.present, one.name.casefold()))

    def hand_over(
        self, case_id: int, staff_id: int, to_id: int, *, any_holder: bool = False
    ) -> Case:
        """Gives a claimed case to a colleague; the customer goes on with the next person unasked.

        Raises ``NotClaimed`` for somebody else's case, ``NotFound`` for who can't have one.
        """
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            must_hold(case, staff_id, any_holder)
            to = session.get(StaffRow, to_id)
            if to is None or to.disabled or to.role not in HOLDERS:
                raise NotFound("account", to_id)
            if case.claimed_by != to.id:
                case.claimed_by = conversation.held_by = to.id
                note_action(session, case, "handed_over", staff_id, to=to.name)
            return as_case(session, case)

    def reopen_case(self, case_id: int, staff_id: int, *, say: str) -> Case:
        """Undoes a closing: the case is this worker's again, with everything that was known.

        Raises ``TooLate`` after ``REOPEN_WITHIN`` and ``CaseTaken`` where the conversation has
        another open case by now. The outcome stays in the history. A case that isn't closed
        and is this worker's already stays as it is.
        """
        with self._writing() as session:
            conversation = lock_conversation(session, find_case(session, case_id).conversation_id)
            case = find_case(session, case_id, lock=True)
            if case.state != "closed":
                if case.claimed_by == staff_id:
                    return as_case(session, case)
                raise CaseTaken(case_id, staff_name(session, case.claimed_by) or "")
            if case.closed_at is None or now() - case.closed_at > REOPEN_WITHIN:
                raise TooLate(case_id)
            other = open_case_of(session, conversation.id)
            if other is not None:
                raise CaseTaken(other.id, staff_name(session, other.claimed_by) or "the queue")
            case.state, case.claimed_by, case.closed_at = "claimed", staff_id, None
            case.outcome = None
            conversation.held_by = staff_id
            note_action(session, case, "reopened", staff_id)
            add_event(session, conversation, "system", Reply(say), staff_id=staff_id)
            return as_case(session, case)
