"""What kind of interpreter a person would like, and whether somebody close offers to be one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from bot.language import catalogue, everyday

#: What a wish answers: the gender of the interpreter, the way, or whom to avoid.
KINDS: Mapping[str, str] = {
    "woman": "gender",
    "man": "gender",
    "phone": "mode",
    "on_site": "mode",
    "video": "mode",
    "relay": "mode",
    "auslan": "mode",
    "other_community": "community",
}


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, list[re.Pattern[str]]], re.Pattern[str], re.Pattern[str]]:
    path = Path(__file__).with_name("interpreting.yml")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    wishes = {code: [re.compile(p) for p in patterns] for code, patterns in raw["wishes"].items()}
    relatives, interprets = (
        re.compile(raw[name].replace("\n", "").replace("| ", "|").replace("? (", "?(").strip())
        for name in ("relatives", "interprets")
    )
    return wishes, relatives, interprets


#: Wishes that the everyday words of other languages know.
_ELSEWHERE = ("woman", "man", "phone", "on_site", "video", "other_community")


def read_wishes(text: str) -> dict[str, str]:
    """``{"gender" | "mode" | "community": code}`` of what ``text`` says; reasons are not read (S4-07).

    In English and in the languages that have a file of everyday words.
    """
    words = text.lower().replace("’", "'")
    found: dict[str, str] = {}
    for code, patterns in _words()[0].items():
        if any(pattern.search(words) for pattern in patterns):
            found.setdefault(KINDS[code], code)
    for code in _ELSEWHERE:
        if everyday.find(f"interpreter.{code}", text, catalogue.spoken()):
            found.setdefault(KINDS[code], code)
    return found


def wish(code: str) -> dict[str, str]:
    """The wish of a quick answer; empty for an unknown code."""
    return {KINDS[code]: code} if code in KINDS else {}


def offers_relative(text: str) -> bool:
    """Whether somebody close to the person is offered as the interpreter ("my son can translate")."""
    words = text.lower().replace("’", "'")
    _, relatives, interprets = _words()
    if any(interprets.match(words[found.end() :]) for found in relatives.finditer(words)):
        return True
    spoken = catalogue.spoken()
    verbs = everyday.find("interpreter.interprets", text, spoken)
    return bool(verbs) and bool(everyday.find("interpreter.relatives", text, spoken))
