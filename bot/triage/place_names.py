"""Names of places: whether one is exact, its state, which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import catalogue, everyday
from bot.triage.numbers import NUMBER_WORDS

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
    "VIC": r"vic|victoria|victorian|melbourne|melb",
    "QLD": r"qld|queensland|queenslander|brisbane|brissie",
    "SA": r"sa|south australia|adelaide",
    "WA": r"wa|western australia|perth",
    "TAS": r"tas|tassie|tasmania|tasmanian|hobart",
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


_CAPITALS = frozenset(
    {"Sydney", "Melbourne", "Brisbane", "Adelaide", "Perth", "Hobart", "Canberra", "Darwin"}
)


def is_capital(place: str) -> bool:
    """Whether ``place`` is a state's capital itself, exact or by its name."""
    found = _EXACT.search(place)
    return (place[: found.start()] if found else place) in _CAPITALS


def is_exact(place: str | None) -> bool:
    """Whether ``place`` names one place: with state and postcode, or a whole state."""
    return bool(place and (place in STATE_NAMES or _EXACT.search(place)))


def state_of(place: str | None) -> str | None:
    """The state or territory of an exact place ("VIC"), or None."""
    if place in STATE_NAMES:
        return STATE_NAMES[str(place)]
    found = _EXACT.search(place or "")
    return found["state"] if found else None


def postcode_of(place: str) -> str | None:
    """The postcode of an exact place, or None."""
    found = _EXACT.search(place)
    return found["postcode"] if found else None


def choose(candidates: Sequence[str], words: str) -> str | None:
    """Which candidate "the one in Victoria", "3121" or "the second" means; None if unclear."""
    words = words.lower()
    for candidate in candidates:
        if candidate.lower() in words:
            return candidate
    fitting = [c for c in candidates if _fits(c, words)]
    if len(fitting) == 1:
        return fitting[0]
    said = re.findall(r"[a-z0-9]+", words)
    for word in said:
        if word == "one" and len(said) > 1:
            continue  # "The Queensland one" is not the first.
        position = _ORDINALS.get(word, NUMBER_WORDS.get(word, int(word) if word.isdigit() else -1))
        if 0 <= position <= len(candidates) and (position or word == "last"):
            return candidates[position - 1]
    elsewhere = everyday.which_of_them(words, catalogue.spoken(), only=True)
    if elsewhere is not None and elsewhere < len(candidates):
        return candidates[elsewhere]
    return None


def _fits(candidate: str, words: str) -> bool:
    parts = _EXACT.search(candidate)
    if parts is None:
        return False
    if re.search(rf"\b{parts['postcode']}\b", words):
        return True
    return bool(re.search(rf"\b(?:{_STATES[parts['state']]})\b", words))


def in_other_state(place: str, words: str) -> str | None:
    """The same name in the state that a correction names ("no, the Victorian one"), to be looked up.

    None where no state is named, or the one it is in already.
    """
    found = _EXACT.search(place)
    name = place[: found.start()] if found else place
    said = [
        code for code, names in _STATES.items() if re.search(rf"\b(?:{names})\b", words.lower())
    ]
    if len(said) != 1 or (found and found["state"] == said[0]) or name in STATE_NAMES:
        return None
    return f"{name} {said[0]}"
