"""The take-away sheet: one or several services on paper, in the reader's language.

GET /sheet?ids=a,b&language=ar&plain=true   a page to print
GET /sheet.pdf?...                          the same as PDF, where Chromium is installed

Anybody may ask: it shows what a customer may see and nothing else, whoever
prints it. The plain version holds no name, no kind of help and no logo: a
number, hours and an address that may be known. Nobody's name is on it, and
nothing of a request is logged or kept.
"""

from __future__ import annotations

import asyncio
import io
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp_jinja2
import segno
import yaml
from aiohttp import web
from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_day_names

from bot.language.table import LANGUAGES
from bot.web.errors import Refused
from bot.web.gateway import gateway_of
from bot.web.health import open_directory
from bot.web.limits import Buckets
from directory.sheets import MOST_SERVICES, Entry

WORDS = Path(__file__).with_name("sheet_words.yml")
CSS = Path(__file__).parent / "static" / "sheet.css"
LIMIT = web.AppKey("sheet_limit", Buckets)
ONE_AT_A_TIME = web.AppKey("sheet_pdf_lock", asyncio.Semaphore)
PDF_SECONDS = 20.0
#: As root, in a container or behind a firewall Chromium must be told not to look around.
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-pdf-header-footer")  # fmt: skip

#: How the directory begins hours that nobody has written down.
NO_HOURS = "Hours not known"

_IDS = re.compile(r"[A-Za-z0-9_.:\-]{1,80}(,[A-Za-z0-9_.:\-]{1,80}){0,9}")


@dataclass(frozen=True)
class Words:
    """The sheet's words in a language, with the English ones beside where they are a draft."""

    language: str
    dir: str
    text: Mapping[str, str]
    english: Mapping[str, str]
    draft: bool


def setup_sheets(app: web.Application) -> None:
    """Adds the routes and their limits."""
    app[LIMIT] = Buckets(burst=30, per_second=0.5)
    app[ONE_AT_A_TIME] = asyncio.Semaphore(1)
    app.router.add_get("/sheet", sheet)
    app.router.add_get("/sheet.pdf", sheet_pdf)


async def sheet(request: web.Request) -> web.StreamResponse:
    """GET /sheet: the page, with a button that prints it; a page in words where there is none."""
    try:
        context = await _context(request)
    except Refused as refused:
        english = words_for("en")
        nothing = {"w": english, "said": refused.message, "title": english.text["title"]}
        page = aiohttp_jinja2.render_template("sheet_nothing.html", request, nothing)
        page.set_status(refused.status)
        return page
    return aiohttp_jinja2.render_template("sheet.html", request, context)


async def sheet_pdf(request: web.Request) -> web.StreamResponse:
    """GET /sheet.pdf: 404 where no Chromium is installed; the page prints all the same."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        raise Refused(404, "no_pdf", "PDF needs Chromium on the server: print the page instead")
    wait = request.app[LIMIT].take(request.remote or "")
    if wait:
        raise Refused(429, "too_many", "wait a little", retry_after=int(wait) + 1)
    context = await _context(request)
    context["as_file"] = True
    page = aiohttp_jinja2.render_string("sheet.html", request, context)
    async with request.app[ONE_AT_A_TIME]:
        data = await _printed(browser, page)
    return web.Response(
        body=data,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="notes.pdf"'},
    )


async def _printed(browser: str, page: str) -> bytes:
    """The page as PDF. Raises ``Refused`` when the browser fails or takes too long."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, "utf-8")
        shutil.copyfile(CSS, Path(folder) / CSS.name)
        process = await asyncio.create_subprocess_exec(
            browser, *CHROMIUM, f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}",
            source.as_uri(),
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            await asyncio.wait_for(process.wait(), PDF_SECONDS)
        except asyncio.TimeoutError:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if not target.exists():
            raise Refused(503, "pdf_failed", "the PDF could not be made: print the page instead")
        return target.read_bytes()


async def _context(request: web.Request) -> dict[str, Any]:
    ids = request.query.get("ids", "")
    if not _IDS.fullmatch(ids):
        message = f"ids: one to {MOST_SERVICES} services, with commas between"
        raise Refused(400, "bad_ids", message, field="ids")
    words = words_for(request.query.get("language", "en"))
    plain = request.query.get("plain", "false")
    if plain not in {"true", "false"}:
        raise Refused(400, "bad_plain", "plain: true or false", field="plain")
    gateway = gateway_of(request)
    now = datetime.now(ZoneInfo(gateway.settings.default_timezone))
    found: list[Entry] = await gateway.threads.store(
        lambda: open_directory(gateway).sheet(ids.split(","), now, words.language)
    )
    if not found:
        raise Refused(404, "nothing", words.english["nothing"], field="ids")
    locale = locale_of(words.language)
    return {
        "w": words,
        "plain": plain == "true",
        "no_hours": NO_HOURS,
        "as_file": False,
        "choices": _choices(),
        "printed": format_date(now.date(), "long", locale=locale),
        "entries": [_shown(entry, locale, plain == "true") for entry in found],
        "pdf": shutil.which("chromium") is not None,
        "ids": ids,
    }


