"""What people think of the signs that were raised: the desk's one click, and the reviewer's page.

A click comes from the desk's roles with the CSRF token of the sign-in and names a sign of
the case; at most 300 bytes of it are kept, none of them a person's words. The page is for
those who keep the phrases (``REVIEWERS``) and shows counts alone. Logs: case, code, verdict.
"""

from __future__ import annotations

import json
import logging
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.desk.sign_report import DAYS, MOST_DAYS, ORDERS, Sign, in_order, read_signs
from bot.risk import DOMAINS
from bot.web.access import DESK_ROLES, SESSION, access_case, staff_only
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.pages import staff_context
from bot.web.requests import query_number, read_json

logger = logging.getLogger(__name__)

REVIEWERS = frozenset({"editor", "team_leader"})
#: Lines of the page.
MOST = 100
_LONGEST_ID = 128


@staff_only(DESK_ROLES)
async def judge(request: web.Request) -> web.StreamResponse:
    """POST /desk/api/cases/{id}/signs {"code", "message_id", "verdict"}: 200 with the judgement.

    404 for a sign that the case doesn't have, 400 for an unknown verdict. Nobody's tier changes.
    """
    case = await access_case(request)
    gateway, session = gateway_of(request), request[SESSION]
    body = await read_json(request)
    kept = await gateway.threads.store(
        gateway.desk.judge_sign,
        case.id,
        session.staff.id,
        code=_id(body, "code") or "",
        message_id=_id(body, "message_id"),
        verdict=_id(body, "verdict") or "",
    )
    logger.info("sign_judged case=%d code=%s verdict=%s", case.id, kept.code, kept.verdict)
    gateway.feed.nudge()
    return web.json_response({"judgement": kept.as_dict()})


def _id(body: dict[str, Any], name: str) -> str | None:
    found = body.get(name)
    if found is None:
        return None
    if not isinstance(found, str) or len(found) > _LONGEST_ID:
        raise Refused(400, "bad_field", f"{name}: a text of the case", field=name)
    return found


@lru_cache(maxsize=1)
def words() -> dict[str, Any]:
    """The words of the page, in English."""
    path = Path(__file__).with_name("sign_words.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


@staff_only(REVIEWERS, page=True)
async def report(request: web.Request) -> web.StreamResponse:
    """GET /editor/signs?by=&days=&domain=: the indicators by correction, rate or age of review."""
    gateway = gateway_of(request)
    order = request.query.get("by", ORDERS[0])
    order = order if order in ORDERS else ORDERS[0]
    domain = request.query.get("domain", "")
    domain = domain if domain in DOMAINS else ""
    days = max(1, int(query_number(request, "days", default=DAYS, highest=MOST_DAYS)))
    messages, found = await gateway.threads.store(read_signs, gateway.desk, days)
    chosen = in_order((s for s in found if not domain or s.domain == domain), order)
    context = {
        **staff_context(request),
        "w": words(),
        "messages": messages,
        "days": days,
        "most_days": MOST_DAYS,
        "order": order,
        "orders": ORDERS,
        "domain": domain,
        "domains": DOMAINS,
        "signs": chosen[:MOST],
        "left": max(0, len(chosen) - MOST),
        "origin": _origin,
        "review": _review,
    }
    return aiohttp_jinja2.render_template("editor_signs.html", request, context)


def _origin(sign: Sign) -> str:
    """Where a sign comes from, in words."""
    if sign.where:
        return sign.where
    kind = "by_classifier" if sign.code.startswith("classifier.") else "by_conversation"
    return str(words()[kind])


def _review(sign: Sign) -> str:
    """The age of a sign's review, in words."""
    w = words()
    if sign.overdue_days is None or sign.review_by is None:
        return str(w["no_date"])
    state = w["reviewed"] if sign.status == "reviewed" else w["never"]
    late = sign.overdue_days > 0
    when = (
        w["overdue"].format(days=sign.overdue_days)
        if late
        else w["due"].format(date=sign.review_by)
    )
    return f"{state}, {when}"
