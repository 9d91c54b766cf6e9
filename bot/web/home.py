"""GET /: a page as an agency's intranet may have one, with the widget, in the person's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import aiohttp_jinja2
from aiohttp import web

from bot.language import catalogue, choice
from bot.language.catalogue import Shown
from bot.language.table import UnknownLanguage, language, languages

TOPICS = (
    "food",
    "sleep",
    "safety",
    "health",
    "gambling",
    "legal",
    "disability",
    "transport",
    "school",
)
#: Browsers list a handful; what comes after is nobody's wish.
_MOST_ASKED = 20
_LONGEST_TAG = 35


async def home(request: web.Request) -> web.StreamResponse:
    """The page in the language of ``?lang=``, the browser's, or English. Open to everybody; keeps nothing."""
    code = _wanted(request)
    if _say(code)("home_heading").state == "english":
        code = "en"  # nothing of it may be shown
    context = {
        "code": code,
        "dir": language(code).dir,
        "say": _say(code),
        "topics": TOPICS,
        "chooser": catalogue.pages(code)["widget"].get("language_label"),
        "offered": [row for row in languages().values() if row.speaks],
    }
    answer = aiohttp_jinja2.render_template("home.html", request, context)
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _say(code: str) -> Callable[[str], Shown]:
    return lambda key: catalogue.page_shown(f"page.{key}", code)


def _wanted(request: web.Request) -> str:
    named = request.query.get("lang")
    tags = [named] if named else browser_languages(request.headers.get("Accept-Language", ""))
    return first_spoken(tags)


def browser_languages(header: str) -> list[str]:
    """The tags of an ``Accept-Language`` header, the most wanted first; odd parts are left out."""
    found = []
    for part in header.split(",")[:_MOST_ASKED]:
        tag, _, quality = part.strip().partition(";")
        weight = re.fullmatch(r"\s*q=(\d(?:\.\d{0,3})?)\s*", quality) if quality else None
        if re.fullmatch(r"[A-Za-z-]+", tag) and (weight or not quality):
            found.append((float(weight[1]) if weight else 1.0, tag))
    return [tag for weight, tag in sorted(found, key=lambda one: -one[0]) if weight > 0]


def first_spoken(tags: Iterable[str]) -> str:
    """The first language of ours among browser tags ("zh-TW", "fa-AF"), English where there is none."""
    for tag in tags:
        try:
            found = language(choice.writes(language(tag[:_LONGEST_TAG]).code))
        except UnknownLanguage:
            continue
        if found.speaks:
            return found.code
    return "en"