def _shown(entry: Entry, locale: Locale, plain: bool) -> dict[str, Any]:
    """One service as the template writes it; the plain version leaves out what tells of help."""
    card = entry.card
    shown: dict[str, Any] = {
        "phone": entry.phone,
        "phones": [p for p in card.phones if p.kind in {"voice", "text"}],
        "qr": qr(entry.phone) if entry.phone else "",
        "week": [(_day(d.day, locale), times_in(d.times, locale)) for d in entry.week],
        "always": entry.always,
        "hours": card.hours,
        "address": card.address,
        "region": None if card.address else card.region,
    }
    if not plain:
        shown |= {
            "name": card.name,
            "organization": card.organization,
            "cost": card.cost,
            "bring": entry.bring,
            "getting_there": entry.getting_there,
            "languages": [_language_name(code) for code in card.languages],
            "alert": card.alert,
            "last_check": card.last_check,
        }
        return shown
    # Hours in free words may say what kind of place it is: the sheet asks to ring first.
    shown["hours"] = NO_HOURS
    if shown["address"]:
        # The name of the building may tell what it is: the street and suburb are enough.
        parts = shown["address"].split(", ")
        shown["address"] = ", ".join(parts[-2:])
    return shown


def qr(number: str) -> str:
    """A QR code that rings a number, as SVG that needs no style."""
    digits = re.sub(r"[^\d+]", "", number)
    out = io.BytesIO()
    segno.make(f"tel:{digits}", error="m").save(
        out,
        kind="svg",
        scale=4,
        border=2,
        xmldecl=False,
        svgns=True,
        svgclass="qr",
        lineclass=None,
        omitsize=True,
    )
    return out.getvalue().decode()


def words_for(language: str) -> Words:
    """The words for a language, or for the next one that its readers read; English at last."""
    book = _book()
    english = _named(book, "en")
    code: str | None = language if re.fullmatch(r"[A-Za-z\-]{2,12}", language) else "en"
    while code and code not in book:
        row = LANGUAGES.get(code)
        code = row.fallback if row and row.fallback else code.rpartition("-")[0]
    code = code if code and code in book and code != "fields" else "en"
    row = LANGUAGES.get(code)
    draft = book[code]["status"] != "original"
    return Words(code, row.dir if row else "ltr", _named(book, code), english, draft)


@lru_cache(maxsize=1)
def _book() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(WORDS.read_text("utf-8"))
    return found


def _choices() -> list[tuple[str, str]]:
    """(code, its own name) of every language that a sheet is written in."""
    rows = ((code, LANGUAGES.get(code)) for code, row in _book().items() if isinstance(row, dict))
    return [(code, row.endonym) for code, row in rows if row]


def _named(book: Mapping[str, Any], code: str) -> dict[str, str]:
    row = book[code]
    words = dict(zip(book["fields"], row["words"], strict=True))
    return {**words, **{k: v for k, v in row.items() if isinstance(v, str)}}


def locale_of(language: str) -> Locale:
    """Babel's locale; Dari's dates are written as Persian's, others fall back to English."""
    for code in ({"prs": "fa_AF", "en": "en_AU"}.get(language, language), "en_AU"):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(code.replace("-", "_"))
    return Locale("en", "AU")


def _day(day: int, locale: Locale) -> str:
    return str(get_day_names("wide", locale=locale)[day])


def times_in(times: Sequence[tuple[str, str]], locale: Locale) -> list[tuple[str, str]]:
    """Openings and closings ("09:00", "17:00") as the locale writes them."""

    def clock(text: str) -> str:
        hour, minute = int(text[:2]) % 24, int(text[3:5])
        return str(format_time(time(hour, minute), "short", locale=locale))

    return [(clock(opens), clock(closes)) for opens, closes in times]


def _language_name(code: str) -> str:
    row = LANGUAGES.get(code)
    return (
        f"{row.endonym} ({row.name})"
        if row and row.endonym != row.name
        else row.name
        if row
        else code
    )
