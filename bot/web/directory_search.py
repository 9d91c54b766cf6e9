"""GET /api/directory/search: the search itself, for a kiosk or a page of the operator's own.

The same list as the assistant gives for the same question, as a customer may
see it. Anybody who reaches the gateway may ask; requests are limited by
address. A place that several towns share comes back as a question (409), with
the places to choose from. Nothing of a request is logged.
"""

from __future__ import annotations

import re
from typing import Any

from aiohttp import web

from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.health import open_directory
from bot.web.limits import Buckets
from directory import Query, Results
from directory.moments import WORDS, is_time
from directory.needs import resolve
from directory.places import Place, find_places, middle_of

LIMIT = web.AppKey("search_limit", Buckets)
MOST_TEXT = 300
MOST_CARDS = 50
MOST_CODES = 10
MOST_PLACES = 12
LISTS = ("people", "accessibility", "delivery", "exclude")
KNOWN = ("need", "text", "near", "position", "open_now", "when", "language", "ages", "gender", "cost",
         "radius_km", "limit", *LISTS)  # fmt: skip

_CODE = re.compile(r"[A-Za-z0-9_\-]{1,60}")
_POSITION = re.compile(r"(-\d{1,2}(?:\.\d{1,8})?),(\d{2,3}(?:\.\d{1,8})?)", re.ASCII)


class WhichPlace(Exception):
    """A name that several towns share."""

    def __init__(self, places: list[Place]) -> None:
        super().__init__("which_place")
        self.places = places


def setup_directory_search(app: web.Application) -> None:
    """Adds the route and its limit."""
    app[LIMIT] = Buckets(burst=120, per_second=10)
    app.router.add_get("/api/directory/search", search)


async def search(request: web.Request) -> web.StreamResponse:
    """GET /api/directory/search."""
    wait = request.app[LIMIT].take(request.remote or "")
    if wait:
        raise Refused(429, "too_many", "wait a little", retry_after=int(wait) + 1)
    try:
        query = query_of(request)
    except WhichPlace as which:
        error = {"code": "which_place", "message": "near: which of these?", "field": "near"}
        return web.json_response(
            {"error": error, "places": [place.id for place in which.places]}, status=409
        )
    gateway = gateway_of(request)
    results: Results = await gateway.threads.store(lambda: open_directory(gateway).search(query))
    return web.json_response(
        {
            "widened": results.widened,
            "radius_km": results.radius_km,
            "total": results.total,
            "reasons": list(results.reasons),
            "place": results.place.id if results.place else None,
            "cards": [card.as_dict() for card in results.cards],
        }
    )


def query_of(request: web.Request) -> Query:
    """The query of an address. Raises ``Refused`` naming the parameter, or ``WhichPlace``."""
    for name in request.query:
        if name not in KNOWN:
            raise Refused(400, "unknown", f"known: {', '.join(KNOWN)}", field=name[:60])
    asked = request.query
    need, sub = None, None
    if asked.get("need"):
        found = resolve(_text(asked["need"], "need"))
        if found is None:
            raise Refused(400, "bad_need", "need: a code, or everyday words", field="need")
        need, sub = found
    lists: dict[str, frozenset[str]] = {name: _codes(asked.get(name, ""), name) for name in LISTS}
    return Query(
        need=need,
        sub_need=sub,
        text=_text(asked.get("text", ""), "text"),
        place=_place(_text(asked.get("near", ""), "near")),
        near=_position(asked.get("position")),
        open_now=_choice(asked.get("open_now", "false"), "open_now", ("true", "false")) == "true",
        when=_when(asked.get("when")),
        language=next(iter(_codes(asked.get("language", ""), "language")), None),
        ages=tuple(int(age) for age in sorted(_codes(asked.get("ages", ""), "ages", r"\d{1,3}"))),
        gender=_choice(asked.get("gender"), "gender", ("woman", "man", "non_binary")),
        cost=_choice(asked.get("cost"), "cost", ("free",)),
        radius_km=_number(asked.get("radius_km"), "radius_km", 500.0),
        limit=int(_number(asked.get("limit"), "limit", MOST_CARDS) or 5),
        **lists,  # type: ignore[arg-type]
    )


def _text(said: str, field: str) -> str:
    if len(said) > MOST_TEXT:
        raise Refused(400, "too_long", f"{field}: at most {MOST_TEXT} characters", field=field)
    return said.replace("\0", " ").strip()


def _codes(said: str, field: str, shape: str = _CODE.pattern) -> frozenset[str]:
    codes = [code for code in said.split(",") if code]
    if len(codes) > MOST_CODES or not all(re.fullmatch(shape, c, re.ASCII) for c in codes):
        raise Refused(400, "bad_code", f"{field}: codes with commas between", field=field)
    return frozenset(codes)


def _choice(said: str | None, field: str, known: tuple[str, ...]) -> str | None:
    if said is not None and said not in known:
        raise Refused(400, "bad_choice", f"{field}: {' or '.join(known)}", field=field)
    return said


def _when(said: str | None) -> str | None:
    if said is not None and not is_time(said):
        message = f"when: {', '.join(WORDS)}, or a date such as 2026-12-24"
        raise Refused(400, "bad_when", message, field="when")
    return said


def _number(said: str | None, field: str, most: float) -> float | None:
    if said is None:
        return None
    if not re.fullmatch(r"\d{1,4}(\.\d{1,3})?", said, re.ASCII) or not 0 < float(said) <= most:
        raise Refused(400, "bad_number", f"{field}: above 0, at most {most:g}", field=field)
    return float(said)


def _position(said: str | None) -> tuple[float, float] | None:
    if said is None:
        return None
    match = _POSITION.fullmatch(said)
    if match is None or not (-55 < float(match[1]) < -9 and 72 < float(match[2]) < 168):
        message = "position: latitude,longitude in Australia, such as -37.80,144.90"
        raise Refused(400, "bad_position", message, field="position")
    return float(match[1]), float(match[2])


def _place(said: str) -> Place | None:
    if not said:
        return None
    found: list[Any] = find_places(said)
    if not found:
        raise Refused(400, "no_such_place", "near: a suburb, a town or a postcode", field="near")
    middle = found[0] if len(found) == 1 else middle_of(found)
    if middle is None:
        raise WhichPlace(found[:MOST_PLACES])
    return middle
