"""A take-away sheet by text message: from a case at the desk, or from the look-up.

Off until an operator names a gateway (``SMS_GATEWAY_URL``). At the desk it is for who has
claimed the case; in the look-up for signed-in staff with the conversation's token. Only to
a number that was marked safe for that very conversation (``bot.desk.text_messages``), at
most three services, and where danger was noticed without any name (rules X-06, X-07).
Logs: ids and states. The number goes to the operator's gateway and to nobody else.
"""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.desk.errors import NotClaimed
from bot.desk.text_messages import CHECKS, TextMessage, keeps_neutral, must_be_neutral
from bot.web.access import (
    DESK_ROLES,
    SESSION,
    access_case,
    access_conversation,
    staff_only,
)
from bot.web.errors import Refused
from bot.web.gateway import Gateway, gateway_of
from bot.web.health import open_directory
from bot.web.limits import Buckets
from bot.web.requests import client_id, language, read_json, text
from bot.web.sheets import words_for
from bot.web.text_bodies import MOST_PARTS, MOST_SERVICES, body, parts
from bot.web.text_gateway import TextGateway

logger = logging.getLogger(__name__)

COUNTER_ROLES = DESK_ROLES | {"officer"}
_LONGEST_NUMBER = 40
_LONGEST_ID = 80


@dataclass
class Sender:
    """The gateway once it has been needed: it wants a running event loop."""

    gateway: TextGateway | None = None


SENDER: web.AppKey[Sender] = web.AppKey("text_sender", Sender)
#: Presses of the button by account, whatever came of them.
LIMITS: web.AppKey[Buckets] = web.AppKey("text_limits", Buckets)


def setup_texts(app: web.Application) -> None:
    """Adds the routes, their limit and the end of the gateway's connections."""
    app[LIMITS] = Buckets(burst=10, per_second=1 / 30)
    app[SENDER] = Sender()
    for place, guard, found in (
        ("/desk/api/cases/{case_id}", staff_only(DESK_ROLES), _of_case),
        ("/lookup/api/{conversation_id}", staff_only(COUNTER_ROLES), _of_look_up),
    ):
        for path, deed in (
            ("texting", _state),
            ("number", _mark),
            ("number/end", _end),
            ("texts/preview", _preview),
            ("texts", _send),
        ):
            view = guard(_with(found, deed))
            add = app.router.add_get if deed is _state else app.router.add_post
            add(f"{place}/{path}", view)
    app.on_cleanup.append(_close)


@dataclass(frozen=True)
class Texting:
    """Whose text it would be, and what the situation asks for."""

    conversation_id: str
    staff_id: int
    language: str
    neutral: bool


