"""Text messages: to a number that a person has called safe, and nothing kept but ids.

A number is marked safe for one conversation and for half a day; then its digits
are gone. A message is written down before it goes out, so that one that was lost on
the way is known as such, and the same press of a button never sends two.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.desk.case_rows import note_action, open_case_of, staff_name
from bot.desk.conversations import lock_conversation
from bot.desk.errors import Missing, TooManyTexts
from bot.desk.records import Case, Conversation, iso
from bot.desk.store import Store
from bot.desk.tables import ConversationRow, SafeNumberRow, TextMessageRow, now
from bot.desk.tiers import highest, rank

#: How long a mark holds: what is safe in the morning may not be at night.
VALID_FOR = timedelta(hours=12)
#: What the person must have said or been told before a number is marked (rules X-06, X-07).
CHECKS = ("own_number", "safe_to_text", "nobody_else_reads", "told_it_stays")
#: ``sending``; ``sent``: the gateway has taken it; ``refused``: it will not; ``failed``: it never
#: left; ``unknown``: it may have left, so nobody sends it again unasked.
STATES = ("sending", "sent", "refused", "failed", "unknown")
#: Texts of one conversation, and of one member of staff, in a day. A failed one doesn't count.
MOST_HERE, MOST_BY_ONE = 5, 60
_DAY = timedelta(days=1)
#: A message that is still on its way after this long was lost with the process that sent it.
LOST_AFTER = timedelta(minutes=1)
#: Dangers that anybody who reads along must not learn of (rules X-05, X-07).
SENSITIVE = frozenset(
    (
        *("suicide_self_harm", "harm_to_others", "family_violence", "child_at_risk"),
        *("elder_abuse", "exploitation", "severe_distress", "gambling_aod"),
        *("isolation_young_person", "privacy"),
    )
)
_MOBILE = re.compile(r"(?:\+?61|0)(4\d{8})")


@dataclass(frozen=True)
class SafeNumber:
    """A live mark. The number itself is handed out to the sender alone."""

    id: int
    ends_with: str
    marked_by: str
    marked_at: datetime
    valid_until: datetime

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {
            "id": self.id,
            "ends_with": self.ends_with,
            "marked_by": self.marked_by,
            "marked_at": iso(self.marked_at),
            "valid_until": iso(self.valid_until),
        }


@dataclass(frozen=True)
class TextMessage:
    """One message. ``new`` is False when the same id had been asked for before."""

    id: int
    client_id: str
    services: tuple[str, ...]
    language: str
    neutral: bool
    state: str
    by: str
    at: datetime
    new: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {
            "id": self.id,
            "services": list(self.services),
            "language": self.language,
            "neutral": self.neutral,
            "state": self.state,
            "by": self.by,
            "at": iso(self.at),
        }


def mobile(said: str) -> str | None:
    """An Australian mobile number as E.164, from any way of writing it; None for anything else."""
    if re.search(r"[^\d\s()+.\-\u00a0]", said):
        return None
    found = _MOBILE.fullmatch(re.sub(r"[^\d+]", "", said))
    return f"+61{found.group(1)}" if found else None


def must_be_neutral(tier: str, facts: Mapping[str, Any], domains: Collection[str]) -> bool:
    """Whether a text may hold no name and no kind of help: danger, or no safe place to talk."""
    if facts.get("safe_to_talk") in {"no", "unsure", False}:
        return True
    return rank(tier) >= rank("T2") or not SENSITIVE.isdisjoint(domains)


def keeps_neutral(case: Case, conversation: Conversation) -> bool:
    """``must_be_neutral`` for a case, with what was said since a person has it."""
    told = case.facts.get("indicators") or ()
    domains = {str(sign.get("domain")) for sign in (*case.indicators, *told)}
    tier = highest(case.tier, case.peak_tier, conversation.tier)
    return must_be_neutral(tier, case.facts, domains)


class TextMessages(Store):
    """The part of the desk that keeps safe numbers and texts. All methods are short transactions."""

    def mark_number_safe(
        self, conversation_id: str, staff_id: int, said: str, checks: Collection[str]
    ) -> SafeNumber:
        """Marks a number as safe to text for this conversation; an earlier one ends.

        Raises ``Missing`` for what is no Australian mobile number and while one of ``CHECKS``
        has not been ticked: nobody has said that it is safe then.
        """
        number = mobile(said)
        if number is None:
            raise Missing("number", "write an Australian mobile number, such as 0412 345 678")
        if set(checks) != set(CHECKS):
            raise Missing("checks", "ask about every point first: a number is safe only then")
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            moment = now()
            for earlier in _live(session, conversation_id):
                _end(earlier, moment, staff_id)
            row = SafeNumberRow(
                conversation_id=conversation_id,
                number=number,
                marked_by=staff_id,
                marked_at=moment,
                valid_until=moment + VALID_FOR,
            )
            session.add(row)
            session.flush()
            _audit(session, conversation, "number_marked", staff_id, number=row.id)
            return _as_number(session, row)

    def end_safe_number(self, conversation_id: str, staff_id: int) -> None:
        """The number is not safe any more; its digits go now. Again does nothing."""
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            for row in _live(session, conversation_id):
                _end(row, now(), staff_id)
                _audit(session, conversation, "number_ended", staff_id, number=row.id)

    def safe_number(self, conversation_id: str) -> SafeNumber | None:
        """The number that may be texted now, or None."""
        with self._reading() as session:
            row = next(iter(_live(session, conversation_id)), None)
            return _as_number(session, row) if row else None

    def forget_numbers(self) -> int:
        """Takes away the digits whose time is over; how many."""
        over = select(SafeNumberRow).where(
            SafeNumberRow.ended_at.is_(None), SafeNumberRow.valid_until <= now()
        )
        with self._reading() as session:
            if session.scalar(over.limit(1)) is None:
                return 0
        with self._writing() as session:
            rows = list(session.scalars(over.with_for_update()))
            for row in rows:
                _end(row, row.valid_until, None)
            return len(rows)

    def begin_text(
        self,
        conversation_id: str,
        staff_id: int,
        client_id: str,
        *,
        services: Sequence[str],
        language: str,
        neutral: bool,
    ) -> tuple[TextMessage, str]:
        """Writes a message down before it goes out: the message, and the number where it is new.

        The same ``client_id`` again gives what became of the first, and no number. Raises
        ``Missing`` without a live safe number, ``TooManyTexts`` beyond a day's measure.
        """
        with self._writing() as session:
            conversation = lock_conversation(session, conversation_id)
            known = session.scalar(
                select(TextMessageRow).where(
                    TextMessageRow.conversation_id == conversation_id,
                    TextMessageRow.client_id == client_id,
                )
            )
            if known is not None:
                return _as_text(session, known), ""
            safe = next(iter(_live(session, conversation_id)), None)
            if safe is None or safe.number is None:
                raise Missing("number", "no number is marked as safe now: ask, then mark one")
            _check_measure(session, conversation_id, staff_id)
            row = TextMessageRow(
                conversation_id=conversation_id,
                client_id=client_id,
                safe_number_id=safe.id,
                staff_id=staff_id,
                services=list(services),
                language=language,
                neutral=neutral,
                state="sending",
                at=now(),
            )
            session.add(row)
            session.flush()
            _audit(session, conversation, "text_begun", staff_id, text=row.id, number=safe.id)
            return _as_text(session, row, new=True), safe.number

    def settle_text(self, text_id: int, state: str) -> TextMessage:
        """What became of a message; the first word about it counts."""
        if state not in STATES:
            raise ValueError(f"a state is one of {', '.join(STATES)}")
        with self._writing() as session:
            row = session.get_one(TextMessageRow, text_id)
            if row.state == "sending":
                conversation = lock_conversation(session, row.conversation_id)
                row.state, row.settled_at = state, now()
                _audit(session, conversation, f"text_{state}", row.staff_id, text=row.id)
            return _as_text(session, row)

    def settle_lost_texts(self) -> int:
        """What was on its way when the program ended may have left, or not; how many."""
        with self._reading() as session:
            lost = list(
                session.scalars(
                    select(TextMessageRow.id).where(
                        TextMessageRow.state == "sending", TextMessageRow.at < now() - LOST_AFTER
                    )
                )
            )
        for text_id in lost:
            self.settle_text(text_id, "unknown")
        return len(lost)

    def texts(self, conversation_id: str) -> list[TextMessage]:
        """The messages of a conversation, oldest first."""
        query = (
            select(TextMessageRow)
            .where(TextMessageRow.conversation_id == conversation_id)
            .order_by(TextMessageRow.id)
        )
        with self._reading() as session:
            return [_as_text(session, row) for row in session.scalars(query)]


def _live(session: Session, conversation_id: str) -> list[SafeNumberRow]:
    query = select(SafeNumberRow).where(
        SafeNumberRow.conversation_id == conversation_id,
        SafeNumberRow.ended_at.is_(None),
        SafeNumberRow.valid_until > now(),
    )
    return list(session.scalars(query.order_by(SafeNumberRow.id.desc())))


def _end(row: SafeNumberRow, moment: datetime, staff_id: int | None) -> None:
    row.number, row.ended_at, row.ended_by = None, moment, staff_id


def _check_measure(session: Session, conversation_id: str, staff_id: int) -> None:
    def sent(*where: Any) -> int:
        query = select(func.count()).where(
            TextMessageRow.at > now() - _DAY,
            TextMessageRow.state.not_in(("failed", "refused")),
            *where,
        )
        return session.scalar(query) or 0

    if sent(TextMessageRow.conversation_id == conversation_id) >= MOST_HERE:
        raise TooManyTexts(f"{MOST_HERE} texts a day is the most for one person")
    if sent(TextMessageRow.staff_id == staff_id) >= MOST_BY_ONE:
        raise TooManyTexts(f"{MOST_BY_ONE} texts a day is the most from one account")


def _audit(
    session: Session, conversation: ConversationRow, action: str, staff_id: int, **ids: Any
) -> None:
    """One line in the history of the open case, where there is one: ids, no number, no words."""
    case = open_case_of(session, conversation.id)
    if case is not None:
        note_action(session, case, action, staff_id, **ids)


def _as_number(session: Session, row: SafeNumberRow) -> SafeNumber:
    return SafeNumber(
        id=row.id,
        ends_with=(row.number or "")[-3:],
        marked_by=staff_name(session, row.marked_by) or "",
        marked_at=row.marked_at,
        valid_until=row.valid_until,
    )


def _as_text(session: Session, row: TextMessageRow, *, new: bool = False) -> TextMessage:
    return TextMessage(
        id=row.id,
        client_id=row.client_id,
        services=tuple(row.services),
        language=row.language,
        neutral=row.neutral,
        state=row.state,
        by=staff_name(session, row.staff_id) or "",
        at=row.at,
        new=new,
    )
