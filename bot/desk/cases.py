"""Cases: conversations that wait for a person, are with one, or were.

A case is opened by the assistant and closed only by a person. Danger raises
it, nothing but a person with a reason lowers it, and every step is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.desk import case_rows
from bot.desk.case_rows import as_case, as_cases, find_case, note_action
from bot.desk.consent_rows import live_consents
from bot.desk.conversations import add_event, add_payload, lock_conversation
from bot.desk.errors import CaseClosed, CaseTaken, Missing, NotClaimed
from bot.desk.facts import with_latest
from bot.desk.judgements import last_verdicts
from bot.desk.lowering import lowest_tier
from bot.desk.plain import storable
from bot.desk.records import Case, CaseAction, Event, Referral, Reply
from bot.desk.rows import as_event, columns
from bot.desk.store import Store
from bot.desk.tables import (
    CaseActionRow,
    CaseNoteRow,
    CaseRow,
    ConversationRow,
    EventRow,
    StaffRow,
    now,
)
from bot.desk.tiers import TIERS, highest, is_serious, rank

#: A T3 or T4 case that nobody has claimed after this long calls the team leader,
#: even if somebody looked free when it came.
UNATTENDED_AFTER = timedelta(minutes=2)
#: A serious case whose customer has been silent this long is pointed out to the desk
#: (rule S1-18). Nothing closes by itself.
QUIET_AFTER = timedelta(minutes=5)
#: Why the team leader is called where a threat falls under a court order (rule S1-16).
ORDER = "order"
#: Of these the team leader hears also where somebody has called before.
ALWAYS_TOLD = frozenset({"lowered", ORDER})
#: Outcomes with which a service was told of somebody.
PASSED_ON = frozenset({"warm_transfer", "referred"})


class Cases(Store):
    """The queue and what people do with a case. All methods are short transactions."""

    def case(self, case_id: int) -> Case:
        """The case as it is now; raises ``NotFound``."""
        with self._reading() as session:
            return as_case(session, find_case(session, case_id))

    def open_case_of(self, conversation_id: str) -> Case | None:
        """The conversation's open case, or None."""
        with self._reading() as session:
            row = case_rows.open_case_of(session, conversation_id)
            return as_case(session, row) if row else None

    def cases(self, state: str | None = None, limit: int = 200) -> list[Case]:
        """Cases in the order of the queue: highest tier first, then the oldest.

        Closed ones come latest first. ``open`` is ``waiting`` and ``claimed`` together.
        """
        query = select(CaseRow).limit(limit)
        if state == "open":
            query = query.where(CaseRow.state != "closed")
        elif state is not None:
            query = query.where(CaseRow.state == state)
        if state == "closed":
            query = query.order_by(CaseRow.closed_at.desc(), CaseRow.id.desc())
        else:
            query = query.order_by(CaseRow.tier.desc(), CaseRow.opened_at, CaseRow.id)
        with self._reading() as session:
            return as_cases(session, list(session.scalars(query)))

    def cases_changed_since(
        self, moment: datetime, known: Mapping[int, datetime] | None = None
    ) -> tuple[set[int], list[Case]]:
        """Ids of the cases that changed after a moment, by this process or another, and the news.

        The news are those cases whose change isn't in ``known`` (id -> ``changed_at``),
        in the order they changed.
        """
        known = known or {}
        query = (
            select(CaseRow.id, CaseRow.changed_at)
            .where(CaseRow.changed_at > moment)
            .order_by(CaseRow.changed_at)
        )
        with self._reading() as session:
            changed = session.execute(query).all()
            news = [i for i, at in changed if known.get(i) != at]
            rows = session.scalars(select(CaseRow).where(CaseRow.id.in_(news))) if news else ()
            found = {row.id: row for row in rows}
            return {i for i, _ in changed}, as_cases(session, [found[i] for i in news])

    def count_cases(self, state: str) -> int:
        """How many cases are ``waiting``, ``claimed`` or ``closed``."""
        with self._reading() as session:
            return session.scalar(select(func.count()).where(CaseRow.state == state)) or 0

    def claim_case(self, case_id: int, staff_id: int, *, say: str, take_over: bool = False) -> Case:
        """Gives the case, and the conversation with it, to a worker; ``say`` tells the customer.

        Again by the same worker does nothing. Raises ``CaseTaken`` when
        somebody else has it (unless ``take_over``) and ``CaseClosed``.
        """
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            if case.claimed_by == staff_id:
                return as_case(session, case)
            if case.claimed_by is not None and not take_over:
                raise CaseTaken(case_id, case_rows.staff_name(session, case.claimed_by) or "")
            action = "claimed" if case.claimed_by is None else "taken_over"
            case.state, case.claimed_by = "claimed", staff_id
            conversation.held_by = staff_id
            note_action(session, case, action, staff_id)
            add_event(session, conversation, "system", Reply(say), staff_id=staff_id)
            return as_case(session, case)

    def release_case(
        self, case_id: int, staff_id: int, *, say: str, any_holder: bool = False
    ) -> Case:
        """Puts a claimed case back into the queue; the assistant answers again meanwhile."""
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            must_hold(case, staff_id, any_holder)
            case.state, case.claimed_by = "waiting", None
            conversation.held_by = None
            note_action(session, case, "released", staff_id)
            add_event(session, conversation, "system", Reply(say), staff_id=staff_id)
            _alert_if_nobody_is_free(session, case)
            return as_case(session, case)

    def write_to_customer(self, case_id: int, staff_id: int, client_id: str, text: str) -> Event:
        """A worker's words in the conversation; the same ``client_id`` again counts once."""
        if not text.strip():
            raise Missing("text", "a message needs words")
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            must_hold(case, staff_id, False)
            key = f"#worker-{client_id}"
            known = session.scalar(
                select(EventRow).where(
                    EventRow.conversation_id == conversation.id, EventRow.in_reply_to == key
                )
            )
            if known is not None:
                return as_event(columns(known))
            said = add_event(
                session, conversation, "worker", Reply(text), in_reply_to=key, staff_id=staff_id
            )
            return as_event(columns(said))

    def close_case(
        self,
        case_id: int,
        staff_id: int,
        *,
        outcome: str,
        note: str | None = None,
        referral: Referral | None = None,
        say: str,
        any_holder: bool = False,
    ) -> Case:
        """Closes a case with a written outcome and hands the conversation back to the assistant.

        ``say`` tells the customer; ``note`` stays at the desk. The history keeps when it ended,
        with which service, under which consents and how (rules S1-10, S0-10). Raises
        ``Missing`` without an outcome, or where a service was told of the person and no consent
        of theirs holds, and ``NotClaimed`` for a case that the worker hasn't claimed: a case is
        never closed unseen.
        """
        if not outcome.strip():
            raise Missing("outcome", "a case is closed with an outcome")
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            must_hold(case, staff_id, any_holder)
            ended_with = _ended_with(session, case, outcome, referral)
            case.state, case.closed_at = "closed", now()
            case.outcome = storable(outcome)
            case.note = storable(note) if note else None
            if case.note:
                session.add(CaseNoteRow(case_id=case.id, staff_id=staff_id, text=case.note))
            case.facts = with_latest(case.facts, conversation.facts)
            conversation.held_by = None
            note_action(session, case, "closed", staff_id, reason=outcome, **ended_with)
            add_event(session, conversation, "system", Reply(say), staff_id=staff_id)
            if conversation.channel != "shell":
                key = f"#returned-{case_id}"
                again = case_rows.count_actions(session, case_id, "reopened")
                key = f"{key}-{again}" if again else key
                add_payload(session, conversation.id, key, "/worker_returned")
            return as_case(session, case)

    def set_tier(self, case_id: int, staff_id: int, tier: str, reason: str) -> Case:
        """A person's own judgement of the tier, with the reason, kept for review.

        Raises ``Missing`` without a reason (rules S2-06, S2-14). Lowering a
        serious case calls the team leader: a flag is never silently gone (S1-15). Below a sign
        of serious violence it raises ``Missing``, too (S2-07).
        """
        if tier not in TIERS:
            raise Missing("tier", f"a tier is one of {', '.join(TIERS)}")
        if not reason.strip():
            raise Missing("reason", "a tier is changed with a reason")
        with self._writing() as session:
            conversation, case = locked_case(session, case_id)
            before = case.tier
            lowest = lowest_tier(case.indicators, last_verdicts(session, case_id))
            if rank(tier) < min(rank(before), rank(lowest)):
                raise Missing("tier", f"what was said of violence holds it at {lowest} or above")
            case.tier = conversation.tier = tier
            case.peak_tier = highest(case.peak_tier, tier)
            detail = {"from": before, "to": tier}
            note_action(session, case, "tier_set", staff_id, reason=reason, **detail)
            if is_serious(before) and rank(tier) < rank(before):
                _alert(session, case, "lowered")
            return as_case(session, case)

    def lowest_tier(self, case: Case) -> str:
        """The lowest tier that may be offered for a case."""
        with self._reading() as session:
            return lowest_tier(case.indicators, last_verdicts(session, case.id))

    def note_view(self, case_id: int, staff_id: int) -> None:
        """Keeps who has looked at a case; once a quarter of an hour is enough."""
        recent = select(CaseActionRow.id).where(
            CaseActionRow.case_id == case_id,
            CaseActionRow.staff_id == staff_id,
            CaseActionRow.action == "viewed",
            CaseActionRow.at > now() - timedelta(minutes=15),
        )
        with self._writing() as session:
            case = find_case(session, case_id)
            if session.scalar(recent.limit(1)) is None:
                session.add(
                    CaseActionRow(case_id=case.id, staff_id=staff_id, action="viewed", detail={})
                )

    def case_actions(self, case_id: int) -> list[CaseAction]:
        """The audit of a case, oldest first."""
        query = (
            select(CaseActionRow, StaffRow.name)
            .outerjoin(StaffRow, StaffRow.id == CaseActionRow.staff_id)
            .where(CaseActionRow.case_id == case_id)
            .order_by(CaseActionRow.id)
        )
        with self._reading() as session:
            return [
                CaseAction(row.at, name or "assistant", row.action, row.reason, row.detail)
                for row, name in session.execute(query)
            ]

    def alert_unattended(self) -> list[Case]:
        """Calls the team leader for serious cases that wait too long or with nobody free (S1-06)."""
        query = select(CaseRow).where(
            CaseRow.state == "waiting",
            CaseRow.tier.in_([t for t in TIERS if is_serious(t)]),
            CaseRow.team_leader_alerted_at.is_(None),
        )
        with self._writing() as session:
            alerted = []
            for case in session.scalars(query.with_for_update()):
                if now() - case.opened_at > UNATTENDED_AFTER:
                    _alert(session, case, "unattended")
                else:
                    _alert_if_nobody_is_free(session, case)
                if case.team_leader_alerted_at is not None:
                    alerted.append(as_case(session, case))
            return alerted

    def call_team_leader(self, case_id: int, staff_id: int) -> Case:
        """An officer or worker calls the team leader to an open case, whatever its tier (rule S2-03).

        Asked again it is kept again. Raises ``CaseClosed``.
        """
        with self._writing() as session:
            _, case = locked_case(session, case_id)
            case.team_leader_alerted_at = now()
            note_action(session, case, "team_leader_alerted", staff_id, why="asked")
            return as_case(session, case)

    def tell_of_order(self, conversation_id: str) -> None:
        """Calls the team leader, once a case, to a threat where a court order is known (rule S1-16).

        Also where the person has denied it: who tells the police decides, not who was asked.
        Nothing without an open case.
        """
        with self._writing() as session:
            lock_conversation(session, conversation_id)
            case = case_rows.open_case_of(session, conversation_id)
            if case is not None and not case_rows.is_alerted(session, case.id, ORDER):
                _alert(session, case, ORDER)

    def note_quiet(self) -> list[Case]:
        """Points out, once a silence, serious open cases whose customer has stopped writing."""
        silent = case_rows.silent(QUIET_AFTER)
        with self._reading() as session:
            if session.scalar(select(CaseRow.id).where(*silent).limit(1)) is None:
                return []  # Nearly always so, and whoever writes needn't wait for this look.
        with self._writing() as session:
            quiet = list(session.scalars(select(CaseRow).where(*silent).with_for_update()))
            for case in quiet:
                note_action(session, case, "customer_quiet", None)
            return as_cases(session, quiet)


