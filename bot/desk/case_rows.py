"""Looking up and writing the rows around a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, bindparam, exists, func, select
from sqlalchemy.orm import Session

from bot.desk.errors import NotFound
from bot.desk.facts import with_latest
from bot.desk.plain import storable, storable_json
from bot.desk.records import Case
from bot.desk.tables import (
    CaseActionRow,
    CaseRow,
    ConversationRow,
    EventRow,
    StaffRow,
    StaffSessionRow,
    now,
)
from bot.desk.tiers import TIERS, is_serious

#: A worker counts as present this long after the desk page was last heard from;
#: an open desk says so every 30 s.
PRESENT_FOR = timedelta(seconds=90)
#: How many workers have been heard from after ``since`` and hold no case.
FREE_WORKERS = (
    select(func.count(func.distinct(StaffRow.id)))
    .join(StaffSessionRow, StaffSessionRow.staff_id == StaffRow.id)
    .where(
        StaffRow.role == "worker",
        StaffRow.disabled.is_(False),
        StaffSessionRow.last_seen > bindparam("since"),
        StaffRow.id.not_in(
            select(CaseRow.claimed_by).where(
                CaseRow.state == "claimed", CaseRow.claimed_by.is_not(None)
            )
        ),
    )
)


def find_case(session: Session, case_id: int, *, lock: bool = False) -> CaseRow:
    """The case's row; raises ``NotFound``. Lock the conversation first."""
    query = select(CaseRow).where(CaseRow.id == case_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound("case", case_id)
    return row


def open_case_of(session: Session, conversation_id: str) -> CaseRow | None:
    """The conversation's case that isn't closed; there is at most one."""
    return session.scalar(
        select(CaseRow).where(CaseRow.conversation_id == conversation_id, CaseRow.state != "closed")
    )


def staff_name(session: Session, staff_id: int | None) -> str | None:
    """The account's name, or None."""
    if staff_id is None:
        return None
    return session.scalar(select(StaffRow.name).where(StaffRow.id == staff_id))


def free_workers(session: Session) -> int:
    """How many workers are at the desk now and hold no case."""
    return session.scalar(FREE_WORKERS, {"since": now() - PRESENT_FOR}) or 0


def note_action(
    session: Session,
    case: CaseRow,
    action: str,
    staff_id: int | None,
    *,
    reason: str | None = None,
    **detail: Any,
) -> None:
    """One line of the audit; the case counts as changed."""
    case.changed_at = now()
    session.add(
        CaseActionRow(
            case_id=case.id,
            at=case.changed_at,
            staff_id=staff_id,
            action=action,
            reason=storable(reason) if reason else None,
            detail=storable_json(detail),
        )
    )
    session.flush()


def count_actions(session: Session, case_id: int, action: str) -> int:
    """How often something was done with a case."""
    query = select(func.count()).where(
        CaseActionRow.case_id == case_id, CaseActionRow.action == action
    )
    return session.scalar(query) or 0


def is_alerted(session: Session, case_id: int, why: str) -> bool:
    """Whether the team leader was called to the case for this reason."""
    query = select(CaseActionRow.detail).where(
        CaseActionRow.case_id == case_id, CaseActionRow.action == "team_leader_alerted"
    )
    return any(detail.get("why") == why for detail in session.scalars(query))


def silent(after: timedelta) -> tuple[ColumnElement[bool], ...]:
    """Of cases: serious, open, the customer silent for ``after``, and that isn't noted yet."""
    spoke = _last_words_of("customer")
    noted = exists().where(
        CaseActionRow.case_id == CaseRow.id,
        CaseActionRow.action == "customer_quiet",
        CaseActionRow.at > spoke,
    )
    return (
        CaseRow.state != "closed",
        CaseRow.tier.in_([tier for tier in TIERS if is_serious(tier)]),
        spoke <= now() - after,
        ~noted,
    )


def as_case(session: Session, row: CaseRow) -> Case:
    """The case as a value, with the latest facts of its conversation while it is open."""
    return as_cases(session, [row])[0]


def as_cases(session: Session, rows: Sequence[CaseRow]) -> list[Case]:
    """Cases as values, in the same order, with one question to the database for all of them."""
    query = (
        select(
            CaseRow.id,
            ConversationRow.facts,
            ConversationRow.audience,
            ConversationRow.language,
            StaffRow.name,
            _last_words_of("customer"),
            _last_words_of("worker"),
        )
        .join(ConversationRow, ConversationRow.id == CaseRow.conversation_id)
        .outerjoin(StaffRow, StaffRow.id == CaseRow.claimed_by)
        .where(CaseRow.id.in_([row.id for row in rows]))
    )
    around = {found[0]: found for found in session.execute(query)} if rows else {}
    return [_as_case(row, *around[row.id][1:]) for row in rows]


def _last_words_of(sender: str) -> ScalarSelect[datetime]:
    return (
        select(EventRow.at)
        .where(EventRow.conversation_id == CaseRow.conversation_id, EventRow.sender == sender)
        .order_by(EventRow.seq.desc())
        .limit(1)
        .correlate(CaseRow)
        .scalar_subquery()
    )


def _as_case(
    row: CaseRow,
    told: dict[str, Any],
    audience: str,
    language: str,
    worker: str | None,
    customer_at: datetime | None,
    worker_at: datetime | None,
) -> Case:
    facts = with_latest(row.facts, told if row.state != "closed" else None)
    return Case(
        id=row.id,
        conversation_id=row.conversation_id,
        state=row.state,
        tier=row.tier,
        peak_tier=row.peak_tier,
        reason=row.reason,
        indicators=[dict(i) for i in row.indicators],
        facts=facts,
        audience=audience,
        language=language,
        claimed_by=row.claimed_by,
        claimed_by_name=worker,
        outcome=row.outcome,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        changed_at=row.changed_at,
        team_leader_alerted_at=row.team_leader_alerted_at,
        last_customer_at=customer_at,
        last_worker_at=worker_at,
    )
