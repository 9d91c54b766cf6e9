"""Consent: who agreed to what, for which agency, why and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from bot.desk.conversations import lock_conversation
from bot.desk.errors import Missing, NotFound
from bot.desk.plain import storable, storable_json
from bot.desk.records import Consent
from bot.desk.store import Store
from bot.desk.tables import ConsentRow, now

DIRECTIONS = ("to_agency", "from_agency")


class Consents(Store):
    """Records are never changed: a withdrawal is a record of its own (rules S3-06 to S3-08)."""

    def record_consent(
        self,
        conversation_id: str,
        *,
        person: str,
        agency: str,
        direction: str,
        reason: str,
        valid_until: datetime,
        items: Iterable[str] = (),
        valid_from: datetime | None = None,
        recorded_by: int | None = None,
    ) -> int:
        """One consent, for one agency and one direction (``to_agency`` or ``from_agency``).

        ``person`` is whose information it is ("self", "child"); ``items`` are
        the fields that may be passed on (name, postcode, phone). Raises
        ``Missing`` when one of the four fields is empty: silence is not consent.
        """
        for field, value in (("person", person), ("agency", agency), ("reason", reason)):
            if not value.strip():
                raise Missing(field, f"a consent needs its {field}")
        if direction not in DIRECTIONS:
            raise Missing("direction", "a consent is to_agency or from_agency")
        start = valid_from or now()
        if valid_until <= start:
            raise Missing("valid_until", "a consent ends after it begins")
        with self._writing() as session:
            lock_conversation(session, conversation_id)
            row = ConsentRow(
                conversation_id=conversation_id,
                person=storable(person),
                agency=storable(agency),
                direction=direction,
                reason=storable(reason),
                items=storable_json(sorted(set(items))),
                valid_from=start,
                valid_until=valid_until,
                recorded_by=recorded_by,
            )
            session.add(row)
            session.flush()
            return row.id

    def withdraw_consent(self, consent_id: int, *, recorded_by: int | None = None) -> None:
        """Ends a consent now; raises ``NotFound``. Again does nothing."""
        with self._writing() as session:
            row = session.get(ConsentRow, consent_id)
            if row is None or row.withdraws is not None:
                raise NotFound("consent", consent_id)
            if session.scalar(select(ConsentRow.id).where(ConsentRow.withdraws == consent_id)):
                return
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

    def consents(self, conversation_id: str) -> list[Consent]:
        """All consents of a conversation, oldest first, withdrawn ones too."""
        with self._reading() as session:
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

    def may_share(
        self,
        conversation_id: str,
        *,
        person: str,
        agency: str,
        direction: str,
        item: str,
        at: datetime | None = None,
    ) -> bool:
        """Whether a live consent covers exactly this person, agency, direction and field."""
        moment = at or now()
        return any(
            (c.person, c.agency, c.direction) == (person, agency, direction)
            and item in c.items
            and c.valid_from <= moment < c.valid_until
            and c.withdrawn_at is None
            for c in self.consents(conversation_id)
        )
