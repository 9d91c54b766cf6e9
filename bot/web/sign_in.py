"""Signing in and out."""

from __future__ import annotations

import hmac
import logging
import math
import secrets

import aiohttp_jinja2
from aiohttp import web

from bot.desk import StaffSession
from bot.web.access import (
    ALL_ROLES,
    CSRF_FIELD,
    CSRF_HEADER,
    GUARDED_BY_CSRF,
    check_origin,
    cookie_name,
    signed_in,
    staff_only,
)
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.requests import read_json

logger = logging.getLogger(__name__)

#: Where a sign-in may lead to.
AFTERWARDS = ("/desk", "/lookup", "/editor", "/editor/signs", "/phrases", "/interpret")
_FORM_COOKIE = "sign_in"


async def sign_in_page(request: web.Request) -> web.StreamResponse:
    """GET /sign-in."""
    session = await signed_in(request)
    wanted = request.query.get("next", "")
    if session is not None:
        raise web.HTTPSeeOther(_afterwards(wanted, session))
    return _form(request, wanted)


async def sign_in(request: web.Request) -> web.StreamResponse:
    """POST /sign-in (a form, or JSON with the token in the header): sets the session's cookie."""
    check_origin(request)
    gateway = gateway_of(request)
    is_json = request.content_type == "application/json"
    fields = await (read_json(request) if is_json else request.post())
    given = request.headers.get(CSRF_HEADER) or str(fields.get(CSRF_FIELD, ""))
    expected = request.cookies.get(_FORM_COOKIE, "")
    wanted = str(fields.get("next", ""))
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        if not is_json:
            return _form(request, wanted, error="sign_in_stale", status=403)
        raise Refused(403, "bad_csrf", "reload the page and try again")
    name, password = str(fields.get("name", ""))[:200], str(fields.get("password", ""))[:1000]
    account = name.strip().casefold()
    here = f"{account}@{request.remote}"
    limits = gateway.limits
    wait = max(limits.sign_ins.left(here), limits.accounts.left(account))
    if wait:
        logger.warning("sign_in_throttled")
        if not is_json:
            answer = _form(request, wanted, error="sign_in_wait", status=429)
            answer.headers["Retry-After"] = str(math.ceil(wait))
            return answer
        message = "too many wrong passwords: wait, then try again"
        raise Refused(429, "too_many_tries", message, retry_after=math.ceil(wait))
    found = await gateway.threads.think(gateway.desk.sign_in, name, password)
    if found is None:
        limits.sign_ins.take(here)
        limits.accounts.take(account)
        logger.warning("sign_in_failed")
        if is_json:
            raise Refused(401, "wrong_password", "the name or the password is wrong")
        return _form(request, wanted, error="sign_in_error", status=401)
    limits.sign_ins.forget(here)
    token, session = found
    logger.info("signed_in staff=%d", session.staff.id)
    signed: web.Response = (
        web.json_response(
            {
                "name": session.staff.name,
                "role": session.staff.role,
                "csrf_token": session.csrf_token,
            }
        )
        if is_json
        else web.Response(status=303, headers={"Location": _afterwards(wanted, session)})
    )
    signed.set_cookie(
        cookie_name(request),
        token,
        httponly=True,
        samesite="Strict",
        secure=gateway.settings.behind_tls,
        path="/",
    )
    signed.del_cookie(_FORM_COOKIE, path="/sign-in")
    return signed


GUARDED_BY_CSRF.add(sign_in)


@staff_only(ALL_ROLES)
async def sign_out(request: web.Request) -> web.StreamResponse:
    """POST /sign-out."""
    gateway = gateway_of(request)
    token = request.cookies.get(cookie_name(request), "")
    await gateway.threads.store(gateway.desk.sign_out, token)
    answer = web.Response(status=303, headers={"Location": "/sign-in"})
    answer.del_cookie(cookie_name(request), path="/")
    return answer


def _form(request: web.Request, wanted: str, *, error: str = "", status: int = 200) -> web.Response:
    """The page; ``error`` names the words of a problem."""
    csrf = request.cookies.get(_FORM_COOKIE) or secrets.token_urlsafe(24)
    context = {
        "csrf_token": csrf,
        "error": error,
        "next": wanted if wanted in AFTERWARDS else "",
    }
    answer = aiohttp_jinja2.render_template("sign_in.html", request, context)
    answer.set_status(status)
    answer.set_cookie(
        _FORM_COOKIE,
        csrf,
        httponly=True,
        samesite="Strict",
        secure=gateway_of(request).settings.behind_tls,
        path="/sign-in",
    )
    return answer


def _afterwards(wanted: str, session: StaffSession) -> str:
    if wanted in AFTERWARDS:
        return wanted
    if session.staff.role == "editor":
        return "/editor"
    return "/desk" if session.staff.role in {"worker", "team_leader"} else "/lookup"
