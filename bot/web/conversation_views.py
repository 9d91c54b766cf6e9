"""The customer's side: make a conversation, say something, read what is new."""

from __future__ import annotations

import asyncio
import logging
import math
import random
from typing import Any

from aiohttp import web

from bot.desk import Arrival, Conversation
from bot.desk.conversations import hash_token
from bot.desk.errors import TooMany
from bot.web.access import (
    ALL_ROLES,
    access_conversation,
    allowed_origin,
    bearer,
    check_origin,
    signed_in,
)
from bot.web.errors import Refused
from bot.web.gateway import Gateway, gateway_of
from bot.web.hub import wait_for
from bot.web.requests import (
    client_id,
    language,
    query_number,
    read_json,
    text_or_payload,
)
from bot.web.words import language_of, opening

logger = logging.getLogger(__name__)

LONGEST_WAIT = 30.0
#: Larger numbers than any conversation's; the store's integers end above it.
ANY_SEQ = 2**31 - 1


async def create(request: web.Request) -> web.StreamResponse:
    """POST /api/conversations: 201 with the id and the token that opens it.

    503 with Retry-After where there is more to do than can be done in time.
    """
    allowed_origin(request)
    gateway = gateway_of(request)
    limits = gateway.limits
    if not gateway.load.has_room(limits.arriving) or (
        gateway.rasa.up and gateway.turns.busy >= limits.waiting_everywhere
    ):
        gateway.load.note_refused()
        raise _overloaded()
    body = await read_json(request, empty=True)
    audience = body.get("audience") or "customer"
    if audience not in {"customer", "staff"}:
        message = "audience: customer or staff"
        raise Refused(400, "bad_audience", message, field="audience")
    if audience == "staff":
        check_origin(request)
        session = await signed_in(request)
        if session is None or session.staff.role not in ALL_ROLES:
            raise Refused(403, "staff_only", "sign in to look something up for a customer")
    with gateway.load.arrival():
        conversation_id, token = await gateway.threads.store(
            gateway.desk.create_conversation,
            audience,
            language(body),
            "web",
            first=opening(audience, language(body)),
            payload="/start_conversation",
        )
    gateway.remember(hash_token(token), conversation_id)
    gateway.turns.wake(conversation_id)
    logger.info("conversation_made conversation=%s audience=%s", conversation_id, audience)
    return web.json_response({"id": conversation_id, "token": token}, status=201)


@bearer
async def say(request: web.Request) -> web.StreamResponse:
    """POST .../messages: 202 once the message is stored and screened.

    429 or 503 with Retry-After where it can't be taken in time: nothing is stored then,
    and the same id may be sent again. What looks like danger is taken all the same.
    """
    allowed_origin(request)
    conversation_id = await access_conversation(request)
    gateway = gateway_of(request)
    body = await read_json(request)
    message_id = client_id(body)
    text, payload = text_or_payload(body)
    if not gateway.load.has_room(gateway.limits.arriving):
        # Before the store is asked anything: at 1,000 messages a second that alone is too much.
        await _refuse_unless_dangerous(gateway, conversation_id, text, _overloaded())
    with gateway.load.arrival():
        # A client that goes away in the middle must not stop what has begun.
        seq = await asyncio.shield(
            asyncio.create_task(take(gateway, conversation_id, message_id, text, payload))
        )
    return web.json_response({"seq": seq}, status=202)


async def take(
    gateway: Gateway,
    conversation_id: str,
    message_id: str,
    text: str | None,
    payload: str | None,
) -> int:
    """Stores a message, screens it, and wakes its worker; returns the number of its event."""
    if text is not None:
        gateway.screening.prepare(text)
    arrival = await _store(gateway, conversation_id, message_id, text, payload)
    message = arrival.message
    if message.new:
        gateway.limits.messages.take(conversation_id)
        gateway.hub.ring(conversation_id)
        try:
            screened = await gateway.screening.arrival(arrival)
        except BaseException:
            # Stored, but not screened to the end: its worker screens it, again and again if need be.
            gateway.turns.wake(conversation_id)
            raise
        gateway.feed.nudge()
        await gateway.safety.look_after(arrival.conversation, message, screened.assessment)
        gateway.turns.wake(conversation_id, screened.waiting)
        if screened.noted is not None:
            await screened.noted
    elif message.state == "received":
        gateway.turns.wake(conversation_id)  # sent again because something failed: look again, too
    return message.seq or 0


