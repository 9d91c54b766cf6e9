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


_FILE = Path(__file__).with_name("interpreting.yml")


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, list[re.Pattern[str]]], re.Pattern[str], re.Pattern[str]]:
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    wishes = {code: [re.compile(p) for p in patterns] for code, patterns in raw["wishes"].items()}
    relatives, interprets = (
        re.compile(raw[name].replace("\n", "").replace("| ", "|").replace("? (", "?(").strip())
        for name in ("relatives", "interprets")
    )
    return wishes, relatives, interprets


#: Wishes that the everyday words of other languages know.
_ELSEWHERE = ("woman", "man", "phone", "on_site", "video", "other_community")


#: Where a clause ends, in any of the scripts.
_CLAUSE = re.compile(r"[,;.!?\n،؛۔，、；。！？।]+")


@lru_cache(maxsize=1)
def _alone() -> dict[str, str]:
    """Whole clauses that are a wish by themselves ("a woman", "女的"), with the wish."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["alone"]
    return {
        word.strip().casefold(): code
        for code, lines in raw.items()
        for line in lines
        for word in line.split(",")
    }


@lru_cache(maxsize=1)
def _polite() -> re.Pattern[str]:
    words = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["polite"]
    return re.compile(
        rf"(?:^|\s)?(?:{'|'.join(map(re.escape, words))})(?=\s|$)|^(?:请|請|麻烦|麻煩)"
    )


def _bare(clause: str) -> str:
    """A clause without the words of politeness around it."""
    clause = clause.casefold().strip(" .!?。！？؟")
    return clause if clause in _alone() else _polite().sub("", clause).strip()


def is_only_wish(text: str) -> bool:
    """Whether a whole message is such a clause and nothing else ("女的", "phu nu")."""
    return _bare(text) in _alone()


def refuses_relative(text: str) -> bool:
    """Whether a short message names somebody close and nothing else but a refusal ("not my daughter")."""
    if len(text) > _SHORT_REFUSAL:
        return False
    words = text.lower().replace("’", "'")
    spoken = catalogue.spoken()
    close = _words()[1].search(words) or everyday.find("interpreter.relatives", text, spoken)
    return bool(close) and bool(_refusal().search(words))


#: A refusal is short; longer messages tell of somebody.
_SHORT_REFUSAL = 48


@lru_cache(maxsize=1)
def _refusal() -> re.Pattern[str]:
    """Not, without, in the languages of the product; beside a relative's name it declines them."""
    raw = yaml.safe_load(_FILE.read_text(encoding="utf-8"))["refusals"]
    words = "|".join(map(re.escape, raw["words"]))
    return re.compile(rf"\b(?:{words})\b|{'|'.join(map(re.escape, raw['anywhere']))}")


def read_wishes(text: str) -> dict[str, str]:
    """``{"gender" | "mode" | "community": code}`` of what ``text`` says; reasons are not read (S4-07).

    In English and in the languages that have a file of everyday words.
    """
    words = text.lower().replace("’", "'")
    found: dict[str, str] = {}
    for code, patterns in _words()[0].items():
        if any(pattern.search(words) for pattern in patterns):
            found.setdefault(KINDS[code], code)
    for clause in _CLAUSE.split(text):
        if alone := _alone().get(_bare(clause)):
            found.setdefault(KINDS[alone], alone)
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
