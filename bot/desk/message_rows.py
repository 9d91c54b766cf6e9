"""Looking up and writing the rows of messages.

Every message goes this way, so the statements are made once and run on plain
rows: a transaction here costs a third of one through the object mapper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Connection, Table, bindparam, func, insert, select, update

from bot.desk.errors import NotFound
from bot.desk.plain import storable, storable_json
from bot.desk.records import Event, Reply
from bot.desk.rows import Row, as_event
from bot.desk.tables import ConversationRow, EventRow, MessageRow, now

#: How far back a button's title is looked for.
_RECENT_EVENTS = 20

_CONVERSATION = cast(Table, ConversationRow.__table__)
_EVENT = cast(Table, EventRow.__table__)
_MESSAGE = cast(Table, MessageRow.__table__)

THE_CONVERSATION = select(_CONVERSATION).where(_CONVERSATION.c.id == bindparam("conversation"))
_LOCK = THE_CONVERSATION.with_for_update()
_THE_MESSAGE = select(_MESSAGE).where(
    _MESSAGE.c.conversation_id == bindparam("conversation"),
    _MESSAGE.c.client_id == bindparam("client"),
)
OLDEST_RECEIVED = (
    select(_MESSAGE)
    .where(_MESSAGE.c.conversation_id == bindparam("conversation"), _MESSAGE.c.state == "received")
    .order_by(_MESSAGE.c.id)
    .limit(1)
)
ALL_RECEIVED = select(_MESSAGE).where(_MESSAGE.c.state == "received").order_by(_MESSAGE.c.id)
WAITING = select(
    func.count().filter(_MESSAGE.c.conversation_id == bindparam("conversation")), func.count()
).where(_MESSAGE.c.state == "received")
_PREVIOUS_TEXTS = (
    select(_MESSAGE.c.text)
    .where(
        _MESSAGE.c.conversation_id == bindparam("conversation"),
        _MESSAGE.c.seq < bindparam("before"),
        _MESSAGE.c.text.is_not(None),
        _MESSAGE.c.client_id.not_like("#%"),
    )
    .order_by(_MESSAGE.c.seq.desc())
    .limit(bindparam("limit"))
)
_EVENTS_AFTER = (
    select(_EVENT)
    .where(_EVENT.c.conversation_id == bindparam("conversation"), _EVENT.c.seq > bindparam("seq"))
    .order_by(_EVENT.c.seq)
    .limit(bindparam("limit"))
)
_SAID_FOR = select(_EVENT.c.text).where(
    _EVENT.c.conversation_id == bindparam("conversation"),
    _EVENT.c.in_reply_to == bindparam("client"),
    _EVENT.c.sender == "assistant",
)
_RECENT_BUTTONS = (
    select(_EVENT.c.buttons)
    .where(_EVENT.c.conversation_id == bindparam("conversation"))
    .order_by(_EVENT.c.seq.desc())
    .limit(_RECENT_EVENTS)
)
ADD_EVENTS = insert(_EVENT)
ADD_MESSAGE = insert(_MESSAGE)
NEXT_NUMBER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(last_seq=bindparam("last"))
)
SET_SCREENED = (
    update(_MESSAGE)
    .where(_MESSAGE.c.id == bindparam("message"))
    .values(assessment=bindparam("found"))
)
SET_TIER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(tier=bindparam("to"))
)
SET_ANSWERED = (
    update(_MESSAGE)
    .where(_MESSAGE.c.id == bindparam("message"))
    .values(state="answered", answered_at=bindparam("at"))
)
AFTER_ANSWER = (
    update(_CONVERSATION)
    .where(_CONVERSATION.c.id == bindparam("conversation"))
    .values(
        facts=bindparam("known"),
        tier=bindparam("to"),
        pending_clarification=bindparam("pending"),
        last_seq=bindparam("last"),
        down_told=False,
    )
)


def first_row(rows: Connection, query: Any, **values: Any) -> Row | None:
    """The first row that a statement finds; None where there is none."""
    return rows.execute(query, values).mappings().first()


def locked_conversation(rows: Connection, conversation_id: str) -> Row:
    """The conversation's row, locked; raises ``NotFound``."""
    found = first_row(rows, _LOCK, conversation=conversation_id)
    if found is None:
        raise NotFound("conversation", conversation_id)
    return found


def find_message(rows: Connection, conversation_id: str, client_id: str) -> Row | None:
    """A message by the id that the sender gave it; None where it has not come."""
    return first_row(rows, _THE_MESSAGE, conversation=conversation_id, client=client_id)


def the_message(rows: Connection, conversation_id: str, client_id: str) -> Row:
    """A message that must be there; raises ``NotFound``."""
    found = find_message(rows, conversation_id, client_id)
    if found is None:
        raise NotFound("message", client_id)
    return found


def find_previous_texts(
    rows: Connection, conversation_id: str, before: int, limit: int
) -> list[str]:
    """The person's last texts before an event, oldest first."""
    values = {"conversation": conversation_id, "before": before, "limit": limit}
    return list(reversed(rows.execute(_PREVIOUS_TEXTS, values).scalars().all()))


def find_events_after(rows: Connection, conversation_id: str, seq: int, limit: int) -> list[Event]:
    """Events with a number above ``seq``, in order, at most ``limit``."""
    values = {"conversation": conversation_id, "seq": seq, "limit": limit}
    return [as_event(row) for row in rows.execute(_EVENTS_AFTER, values).mappings()]


def texts_said_for(rows: Connection, conversation_id: str, client_id: str) -> set[str]:
    """What the assistant has said in reply to a message."""
    values = {"conversation": conversation_id, "client": client_id}
    return set(rows.execute(_SAID_FOR, values).scalars())


def event_rows(
    conversation_id: str, last: int, sender: str, replies: Sequence[Reply]
) -> list[dict[str, Any]]:
    """New rows of the event log, numbered on from ``last``."""
    at = now()
    return [
        {
            "conversation_id": conversation_id,
            "seq": seq,
            "sender": sender,
            "text": storable(reply.text),
            "buttons": storable_json(reply.buttons),
            "cards": storable_json(reply.cards),
            "safety": reply.safety,
            "in_reply_to": None,
            "staff_id": None,
            "at": at,
        }
        for seq, reply in enumerate(replies, last + 1)
    ]


def button_title(rows: Connection, conversation_id: str, payload: str) -> str:
    """The words of the button that a payload came from; else the payload's intent in words."""
    for buttons in rows.execute(_RECENT_BUTTONS, {"conversation": conversation_id}).scalars():
        for button in buttons:
            if button.get("payload") == payload:
                return str(button.get("title", ""))
    intent = re.match(r"/?([\w-]*)", payload)
    return intent.group(1).replace("_", " ") if intent else ""