async def _store(
    gateway: Gateway,
    conversation_id: str,
    message_id: str,
    text: str | None,
    payload: str | None,
) -> Arrival:
    """Stores a message, or refuses it rather than answers late; what looks like danger is taken."""
    store, desk, limits = gateway.threads.store, gateway.desk, gateway.limits
    read = gateway.threads.read
    wait = limits.messages.left(conversation_id)
    if wait and not await read(desk.is_stored, conversation_id, message_id):
        refused = _refused("too_fast", wait)
        await _refuse_unless_dangerous(gateway, conversation_id, text, refused)
    up = gateway.rasa.up
    here = limits.waiting_here if up else limits.kept_here
    everywhere = limits.waiting_everywhere if up else limits.kept_everywhere
    take = desk.take_message
    if up and gateway.load.is_full and not await read(desk.is_stored, conversation_id, message_id):
        await _refuse_unless_dangerous(gateway, conversation_id, text, _busy())
        return await store(take, conversation_id, message_id, text, payload)
    try:
        return await store(take, conversation_id, message_id, text, payload, (here, everywhere))
    except TooMany as full:
        if full.here >= here:
            refused = _refused("too_many_waiting", 5)
        else:
            gateway.load.note_full()
            refused = _busy()
        await _refuse_unless_dangerous(gateway, conversation_id, text, refused)
    return await store(take, conversation_id, message_id, text, payload)


_TOO_MUCH = "more messages than can be answered in time: wait, then send it again"


def _refused(code: str, wait: float) -> Refused:
    return Refused(429, code, _TOO_MUCH, retry_after=max(1, math.ceil(wait)))


def _busy() -> Refused:
    """429: there are too many unanswered messages of everybody together."""
    return _refused("busy", random.randint(5, 10))  # noqa: S311


def _overloaded() -> Refused:
    """503; those who are sent away come back spread over some seconds."""
    return Refused(503, "overloaded", _TOO_MUCH, retry_after=random.randint(2, 6))  # noqa: S311


async def _refuse_unless_dangerous(
    gateway: Gateway, conversation_id: str, text: str | None, refused: Refused
) -> None:
    """Raises ``refused``, unless the text looks like danger: that is always taken.

    Where even the looks pile up nothing is read: the same message comes again.
    """
    piled_up = gateway.threads.glancing >= gateway.limits.glancing
    if text is not None and not piled_up and await gateway.screening.looks_dangerous(text):
        return
    if refused.code in {"busy", "overloaded"}:
        gateway.load.note_refused()
    else:  # one page that runs away
        logger.warning("message_refused conversation=%s code=%s", conversation_id, refused.code)
    raise refused


@bearer
async def events(request: web.Request) -> web.StreamResponse:
    """GET .../events?after=&wait=: what is new, at once or within ``wait`` seconds."""
    allowed_origin(request)
    conversation_id = await access_conversation(request)
    gateway = gateway_of(request)
    after = int(query_number(request, "after", default=0, highest=ANY_SEQ))
    wait = query_number(request, "wait", default=0, highest=LONGEST_WAIT)
    if gateway.hub.count(conversation_id) >= gateway.limits.listeners:
        raise Refused(429, "too_many_listeners", "close some of the tabs", retry_after=5)
    read, news = gateway.threads.read, gateway.desk.news
    with gateway.hub.listen(conversation_id) as bell:
        found, now = await read(news, conversation_id, after)
        deadline = asyncio.get_running_loop().time() + wait
        while not found and (left := deadline - asyncio.get_running_loop().time()) > 0:
            await wait_for(bell, left)
            at_hand = gateway.hub.told(conversation_id, after)
            found, now = at_hand if at_hand else await read(news, conversation_id, after)
    return web.json_response(
        {"events": [event.as_dict() for event in found], "state": state(gateway, now)}
    )


def state(gateway: Gateway, conversation: Conversation) -> dict[str, Any]:
    """``{"held", "down", "language", "elsewhere"}``.

    Is a person there, is the assistant away, what does it speak; "overseas" or "custody" for
    somebody whom 000 does not reach, else null.
    """
    return {
        "held": conversation.held_by is not None,
        "down": not gateway.rasa.up,
        "language": language_of(conversation),
        "elsewhere": conversation.facts.get("whereabouts"),
    }
