"""Facts that rules read out of one message: exact values with offsets into the original text.

No model is involved: places come from the gazetteer, needs from the directory's
lexicon, languages from the languages table, the rest from words and patterns.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot.language.detect import detect
from bot.language.names import find_language_names
from bot.nlu.facts.amounts import amounts
from bot.nlu.facts.corrections import taken_back
from bot.nlu.facts.lexicon import access
from bot.nlu.facts.mention import Mention, straight
from bot.nlu.facts.other_languages import other_languages
from bot.nlu.facts.people import ages, gender, people
from bot.nlu.facts.places import places
from bot.nlu.facts.times import dates, times
from directory import needs as directory_needs

#: Facts are read from the beginning of a very long message only; danger is read from all of it.
MAX_CHARACTERS = 2_000

#: "English classes": what somebody wants to learn is not what they speak.
_LEARNT = re.compile(r"\s+(?:class|course|lesson|teacher|tutor|conversation)", re.IGNORECASE)

#: Without one of these nothing is refused.
_REFUSING = re.compile(r"\b(?:not|don'?t|doesn'?t|no longer|no need|instead of|rather than)\b")

__all__ = ["Facts", "Mention", "extract"]


@dataclass(frozen=True)
class Facts:
    """What was found: ``mentions`` to use, ``rejected`` what a correction took back."""

    mentions: tuple[Mention, ...]
    rejected: tuple[Mention, ...]

    def values(self, entity: str) -> list[str]:
        """The values of one kind, in order."""
        return [mention.value for mention in self.mentions if mention.entity == entity]


def extract(text: str, today: date, language: str = "en") -> Facts:
    """All facts of ``text``, in order of place. ``today`` is the person's date (for "the 12th").

    ``language`` is the one the conversation is in, for a word alone ("mañana").

    Safe for empty and odd text. About 1 ms.
    """
    text = text[:MAX_CHARACTERS]
    lowered = straight(text)
    found: list[Mention] = []
    needs = _shorthand(text, lowered) or _needs(text)
    for group in (
        _languages(text),
        needs,
        places(text, lowered, needs),
        times(lowered, today),
        dates(lowered, today),
        amounts(lowered),
        people(lowered),
        ages(lowered),
        gender(lowered),
        access(lowered),
    ):
        found.extend(group)
    found.extend(other_languages(text, today, language, found))
    # "a loan of 5000" is no postcode.
    money = [m for m in found if m.entity == "amount"]
    found = [
        m
        for m in found
        if m.entity != "place" or not any(a.start < m.end and m.start < a.end for a in money)
    ]
    found.sort(key=lambda mention: (mention.start, mention.end, mention.entity))
    back = taken_back(lowered, found)
    kept = tuple(m for m in found if m not in back)
    more = [m for m in _unwanted(text, lowered, kept) if m.value not in {b.value for b in back}]
    return Facts(kept, (*back, *more))


def _languages(text: str) -> list[Mention]:
    return [
        Mention("language", m.code, m.start, m.end, "table")
        for m in find_language_names(text)
        if not (m.code == "en" and _LEARNT.match(text[m.end :]))
    ]


def _unwanted(text: str, lowered: str, kept: tuple[Mention, ...]) -> list[Mention]:
    """Needs that the directory leaves out because they are not wanted ("I don't need food")."""
    if not _REFUSING.search(lowered):
        return []
    wanted = {m.value for m in kept if m.entity == "need"}
    return [
        Mention("need", m.need, m.start, m.end, "lexicon")
        for m in directory_needs.find_in_text(text, taken_back=True, slips=_in_english(text))
        if m.need not in wanted
        and not any(k.start <= m.start < k.end for k in kept if k.entity == "need")
    ]


#: A worker's letters at the head of a look-up, in small letters and without a comma after them.
_SMALL_LETTERS = re.compile(r"\s*(?P<letters>er|mh)\s+(?:(?:in|near|for|at|around)\s+)?(?=\w)")
#: Narcotics Anonymous in a look-up ("NA Bunbury"). Alone and in small letters it is a no, and in a
#: form "not applicable": only a place right after the capitals says what is meant.
_NA = re.compile(r"\s*(?P<letters>NA)\s+(?:(?:in|near|at|around)\s+)?(?=\w)")
#: Who else looks up: "er client 34f".
_WORKING = re.compile(r"(?:client|cust|customer|cx|family|single|\d+\s?(?:yo|[mf])\b)")


def _shorthand(text: str, lowered: str) -> list[Mention]:
    """The needs of "er elizabeth sa": letters of workers that a place or a client follows at once."""
    if (head := _NA.match(text)) and not text.isupper():
        if any(m.start == head.end() for m in places(text, lowered, [])):
            start, end = head.span("letters")
            codes = (("need", "drug_alcohol_gambling"), ("sub_need", "drugs"))
            return [Mention(entity, code, start, end, "shorthand") for entity, code in codes]
        return []
    head = _SMALL_LETTERS.match(lowered)
    if head is None:
        return []
    start, end = head.span("letters")
    capitals = text[:start] + text[start:end].upper() + text[end:]
    needs = [replace(m, source="shorthand") if m.end <= end else m for m in _needs(capitals)]
    follows = _WORKING.match(lowered, head.end()) or any(
        m.start == head.end() for m in places(text, lowered, needs)
    )
    return needs if follows else []


def _in_english(text: str) -> bool:
    """Whether misspelt words may be English ones."""
    return detect(text).code == "en"


def _needs(text: str) -> list[Mention]:
    """Needs by word. In another language a word may be an English one by chance ("casa"); a
    worker's capitals ("ER") are not.
    """
    language = detect(text)
    foreign = language.code != "en" and language.reliable
    found = []
    english = language.code == "en"
    heard = directory_needs.find_in_text(
        text, slips=english, language="" if english else language.code
    )
    for mention in heard:
        by_chance = mention.text.isascii() and " " not in mention.text and not mention.heard
        if foreign and by_chance and not mention.text.isupper():
            continue
        found.append(Mention("need", mention.need, mention.start, mention.end, "lexicon"))
        if mention.sub_need:
            found.append(
                Mention("sub_need", mention.sub_need, mention.start, mention.end, "lexicon")
            )
    return found