def _with(
    found: Callable[[web.Request], Awaitable[Texting]],
    deed: Callable[[web.Request, Texting], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def view(request: web.Request) -> web.StreamResponse:
        if not gateway_of(request).settings.sms_gateway_url:
            raise Refused(404, "texts_off", "text messages are not set up here: print the sheet")
        return await deed(request, await found(request))

    return view


async def _of_case(request: web.Request) -> Texting:
    """The case in the address, for who has claimed it; 409 for anybody else."""
    case = await access_case(request)
    staff_id = request[SESSION].staff.id
    if case.state != "claimed" or case.claimed_by != staff_id:
        raise NotClaimed(case.id)
    gateway = gateway_of(request)
    conversation = await gateway.threads.store(gateway.desk.conversation, case.conversation_id)
    spoken = str(case.facts.get("speech") or case.language)
    return Texting(case.conversation_id, staff_id, spoken, keeps_neutral(case, conversation))


async def _of_look_up(request: web.Request) -> Texting:
    """The look-up of who holds its token; a customer's own conversation is no look-up."""
    conversation_id = await access_conversation(request)
    gateway = gateway_of(request)
    conversation = await gateway.threads.store(gateway.desk.conversation, conversation_id)
    if conversation.audience != "staff":
        raise Refused(404, "not_found", "there is no such look-up")
    told = conversation.facts
    domains = {str(sign.get("domain")) for sign in told.get("indicators") or []}
    neutral = must_be_neutral(conversation.tier, told, domains)
    return Texting(conversation_id, request[SESSION].staff.id, "en", neutral)


async def _state(request: web.Request, texting: Texting) -> web.StreamResponse:
    """GET .../texting: the live number (its last three digits), what to ask, what was sent."""
    gateway = gateway_of(request)
    store, desk = gateway.threads.store, gateway.desk
    number = await store(desk.safe_number, texting.conversation_id)
    sent = await store(desk.texts, texting.conversation_id)
    return web.json_response(
        {
            "number": number.as_dict() if number else None,
            "checks": list(CHECKS),
            "must_be_neutral": texting.neutral,
            "language": words_for(texting.language).language,
            "most_services": MOST_SERVICES,
            "texts": [one.as_dict() for one in sent],
        }
    )


async def _mark(request: web.Request, texting: Texting) -> web.StreamResponse:
    """POST .../number {"number", "checks"}: 201 with the mark; 400 says what is missing."""
    found = await read_json(request)
    checks = found.get("checks")
    if not isinstance(checks, list) or not all(isinstance(c, str) for c in checks):
        raise Refused(400, "bad_checks", "checks: a list of what was asked", field="checks")
    gateway = gateway_of(request)
    marked = await gateway.threads.store(
        gateway.desk.mark_number_safe,
        texting.conversation_id,
        texting.staff_id,
        text(found, "number", _LONGEST_NUMBER),
        checks,
    )
    logger.info("number_marked conversation=%s number=%d", texting.conversation_id, marked.id)
    gateway.feed.nudge()
    return web.json_response({"number": marked.as_dict()}, status=201)


async def _end(request: web.Request, texting: Texting) -> web.StreamResponse:
    """POST .../number/end: 204; the digits are gone."""
    gateway = gateway_of(request)
    await gateway.threads.store(
        gateway.desk.end_safe_number, texting.conversation_id, texting.staff_id
    )
    logger.info("number_ended conversation=%s", texting.conversation_id)
    gateway.feed.nudge()
    return web.Response(status=204)


async def _preview(request: web.Request, texting: Texting) -> web.StreamResponse:
    """POST .../texts/preview {"services", "language"?, "neutral"?}: the words, before anybody sends."""
    draft = await _draft(request, texting, await read_json(request))
    return web.json_response(
        {
            "text": draft.words,
            "parts": parts(draft.words),
            "most_parts": MOST_PARTS,
            "neutral": draft.neutral,
            "language": draft.language,
        }
    )


async def _send(request: web.Request, texting: Texting) -> web.StreamResponse:
    """POST .../texts {"id", "services", "language"?, "neutral"?}: what became of it.

    200 ``{"text": {"state"}}``, also where the gateway failed: the state says so. The same id
    twice sends once. 413 for what is too long, 429 beyond the measure.
    """
    found = await read_json(request)
    key = client_id(found)
    draft = await _draft(request, texting, found)
    if parts(draft.words) > MOST_PARTS:
        raise Refused(
            413, "too_long", "services: this is too long for a text: choose fewer", field="services"
        )
    wait = request.app[LIMITS].take(str(texting.staff_id))
    if wait:
        raise Refused(429, "too_many", "wait a little, then send", retry_after=math.ceil(wait))
    gateway = gateway_of(request)
    begun, number = await gateway.threads.store(
        gateway.desk.begin_text,
        texting.conversation_id,
        texting.staff_id,
        key,
        services=draft.services,
        language=draft.language,
        neutral=draft.neutral,
    )
    if begun.new:
        # Whoever pressed the button may close the page: the message is brought to an end.
        begun = await asyncio.shield(_bring(gateway, _sender(request), begun, number, draft.words))
        gateway.feed.nudge()
    return web.json_response({"text": begun.as_dict()})


async def _bring(
    gateway: Gateway, sender: TextGateway, begun: TextMessage, number: str, words: str
) -> TextMessage:
    state = await sender.send(f"{begun.id}-{begun.client_id}", number, words)
    gateway.text_outcomes.add(state)
    settled = await gateway.threads.store(gateway.desk.settle_text, begun.id, state)
    logger.info("text_%s text=%d", settled.state, settled.id)
    return settled


@dataclass(frozen=True)
class _Draft:
    services: tuple[str, ...]
    language: str
    neutral: bool
    words: str


async def _draft(request: web.Request, texting: Texting, found: dict[str, Any]) -> _Draft:
    services = found.get("services")
    if (
        not isinstance(services, list)
        or not 0 < len(services) <= MOST_SERVICES
        or not all(isinstance(s, str) and 0 < len(s) <= _LONGEST_ID for s in services)
    ):
        message = f"services: one to {MOST_SERVICES} of those that were shown"
        raise Refused(400, "bad_services", message, field="services")
    neutral = found.get("neutral", True)
    if not isinstance(neutral, bool):
        raise Refused(400, "bad_neutral", "neutral: true or false", field="neutral")
    words = words_for(language(found) if found.get("language") else texting.language)
    gateway = gateway_of(request)
    now = datetime.now(ZoneInfo(gateway.settings.default_timezone))
    entries = await gateway.threads.store(
        lambda: open_directory(gateway).sheet(services, now, words.language)
    )
    neutral = neutral or texting.neutral
    written = body(entries, words, neutral=neutral)
    if not written:
        message = "services: nothing of these can go into a text: print the sheet"
        raise Refused(404, "nothing", message, field="services")
    return _Draft(tuple(e.card.id for e in entries), words.language, neutral, written)


def _sender(request: web.Request) -> TextGateway:
    sender = request.app[SENDER]
    if sender.gateway is None:
        settings = gateway_of(request).settings
        sender.gateway = TextGateway(settings.sms_gateway_url, settings.sms_gateway_token)
    return sender.gateway


async def _close(app: web.Application) -> None:
    gateway = app[SENDER].gateway
    if gateway is not None:
        await gateway.close()
