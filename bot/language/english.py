"""Today's English: every text for people, where it stands, and what a translator must know of it.

Responses stand in ``domain.yml``, the pages' own words in ``words.en.json``.
A text's context is the response's name (``utter_greet``), ``button`` for the
titles of quick answers, and the dotted key of the pages' words (``widget.send``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ROOT / "domain.yml"
PAGE_WORDS = ROOT / "bot" / "web" / "static" / "words.en.json"
#: Groups of the pages' words that people see; the rest is for staff, in English.
TRANSLATED_PAGES = ("widget", "card", "page", "phrases")
#: Texts for staff, who are answered in English: names, or beginnings with a star.
STAFF_ONLY = (
    "utter_staff_*",
    "utter_step_call_000",
    "utter_step_security",
    "utter_step_social_worker",
    "utter_step_team_leader",
    "utter_step_overseas",
    "utter_step_custody",
    "utter_step_delegate_decides",
    "utter_step_child_*",
    "utter_step_interpreter",
    "utter_step_helpline",
    "utter_step_same_day_worker",
    "utter_step_services",
    "utter_step_consult_*",
    "utter_step_refugee_session",
    "utter_ask_consult",
    "utter_elsewhere_staff",
    "utter_explain_consult",
    "utter_step_relay",
    "utter_step_after_hours",
    "card.warm*",
    "card.certainty*",
    "card.check_first_staff",
    "page.[!ahs]*",
    "page.signed_in_as",
    "page.sign*",
    "page.staff*",
    "phrases.[!w]*",  # But where the person is: a customer in front of the board can point to it.
)
#: Context of the titles of quick answers: "Yes" is translated once.
BUTTON = "button"


@dataclass(frozen=True)
class English:
    """One text in English. ``plural`` is set where the words depend on a count."""

    context: str
    text: str
    plural: str = ""
    #: where it is used, for translators
    used: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def responses() -> Mapping[str, list[dict[str, Any]]]:
    """The responses of ``domain.yml`` by name, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(DOMAIN.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    found: dict[str, list[dict[str, Any]]] = document.get("responses", {})
    return found


@lru_cache(maxsize=1)
def page_words() -> Mapping[str, Any]:
    """The pages' own words (``words.en.json``), read once."""
    found: dict[str, Any] = json.loads(PAGE_WORDS.read_text(encoding="utf-8"))
    return found


def button_context(name: str, payload: str) -> str:
    """The context of one quick answer, where a language needs other words than elsewhere."""
    return f"{name} {payload}"


@lru_cache(maxsize=1)
def english_texts() -> tuple[English, ...]:
    """Every text to translate, in the order of its file; each context and text once."""
    found: dict[tuple[str, str], English] = {}
    for entry in (*_of_responses(), *_of_pages()):
        key = (entry.context, entry.text)
        if key in found:
            used = (*found[key].used, *entry.used)
            found[key] = replace(found[key], used=tuple(dict.fromkeys(used)))
        else:
            found[key] = entry
    return tuple(found.values())


def _for_staff(context: str) -> bool:
    return any(fnmatchcase(context, pattern) for pattern in STAFF_ONLY)


def _of_responses() -> Iterator[English]:
    for name, variations in responses().items():
        if _for_staff(name):
            continue
        for variation in variations[:1]:
            yield English(name, str(variation.get("text") or ""))
            for button in variation.get("buttons") or []:
                yield English(BUTTON, str(button["title"]), used=(name,))


def _of_pages() -> Iterator[English]:
    for group in TRANSLATED_PAGES:
        for key, value in page_words()[group].items():
            context = f"{group}.{key}"
            if _for_staff(context):
                continue
            if isinstance(value, str):
                yield English(context, value)
            elif isinstance(value, dict):
                yield English(context, value["one"], plural=value["other"])
