"""The question whether anybody speaks a language: about people, not a wish to change the language here."""

from __future__ import annotations

import re

from bot.language import catalogue, everyday
from bot.triage.understood import Understood

#: "Are there Tamil speakers?", "does anyone there speak Arabic", "who speaks Dari", "any Greek speaking staff".
#: Whether *you* speak it is about this assistant, and an interpreter is another wish.
_ASKS = re.compile(
    r"\b(?:is|are|r) (?:there|they|any of (?:them|these|those))\b.{0,40}\bspeak(?:s|er|ers|ing)?\b"
    r"|\b(?:any(?:one|body)?|some(?:one|body)|people|staff|workers?|ones?|they|them)(?: \w+){0,3} (?:who |that |can |could )*(?:speaks?|talks?|speaking)\b(?! (?:to|with|about|for)\b)"
    r"|\b(?:any|got|have|need|where are(?: the)?|what about|how about|which(?: ones?)?|who) (?:\w+ ){0,3}(?:speakers?|speaking|speaks?)\b"
    r"|\b\w+[ -]speakers?\b|\bis \w+ spoken\b"
)
_NOT_ABOUT_THEM = re.compile(
    r"\b(?:do|can|could|will|would|are) (?:you|u|ya)\b(?! (?:know|have|got|find|see|tell))|\binterpret\w*|\btranslat\w*"
    r"|\b(?:i|we|he|she|my \w+|only|just) (?:can |only |just |also )*(?:speaks?|am speaking)\b"
)


def asks_who_speaks(understood: Understood) -> str | None:
    """The language (BCP 47) of which a message asks whether anybody speaks it; None if it asks no such thing.

    English by its patterns, the other languages by ``ask.speakers`` of their everyday words. A need
    beside it ("an Arabic speaking lawyer") is a search of its own.
    """
    if understood.is_payload or understood.intent.startswith("danger_"):
        return None
    if any(not need.guessed for need in understood.wanted_entities("need")):
        return None
    named = [str(code) for code in dict.fromkeys(understood.values("language"))]
    words = understood.words
    if _ASKS.search(words) and not _NOT_ABOUT_THEM.search(words):
        return named[0] if len(named) == 1 else None
    found = everyday.find("ask.speakers", understood.text, catalogue.spoken())
    if not found or len(named) > 1:
        return None
    return named[0] if named else found[0].code
