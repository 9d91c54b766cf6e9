"""What the words of an address say besides the street: hidden, a post box, the suburb once more.

Australian addresses are held against the map of suburbs: one that lies in two
places at once sends somebody the wrong way.
"""

from __future__ import annotations

import re
from functools import lru_cache

from directory.gazetteer.atlas import Place, atlas, name_words
from directory.places import find_places
from directory.records.spots import FAR_KM, STATE_NAMES, suburbs

#: Said of an address these hide it, whatever stands beside them.
_HIDDEN = re.compile(
    r"\b(?:confidential|undisclosed|withheld|suppressed|silent address"
    r"|(?:not|never) (?:be )?(?:publicly )?(?:disclosed|published|shown|listed|shared|available)"
    r"|(?:provided|given|available|supplied|disclosed) (?:only )?(?:on|upon|at|after) (?:a )?"
    r"(?:referral|request|booking|application|contact|intake|assessment|appointment))\b",
    re.I,
)
#: These do where no street stands beside them: there is a Secret Garden Cafe somewhere.
_PERHAPS = re.compile(
    r"\b(?:secret|unlisted|private|protected|not public|(?:address|location) (?:is )?hidden)\b",
    re.I,
)
#: One of these is in whatever the two find.
_MARKS = ("confid", "discl", "withheld", "suppress", "silent", "publi", "listed", "shown", "shared",
          "availab", "provided", "given", "supplied", "secret", "private", "protected",
          "hidden")  # fmt: skip
_STREET = re.compile(
    r"\d|\b(?:st|street|rd|road|ave?|avenue|hwy|highway|l(?:a)?ne?|dr(?:ive)?|pde|parade|pl|place"
    r"|cres(?:cent)?|c(?:our)?t|tce|terrace|bl?vd|boulevard|sq(?:uare)?|way|close|hospital|school"
    r"|park|gardens?|hotel|cafe)\b",
    re.I,
)
_BOX = re.compile(
    r"^\W*(?:(?:g\.?\s?)?p\.?\s?o\.?\s*(?:box)|post(?:al)?\s+(?:office\s+)?box"
    r"|locked\s+(?:mail\s+)?bag|private\s+(?:mail\s+)?bag)\b",
    re.I,
)

Fault = tuple[str, str, str]


def is_hidden(line: str) -> bool:
    """Whether an address says that it must not be shown ("Confidential", "address withheld")."""
    return bool(_HIDDEN.search(line) or (_PERHAPS.search(line) and not _STREET.search(line)))


def is_box(line: str) -> bool:
    """Whether letters go there and nobody can walk there ("PO Box 12")."""
    return bool(_BOX.search(line))


def without_suburb(line: str, city: str, state: str, postcode: str) -> str:
    """The street alone, where the line ends with the suburb, state or postcode once more."""
    if not city or city.lower() not in line.lower():
        return line
    street = line
    known = [part for part in (postcode, state, *_long_names(state), city) if part]
    for _ in known:
        for part in known:
            end = re.search(rf"[\s,]+{re.escape(part)}[\s,.]*$", street, re.I)
            if end and street[: end.start()].strip(" ,"):
                street = street[: end.start()]
    # "20 Richmond" is a street that lost its kind: a comma, a state or a postcode makes it sure.
    gone = line[len(street) :].lower()
    suburb = city.lower()
    if suburb not in gone or gone.strip(" .") == suburb:
        return line
    return street.strip(" ,")


def _long_names(state: str) -> list[str]:
    code = STATE_NAMES.get(state.strip().lower(), "")
    return [name for name, known in STATE_NAMES.items() if known == code and code]


@lru_cache(maxsize=50_000)
def faults(city: str, state: str, postcode: str) -> tuple[Fault, ...]:
    """(field, code, what to do) for each way in which the parts do not go together."""
    code = STATE_NAMES.get(state.strip().lower(), "")
    if state and not code:
        return (("state_province", "state_unknown", f"{state[:40]!r}: write VIC, NSW ..."),)
    here = atlas().postcodes.get(postcode, ())
    if code and here and all(place.state != code for place in here):
        mend = f"{postcode} is in {here[0].state}, not in {code}: correct one of them"
        return (("postal_code", "postcode_elsewhere", mend),)
    known = atlas().names.get(" ".join(name_words(city)), ())
    if any(place.state == code or not code for place in known):
        return ()
    places = [place for place in find_places(f"{city} {code}") if not place.is_state]
    found = [place for place in places if not code or place.state == code]
    if city and not found:
        elsewhere = f" (one is in {places[0].state})" if places else ""
        mend = f"no suburb {city[:40]!r} in {code or 'Australia'}{elsewhere}: write it as on a map"
        return (("city", "place_unknown", mend),)
    if city and not any(_is_named(place, city) for place in found):
        mend = f"no suburb {city[:40]!r} in {code or 'Australia'}: taken for {found[0].name}"
        return (("city", "place_like", mend),)
    return ()


def _is_named(place: Place, city: str) -> bool:
    names, said = name_words(place.name), name_words(city)
    return bool(names) and (names == said or set(names) <= set(said) or set(said) <= set(names))


def far_from(latitude: float, longitude: float, city: str, state: str, postcode: str) -> str:
    """The suburb of an address where a point lies far from it; "" where it does not."""
    near = suburbs(" ".join(part for part in (city, state, postcode) if part))
    if not near:
        return ""
    least = min(place.distance_km(latitude, longitude) for place in near)
    return f"{least:,.0f} km from {near[0].id}" if least > FAR_KM else ""