def locked_case(session: Session, case_id: int) -> tuple[ConversationRow, CaseRow]:
    """The case that isn't closed, and its conversation, locked in the order everybody locks."""
    conversation = lock_conversation(session, find_case(session, case_id).conversation_id)
    case = find_case(session, case_id, lock=True)
    if case.state == "closed":
        raise CaseClosed(case_id)
    return conversation, case


def must_hold(case: CaseRow, staff_id: int, any_holder: bool) -> None:
    """Raises ``NotClaimed`` unless this worker has the case (or anybody, for a team leader)."""
    if case.claimed_by is None or (case.claimed_by != staff_id and not any_holder):
        raise NotClaimed(case.id)


def _ended_with(
    session: Session, case: CaseRow, outcome: str, referral: Referral | None
) -> dict[str, Any]:
    if referral is None:
        return {}
    service = storable(referral.service).strip()
    if not service:
        raise Missing("service", "write which service it was")
    if outcome not in PASSED_ON:
        return {"service": service}
    if referral.anonymous:
        return {"service": service, "anonymous": True}
    consents = live_consents(session, case.conversation_id, service)
    if not consents:
        raise Missing(
            "consent",
            f"record a consent for {service} first, or say that nothing about them was passed on",
        )
    return {"service": service, "consents": consents}


def _alert_if_nobody_is_free(session: Session, case: CaseRow) -> None:
    if case.state == "waiting" and is_serious(case.tier) and not case_rows.free_workers(session):
        _alert(session, case, "nobody_free")


def _alert(session: Session, case: CaseRow, why: str) -> None:
    if case.team_leader_alerted_at is None or why in ALWAYS_TOLD:
        case.team_leader_alerted_at = now()
        note_action(session, case, "team_leader_alerted", None, why=why)
