"""The pages themselves: the desk, the look-up, the widget's script."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.language import catalogue
from bot.language.table import UnknownLanguage, language
from bot.web.access import ALL_ROLES, DESK_ROLES, SESSION, allowed_origin, staff_only
from bot.web.gateway import gateway_of

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"
TEMPLATES = FOLDER / "templates"


def read_words() -> dict[str, Any]:
    """The words of our own pages, in English."""
    found: dict[str, Any] = json.loads((STATIC / "words.en.json").read_text(encoding="utf-8"))
    return found


def read_numbers() -> dict[str, Any]:
    """The numbers that pages themselves show, by name: see ``contacts.json``."""
    found: dict[str, Any] = json.loads((STATIC / "contacts.json").read_text(encoding="utf-8"))
    return dict(found["contacts"])


def page_context(
    words: dict[str, Any], sample_notice: bool
) -> Callable[[web.Request], Awaitable[dict[str, Any]]]:
    """A context processor: what every template gets."""
    numbers = read_numbers()

    async def context(request: web.Request) -> dict[str, Any]:
        return {"words": words, "sample_notice": sample_notice, "numbers": numbers}

    return context


def staff_context(request: web.Request) -> dict[str, Any]:
    """What the pages of signed-in staff get: who it is, and the token of their forms."""
    session = request[SESSION]
    return {
        "csrf_token": session.csrf_token,
        "staff_name": session.staff.name,
        "staff_id": session.staff.id,
        "staff_role": session.staff.role,
        "texts_on": bool(gateway_of(request).settings.sms_gateway_url),
    }


def _for_staff(request: web.Request, template: str) -> web.Response:
    return aiohttp_jinja2.render_template(template, request, staff_context(request))


@staff_only(DESK_ROLES, page=True)
async def desk(request: web.Request) -> web.StreamResponse:
    """GET /desk."""
    return _for_staff(request, "desk.html")


@staff_only(ALL_ROLES, page=True)
async def lookup(request: web.Request) -> web.StreamResponse:
    """GET /lookup."""
    return _for_staff(request, "lookup.html")


async def widget(request: web.Request) -> web.StreamResponse:
    """GET /widget.js: what an embedding page loads."""
    allowed_origin(request)
    return web.FileResponse(STATIC / "widget.js")


async def translated_words(request: web.Request) -> web.StreamResponse:
    """GET /static/words.CODE.json: the widget's words in a language of the table, as far as there are.

    Read from the catalogue, so that nothing is hidden or stale in one place only.
    """
    allowed_origin(request)
    try:
        code = language(request.match_info["code"]).code
    except UnknownLanguage:
        raise web.HTTPNotFound from None
    return web.json_response(catalogue.pages(code))


async def favicon(request: web.Request) -> web.StreamResponse:
    """GET /favicon.ico: browsers ask for it whatever the page says."""
    raise web.HTTPMovedPermanently("/static/icon.svg")
