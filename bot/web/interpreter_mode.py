"""Interpreter mode: one conversation in two languages side by side, typed by who passes it on.

GET  /interpret                                 the page, for signed-in staff of any role
POST /interpret/api/{conversation}/relayed      {"id", "by"}: who passes the message of this id on

The page talks in a conversation of the customer's, over the customer's own
interface; the token of that conversation is asked for here, too. ``by`` is
``interpreter`` (the customer's words) or ``officer``. No words come this way,
and nothing but ids is logged.
"""

from __future__ import annotations

import logging

import aiohttp_jinja2
from aiohttp import web

from bot.desk.interpreters import RELAYED_BY
from bot.language.table import LANGUAGES
from bot.web.access import ALL_ROLES, SESSION, access_conversation, staff_only
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.pages import staff_context
from bot.web.phrase_board import spoken_languages
from bot.web.requests import client_id, read_json

logger = logging.getLogger(__name__)


def setup_interpreter_mode(app: web.Application) -> None:
    """Adds the routes."""
    app.router.add_get("/interpret", page)
    app.router.add_post("/interpret/api/{conversation_id}/relayed", relayed)


@staff_only(ALL_ROLES, page=True)
async def page(request: web.Request) -> web.StreamResponse:
    """GET /interpret."""
    context = {
        **staff_context(request),
        "languages": [{**one, "dir": LANGUAGES[one["code"]].dir} for one in spoken_languages()],
    }
    return aiohttp_jinja2.render_template("interpret.html", request, context)


@staff_only(ALL_ROLES)
async def relayed(request: web.Request) -> web.StreamResponse:
    """POST .../relayed: 204. Sent before the message itself; the first word about an id counts."""
    conversation_id = await access_conversation(request)
    gateway = gateway_of(request)
    body = await read_json(request)
    by = str(body.get("by") or "")
    if by not in RELAYED_BY:
        raise Refused(400, "bad_by", f"by: one of {', '.join(RELAYED_BY)}", field="by")
    await gateway.threads.store(
        gateway.desk.note_relayed,
        conversation_id,
        client_id(body),
        by,
        request[SESSION].staff.id,
    )
    logger.info("message_relayed conversation=%s by=%s", conversation_id, by)
    return web.Response(status=204)
