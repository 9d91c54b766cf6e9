"""The editor's pages for the parts of a record: numbers, hours, places, languages, people, needs.

One form for each part, for the roles of ``EDITORS``, every POST with the CSRF
token. What was written comes back with what is to be mended beside its field;
so it does when somebody else was faster. Logs say which record and part only.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from aiohttp import web

from bot.web.access import SESSION, staff_only
from bot.web.editor_pages import EDITORS, editor_page, opened, words
from directory.gazetteer.atlas import STATES
from directory.hsds.tables import DAYS
from directory.needs import NEEDS
from directory.problems import NotThere
from directory.records.editing import Stale
from directory.records.editing_values import BadChange
from directory.records.part_hours import HOLIDAYS, kept_text
from directory.records.part_needs import MOST_NEEDS, label_of
from directory.records.part_people import GROUPS, SEXES
from directory.records.part_phones import KINDS, MOST_PHONES
from directory.records.part_places import MOST_PLACES
from directory.records.parts import PARTS

logger = logging.getLogger(__name__)

Form = Mapping[str, Any]
Rows = list[dict[str, Any]]
#: Empty rows under the numbers, for new ones.
SPARE = 2
_LINE = re.compile(r"[a-z_0-9]{1,30}-(\d{1,2})")


def setup_parts(app: web.Application) -> None:
    """Adds the routes."""
    app.router.add_get("/editor/records/{key}/{part}", part_page)
    app.router.add_post("/editor/records/{key}/{part}", change_part)


@staff_only(EDITORS, page=True)
async def part_page(request: web.Request) -> web.StreamResponse:
    """GET /editor/records/{key}/{part}: one part of a record in a form."""
    return await _page(request)


@staff_only(EDITORS)
async def change_part(request: web.Request) -> web.StreamResponse:
    """POST .../{part}: write it; the form again with what is wrong, or back to the record."""
    name, key = _part(request), request.match_info["key"]
    form = await request.post()
    rows = FORMS[name](form)
    gateway, directory = await opened(request)
    author, version = request[SESSION].staff.name, str(form.get("version", ""))
    try:
        if name == "hours":
            now = await gateway.threads.store(directory.parts, key)
            _keep(rows, now["hours"], form)
        changed = await gateway.threads.store(
            directory.change_part, key, name, rows, author, version
        )
    except BadChange as problem:
        return await _page(request, rows, problem=problem, version=version, status=422)
    except Stale:
        return await _page(request, rows, said=words()["stale_kept"], status=409)
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    logger.info("record_part_changed id=%s part=%s changed=%s", key[:36], name, changed)
    raise web.HTTPSeeOther(f"/editor/records/{key}?{'saved' if changed else 'unchanged'}=1")


def _part(request: web.Request) -> str:
    name = request.match_info["part"]
    if name not in PARTS:
        raise web.HTTPNotFound(text=words()["gone"])
    return name


async def _page(
    request: web.Request,
    given: Rows | None = None,
    *,
    problem: BadChange | None = None,
    said: str = "",
    version: str | None = None,
    status: int = 200,
) -> web.StreamResponse:
    """The form with what is in the record, or with what was written instead.

    ``version`` is what the writer saw; without one the page is of now, so that
    saving it again is a decision over what is shown.
    """
    name = _part(request)
    gateway, directory = await opened(request)
    try:
        record = await gateway.threads.store(directory.parts, request.match_info["key"])
    except NotThere:
        raise web.HTTPNotFound(text=words()["gone"]) from None
    if name == "places" and record["confidential"]:
        raise web.HTTPNotFound(text=words()["hidden"])
    rows: Rows = [dict(row) for row in (record[name] if given is None else given)]
    if name == "languages" and given is None:
        rows = [{"name": ", ".join(row["name"] or row["code"] for row in rows)}]
    if name == "hours":
        for row, now in zip(rows, record["hours"], strict=False):
            row["place"] = now["place"]
            row["rules"] = [kept_text(rule) for rule in now["kept"]]
    spare = {"phones": SPARE, "places": 1, "needs": SPARE}.get(name, 0)
    most = {"phones": MOST_PHONES, "places": MOST_PLACES, "needs": MOST_NEEDS}.get(name, len(rows))
    rows += [{} for _ in range(min(spare, most - len(rows)))]
    return editor_page(
        request,
        "editor_part.html",
        {
            "record": record, "part": name, "rows": rows, "problem": problem, "said": said,
            "now": record[name] if status == 409 else None, "shown": shown,
            "version": version if version is not None else record["version"],
            "kinds": KINDS, "days": DAYS, "states": sorted(STATES), "holidays": HOLIDAYS,
            "groups": GROUPS, "sexes": SEXES, "needs": NEEDS.values(),
            "at_places": {row["at"]: row["place"] for row in record["hours"] if row["at"]},
        },
        status,
    )  # fmt: skip


def shown(name: str, row: Mapping[str, Any]) -> str:
    """One row of a part in a line, for who must compare."""
    if name == "phones":
        return " ".join(str(row[k]) for k in ("number", "extension", "description") if row[k])
    if name == "languages":
        return str(row["name"] or row["code"])
    if name == "needs":
        return label_of(str(row["code"]))
    if name == "people":
        return _people_line(row)
    if name == "places":
        parts = (row["name"], row["address_1"], row["city"], row["state"], row["postcode"])
        return ", ".join(str(part) for part in parts if part)
    days = [f"{words()['days'][day]} {said}" for day, said in row["days"].items() if said]
    return "; ".join([p for p in (row.get("place"), *days, row["words"]) if p]) or words()["empty"]


def _people_line(row: Mapping[str, Any]) -> str:
    said = []
    if row["minimum_age"] or row["maximum_age"]:
        least, most = row["minimum_age"] or "0", row["maximum_age"]
        said.append(f"{words()['ages']} {least}{'–' + most if most else '+'}")
    for name in ("genders", "only_for", "not_for"):
        if row[name]:
            groups = ", ".join(words()["groups"].get(code, code) for code in row[name])
            said.append(f"{words()['people'][name]}: {groups}")
    return "; ".join([*said, *([row["words"]] if row["words"] else [])]) or words()["everybody"]


def kept(name: str, said: str) -> str:
    """A part from the history, as lines that people read; other values as they are."""
    if name not in PARTS or not said:
        return said
    return "; ".join(shown(name, row) for row in json.loads(said)) or words()["none_there"]


# --- what a form says ------------------------------------------------------------------


def _lines(form: Form, most: int) -> list[int]:
    """Numbers of the lines that a form has, in their order."""
    found = {int(match[1]) for name in form if (match := _LINE.fullmatch(name))}
    return [number for number in sorted(found) if number < most + SPARE]


def _phones(form: Form) -> Rows:
    names = ("number", "type", "description", "extension", "certainty", "shared", "at")
    return [
        {name: str(form.get(f"{name}-{line}", "")) for name in names}
        for line in _lines(form, MOST_PHONES)
    ]


def _places(form: Form) -> Rows:
    names = ("at", "name", "address_1", "address_2", "city", "state", "postcode", "transportation")
    rows = [
        {name: str(form.get(f"{name}-{line}", "")) for name in names}
        for line in _lines(form, MOST_PLACES)
    ]
    for line, row in zip(_lines(form, MOST_PLACES), rows, strict=True):
        if form.get(f"gone-{line}"):
            row.update(dict.fromkeys(("name", "address_1", "address_2", "city"), ""))
    return rows


def _languages(form: Form) -> Rows:
    return [{"name": str(form.get("name", ""))[:2_000]}]


def _hours(form: Form) -> Rows:
    rows: Rows = []
    for line in _lines(form, 60):
        row: dict[str, Any] = {
            "at": str(form.get(f"at-{line}", "")),
            "days": {day: str(form.get(f"{day.lower()}-{line}", ""))[:200] for day in DAYS},
            "words": str(form.get(f"words-{line}", "")),
            "by_appointment": bool(form.get(f"by_appointment-{line}")),
            "unsure": bool(form.get(f"unsure-{line}")),
        }
        if f"public_holidays-{line}" in form:
            row["public_holidays"] = str(form[f"public_holidays-{line}"])
        rows.append(row)
    return rows


def _keep(rows: Rows, now: Rows, form: Form) -> None:
    """Rules that the week cannot say stay, unless the form takes them out."""
    kept = {week["at"]: week["kept"] for week in now}
    for line, row in enumerate(rows):
        row["kept"] = [] if form.get(f"drop-{line}") else kept.get(row["at"], [])


def _people(form: Form) -> Rows:
    several = {"genders": SEXES, "only_for": GROUPS, "not_for": GROUPS}
    row: dict[str, Any] = {
        name: str(form.get(name, "")) for name in ("minimum_age", "maximum_age", "words")
    }
    for name, known in several.items():
        row[name] = [code for code in known if form.get(f"{name}-{code}")]
        row[name] += [code for code in str(form.get(f"{name}-others", "")).split(",") if code]
    return [row]


def _needs(form: Form) -> Rows:
    return [{"code": str(form.get(f"code-{line}", ""))} for line in _lines(form, MOST_NEEDS)]


FORMS: dict[str, Callable[[Form], Rows]] = {
    "phones": _phones,
    "places": _places,
    "languages": _languages,
    "hours": _hours,
    "people": _people,
    "needs": _needs,
}
