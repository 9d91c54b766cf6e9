"""Which of several places is meant: by the state, the postcode or the bigger town named with it.

``find_places`` and ``find_in_text`` give every candidate of a shared name.
Here is what settles it without a question; ``directory.place_answers`` reads the answer to
one. Pure functions over candidates and words; nothing is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from directory.gazetteer.atlas import CAPITALS, STATE_NAMES, Place, atlas, name_words

#: A place that the person named before settles a shared name this near to it.
NEAR_KM = 100.0
#: Suburbs of a capital lie within this of its middle.
CAPITAL_KM = 40.0
#: Places of one postcode this near to each other can be searched as one.
ONE_AREA_KM = 8.0

#: Ways to say a state that are no name of it.
ADJECTIVES = {
    "victorian": "VIC",
    "queenslander": "QLD",
    "tasmanian": "TAS",
    "south australian": "SA",
    "western australian": "WA",
    "west australian": "WA",
    "territorian": "NT",
    "territory": "NT",
}
_SAID = {**STATE_NAMES, **ADJECTIVES}
_ANY = "|".join(re.escape(name) for name in sorted(_SAID, key=len, reverse=True))
_STATE = re.compile(rf"(?<![^\W_])(?:{_ANY})(?![^\W_])", re.IGNORECASE)
#: Lower-case letters that are words too ("act", "sa" of other languages): capitals or "the ... one".
_SHORT = frozenset({"act", "sa", "wa", "nt"})
_NOT_BEFORE = re.compile(
    r"\b(?:not|isn'?t|isnt|no|except|nor)\s+(?:in|the|one|from|that|\s)*$", re.IGNORECASE
)
#: The state is said of the place: "the Victorian one", "the one in Victoria", ", NSW".
_ONE_AFTER = re.compile(r"\s+(?:one|side|1)\b", re.IGNORECASE)
_ONE_BEFORE = re.compile(r"\b(?:one|1)\s+(?:(?:that'?s|is|in|near|of)\s+|the\s+)*$", re.IGNORECASE)
#: A capital said without its state is the capital.
CAPITAL_NAMES = {capital: state for state, (_, capital) in CAPITALS.items()}


def agreeing(places: Sequence[Place], state: str, postcode: str) -> list[Place]:
    """Those of the state and postcode said; a wrong postcode does not rule a name out."""
    found = list(dict.fromkeys(places))
    return _narrow(found, state, postcode) or ([] if state else found)


def _narrow(found: list[Place], state: str, postcode: str) -> list[Place]:
    """Those of the state and postcode said; the capital where neither was; [] when none agrees."""
    if not (state or postcode):
        # A hamlet in Victoria is called Logan, too; who says Logan alone means the city.
        if meant := [p for p in found if p in atlas().rather.values()]:
            return meant
        # There is a Perth in Tasmania, but nobody who says Perth alone means it.
        return [
            p for p in found if p.name in CAPITAL_NAMES and p.state == CAPITAL_NAMES[p.name]
        ] or found
    by_postcode = [p for p in found if postcode and p.postcode == postcode]
    if postcode and not by_postcode:
        alias = atlas().postcodes.get(postcode, ())
        by_postcode = [p for p in found if p in alias]
    if by_postcode:
        return by_postcode
    return [p for p in found if p.state == state]


def likely(candidates: Sequence[Place], near: Place | None = None) -> Place | None:
    """The one place that is meant beyond reasonable doubt, or None: then somebody must ask.

    ``near`` is where the person is by what they said before, or their state.
    The candidate of that state within 100 km wins (the nearest of several);
    without it, the only one that is a suburb of a capital.
    """
    if not candidates:
        return None
    if len(candidates) == 1:
        return candidates[0]
    if middle := middle_of(candidates):
        return middle
    if near is not None:
        there = [p for p in candidates if p.state == near.state and not p.is_state]
        if near.is_state:
            return _only(there) or _only(_suburbs(there))
        close = [p for p in there if apart(p, near) <= NEAR_KM]
        if close:
            return min(close, key=lambda p: (apart(p, near), p.id))
        return None
    return _only(_suburbs(candidates))


def middle_of(places: Sequence[Place]) -> Place | None:
    """The most central of places that share a postcode and lie close together, else None.

    "2166" is five suburbs side by side: a search around the middle one serves
    all of them, so nobody need be asked. Richmond is six towns: None.
    """
    if not places or len({place.postcode for place in places}) > 1 or places[0].is_state:
        return None

    def farthest(place: Place) -> float:
        return max(apart(place, other) for other in places)

    best = min(places, key=farthest)
    return best if farthest(best) <= ONE_AREA_KM else None


def state_said_of_it(text: str) -> str:
    """The one state that a message says of a place it names ("the NSW one"), or ""."""
    wanted, _ = states_said(text, answer=False)
    return wanted.pop() if len(wanted) == 1 else ""


def states_said(text: str, *, answer: bool) -> tuple[set[str], set[str]]:
    """(states meant, states ruled out). In an answer any state counts; else only of a place."""
    wanted, unwanted = set[str](), set[str]()
    few = len(text.split()) <= 3
    for match in _STATE.finditer(text):
        said = match.group()
        one = _ONE_AFTER.match(text, match.end()) or _ONE_BEFORE.search(text, 0, match.start())
        if said.lower() in _SHORT and not (said.isupper() or one or (answer and few)):
            continue
        if _in_longer_name(text, match):
            continue
        state = _SAID[said.lower()]
        if _NOT_BEFORE.search(text, 0, match.start()):
            unwanted.add(state)
        elif answer or one:
            wanted.add(state)
    return wanted - unwanted, unwanted


def _in_longer_name(text: str, match: re.Match[str]) -> bool:
    """Whether a state's name here is part of a town's: "Victoria Park", "Port Victoria"."""
    said = match.group()
    before, after = name_words(text[: match.start()])[-1:], name_words(text[match.end() :])[:1]
    names = atlas().names
    return any(
        " ".join(name_words(" ".join(w))) in names
        for w in ([*before, said], [said, *after])
        if len(w) > 1
    )


def _suburbs(places: Sequence[Place]) -> list[Place]:
    """Those that are suburbs of the capital of their state."""
    found = []
    for place in places:
        capital = atlas().by_id.get(CAPITALS[place.state][0])
        if capital and not place.is_state and apart(place, capital) <= CAPITAL_KM:
            found.append(place)
    return found


def _only(places: Sequence[Place]) -> Place | None:
    return places[0] if len(places) == 1 else None


def apart(one: Place, other: Place) -> float:
    return one.distance_km(other.latitude, other.longitude)
