"""The program's words for people, by response name and language.

English lives in ``domain.yml`` (the ``utter_...`` responses), so that content
designers change every word in one place and Rasa, the gateway and the desk
say the same thing. The other languages are PO files (``po.py``).

Whoever answers a person says once in which language, and everything that is
said until the block ends follows::

    with catalogue.speaking("vi"):
        catalogue.text("utter_greet")
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.language import dates, elsewhere, po
from bot.language.checks import same_figures
from bot.language.english import (
    BUTTON,
    ROOT,
    button_context,
    page_words,
    responses,
)
from bot.language.po import Translation
from bot.language.speaking import (
    in_english,
    is_beside,
    note_part,
    part_in_english,
    parts_said,
    speaking,
    spoken,
)
from bot.language.table import UnknownLanguage, fallbacks, language
from bot.settings import read_settings

__all__ = [
    "ROOT",
    "Shown",
    "UnknownText",
    "buttons",
    "catalogues",
    "has_text",
    "hides_unreviewed",
    "is_safety",
    "isolated",
    "note_part",
    "page_shown",
    "pages",
    "part_in_english",
    "responses",
    "shown",
    "shown_answer",
    "shown_buttons",
    "speaking",
    "spoken",
    "text",
]

#: What stands before the English beside a translation that nobody has reviewed.
ENGLISH_BESIDE = "English: "
_FIRST_STRONG, _POP = "\u2068", "\u2069"


class UnknownText(KeyError):
    """A response name that ``domain.yml`` doesn't have."""


@lru_cache(maxsize=1)
def catalogues() -> frozenset[str]:
    """The languages that have a catalogue, English aside."""
    return frozenset(po.codes())


@lru_cache(maxsize=1)
def hides_unreviewed() -> bool:
    """Whether the operator lets only reviewed translations be shown (``HIDE_UNREVIEWED``)."""
    return read_settings().hide_unreviewed


# -- safety ------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _safety_patterns() -> tuple[str, ...]:
    path = Path(__file__).with_name("safety.yml")
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8"))["texts"])


@lru_cache(maxsize=2048)
def is_safety(name: str) -> bool:
    """Whether safety, risk or consent rests on a text (``safety.yml``)."""
    return any(fnmatchcase(name, pattern) for pattern in _safety_patterns())


# -- words -------------------------------------------------------------------------


def has_text(name: str) -> bool:
    """Whether a response of this name exists."""
    return name in responses()


def text(name: str, code: str | None = None, /, **values: object) -> str:
    """Response ``name`` in language ``code`` (the one being spoken), ``{placeholders}`` filled.

    Where that language has no words for it, the next one of the languages
    table is taken, English at last. A safety text that nobody has reviewed in
    that language carries the English below it. Raises ``UnknownText``. A
    placeholder without a value stays as written; a time of day is written as
    the language does.
    """
    name = elsewhere.other_text(name)
    english, written, own, state = _worded(name, code)
    if own is None:
        return _filled(english, values)
    words = _filled(own, values, written)
    fragments = parts_said()
    if fragments is not None and _is_part(name, english):
        # What fills it may be a part itself: then its English is what stands there.
        inside = {key: in_english(value, fragments) for key, value in values.items()}
        fragments[words] = _filled(english, inside)
        if is_beside() or not is_safety(name):
            return words
    if is_beside() or (is_safety(name) and state != "reviewed"):
        values = {key: in_english(value, fragments or {}) for key, value in values.items()}
        return f"{words}\n\n{ENGLISH_BESIDE}{_filled(english, values)}"
    return words


def _worded(name: str, code: str | None) -> tuple[str, str, str | None, str]:
    """English, the language found, its words (None: there are none) and their state.

    For somebody whom 000 does not reach, with what stands in its place.
    """
    english = str(_variation(name).get("text") or "")
    written, found = _translated(name, english, name, code)
    own, state = (found.text, found.state) if found else (None, "english")
    instead = elsewhere.sentence_for(name, english)
    if instead is None:
        return english, written, own, state
    sentence = str(_variation(instead)["text"])
    if own is not None:
        spoken_in, said = _translated(instead, sentence, instead, written)
        mixes = said is None or spoken_in != written
        own = None if mixes or said is None else elsewhere.replaced(own, said.text, written)
        state = state if said is not None and said.state == "reviewed" else "draft"
    return elsewhere.replaced(english, sentence, "en"), written, own, state


def _is_part(name: str, english: str) -> bool:
    """Whether a text stands inside others ("help with money", the reason on a card)."""
    return name.startswith("utter_why_") or not english.rstrip().endswith((".", "?"))


def buttons(name: str, code: str | None = None, /) -> list[dict[str, str]]:
    """The buttons of response ``name``: ``[{"title", "payload"}]``, empty where it has none."""
    name = elsewhere.other_text(name)
    return [
        {
            "title": _title(name, str(b["title"]), str(b["payload"]), code),
            "payload": str(b["payload"]),
        }
        for b in _variation(name).get("buttons") or []
    ]


@dataclass(frozen=True)
class Shown:
    """A text with its English and where it stands: ``reviewed``, ``draft``, ``stale`` or ``english``
    (no words of the language may be shown)."""

    text: str
    english: str
    language: str
    dir: str
    state: str


