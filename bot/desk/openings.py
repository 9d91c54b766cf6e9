"""How a conversation comes to wait for a person. On plain rows, as it stands in danger's way."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, insert, select, update

from bot.desk.case_rows import FREE_WORKERS, PRESENT_FOR
from bot.desk.facts import with_latest
from bot.desk.plain import storable_json
from bot.desk.records import Case
from bot.desk.rows import Row
from bot.desk.store import Store
from bot.desk.tables import (
    CaseActionRow,
    CaseMessageRow,
    CaseRow,
    ConversationRow,
    EventRow,
    MessageRow,
    StaffRow,
    now,
)
from bot.desk.tiers import SERIOUS, highest, is_serious, rank

#: Why a case is opened -> the tier it has at least. An unclear remark that stays
#: unclear counts as T3 (rule S1-14).
REASONS = {"request": "T0", "danger": SERIOUS, "unclear": SERIOUS, "refused": "T0", "failure": "T0"}
#: The order in which a second reason takes the place of the first.
_WEIGHT = ("request", "failure", "refused", "unclear", "danger")

_CONVERSATION = cast(Table, ConversationRow.__table__)
_CASE = cast(Table, CaseRow.__table__)
_SEEN = cast(Table, CaseMessageRow.__table__)
_ACTION = cast(Table, CaseActionRow.__table__)
_MESSAGE = cast(Table, MessageRow.__table__)
_EVENT = cast(Table, EventRow.__table__)
_STAFF = cast(Table, StaffRow.__table__)

_LOCK = (
    select(_CONVERSATION).where(_CONVERSATION.c.id == bindparam("conversation")).with_for_update()
)
_SEEN_BEFORE = select(_SEEN).where(
    _SEEN.c.conversation_id == bindparam("conversation"),
    _SEEN.c.message_id == bindparam("message"),
)
_BY_ID = select(_CASE).where(_CASE.c.id == bindparam("case")).with_for_update()
_OPEN = (
    select(_CASE)
    .where(_CASE.c.conversation_id == bindparam("conversation"), _CASE.c.state != "closed")
    .with_for_update()
)
_NUMBER = select(_MESSAGE.c.seq).where(
    _MESSAGE.c.conversation_id == bindparam("conversation"),
    _MESSAGE.c.client_id == bindparam("message"),
)
_LAST_WORDS = (
    select(_EVENT.c.at)
    .where(_EVENT.c.conversation_id == bindparam("conversation"), _EVENT.c.sender == "customer")
    .order_by(_EVENT.c.seq.desc())
    .limit(1)
)
_NAME = select(_STAFF.c.name).where(_STAFF.c.id == bindparam("staff"))
_RAISE_CONVERSATION = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(tier=bindparam("to"))
)
#: What a message may change in a case.
_CHANGING = (
    *("tier", "peak_tier", "reason", "facts", "indicators"),
    *("team_leader_alerted_at", "changed_at"),
)
_CHANGE = (
    update(_CASE)
    .where(_CASE.c.id == bindparam("case"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)
_SEE_AGAIN = (
    update(_SEEN)
    .where(
        _SEEN.c.conversation_id == bindparam("conversation"),
        _SEEN.c.message_id == bindparam("message"),
    )
    .values(tier=bindparam("to"))
)


class Openings(Store):
    """The part of the desk that opens cases and adds to open ones."""

    def open_case(
        self,
        conversation_id: str,
        *,
        message_id: str | None,
        reason: str,
        assessment: dict[str, Any] | None = None,
        facts: dict[str, Any] | None = None,
    ) -> Case:
        """Opens a case, or adds to the open one; raises its tier where the danger is higher.

        The same message again changes nothing, whoever sends it (both the
        gateway and the dialogue open cases for one message). ``assessment`` is
        ``Assessment.as_dict()``. A conversation the desk doesn't know yet (as
        from ``rasa shell``) gets a row.
        """
        if reason not in REASONS:
            raise ValueError(f"unknown reason {reason!r}; one of {', '.join(REASONS)}")
        found = assessment or {}
        told = highest(REASONS[reason], found.get("tier"))
        with self._writing_rows() as rows:
            conversation = _locked_or_new(rows, conversation_id)
            seen, case = _earlier(rows, conversation_id, message_id)
            if case is not None and case["state"] == "closed":
                return _as_case(rows, case, conversation)
            tier = highest(conversation["tier"], told)
            if tier != conversation["tier"]:
                rows.execute(_RAISE_CONVERSATION, {"conversation": conversation_id, "to": tier})
                conversation["tier"] = tier
            if case is None:
                case = _new_case(rows, conversation, reason)
            elif seen is None or rank(told) > rank(seen["tier"]):
                _raise(rows, case, reason, told)
            case["facts"] = with_latest(case["facts"], facts)
            _remember(rows, case, message_id, seen, told)
            _add_indicators(rows, case, found, message_id)
            _alert_if_nobody_is_free(rows, case)
            case["changed_at"] = now()
            changed = {f"new_{name}": case[name] for name in _CHANGING}
            rows.execute(_CHANGE, {"case": case["id"], **changed})
            return _as_case(rows, case, conversation)


def _locked_or_new(rows: Connection, conversation_id: str) -> dict[str, Any]:
    found = rows.execute(_LOCK, {"conversation": conversation_id}).mappings().first()
    if found is None:
        row = {
            "id": conversation_id,
            "audience": "customer",
            "language": "en",
            "channel": "shell",
            "facts": {},
            "tier": "T0",
            "last_seq": 0,
            "down_told": False,
            "created_at": now(),
        }
        rows.execute(insert(_CONVERSATION), row)
        found = rows.execute(_LOCK, {"conversation": conversation_id}).mappings().one()
    return dict(found)


def _earlier(
    rows: Connection, conversation_id: str, message_id: str | None
) -> tuple[Row | None, dict[str, Any] | None]:
    """What the message has led to already, and the case it belongs to: that, or the open one."""
    seen = None
    if message_id:
        values = {"conversation": conversation_id, "message": message_id}
        seen = rows.execute(_SEEN_BEFORE, values).mappings().first()
    if seen is not None:
        return seen, dict(rows.execute(_BY_ID, {"case": seen["case_id"]}).mappings().one())
    found = rows.execute(_OPEN, {"conversation": conversation_id}).mappings().first()
    return None, dict(found) if found is not None else None


def _new_case(rows: Connection, conversation: Row, reason: str) -> dict[str, Any]:
    at = now()
    case: dict[str, Any] = {
        "conversation_id": conversation["id"],
        "state": "waiting",
        "tier": conversation["tier"],
        "peak_tier": conversation["tier"],
        "reason": reason,
        "indicators": [],
        "facts": {},
        "opened_at": at,
        "changed_at": at,
    }
    done = rows.execute(insert(_CASE), case)
    key = done.inserted_primary_key
    empty = dict.fromkeys(("claimed_by", "outcome", "note", "closed_at", "team_leader_alerted_at"))
    case |= {"id": key[0] if key else None, **empty}
    _note(rows, case, "opened", because=reason, tier=case["tier"])
    return case


def _raise(rows: Connection, case: dict[str, Any], reason: str, tier: str) -> None:
    """Notes what a further message adds to an open case."""
    before = case["tier"]
    case["tier"] = highest(case["tier"], tier)
    case["peak_tier"] = highest(case["peak_tier"], tier)
    case["reason"] = max(case["reason"], reason, key=_WEIGHT.index)
    if reason == "refused":
        # Whoever looks at the case must see that the offer was refused or the contact ended (S1-05).
        _note(rows, case, "refused")
    if case["tier"] != before:
        _note(rows, case, "raised", **{"from": before, "to": tier})
    elif is_serious(tier):
        _note(rows, case, "danger_again", tier=tier)


def _remember(
    rows: Connection, case: Row, message_id: str | None, seen: Row | None, tier: str
) -> None:
    where = {"conversation": case["conversation_id"], "message": message_id}
    if seen is not None:
        if highest(seen["tier"], tier) != seen["tier"]:
            rows.execute(_SEE_AGAIN, {**where, "to": tier})
    elif message_id:
        row = {
            "conversation_id": case["conversation_id"],
            "message_id": message_id,
            "case_id": case["id"],
            "tier": tier,
        }
        rows.execute(insert(_SEEN), row)


def _add_indicators(
    rows: Connection, case: dict[str, Any], assessment: dict[str, Any], message_id: str | None
) -> None:
    """Adds what a message raised, with the number of its event; once a message and code."""
    known = {(i.get("code"), i.get("message_id")) for i in case["indicators"]}
    added = [
        storable_json(i)
        for i in assessment.get("indicators", [])
        if (i.get("code"), message_id) not in known
    ]
    if added:
        values = {"conversation": case["conversation_id"], "message": message_id}
        seq = rows.execute(_NUMBER, values).scalar()
        case["indicators"] = [
            *case["indicators"],
            *({**i, "message_id": message_id, "message_seq": seq} for i in added),
        ]


def _alert_if_nobody_is_free(rows: Connection, case: dict[str, Any]) -> None:
    if case["state"] != "waiting" or not is_serious(case["tier"]):
        return
    if case["team_leader_alerted_at"] is not None:
        return
    if not rows.execute(FREE_WORKERS, {"since": now() - PRESENT_FOR}).scalar():
        case["team_leader_alerted_at"] = now()
        _note(rows, case, "team_leader_alerted", why="nobody_free")


def _note(rows: Connection, case: Row, action: str, **detail: Any) -> None:
    """One line of the audit, by the assistant."""
    row = {"case_id": case["id"], "at": now(), "action": action, "detail": storable_json(detail)}
    rows.execute(insert(_ACTION), row)


def _as_case(rows: Connection, case: Row, conversation: Row) -> Case:
    facts = dict(case["facts"])
    if case["state"] != "closed":
        facts = with_latest(facts, conversation["facts"])
    name: str | None = None
    if case["claimed_by"] is not None:
        name = rows.execute(_NAME, {"staff": case["claimed_by"]}).scalar()
    wrote: datetime | None = rows.execute(
        _LAST_WORDS, {"conversation": case["conversation_id"]}
    ).scalar()
    return Case(
        **{
            field: case[field]
            for field in (
                *("id", "conversation_id", "state", "tier", "peak_tier", "reason", "claimed_by"),
                *("outcome", "opened_at", "closed_at", "changed_at", "team_leader_alerted_at"),
            )
        },
        indicators=[dict(i) for i in case["indicators"]],
        facts=facts,
        audience=conversation["audience"],
        language=conversation["language"],
        claimed_by_name=name,
        last_customer_at=wrote,
    )
