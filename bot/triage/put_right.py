"""Places that a message in another language takes back: "Sunshine, perdón, St Albans".

English is read by the NLU's own rules; these go by the words of each language for "no" and for
putting something right.
"""

from __future__ import annotations

import re

from bot.language import everyday
from bot.triage.facts import Facts
from bot.triage.understood import Entity, Understood

#: Between "no" and the name that it denies at most one little word ("no en Sunshine", "hindi sa ...").
_ADJOINING = re.compile(r"\s*(?:\w{1,4}\s+)?")


def places_left(facts: Facts, understood: Understood) -> list[str]:
    """The places that a message names and does not take back, in order."""
    named = understood.wanted_entities("place")
    heard = str(understood.language.get("code") or "en")
    spoken = facts.speech or heard
    if spoken.startswith("en"):
        # Latin letters turn a conversation to no language; the words are that language's all the same.
        spoken = heard
    if understood.is_payload or spoken.startswith("en") or not named:
        return [str(place.value) for place in named]
    back = {place for i, place in enumerate(named) if _is_taken_back(i, named, understood, spoken)}
    gone = {str(place.value) for place in back}
    return [str(place.value) for place in named if str(place.value) not in gone]


def _is_taken_back(position: int, named: list[Entity], understood: Understood, spoken: str) -> bool:
    place, text = named[position], understood.text
    others = [one for one in named if one.value != place.value]
    start = named[position - 1].end if position else 0
    if others and _denied(text[start : place.start], spoken):
        return True
    if position + 1 < len(named):
        between = text[place.end : named[position + 1].start]
        return bool(others) and _puts_right(between, spoken)
    # "Granville, no no, <a name that is on no map>": the one that is known is not where they are.
    return not others and understood.act == "correct" and _names_another(text[place.end :], spoken)


def _denied(before: str, spoken: str) -> bool:
    """Whether the words before a name end with a "no" that belongs to it."""
    found = everyday.find("says.no", before, spoken)
    if not found or not _ADJOINING.fullmatch(before[found[-1].end :]):
        return False
    # Where the "no" follows what it denies ("X नहीं Y"), it belongs to the name before it.
    return not everyday.says("instead", before[found[-1].start :], spoken)


def _puts_right(between: str, spoken: str) -> bool:
    """Whether the words between two names take the first one back."""
    if everyday.says("instead", between, spoken):
        return True
    found = everyday.find("says.no", between, spoken)
    return bool(found) and not _ADJOINING.fullmatch(between[found[-1].end :])


def _names_another(after: str, spoken: str) -> bool:
    """Whether a "no" and then something else follow a name."""
    found = [
        *everyday.find("says.instead", after, spoken),
        *everyday.find("says.no", after, spoken),
    ]
    return bool(found) and bool(re.search(r"\w", after[max(one.end for one in found) :]))
