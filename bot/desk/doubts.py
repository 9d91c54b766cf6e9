"""What ends a safe number by itself: a word that somebody else may read it (rule X-07).

A mark says that a phone was the person's own when it was made. Where a message says that the
screen, the phone or the account is not theirs alone, nobody knows that any more: its digits go
at once, and who wants to text asks anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import Connection, Table, insert, select, update

from bot.desk.tables import CaseActionRow, CaseRow, SafeNumberRow, now
from bot.desk.tiers import rank

_NUMBER = cast(Table, SafeNumberRow.__table__)
_CASE = cast(Table, CaseRow.__table__)
_ACTION = cast(Table, CaseActionRow.__table__)


def is_in_doubt(assessment: Mapping[str, Any]) -> bool:
    """Whether a message was noticed that speaks of who else reads, listens or holds the phone."""
    return any(
        sign.get("domain") == "privacy" and rank(str(sign.get("tier"))) >= rank("T2")
        for sign in assessment.get("indicators") or ()
    )


def became_unsafe(before: Mapping[str, Any], told: Mapping[str, Any] | None) -> bool:
    """Whether a turn has learned that it is not safe to talk here."""
    return (told or {}).get("safe_to_talk") == "no" and before.get("safe_to_talk") != "no"


def end_numbers(rows: Connection, conversation_id: str) -> None:
    """Ends every live mark of a conversation; the history of its open case says so."""
    live = select(_NUMBER.c.id).where(
        _NUMBER.c.conversation_id == conversation_id, _NUMBER.c.ended_at.is_(None)
    )
    ended = list(rows.execute(live).scalars())
    if not ended:
        return
    at = now()
    rows.execute(update(_NUMBER).where(_NUMBER.c.id.in_(ended)).values(number=None, ended_at=at))
    case = rows.execute(
        select(_CASE.c.id).where(
            _CASE.c.conversation_id == conversation_id, _CASE.c.state != "closed"
        )
    ).scalar()
    if case is None:
        return
    rows.execute(
        insert(_ACTION),
        [
            {"case_id": case, "at": at, "action": "number_ended", "detail": {"number": number}}
            for number in ended
        ],
    )
    rows.execute(update(_CASE).where(_CASE.c.id == case).values(changed_at=at))
