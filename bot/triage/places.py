"""What to do with the places a person names; knowing the map is the directory's business."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.triage.answers import NUMBER_WORDS
from bot.triage.facts import Facts

#: "Footscray VIC 3011": one place and no other.
_EXACT = re.compile(r" (?P<state>NSW|VIC|QLD|SA|WA|TAS|ACT|NT) (?P<postcode>\d{4})$")

#: Somebody may name a whole state; that is a place to search, too.
STATE_NAMES = {
    "New South Wales": "NSW",
    "Victoria": "VIC",
    "Queensland": "QLD",
    "South Australia": "SA",
    "Western Australia": "WA",
    "Tasmania": "TAS",
    "Australian Capital Territory": "ACT",
    "Northern Territory": "NT",
}

_STATES = {
    "NSW": r"nsw|new south wales|sydney",
    "VIC": r"vic|victoria|melbourne|melb",
    "QLD": r"qld|queensland|brisbane|brissie",
    "SA": r"sa|south australia|adelaide",
    "WA": r"wa|western australia|perth",
    "TAS": r"tas|tassie|tasmania|hobart",
    "ACT": r"act|canberra|capital territory",
    "NT": r"nt|northern territory|darwin",
}
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 0,
}


def is_exact(place: str | None) -> bool:
    """Whether ``place`` names one place: with state and postcode, or a whole state."""
    return bool(place and (place in STATE_NAMES or _EXACT.search(place)))


def state_of(place: str | None) -> str | None:
    """The state or territory of an exact place ("VIC"), or None."""
    if place in STATE_NAMES:
        return STATE_NAMES[str(place)]
    found = _EXACT.search(place or "")
    return found["state"] if found else None


def with_places(facts: Facts, found: Sequence[str]) -> Facts:
    """``facts`` after the map was asked for the place named.

    One hit settles it, several become candidates to choose from, none counts
    as a miss (after two the search goes on without a place).
    """
    if len(found) == 1:
        return facts.note(place=found[0], place_candidates=(), place_misses=0, near_me=False)
    if found:
        return facts.note(place=None, place_candidates=tuple(found))
    return facts.note(place=None, place_candidates=(), place_misses=facts.place_misses + 1)


def choose(candidates: Sequence[str], words: str) -> str | None:
    """Which candidate "the one in Victoria", "3121" or "the second" means; None if unclear."""
    words = words.lower()
    for candidate in candidates:
        if candidate.lower() in words:
            return candidate
    fitting = [c for c in candidates if _fits(c, words)]
    if len(fitting) == 1:
        return fitting[0]
    for word in re.findall(r"[a-z0-9]+", words):
        position = _ORDINALS.get(word, NUMBER_WORDS.get(word, int(word) if word.isdigit() else -1))
        if 0 <= position <= len(candidates) and (position or word == "last"):
            return candidates[position - 1]
    return None


def _fits(candidate: str, words: str) -> bool:
    parts = _EXACT.search(candidate)
    if parts is None:
        return False
    if re.search(rf"\b{parts['postcode']}\b", words):
        return True
    return bool(re.search(rf"\b(?:{_STATES[parts['state']]})\b", words))


def settle(facts: Facts, words: str) -> Facts:
    """``facts`` with the candidate that ``words`` choose, if they choose one."""
    chosen = choose(facts.place_candidates, words) if facts.place_candidates and words else None
    if chosen is None:
        return facts
    return replace(facts.note(place=chosen), place_candidates=(), skips=0, pending=None)
