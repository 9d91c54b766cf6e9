"""The HSDS 3.0 interface under /api/hsds: read-only, for programs of others.

Anybody who reaches the gateway may read it: it holds nothing that a search
does not show (``directory.hsds_pages``). Requests are limited by address,
pages by size; only parameters that the interface knows are taken, and a bad
one is named in the answer. Nothing of a request is logged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from bot.web.gateway import Gateway, gateway_of
from bot.web.health import open_directory
from bot.web.hsds_openapi import (
    FORMATS,
    ID_PATTERN,
    MOST_PAGES,
    MOST_PER_PAGE,
    MOST_PROXIMITY_M,
    MOST_TEXT,
    PARAMETERS,
    PER_PAGE,
    PREFIX,
    SINGLE,
    openapi,
)
from bot.web.limits import Buckets
from directory.hsds_pages import Asked, HsdsPages, Item, Page

LIMIT = web.AppKey("hsds_limit", Buckets)
#: A program that reads everything takes pages of 100; a person's page asks a few times.
BURST, PER_SECOND = 500, 50
ALLOWED = "GET, HEAD, OPTIONS"
#: Where the official description of the interface is.
PROFILE = "https://docs.openreferral.org/en/3.0/"

_ID = re.compile(ID_PATTERN)
_POSTCODE = re.compile(r"\d{4}")
_WHOLE = re.compile(r"\d{1,9}")
#: RFC 3339, and what people make of it: a date alone, a space for the T, no offset.
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?([Zz]|[+ -]\d\d:?\d\d)?)?",
    re.ASCII,
)

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Problem(Exception):
    """A request that is not taken, as application/problem+json says it (RFC 9457)."""

    def __init__(self, status: int, title: str, detail: str, parameter: str | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.detail, self.parameter = status, title, detail, parameter

    def response(self) -> web.Response:
        body: dict[str, Any] = {"type": "about:blank", "title": self.title, "status": self.status,
                                "detail": self.detail}  # fmt: skip
        if self.parameter:
            body["parameter"] = self.parameter
        text = json.dumps(body)
        return web.Response(text=text, status=self.status, content_type="application/problem+json")


def setup_hsds(app: web.Application) -> None:
    """Adds the routes and the limit."""
    app[LIMIT] = Buckets(burst=BURST, per_second=PER_SECOND)
    app.router.add_get(PREFIX, _guarded(_about))
    app.router.add_get(f"{PREFIX}/", _guarded(_about))
    app.router.add_get(f"{PREFIX}/openapi.json", _guarded(_openapi))
    for kind in PARAMETERS:
        app.router.add_get(f"{PREFIX}/{kind}", _guarded(_list_of(kind)))
        app.router.add_get(f"{PREFIX}/{kind}/{{id}}", _guarded(_one_of(kind)))
    # What is not there says so, and so does what is there but not for writing.
    app.router.add_route("*", PREFIX, _guarded(_other))
    app.router.add_route("*", f"{PREFIX}/{{rest:.*}}", _guarded(_other))


def _guarded(answer: Answer) -> Answer:
    async def guarded(request: web.Request) -> web.StreamResponse:
        wait = request.app[LIMIT].take(request.remote or "")
        if wait:
            refused = Problem(429, "Too many requests", "Wait as Retry-After says.").response()
            refused.headers["Retry-After"] = str(int(wait) + 1)
            return refused
        try:
            return await answer(request)
        except Problem as problem:
            return problem.response()

    return guarded


async def _other(request: web.Request) -> web.StreamResponse:
    """Anything else below the prefix: no such thing, or not for writing."""
    if request.method == "OPTIONS":
        return web.Response(status=204, headers={"Allow": ALLOWED})
    if request.method in {"GET", "HEAD"}:
        raise Problem(404, "Not found", "There is nothing at this address.")
    refused = Problem(405, "Method not allowed", "This interface is for reading.").response()
    refused.headers["Allow"] = ALLOWED
    return refused


async def _about(request: web.Request) -> web.StreamResponse:
    _only(request, ())
    address = f"{request.scheme}://{request.host}{PREFIX}/openapi.json"
    return web.json_response({"version": "3.0", "profile": PROFILE, "openapi_url": address})


async def _openapi(request: web.Request) -> web.StreamResponse:
    _only(request, ())
    return web.json_response(openapi())


def _list_of(kind: str) -> Answer:
    async def listed(request: web.Request) -> web.StreamResponse:
        _only(request, PARAMETERS[kind])
        asked = _asked(request)
        page: Page = await _read(request, lambda pages: getattr(pages, kind)(asked))
        if _one(request, "format", "json") == "ndjson":
            lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in page.contents)
            return web.Response(text=lines, content_type="application/x-ndjson")
        return web.json_response(page.as_dict())

    return listed


def _one_of(kind: str) -> Answer:
    single = SINGLE[kind]

    async def one(request: web.Request) -> web.StreamResponse:
        _only(request, ("full_service",) if kind == "organizations" else ())
        key = request.match_info["id"]
        if not _ID.fullmatch(key):
            raise Problem(404, "Not found", f"There is no such {single}.", "id")

        def read(pages: HsdsPages) -> Item | None:
            if kind == "organizations":
                asked = replace(Asked(), full_service=_flag(request, "full_service"))
                return pages.organization(key, asked)
            found: Item | None = getattr(pages, single)(key)
            return found

        item = await _read(request, read)
        if item is None:
            raise Problem(404, "Not found", f"There is no such {single}.", "id")
        return web.json_response(item)

    return one


async def _read(request: web.Request, read: Callable[[HsdsPages], Any]) -> Any:
    gateway: Gateway = gateway_of(request)
    return await gateway.threads.store(lambda: read(open_directory(gateway).pages()))


# --- parameters ---


def _only(request: web.Request, known: tuple[str, ...]) -> None:
    for name in request.query:
        if name not in known:
            detail = f"Known here: {', '.join(known) or 'none'}."
            raise Problem(400, "Unknown parameter", detail, name[:80])
    for name in known:
        if len(request.query.getall(name, [])) > 1:
            raise Problem(400, "Parameter given twice", f"Give {name} once.", name)


def _one(request: web.Request, name: str, default: str = "") -> str:
    return request.query.get(name, default)


def _flag(request: web.Request, name: str) -> bool:
    said = _one(request, name, "false")
    if said not in {"true", "false"}:
        raise Problem(400, "Bad parameter", f"{name}: true or false.", name)
    return said == "true"


def _number(request: web.Request, name: str, default: int, most: int) -> int:
    said = _one(request, name, str(default))
    if not _WHOLE.fullmatch(said) or not said.isascii() or not 1 <= int(said) <= most:
        raise Problem(400, "Bad parameter", f"{name}: a number from 1 to {most:,}.", name)
    return int(said)


def _id(request: web.Request, name: str) -> str:
    said = request.query.get(name)
    if said is not None and not _ID.fullmatch(said):
        raise Problem(400, "Bad parameter", f"{name}: an id of this interface.", name)
    return said or ""


def _asked(request: web.Request) -> Asked:
    # A character of value 0 is no part of a word, and PostgreSQL keeps none.
    search = _one(request, "search").replace("\0", " ")
    if len(search) > MOST_TEXT:
        raise Problem(400, "Bad parameter", f"search: at most {MOST_TEXT} characters.", "search")
    if _one(request, "format", "json") not in FORMATS:
        raise Problem(400, "Bad parameter", f"format: {' or '.join(FORMATS)}.", "format")
    postcode, proximity = _one(request, "postcode"), None
    if "postcode" in request.query and not (_POSTCODE.fullmatch(postcode) and postcode.isascii()):
        raise Problem(400, "Bad parameter", "postcode: four digits.", "postcode")
    if "proximity" in request.query:
        proximity = float(_number(request, "proximity", 1, MOST_PROXIMITY_M))
        if not postcode:
            # Each of them is right for itself, so this is no 400 (decision 0103).
            detail = "proximity: give postcode as well: it is measured from there."
            raise Problem(409, "Parameters do not go together", detail, "proximity")
    return Asked(
        search=search,
        page=_number(request, "page", 1, MOST_PAGES),
        per_page=_number(request, "per_page", PER_PAGE, MOST_PER_PAGE),
        taxonomy_term_id=_id(request, "taxonomy_term_id"),
        taxonomy_id=_id(request, "taxonomy_id"),
        organization_id=_id(request, "organization_id"),
        parent_id=_id(request, "parent_id"),
        top_only=_flag(request, "top_only"),
        modified_after=_moment(request, "modified_after"),
        minimal=_flag(request, "minimal"),
        full=_flag(request, "full"),
        full_service=_flag(request, "full_service"),
        postcode=postcode,
        proximity_m=proximity,
    )


def _moment(request: web.Request, name: str) -> datetime | None:
    """A moment as RFC 3339; without an offset it is UTC, as the directory keeps it."""
    said = request.query.get(name)
    if said is None:
        return None
    found = _MOMENT.fullmatch(said)
    try:
        if found is None:
            raise ValueError(name)
        day, minutes, seconds, fraction, offset = found.groups()
        # Python knows no second 60; a leap second counts as the one before it.
        seconds = min(seconds or "00", "59")
        moment = datetime.fromisoformat(
            f"{day}T{minutes or '00:00'}:{seconds}.{(fraction or '')[:6]:0<6}"
        )
    except ValueError:
        detail = f"{name}: a date or a moment such as 2026-11-22T09:00:00Z."
        raise Problem(400, "Bad parameter", detail, name) from None
    return _as_utc(moment, offset or "Z")


def _as_utc(moment: datetime, offset: str) -> datetime:
    """The moment in UTC without its zone; left as it is in a year that UTC has not."""
    if offset in "Zz":
        return moment
    # "+" in an address means a space unless it is escaped.
    sign = -1 if offset[0] == "-" else 1
    ahead = sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[-2:]))
    try:
        return moment - ahead
    except OverflowError:
        # The first hours of year 1 or the last of 9999: the offset makes no difference to anybody.
        return moment
