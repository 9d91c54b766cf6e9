"""The phrase board: fixed texts by situation in the customer's language, to show or print.

GET /phrases?language=ar&where=custody   for signed-in staff of any role

Only texts of the catalogues are on it, never anything of a person's; it takes
nothing in and keeps nothing. A translation that nobody has reviewed has the
English beside it and says that it is a draft; with ``HIDE_UNREVIEWED`` it is
not shown at all, nor is a stale one of a safety text. ``where`` is for somebody whom
000 does not reach (rule S1-26): its sentence gives way, on the screen and on paper.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import yaml
from aiohttp import web

from bot.language import catalogue
from bot.language.catalogue import Shown
from bot.language.elsewhere import NUMBER, replaced
from bot.language.table import LANGUAGES
from bot.web.access import ALL_ROLES, staff_only
from bot.web.pages import staff_context

BOARD = Path(__file__).with_name("phrases.yml")
#: Where 000 is not the way.
ELSEWHERE = ("overseas", "custody")
_CODE = re.compile(r"[A-Za-z-]{2,12}")


@dataclass(frozen=True)
class Phrase:
    """One text with the answers to point at."""

    name: str
    said: Shown
    answers: tuple[Shown, ...]


@dataclass(frozen=True)
class Answer:
    """One answer with its drawing: ``yes no unsure danger stop``."""

    picture: str
    said: Shown


@dataclass(frozen=True)
class Board:
    """The whole board in one language; ``where``: one of ``ELSEWHERE``, or "" where 000 is right."""

    language: str
    dir: str
    where: str
    answers: tuple[Answer, ...]
    situations: tuple[tuple[str, tuple[Phrase, ...]], ...]
    #: "Where the person is", then the choices by their value ("" for here): to point at, too.
    where_label: Shown
    wheres: tuple[tuple[str, Shown], ...]

    @property
    def missing(self) -> int:
        """How many texts have no words in the language that may be shown."""
        return sum(p.said.state == "english" for _, phrases in self.situations for p in phrases)


def setup_phrase_board(app: web.Application) -> None:
    """Adds the route."""
    app.router.add_get("/phrases", phrases)


@staff_only(ALL_ROLES, page=True)
async def phrases(request: web.Request) -> web.StreamResponse:
    """GET /phrases: the board; an unknown language is shown in English."""
    context = {
        **staff_context(request),
        "board": board(request.query.get("language", ""), request.query.get("where", "")),
        "languages": spoken_languages(),
    }
    return aiohttp_jinja2.render_template("phrases.html", request, context)


def spoken_languages() -> list[dict[str, str]]:
    """Languages with a catalogue, by their English names: code, name, own name."""
    codes = sorted(catalogue.catalogues(), key=lambda code: LANGUAGES[code].name)
    return [
        {"code": code, "name": LANGUAGES[code].name, "endonym": LANGUAGES[code].endonym}
        for code in codes
    ]


def board(code: str, where: str = "") -> Board:
    """The board in language ``code``; in English where there is no catalogue for it.

    Anything but one of ``ELSEWHERE`` as ``where`` is for somebody whom 000 reaches.
    """
    place = where if where in ELSEWHERE else ""
    known = _CODE.fullmatch(code) and code in catalogue.catalogues()
    spoken = code if known else "en"
    raw = _read()
    return Board(
        spoken,
        LANGUAGES[spoken].dir,
        place,
        tuple(Answer(str(a["picture"]), _answer(a, spoken)) for a in raw["answers"]),
        tuple(
            (str(s["id"]), tuple(_phrase(str(name), spoken, place) for name in s["texts"]))
            for s in raw["situations"]
        ),
        catalogue.page_shown("phrases.where", spoken),
        tuple(
            (one, catalogue.page_shown(f"phrases.where_{one or 'here'}", spoken))
            for one in ("", *ELSEWHERE)
        ),
    )


def _answer(raw: Mapping[str, str], code: str) -> Shown:
    if "text" in raw:
        return catalogue.shown(raw["text"], code)
    return catalogue.shown_answer(raw["say"], code)


def _phrase(name: str, code: str, where: str) -> Phrase:
    answers: Sequence[Shown] = catalogue.shown_buttons(name, code)
    said = catalogue.shown(name, code)
    if where and NUMBER in said.english:
        said = _without_000(said, catalogue.shown(f"utter_if_danger_{where}", code))
    return Phrase(name, said, tuple(answers))


def _without_000(said: Shown, instead: Shown) -> Shown:
    """``said`` with ``instead`` for its sentence with 000; English where either has no words."""
    english = replaced(said.english, instead.english, "en")
    if said.language != instead.language:
        return Shown(english, english, "en", "ltr", "english")
    state = said.state if instead.state == "reviewed" else instead.state
    text = replaced(said.text, instead.text, said.language)
    return replace(said, text=text, english=english, state=state)


@lru_cache(maxsize=1)
def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(BOARD.read_text("utf-8"))
    return found
