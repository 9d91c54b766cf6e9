"""The editor's pages: what wants a check, one record, likely copies; plain forms throughout.

Only the roles of ``EDITORS`` come in; every POST carries the CSRF token of the
sign-in. Logs say which record, never what was written.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date

from aiohttp import web

from bot.web.access import SESSION, staff_only
from bot.web.editor_pages import EDITORS, editor_page, opened, words
from bot.web.editor_parts import kept, setup_parts, shown
from bot.web.errors import Refused
from bot.web.gateway import Gateway
from directory import Directory
from directory.problems import NotThere
from directory.records.editing import EDITABLE, Stale
from directory.records.editing_values import BadChange

logger = logging.getLogger(__name__)

#: Records on one page.
PAGE = 50
DATES = {"closed_from", "closed_until"}
#: Fields that have their form with the people whom a service takes.
WITH_PEOPLE = {"minimum_age", "maximum_age", "eligibility_description"}
#: What the page of copies says after a decision, by the name in its address.
_SAID = {"done": "decided", "undone": "undone"}
LONG = {"description", "application_process", "alert",
        "interpretation_services"}  # fmt: skip


def setup_editor(app: web.Application) -> None:
    """Adds the editor's routes."""
    app.router.add_get("/editor", due_page)
    app.router.add_get("/editor/copies", copies_page)
    app.router.add_post("/editor/copies", decide)
    app.router.add_get("/editor/records/{key}", record_page)
    app.router.add_post("/editor/records/{key}", change)
    app.router.add_post("/editor/records/{key}/confirm", confirm)
    app.router.add_post("/editor/records/{key}/reports/{number}", settle)
    setup_parts(app)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - a calendar day is what people mean


# --- pages -----------------------------------------------------------------------------


@staff_only(EDITORS, page=True)
async def due_page(request: web.Request) -> web.StreamResponse:
    """GET /editor?find=&page=: what wants a check, or the records of a name."""
    gateway, directory = await opened(request)
    find = request.query.get("find", "")[:100]
    raw = request.query.get("page", "0")
    page = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 0
    found = await gateway.threads.store(directory.due, _today(), PAGE + 1, page * PAGE, find)
    return editor_page(
        request,
        "editor.html",
        {"items": found[:PAGE], "find": find, "page": page, "more": len(found) > PAGE},
    )


@staff_only(EDITORS, page=True)
async def record_page(request: web.Request) -> web.StreamResponse:
    """GET /editor/records/{key}: one record with its history."""
    said = next((words()[name] for name in ("saved", "unchanged") if name in request.query), "")
    return await _record(request, said=said)


async def _record(
    request: web.Request,
    *,
    said: str = "",
    problem: BadChange | None = None,
    given: Mapping[str, str] | None = None,
    version: str | None = None,
    status: int = 200,
) -> web.StreamResponse:
    """The page; with ``given`` what was written stands in the fields, and ``now`` beside it
    where the record says something else meanwhile. ``version`` is what the writer saw."""
    gateway, directory = await opened(request)
    key = request.match_info["key"]
    try:
        found = await gateway.threads.store(directory.record, key)
        parts = await gateway.threads.store(directory.parts, key)
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    for entry in found["changes"]:
        for side in ("before", "after"):
            entry[side] = kept(entry["field"], entry[side])
    listed = {name: value for name, value in found["fields"].items() if name not in WITH_PEOPLE}
    fields = {**listed, **(given or {})}
    meanwhile = given if status == 409 and given else {}
    now = {name: found["fields"][name] for name, said_ in meanwhile.items()
           if found["fields"][name] != said_}  # fmt: skip
    if version is not None:
        found["version"] = version
    return editor_page(
        request,
        "editor_record.html",
        {
            "record": found,
            "fields": fields,
            "said": said,
            "problem": problem,
            "long": LONG,
            "now": now,
            "parts": parts,
            "days_only": DATES,
            "shown": shown,
        },
        status,
    )


