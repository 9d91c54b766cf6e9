"""Consent: who agreed to what, for which agency, why and until when."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from bot.desk.case_rows import find_case, note_action
from bot.desk.cases import locked_case, must_hold
from bot.desk.consent_rows import add_consent, consents_of, withdraw
from bot.desk.conversations import lock_conversation
from bot.desk.errors import Missing, NotFound
from bot.desk.records import Consent
from bot.desk.store import Store
from bot.desk.tables import ConsentRow, now

#: Whose information a worker may record a consent for.
PERSONS = ("self", "child", "other")
#: The homelessness indicator, which goes on a record with the person's consent alone (rule S0-08).
HOMELESS = "homeless_indicator"
#: What a consent may cover, each asked for by itself (rule S1-07).
ITEMS = ("name", "postcode", "phone", "needs", "people", "language", HOMELESS)
#: Days that a consent taken at the desk may hold; longer ones are asked for anew.
MOST_DAYS = 365


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
        with self._writing() as session:
            lock_conversation(session, conversation_id)
            return add_consent(
                session,
                conversation_id,
                person=person,
                agency=agency,
                direction=direction,
                reason=reason,
                items=items,
                valid_from=valid_from or now(),
                valid_until=valid_until,
                recorded_by=recorded_by,
            )

    def take_consent(
        self,
        case_id: int,
        staff_id: int,
        *,
        person: str,
        agency: str,
        direction: str,
        reason: str,
        items: Collection[str],
        days: int,
        asked_freely: bool,
        any_holder: bool = False,
    ) -> int:
        """One consent that a worker has asked for in the talk; see ``record_consent``.

        ``asked_freely``: nobody close to the person put the question or interpreted it (rule
        S4-02). Raises ``Missing`` for what is left out or can't be, ``NotClaimed`` and
        ``CaseClosed`` for a case that isn't this worker's.
        """
        if person not in PERSONS:
            raise Missing("person", f"person: one of {', '.join(PERSONS)}")
        if not items or not set(items) <= set(ITEMS):
            raise Missing("items", f"items: at least one of {', '.join(ITEMS)}")
        if not 1 <= days <= MOST_DAYS:
            raise Missing("days", f"days: 1 to {MOST_DAYS}")
        if not asked_freely:
            raise Missing(
                "asked_freely", "ask the person alone, or through an interpreter, not a relative"
            )
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            must_hold(case, staff_id, any_holder)
            start = now()
            consent_id = add_consent(
                session,
                conversation.id,
                person=person,
                agency=agency,
                direction=direction,
                reason=reason,
                items=items,
                valid_from=start,
                valid_until=start + timedelta(days=days),
                recorded_by=staff_id,
            )
            note_action(session, case, "consent_taken", staff_id, consent=consent_id)
            return consent_id

    def record_homeless_indicator(
        self, case_id: int, staff_id: int, *, any_holder: bool = False
    ) -> None:
        """Keeps that the homelessness indicator was put on the person's record (rule S0-08).

        Raises ``Missing`` unless a consent of this person covers it now: it is proposed and
        asked for, never assumed. ``NotClaimed`` and ``CaseClosed`` for a case that isn't
        this worker's.
        """
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            must_hold(case, staff_id, any_holder)
            moment = now()
            live = next(
                (
                    c
                    for c in consents_of(session, conversation.id)
                    if c.allows(moment, person="self", item=HOMELESS)
                ),
                None,
            )
            if live is None:
                raise Missing("consent", "ask the person first: there is no consent for it")
            note_action(session, case, "homeless_indicator", staff_id, consent=live.id)

    def end_consent(self, case_id: int, staff_id: int, consent_id: int) -> None:
        """Withdraws a consent of this case's conversation, whoever has the case (rule S3-08).

        Raises ``NotFound`` for one of another conversation. Again does nothing.
        """
        with self._writing() as session:
            conversation_id = find_case(session, case_id).conversation_id
            lock_conversation(session, conversation_id)
            row = session.get(ConsentRow, consent_id)
            if row is None or row.conversation_id != conversation_id:
                raise NotFound("consent", consent_id)
            if withdraw(session, consent_id, staff_id):
                case = find_case(session, case_id, lock=True)
                note_action(session, case, "consent_ended", staff_id, consent=consent_id)

    def withdraw_consent(self, consent_id: int, *, recorded_by: int | None = None) -> None:
        """Ends a consent now; raises ``NotFound``. Again does nothing."""
        with self._writing() as session:
            withdraw(session, consent_id, recorded_by)

    def consents(self, conversation_id: str) -> list[Consent]:
        """All consents of a conversation, oldest first, withdrawn ones too."""
        with self._reading() as session:
            return consents_of(session, conversation_id)