def shown(name: str, code: str, /) -> Shown:
    """Response ``name`` in language ``code`` with its state, for pages that put the English beside.

    Raises ``UnknownText``.
    """
    english = str(_variation(name).get("text") or "")
    return _shown(english, *_translated(name, english, name, code))


def shown_buttons(name: str, code: str, /) -> list[Shown]:
    """The quick answers of response ``name``, each with its state."""
    found = []
    for button in _variation(name).get("buttons") or []:
        title = str(button["title"])
        own = button_context(name, str(button["payload"]))
        written, translation = _translated(own, title, name, code)
        if translation is None:
            written, translation = _translated(BUTTON, title, name, code)
        found.append(_shown(title, written, translation))
    return found


def shown_answer(title: str, code: str, /) -> Shown:
    """The words of a quick answer ("Yes") by themselves, with their state."""
    return _shown(title, *_translated(BUTTON, title, "", code))


def _shown(english: str, written: str, found: Translation | None) -> Shown:
    if found is None:
        return Shown(english, english, "en", "ltr", "english")
    return Shown(found.text, english, written, language(written).dir, found.state)


def _variation(name: str) -> dict[str, Any]:
    try:
        return responses()[name][0]
    except (KeyError, IndexError):
        raise UnknownText(name) from None


def _title(name: str, title: str, payload: str, code: str | None) -> str:
    own = button_context(name, payload)
    written, found = _translated(own, title, name, code)
    if found is None:
        written, found = _translated(BUTTON, title, name, code)
    if found is None:
        return title
    if is_beside() or (is_safety(name) and found.state != "reviewed"):
        return _beside(written, found.text, title)
    return found.text


def _beside(code: str, words: str, english: str) -> str:
    """Short words with the English beside them, isolated so that its full stop stays at its end."""
    return f"{words} / {_FIRST_STRONG}{english}{_POP}" if _is_rtl(code) else f"{words} / {english}"


def _translated(
    context: str, english: str, name: str, wanted: str | None
) -> tuple[str, Translation | None]:
    try:
        chain = fallbacks(wanted or spoken())
    except UnknownLanguage:
        return "en", None
    for code in chain:
        if code == "en":
            break
        found = po.translations(code).get((context, english)) or _older(code, context)
        if found is not None and _may_show(found, english, name):
            return code, found
    return "en", None


def _older(code: str, context: str) -> Translation | None:
    """The translation of an earlier English under the same name."""
    return None if context == BUTTON else _by_context(code).get(context)


@lru_cache(maxsize=64)
def _by_context(code: str) -> dict[str, Translation]:
    return {t.context: t for t in po.translations(code).values()}


def _may_show(found: Translation, english: str, name: str) -> bool:
    """Reviewed and drafts may; a stale one only where nothing rests on it and its figures are right."""
    if found.state != "reviewed" and hides_unreviewed():
        return False
    if found.state == "stale" or found.english != english:
        return not is_safety(name) and same_figures(english, found.text)
    return True


def _filled(words: str, values: dict[str, object], code: str = "en") -> str:
    """``{placeholders}`` filled; isolated in right-to-left text, so that numbers keep their order.

    What holds isolated names already (a list, line by line) follows the text around it.
    """
    for key, value in values.items():
        said = dates.clock(value, code) if isinstance(value, time) else str(value)
        alone = _is_rtl(code) and said and _FIRST_STRONG not in said
        shown = f"{_FIRST_STRONG}{said}{_POP}" if alone else said
        words = words.replace("{" + key + "}", shown)
    return words


def isolated(words: str) -> str:
    """A name or number as part of a line in the language that is spoken: it keeps its own direction."""
    return f"{_FIRST_STRONG}{words}{_POP}" if words and _is_rtl(spoken()) else words


def _is_rtl(code: str) -> bool:
    return language(code).dir == "rtl"


# -- the pages' own words ------------------------------------------------------------


def pages(code: str) -> dict[str, Any]:
    """The widget's words in ``code`` as the widget reads them, only what is translated.

    ``{"language", "widget": {key: words or {plural form: words}}, "card": {...}}``
    """
    found: dict[str, Any] = {"language": code}
    for group in ("widget", "card"):
        found[group] = {}
        for key, value in page_words()[group].items():
            words = _page_words(code, f"{group}.{key}", value)
            if words is not None:
                found[group][key] = words
    return found


def page_shown(key: str, code: str, /) -> Shown:
    """One of the pages' own words ("page.home_heading") in ``code``, with its English and its state.

    Raises ``KeyError`` for an unknown key.
    """
    group, _, name = key.partition(".")
    english = str(page_words()[group][name])
    return _shown(english, *_translated(key, english, key, code))


def _page_words(code: str, context: str, value: Any) -> Any:
    english = value if isinstance(value, str) else str(value.get("one", ""))
    written, translation = _translated(context, english, context, code)
    if translation is None:
        return None
    if translation.plural:
        return dict(translation.forms)
    if is_safety(context) and translation.state != "reviewed":
        return _beside(written, translation.text, english)
    return translation.text
