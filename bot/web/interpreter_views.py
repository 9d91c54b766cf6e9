"""Requests for an interpreter at the desk: who needs which one, and what became of it."""

from __future__ import annotations

import logging
from typing import Any

from aiohttp import web

from bot.desk import InterpreterRequest
from bot.desk.interpreters import STATES
from bot.language.table import UnknownLanguage, language
from bot.web.access import DESK_ROLES, SESSION, staff_only
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.requests import read_json, text

logger = logging.getLogger(__name__)

_LONGEST_NOTE = 500
#: What a worker may write down for a booking in the person's words; all of it is optional (S4-07).
FIELDS = ("dialect",)
#: For an Aboriginal or Torres Strait Islander language, and where nobody knows yet which language
#: it is, the booking officer checks for conflict by these as well (S4-08).
FIRST_NATIONS_FIELDS = ("dialect", "own_community", "topic", "conflict")
#: Those of the table's languages.
FIRST_NATIONS = frozenset({"rop", "tcs", "djr", "pjt", "wbp", "aer"})


@staff_only(DESK_ROLES)
async def list_requests(request: web.Request) -> web.StreamResponse:
    """GET /desk/api/interpreters?state=: requests in a state, the oldest first."""
    state = request.query.get("state", "asked")
    if state not in STATES:
        raise Refused(400, "bad_state", f"state: one of {', '.join(STATES)}", field="state")
    gateway = gateway_of(request)
    found = await gateway.threads.store(gateway.desk.interpreter_requests, state)
    return web.json_response({"requests": [in_words(one) for one in found]})


@staff_only(DESK_ROLES)
async def settle(request: web.Request) -> web.StreamResponse:
    """POST /desk/api/interpreters/{id} {"state", "note"?, "wishes"?}: booked, present, done, declined.

    A note holds the interpreter's number, not their name. Of ``wishes`` (200 characters each at
    most) the fields of the request are kept.
    """
    raw = request.match_info["request_id"]
    if not raw.isdecimal() or len(raw) > 9:
        raise Refused(404, "unknown", "there is no such request")
    gateway = gateway_of(request)
    body = await read_json(request)
    note = text(body, "note", _LONGEST_NOTE) if body.get("note") else ""
    settled = await gateway.threads.store(
        gateway.desk.settle_interpreter,
        int(raw),
        request[SESSION].staff.id,
        str(body.get("state") or ""),
        note,
        _wishes(body),
    )
    logger.info("interpreter_%s request=%d", settled.state, settled.id)
    return web.json_response({"request": in_words(settled)})


def _wishes(body: dict[str, Any]) -> dict[str, str]:
    wishes = body.get("wishes") or {}
    if not isinstance(wishes, dict) or not all(isinstance(one, str) for one in wishes.values()):
        raise Refused(400, "bad_wishes", "wishes: words by field", field="wishes")
    return {name: wishes[name] for name in FIRST_NATIONS_FIELDS if name in wishes}


def in_words(request: InterpreterRequest | None) -> dict[str, Any] | None:
    """A request with the language's names and what staff must ask before they book."""
    if request is None:
        return None
    try:
        row = language(request.language) if request.language else None
    except UnknownLanguage:
        row = None
    return {
        **request.as_dict(),
        "language_name": row.name if row else "",
        "endonym": row.endonym if row else "",
        "fields": FIELDS if row and row.code not in FIRST_NATIONS else FIRST_NATIONS_FIELDS,
        "ask_first": row.note if row else "Ask which language is spoken.",
    }
