"""Places in what people write: names, postcodes, states, slips of spelling.

Two doors. ``find_places`` takes something that is meant as a place (an answer
to "where?", ``--near``). ``find_in_text`` takes anything people write and must
not see a suburb in every ordinary word: there are suburbs named Hope, Orange,
Home Hill and Banana. Both give every candidate where a name is ambiguous;
choosing is the caller's job, by asking.
"""

from __future__ import annotations

from directory.choosing import agreeing, likely, middle_of
from directory.gazetteer import other_scripts
from directory.gazetteer.atlas import STATE_NAMES, Place, atlas, distance_km, name_words
from directory.place_mentions import LONGEST_STATE, PlaceMention, find_in_text
from directory.place_words import FILLER

__all__ = [
    "Place",
    "PlaceMention",
    "distance_km",
    "find_in_text",
    "find_places",
    "likely",
    "middle_of",
    "place_at",
    "place_by_id",
]


def place_by_id(place_id: str) -> Place | None:
    """The place with this id ("Footscray VIC 3011", "Victoria"), or None."""
    return atlas().by_id.get(place_id)


def place_at(latitude: float, longitude: float) -> Place:
    """Where a position is, as a place called "you" with the state and time of the nearest suburb."""
    near = min(atlas().places, key=lambda p: _flat_distance(p, latitude, longitude))
    return Place(f"{latitude:.4f},{longitude:.4f}", "you", near.state, near.postcode, latitude,
                 longitude, near.timezone)  # fmt: skip


def _flat_distance(place: Place, latitude: float, longitude: float) -> float:
    """Enough to tell the nearest of many: a degree of longitude is shorter in the south."""
    east = (place.longitude - longitude) * 0.82
    return (place.latitude - latitude) ** 2 + east * east


def find_places(text: str) -> list[Place]:
    """Every place that ``text``, which is meant as a place, may be.

    Takes a name, a postcode, a name with its state or postcode, a state; in
    any case and with slips of spelling ("footscary"). Empty when nothing is
    like it; several when the name or postcode is shared. A state that was said
    is never left: a name that is not on the map there gives the state itself,
    and one that is on the map of another state only gives both, to be asked.
    """
    book = atlas()
    words = name_words(text)
    if not words:
        return []
    if not text.isascii() and (elsewhere := next(other_scripts.find(text), None)):
        return agreeing(elsewhere[2], "", "")
    known = book.by_id.get(" ".join(text.split()))
    if known:
        return [known]
    rest, state, postcode = _split_off(words)
    if not rest:
        if postcode:
            found = book.postcodes.get(postcode, ())
            return [p for p in found if not state or p.state == state] or list(found)
        return [book.states[state]] if state else []
    exact = book.names.get(" ".join(rest)) or book.names.get("".join(rest))
    if exact and (agreed := agreeing(exact, state, postcode)):
        return agreed
    # A slip of spelling never leads out of the state that was said.
    slips = tuple(p for name in book.like(" ".join(rest), state=state) for p in book.names[name])
    if slips and (not exact or state) and (agreed := agreeing(slips, state, postcode)):
        return agreed
    if exact:
        return [*exact, *([book.states[state]] if state else [])]
    if len(rest) > 1:
        # "near Footscray please": meant as a place, but with other words around it.
        mentions = find_in_text(text)
        if mentions:
            return list(mentions[0].candidates)
    return [book.states[state]] if state else list(dict.fromkeys(slips))


def _split_off(words: list[str]) -> tuple[list[str], str, str]:
    """Words of the name alone, the state and the postcode said with it."""
    rest = list(words)
    postcode = ""
    for word in rest:
        if len(word) == 4 and word.isdigit():
            postcode = word
    rest = [word for word in rest if word != postcode]
    state = ""
    for size in range(min(LONGEST_STATE, len(rest)), 0, -1):
        tail = " ".join(rest[-size:])
        # "Victoria Park" is a name; "park victoria" ends with a state.
        if tail in STATE_NAMES:
            state, rest = STATE_NAMES[tail], rest[:-size]
            break
    while rest and rest[-1] in {"in", "suburb", "area", "cbd", "city", "town", "station"}:
        if " ".join(rest) in atlas().names:
            break
        rest.pop()
    while len(rest) > 1 and rest[0] in FILLER and " ".join(rest) not in atlas().names:
        rest.pop(0)
    return rest, state, postcode
