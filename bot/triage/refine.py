"""Reads how a person narrows or widens results: "closer", "open now", "what about Monday", "anywhere"."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import everyday
from bot.triage.facts import Facts
from bot.triage.understood import Understood

#: "Closer" halves the radius from here; services nearer than 2 km are all near enough.
_FIRST_RADIUS_KM = 10.0
_SMALLEST_RADIUS_KM = 2.0

_CLOSER = re.compile(r"\b(?:closer|nearer|nearby|too far|walking distance|not so far|less far)\b")
_WIDER = re.compile(
    r"\b(?:further|farther|wider|anywhere|any distance|don'?t mind (?:travel|distance))"
)
_OPEN_NOW = re.compile(
    r"\b(?:open (?:right )?now|opened? now|open at the moment|still open|open today)\b"
)
_ANY_TIME = re.compile(r"\b(?:any ?time|doesn'?t (?:have to|need to) be open|open later)\b")
_WOMEN = re.compile(r"\b(?:for (?:a )?wom[ae]n|women'?s|female|ladies)\b")
_MEN = re.compile(r"\b(?:for (?:a )?m[ae]n|men'?s|male|blokes?)\b")
_FREE = re.compile(r"\b(?:free|no cost|costs? nothing|bulk.?bill\w*|can'?t pay|no money)\b")


_ANYTHING = re.compile(
    r"^(?:(?:ok(?:ay)?|yes|no|please|then|just|give me|show me|is there)[\s,]+)*"
    r"(?:any(?:thing|where|one)(?: at all| else)?(?: will do)?|whatever (?:you (?:have|got)|there is)|everything|all of (?:them|it))[\s.!?]*$"
)


def is_wider(understood: Understood) -> bool:
    """Whether any kind of service will do now ("anything at all")."""
    return bool(_ANYTHING.match(understood.words))


def asks_closer(understood: Understood) -> bool:
    """Whether something nearer is asked for, in any of the languages."""
    code = str(understood.language.get("code") or "en")
    return bool(_CLOSER.search(understood.words)) or everyday.says("closer", understood.words, code)


def asks_wider(understood: Understood) -> bool:
    """Whether the distance is no matter any more, in any of the languages."""
    code = str(understood.language.get("code") or "en")
    return bool(_WIDER.search(understood.words)) or everyday.says("wider", understood.words, code)


def read_refinement(facts: Facts, understood: Understood) -> Facts:
    """``facts`` with what a ``refine_search`` (or staff) message asks of the results."""
    if understood.act not in {"refine_search", "find_service"} or understood.is_payload:
        return facts
    words = understood.words
    code = str(understood.language.get("code") or "en")
    if _OPEN_NOW.search(words) or everyday.says("open_now", words, code):
        facts = facts.note(open_now=True)
    elif _ANY_TIME.search(words) or (understood.first("time") not in {None, "now", "today"}):
        facts = facts.note(open_now=False)
    if understood.act != "refine_search":
        return facts
    if asks_closer(understood):
        radius = max(_SMALLEST_RADIUS_KM, (facts.radius_km or 2 * _FIRST_RADIUS_KM) / 2)
        facts = facts.note(radius_km=radius)
    elif asks_wider(understood):
        facts = facts.note(radius_km=None)
    for pattern, gender in ((_WOMEN, "woman"), (_MEN, "man")):
        if pattern.search(words) and not understood.first("gender"):
            facts = facts.note(gender=gender)
            break
    if _FREE.search(words) or everyday.says("free", words, code):
        facts = replace(facts, cost="free")
    return facts


def widened(facts: Facts) -> Facts:
    """``facts`` without the wishes that narrow a search; the place and the people stay."""
    return replace(facts, radius_km=None, open_now=False)
