"""Consents inside a transaction: adding, withdrawing, finding those that hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.errors import Missing, NotFound
from bot.desk.plain import storable, storable_json
from bot.desk.records import Consent
from bot.desk.tables import ConsentRow, now

DIRECTIONS = ("to_agency", "from_agency")


def add_consent(
    session: Session,
    conversation_id: str,
    *,
    person: str,
    agency: str,
    direction: str,
    reason: str,
    items: Iterable[str],
    valid_from: datetime,
    valid_until: datetime,
    recorded_by: int | None,
) -> int:
    """One consent; its id. Raises ``Missing`` for a gap."""
    for field, value in (("person", person), ("agency", agency), ("reason", reason)):
        if not value.strip():
            raise Missing(field, f"a consent needs its {field}")
    if direction not in DIRECTIONS:
        raise Missing("direction", "a consent is to_agency or from_agency")
    if valid_until <= valid_from:
        raise Missing("valid_until", "a consent ends after it begins")
    row = ConsentRow(
        conversation_id=conversation_id,
        person=storable(person),
        agency=storable(agency),
        direction=direction,
        reason=storable(reason),
        items=storable_json(sorted(set(items))),
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_by=recorded_by,
    )
    session.add(row)
    session.flush()
    return row.id


def withdraw(session: Session, consent_id: int, recorded_by: int | None) -> bool:
    """Adds the withdrawal; False where there is one already. Raises ``NotFound``."""
    row = session.get(ConsentRow, consent_id)
    if row is None or row.withdraws is not None:
        raise NotFound("consent", consent_id)
    if session.scalar(select(ConsentRow.id).where(ConsentRow.withdraws == consent_id)):
        return False
    moment = now()
    session.add(
        ConsentRow(
            conversation_id=row.conversation_id,
            person=row.person,
            agency=row.agency,
            direction=row.direction,
            reason=row.reason,
            items=row.items,
            valid_from=moment,
            valid_until=moment,
            recorded_by=recorded_by,
            withdraws=row.id,
        )
    )
    return True


def consents_of(session: Session, conversation_id: str) -> list[Consent]:
    """All consents of a conversation, oldest first, withdrawn ones too."""
    rows = list(
        session.scalars(
            select(ConsentRow)
            .where(ConsentRow.conversation_id == conversation_id)
            .order_by(ConsentRow.id)
        )
    )
    ended = {row.withdraws: row.at for row in rows if row.withdraws is not None}
    return [
        Consent(
            id=row.id,
            person=row.person,
            agency=row.agency,
            direction=row.direction,
            reason=row.reason,
            items=list(row.items),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            withdrawn_at=ended.get(row.id),
            at=row.at,
        )
        for row in rows
        if row.withdraws is None
    ]


def live_consents(session: Session, conversation_id: str, agency: str) -> list[int]:
    """Ids of the consents that let this service be told something now; its name in any case."""
    moment = now()
    return [
        consent.id
        for consent in consents_of(session, conversation_id)
        if consent.allows(moment, agency=agency, direction="to_agency")
    ]
