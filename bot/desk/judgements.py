"""What people think of the signs that were raised: kept for those who review the phrases.

A judgement names the sign, the case and the message, and holds none of the person's
words: these stay with the case. It changes no tier; only ``set_tier`` with a reason does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.desk.case_rows import find_case, note_action, staff_name
from bot.desk.conversations import lock_conversation
from bot.desk.errors import Missing, NotFound
from bot.desk.records import iso
from bot.desk.store import Store
from bot.desk.tables import (
    CaseRow,
    IndicatorJudgementRow,
    MessageRow,
    now,
)

AGREED = "agreed"
#: What one click may say of a sign.
VERDICTS = (AGREED, "not_meant", "wrong_person", "too_high", "too_low")


@dataclass(frozen=True)
class Judgement:
    """One person's word on one sign of one message. ``by`` is the account's name."""

    case_id: int
    code: str
    domain: str
    tier: str
    message_id: str | None
    verdict: str
    by: str
    at: datetime

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {
            "code": self.code,
            "message_id": self.message_id,
            "verdict": self.verdict,
            "by": self.by,
            "at": iso(self.at),
        }


@dataclass(frozen=True)
class SignCounts:
    """How often signs were raised and judged since a moment."""

    #: Messages with words that were screened.
    messages: int
    #: Code -> messages that raised it.
    raised: Mapping[str, int]
    #: Code -> verdict -> how often it was the last word of somebody on a sign.
    verdicts: Mapping[str, Mapping[str, int]]
    #: Code -> domain, of everything above.
    domains: Mapping[str, str]


class Judgements(Store):
    """The part of the desk that keeps judgements on signs. All methods are short transactions."""

    def judge_sign(
        self, case_id: int, staff_id: int, *, code: str, message_id: str | None, verdict: str
    ) -> Judgement:
        """Keeps what a person thinks of a sign of a case, open or closed; the last word counts.

        The same word of the same person again changes nothing. Raises ``NotFound`` for a case
        or a sign that isn't there, and ``Missing`` for an unknown verdict.
        """
        if verdict not in VERDICTS:
            raise Missing("verdict", f"a verdict is one of {', '.join(VERDICTS)}")
        with self._writing() as session:
            conversation = lock_conversation(session, find_case(session, case_id).conversation_id)
            case = find_case(session, case_id, lock=True)
            sign = _sign(case, code, message_id)
            last = _last_words(session, case_id).get((code, message_id, staff_id))
            if last is None or last.verdict != verdict:
                last = IndicatorJudgementRow(
                    case_id=case_id,
                    code=code,
                    domain=str(sign.get("domain") or ""),
                    tier=str(sign.get("tier") or "T0"),
                    message_id=message_id,
                    language=str(conversation.facts.get("speech") or conversation.language),
                    verdict=verdict,
                    staff_id=staff_id,
                    at=now(),
                )
                session.add(last)
                note_action(session, case, "sign_judged", staff_id, code=code, verdict=verdict)
            return _as_judgement(last, staff_name(session, staff_id) or "")

    def judgements(self, case_id: int) -> list[Judgement]:
        """Everybody's last word on the signs of a case, oldest first."""
        with self._reading() as session:
            rows = sorted(_last_words(session, case_id).values(), key=lambda row: row.id)
            return [_as_judgement(r, staff_name(session, r.staff_id) or "") for r in rows]

    def sign_counts(self, since: datetime) -> SignCounts:
        """How often signs were raised and how they were judged, from a moment on."""
        raised: Counter[str] = Counter()
        domains: dict[str, str] = {}
        messages = 0
        found = select(MessageRow.assessment).where(
            MessageRow.received_at >= since,
            MessageRow.text.is_not(None),
            MessageRow.assessment.is_not(None),
        )
        with self._reading() as session:
            for assessment in session.scalars(found.execution_options(yield_per=1000)):
                messages += 1
                signs = {str(s.get("code")): s for s in (assessment or {}).get("indicators", [])}
                raised.update(signs.keys())
                domains.update((code, str(s.get("domain"))) for code, s in signs.items())
            judged = session.scalars(
                select(IndicatorJudgementRow)
                .where(IndicatorJudgementRow.at >= since)
                .order_by(IndicatorJudgementRow.id)
            )
            verdicts: dict[str, Counter[str]] = {}
            for row in _last(judged).values():
                verdicts.setdefault(row.code, Counter())[row.verdict] += 1
                domains[row.code] = row.domain
        return SignCounts(messages, raised, verdicts, domains)


def _sign(case: CaseRow, code: str, message_id: str | None) -> Mapping[str, Any]:
    for sign in case.indicators:
        if sign.get("code") == code and sign.get("message_id") == message_id:
            found: Mapping[str, Any] = sign
            return found
    raise NotFound("sign", code)


_Key = tuple[str, "str | None", int]


def _last_words(session: Session, case_id: int) -> dict[_Key, IndicatorJudgementRow]:
    rows = session.scalars(
        select(IndicatorJudgementRow)
        .where(IndicatorJudgementRow.case_id == case_id)
        .order_by(IndicatorJudgementRow.id)
    )
    return {(r.code, r.message_id, r.staff_id): r for r in rows}


def last_verdicts(session: Session, case_id: int) -> dict[tuple[str, str | None], str]:
    """The last word, whoever said it, on each judged sign of a case: (code, message id) -> verdict."""
    rows = sorted(_last_words(session, case_id).values(), key=lambda row: row.id)
    return {(row.code, row.message_id): row.verdict for row in rows}


def _last(
    rows: Iterable[IndicatorJudgementRow],
) -> dict[tuple[int, _Key], IndicatorJudgementRow]:
    return {(r.case_id, (r.code, r.message_id, r.staff_id)): r for r in rows}


def _as_judgement(row: IndicatorJudgementRow, by: str) -> Judgement:
    return Judgement(
        case_id=row.case_id,
        code=row.code,
        domain=row.domain,
        tier=row.tier,
        message_id=row.message_id,
        verdict=row.verdict,
        by=by,
        at=row.at,
    )