@staff_only(EDITORS, page=True)
async def copies_page(request: web.Request) -> web.StreamResponse:
    """GET /editor/copies: pairs that look like one service."""
    gateway, directory = await opened(request)
    pairs = await gateway.threads.store(directory.duplicates, PAGE)
    merges = await gateway.threads.store(directory.merges)
    said = next((words()[w] for name, w in _SAID.items() if name in request.query), "")
    found = {"pairs": pairs, "merges": merges, "said": said}
    return editor_page(request, "editor_copies.html", found)


# --- what an editor does ---------------------------------------------------------------


@staff_only(EDITORS)
async def change(request: web.Request) -> web.StreamResponse:
    """POST /editor/records/{key}: change fields; the page again with what is wrong, or saved."""
    form = await request.post()
    values = {name: str(form[name]) for name in EDITABLE if name in form}
    gateway, directory = await opened(request)
    key, author = request.match_info["key"], request[SESSION].staff.name
    version = str(form.get("version", ""))
    try:
        changed = await gateway.threads.store(directory.change, key, values, author, version)
    except BadChange as problem:
        return await _record(request, problem=problem, given=values, version=version, status=422)
    except Stale:
        return await _record(request, said=words()["stale_kept"], given=values, status=409)
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    logger.info("record_changed id=%s fields=%d", key[:36], len(changed))
    return await _record(request, said=words()["saved" if changed else "unchanged"])


@staff_only(EDITORS)
async def confirm(request: web.Request) -> web.StreamResponse:
    """POST .../confirm: the record was checked with its owner today."""
    form = await request.post()
    gateway, directory = await opened(request)
    key, author = request.match_info["key"], request[SESSION].staff.name
    source = str(form.get("source", "")).strip()
    try:
        await gateway.threads.store(directory.confirm, key, author, _today(), source or None)
    except BadChange as problem:
        return await _record(request, problem=problem, status=422)
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    logger.info("record_confirmed id=%s", key[:36])
    return await _record(request, said=words()["saved"])


@staff_only(EDITORS)
async def settle(request: web.Request) -> web.StreamResponse:
    """POST .../reports/{number}: a report was dealt with."""
    form = await request.post()
    gateway, directory = await opened(request)
    raw = request.match_info["number"]
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9:
        raise web.HTTPNotFound(text=words()["gone"])
    outcome = str(form.get("outcome", ""))
    try:
        await gateway.threads.store(
            directory.settle_report, int(raw), request[SESSION].staff.name, outcome
        )
    except BadChange as problem:
        field = BadChange(f"outcome-{int(raw)}", problem.code, problem.mend)
        return await _record(request, problem=field, status=422)
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    return await _record(request, said=words()["saved"])


@staff_only(EDITORS)
async def decide(request: web.Request) -> web.StreamResponse:
    """POST /editor/copies: keep one of two records, call them distinct, or undo a merge."""
    form = await request.post()
    gateway, directory = await opened(request)
    one, other = str(form.get("one", ""))[:36], str(form.get("other", ""))[:36]
    what, author = str(form.get("do", "")), request[SESSION].staff.name
    reasons = [reason for reason in str(form.get("reasons", ""))[:500].split("; ") if reason]
    try:
        if what == "keep_one":
            await gateway.threads.store(directory.merge, one, other, author, reasons)
        elif what == "keep_other":
            await gateway.threads.store(directory.merge, other, one, author, reasons)
        elif what == "distinct":
            await gateway.threads.store(directory.keep_apart, one, other, author)
        elif what == "undo":
            await _undo(gateway, directory, one, author)
        else:
            ways = "do: keep_one, keep_other, distinct or undo"
            raise Refused(400, "bad_decision", ways, field="do")
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    except ValueError:
        raise Refused(400, "bad_decision", "two different records", field="other") from None
    logger.info("copies_decided what=%s one=%s other=%s", what, one, other)
    raise web.HTTPSeeOther(f"/editor/copies?{'undone' if what == 'undo' else 'done'}=1")


async def _undo(gateway: Gateway, directory: Directory, gone: str, author: str) -> None:
    """Undoes a merge; 409 for one that another one stands upon."""
    try:
        await gateway.threads.store(directory.unmerge, gone, author)
    except ValueError:
        raise Refused(409, "cannot_undo", words()["undo_later_first"]) from None
