"""Where a place is for the search: its coordinates, state and zone, and its 20 km square."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from directory.gazetteer.atlas import STATES, Place
from directory.places import find_places
from directory.records.bundles import Row

#: Hidden places are ranked by the middle of a square of this many degrees (about
#: 20 km), so that no distance and no order of results gives them away.
GRID_DEGREES = 0.2
#: A point farther than this from the suburb of its address is not there. Suburbs of the outback
#: are some hundred kilometres wide.
FAR_KM = 150.0


def blur(degrees: float) -> float:
    """The middle of the square that a hidden place is ranked by."""
    return round(round(degrees / GRID_DEGREES) * GRID_DEGREES, 4)


@dataclass(frozen=True)
class Spot:
    """Where a place is for the search: what the file says, else what its suburb does."""

    latitude: float | None
    longitude: float | None
    state: str
    timezone: str


@lru_cache(maxsize=20_000)
def suburbs(text: str) -> tuple[Place, ...]:
    """The suburbs that an address may mean; none where only its state is known."""
    return tuple(place for place in find_places(text) if not place.is_state)


def spot_of(location: Row, address: Row | None) -> Spot:
    """Coordinates, state and zone of a location; ``None`` and "" where nothing says them."""
    latitude, longitude = location["latitude"], location["longitude"]
    if location["grid_latitude"] is not None:
        latitude, longitude = location["grid_latitude"], location["grid_longitude"]
    if latitude is None or longitude is None or not in_australia(latitude, longitude):
        latitude = longitude = None
    state, zone = location["state"] or "", location["timezone"] or ""
    if address and (latitude is None or not state or not zone):
        parts = (address["city"], address["state_province"], address["postal_code"])
        # A name alone can be several places: only the state or the postcode makes it one.
        told = " ".join(str(part) for part in parts if part)
        near = suburbs(told) if told else ()
        if near:
            place = near[0]
            if location["grid_latitude"] is None and _is_far(latitude, longitude, near):
                latitude = longitude = None  # somebody walks to the address, not to the point
            state, zone = state or place.state, zone or place.timezone
            if latitude is None:
                latitude, longitude = place.latitude, place.longitude
    if not state and address and address["state_province"]:
        state = STATE_NAMES.get(str(address["state_province"]).strip().lower(), "")
    return Spot(latitude, longitude, state, zone)


def _is_far(latitude: float | None, longitude: float | None, near: tuple[Place, ...]) -> bool:
    if latitude is None or longitude is None:
        return False
    return all(place.distance_km(latitude, longitude) > FAR_KM for place in near)


#: How files write a state -> its code.
STATE_NAMES = {code.lower(): code for code in STATES} | {
    "new south wales": "NSW", "victoria": "VIC", "queensland": "QLD", "south australia": "SA",
    "western australia": "WA", "tasmania": "TAS", "northern territory": "NT",
    "australian capital territory": "ACT",
}  # fmt: skip


def in_australia(latitude: float, longitude: float) -> bool:
    """Whether a point is in Australia or its territories."""
    return -55 < latitude < -9 and 72 < longitude < 168
