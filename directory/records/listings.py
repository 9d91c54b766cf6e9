"""What search reads, made from the tables: one listing for each place, or one for a line.

``relist`` makes the listings of some services anew, whoever changed the tables:
a load, an editor, a merge. The payload holds everything that a card and the
ranking need. What must not be shown is not in it: a hidden address leaves here,
once, for every face.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, delete, func, select

from directory import models as m
from directory.bulk import Bulk
from directory.gazetteer.atlas import STATES, Place
from directory.needs import NEEDS, sub_need
from directory.places import find_places
from directory.records.access import access_codes

#: Hidden places are ranked by the middle of a square of this many degrees (about
#: 20 km), so that no distance and no order of results gives them away.
GRID_DEGREES = 0.2
#: Services whose listings are made at once: keeps memory flat.
CHUNK = 1_000
#: Dates without days of a week stand for a holiday or a closure up to this long.
LONGEST_INSTEAD = timedelta(days=31)
#: Where nothing says another zone.
HOME_ZONE = "Australia/Sydney"
#: Attributes of this kind carry our codes of needs.
NEED = "need"

_RULE = ("byday", "bymonthday", "byweekno", "byyearday", "interval", "wkst", "count",
         "dtstart", "until", "valid_from", "valid_to", "opens_at", "closes_at")  # fmt: skip

Row = dict[str, Any]
Payload = dict[str, Any]
#: Called with each listing made: a row of ``dir_listing``, its payload as it is.
Took = Callable[[Row], None] | None
_TABLE = m.Base.metadata.tables[m.Listing.__tablename__]
_COLUMNS = ("number", "service_id", "latitude", "longitude", "state", "reach", "audience",
            "example", "words")  # fmt: skip


@dataclass
class PlaceOfService:
    """A location of a service with all that hangs on it."""

    at: Row
    location: Row
    addresses: list[Row] = field(default_factory=list)
    accessibility: list[Row] = field(default_factory=list)
    phones: list[Row] = field(default_factory=list)
    schedules: list[Row] = field(default_factory=list)


@dataclass
class Bundle:
    """A service with the rows that a listing needs, each list in its order."""

    service: Row
    organization: str
    terms: list[str] = field(default_factory=list)
    phones: list[Row] = field(default_factory=list)
    schedules: list[Row] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    places: list[PlaceOfService] = field(default_factory=list)
    #: Numbers of the organisation, used where the service has none.
    switchboard: list[Row] = field(default_factory=list)


def relist(
    connection: Connection, service_ids: Sequence[str], *, fresh: bool = False, took: Took = None
) -> None:
    """Make the listings of these services anew, in the open transaction.

    ``fresh`` says that they have none yet. ``took`` is handed every listing made.
    """
    number = (connection.scalar(select(func.max(m.Listing.number))) or 0) + 1
    bulk = Bulk(connection)
    for start in range(0, len(service_ids), CHUNK):
        ids = list(service_ids[start : start + CHUNK])
        if not fresh:
            connection.execute(delete(m.Listing).where(m.Listing.service_id.in_(ids)))
        listings: list[tuple[Any, ...]] = []
        for bundle in bundles(connection, ids):
            for listing in listings_of(bundle):
                listing["number"] = number
                number += 1
                if took:
                    took(listing)
                payload = json.dumps(listing["payload"])
                listings.append((*(listing[name] for name in _COLUMNS), payload))
        bulk.insert(_TABLE, (*_COLUMNS, "payload"), listings)


def bundles(connection: Connection, ids: Sequence[str]) -> Iterator[Bundle]:
    """The services of these ids with their rows, in the order of the ids."""
    services = {row["id"]: row for row in _rows(connection, m.Service, "id", ids)}
    organizations = {row["organization_id"] for row in services.values()}
    names = {
        row["id"]: row["name"] for row in _rows(connection, m.Organization, "id", organizations)
    }
    found = {
        key: Bundle(row, names.get(row["organization_id"], "")) for key, row in services.items()
    }
    for key, code in _terms(connection, ids):
        if code not in found[key].terms:
            found[key].terms.append(code)
    _hang(connection, m.Phone, "service_id", {k: b.phones for k, b in found.items()})
    _hang(connection, m.Schedule, "service_id", {k: b.schedules for k, b in found.items()})
    for row in _rows(connection, m.Language, "service_id", ids):
        if row["code"] and row["code"] not in found[row["service_id"]].languages:
            found[row["service_id"]].languages.append(row["code"])
    _places(connection, found)
    silent = {
        b.service["organization_id"]: b.switchboard
        for b in found.values()
        if not b.phones and not any(p.phones for p in b.places)
    }
    for row in _rows(connection, m.Phone, "organization_id", silent):
        silent[row["organization_id"]].append(row)
    for bundle in found.values():
        if bundle.service["organization_id"] in silent:
            bundle.switchboard = silent[bundle.service["organization_id"]]
    for key in ids:
        if key in found:
            yield found[key]


def _rows(
    connection: Connection, model: type[m.Base], by: str, keys: Iterable[str | None]
) -> Iterator[Row]:
    """What a listing needs of the rows whose column ``by`` is one of the keys, in their order."""
    wanted = [key for key in keys if key]
    if not wanted:
        return
    names = _NEEDED[model.__tablename__]
    table = model.__table__
    query = select(*(table.c[name] for name in names)).where(table.c[by].in_(wanted))
    if "position" in table.c:
        query = query.order_by(table.c.position, table.c.id)
    else:
        query = query.order_by(table.c.id)
    for row in connection.execute(query).all():
        yield dict(zip(names, row))  # noqa: B905 - as many as were asked for


def _hang(
    connection: Connection, model: type[m.Base], by: str, lists: dict[str, list[Row]]
) -> None:
    for row in _rows(connection, model, by, lists):
        lists[row[by]].append(row)


def _terms(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(service, code of ours) in the order of importance."""
    query = (
        select(m.Attribute.link_id, m.TaxonomyTerm.code)
        .join(m.TaxonomyTerm, m.Attribute.taxonomy_term_id == m.TaxonomyTerm.id)
        .where(m.Attribute.link_id.in_(ids), m.Attribute.link_type == NEED)
        .order_by(m.Attribute.position, m.Attribute.id)
    )
    for key, code in connection.execute(query):  # noqa: UP028 - rows as tuples
        yield key, code


def _places(connection: Connection, found: dict[str, Bundle]) -> None:
    by_at: dict[str, PlaceOfService] = {}
    by_location: dict[str, list[PlaceOfService]] = defaultdict(list)
    rows = list(_rows(connection, m.ServiceAtLocation, "service_id", found))
    locations = {
        row["id"]: row
        for row in _rows(connection, m.Location, "id", {r["location_id"] for r in rows})
    }
    for row in rows:
        place = PlaceOfService(row, locations[row["location_id"]])
        found[row["service_id"]].places.append(place)
        by_at[row["id"]] = place
        by_location[row["location_id"]].append(place)
    # What hangs on the service at this place comes before what hangs on the place.
    _hang(connection, m.Phone, "service_at_location_id", {k: p.phones for k, p in by_at.items()})
    _hang(
        connection, m.Schedule, "service_at_location_id", {k: p.schedules for k, p in by_at.items()}
    )
    for row in _rows(connection, m.Phone, "location_id", by_location):
        for place in by_location[row["location_id"]]:
            if all(row["digits"] != other["digits"] for other in place.phones):
                place.phones.append(row)
    timed = {id(place) for place in by_at.values() if place.schedules}
    for row in _rows(connection, m.Schedule, "location_id", by_location):
        for place in by_location[row["location_id"]]:
            if id(place) not in timed:
                place.schedules.append(row)
    for model, name in ((m.Address, "addresses"), (m.Accessibility, "accessibility")):
        for row in _rows(connection, model, "location_id", by_location):
            for place in by_location[row["location_id"]]:
                getattr(place, name).append(row)


#: Columns that listings are made of, by table.
_NEEDED: dict[str, tuple[str, ...]] = {
    "dir_service": (
        "id", "code", "organization_id", "name", "alternate_name", "description", "url", "status",
        "interpretation_services", "fees_description", "eligibility_description", "minimum_age",
        "maximum_age", "assured_date", "alert", "certainty", "source", "read_on", "review_by",
        "audience", "example", "crisis_capable", "situations", "warm_transfer",
        "warm_transfer_basis", "warm_transfer_program", "warm_transfer_scenario", "text_languages",
        "idle_timeout_minutes", "public_holiday_rule", "genders", "only_for", "not_for",
        "delivery", "states", "finder", "confidential_address", "region", "timezone", "words",
        "shown_for", "emergency", "dated", "accessibility", "closed_from", "closed_until",
    ),
    "dir_organization": ("id", "name"),
    "dir_phone": (
        "service_id", "service_at_location_id", "location_id", "organization_id", "number",
        "extension", "type", "description", "certainty", "digits",
    ),
    "dir_schedule": (
        "service_id", "service_at_location_id", "location_id", "freq", "description",
        "by_appointment", "certain", *_RULE,
    ),
    "dir_language": ("service_id", "code"),
    "dir_service_at_location": ("id", "service_id", "location_id"),
    "dir_location": (
        "id", "name", "latitude", "longitude", "timezone", "state", "grid_latitude",
        "grid_longitude",
    ),
    "dir_address": (
        "location_id", "address_1", "address_2", "city", "state_province", "postal_code",
        "address_type",
    ),
    "dir_accessibility": ("location_id", "description", "details"),
}  # fmt: skip


# --- from rows to listings -------------------------------------------------------------


def listings_of(bundle: Bundle) -> Iterator[Row]:
    """Rows of ``dir_listing`` without their numbers: one for each place, or for each state."""
    base = _payload(bundle)
    service = bundle.service
    shared = {
        "service_id": service["id"],
        "audience": service["audience"],
        "example": service["example"],
        "words": _words(bundle),
    }
    if not bundle.places:
        for state in service["states"] or [""]:
            yield {
                **shared,
                "latitude": None,
                "longitude": None,
                "state": state,
                "reach": "state" if state else "national",
                "payload": base,
            }
        return
    hidden = service["confidential_address"]
    for place in bundle.places:
        spot = spot_of(place.location, _address(place))
        latitude, longitude = spot.latitude, spot.longitude
        if hidden and latitude is not None and longitude is not None:
            latitude, longitude = blur(latitude), blur(longitude)
        yield {
            **shared,
            "latitude": latitude,
            "longitude": longitude,
            "state": spot.state if spot.state in STATES else "",
            "reach": "local",
            "payload": _at_place(base, place, spot, hidden),
        }


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
def _suburb(text: str) -> Place | None:
    return next((place for place in find_places(text) if not place.is_state), None)


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
        place = _suburb(told) if told else None
        if place:
            state, zone = state or place.state, zone or place.timezone
            if latitude is None:
                latitude, longitude = place.latitude, place.longitude
    if not state and address and address["state_province"]:
        state = STATE_NAMES.get(str(address["state_province"]).strip().lower(), "")
    return Spot(latitude, longitude, state, zone)


#: How files write a state -> its code.
STATE_NAMES = {code.lower(): code for code in STATES} | {
    "new south wales": "NSW", "victoria": "VIC", "queensland": "QLD", "south australia": "SA",
    "western australia": "WA", "tasmania": "TAS", "northern territory": "NT",
    "australian capital territory": "ACT",
}  # fmt: skip


def in_australia(latitude: float, longitude: float) -> bool:
    """Whether a point is in Australia or its territories."""
    return -55 < latitude < -9 and 72 < longitude < 168


def _address(place: PlaceOfService) -> Row | None:
    return next(
        (row for row in place.addresses if row["address_type"] != "postal"),
        place.addresses[0] if place.addresses else None,
    )


def _words(bundle: Bundle) -> str:
    """The words that free text is matched against: the record's own and its needs' labels."""
    service = bundle.service
    labels = []
    for code in bundle.terms:
        sub = sub_need(code)
        if sub or code in NEEDS:
            labels.append(sub.label if sub else NEEDS[code].label)
    hidden = service["confidential_address"]
    parts = [
        service["name"],
        service["alternate_name"],
        bundle.organization,
        service["description"],
        service["eligibility_description"],
        *labels,
        *service["words"],
        *((_address(p) or {}).get("city") for p in bundle.places if not hidden),
    ]
    return "\n".join(str(part) for part in parts if part)


def _payload(bundle: Bundle) -> Payload:
    s = bundle.service
    states = s["states"]
    ages = [s["minimum_age"], s["maximum_age"]]
    cost = s["fees_description"]
    return {
        "id": s["id"],
        "code": s["code"],
        "name": s["name"],
        "organization": bundle.organization,
        "description": s["description"] or s["name"],
        "phones": [_phone(row) for row in bundle.phones or bundle.switchboard],
        "schedules": list(_rules(bundle.schedules)),
        "timezone": s["timezone"] or HOME_ZONE,
        "state": states[0] if len(states) == 1 else "",
        "holiday_rule": s["public_holiday_rule"],
        "address": None,
        "suburb": None,
        "region": s["region"],
        "url": s["url"],
        "languages": list(bundle.languages),
        "interpreter": bool(s["interpretation_services"]),
        "cost": {"free": "Free", None: "Cost not known", "": "Cost not known"}.get(cost, cost),
        "eligibility": s["eligibility_description"] or "Everybody",
        "source": s["source"],
        "read_on": s["read_on"].isoformat(),
        # The day of the evidence where it is known; else the day it was read, marked undated.
        "last_check": (s["assured_date"] or s["read_on"]).isoformat(),
        "dated": s["dated"],
        "review_by": s["review_by"].isoformat(),
        "certainty": s["certainty"],
        "status": status_on(s, today()),
        "closed_until": s["closed_until"].isoformat() if s["closed_until"] else None,
        "audience": s["audience"],
        "example": s["example"],
        "warm_transfer": s["warm_transfer"],
        "warm_transfer_basis": s["warm_transfer_basis"],
        "warm_transfer_program": s["warm_transfer_program"],
        "warm_transfer_scenario": s["warm_transfer_scenario"],
        "alert": s["alert"],
        "terms": bundle.terms,
        "situations": dict(s["situations"]),
        "crisis_capable": s["crisis_capable"],
        "ages": [int(age) if age is not None and age == int(age) else age for age in ages],
        "genders": s["genders"],
        "only_for": s["only_for"],
        "shown_for": s["shown_for"],
        "words": s["words"],
        "not_for": s["not_for"],
        "accessibility": s["accessibility"],
        "delivery": s["delivery"],
        "states": states,
        "finder": s["finder"],
        "emergency": s["emergency"],
        "text_languages": s["text_languages"],
        "idle_timeout_minutes": s["idle_timeout_minutes"],
        "confidential": s["confidential_address"],
    }


def today() -> date:
    """The day of listings."""
    return date.today()  # noqa: DTZ011 - a calendar day is what people mean


def status_on(service: Row, day: date) -> str:
    """The status of a service on a day: a closure that is over, or not yet begun, is none."""
    status = str(service["status"])
    if status != "temporarily closed":
        return status
    since, until = service["closed_from"], service["closed_until"]
    over = until is not None and until < day
    return "active" if over or (since is not None and day < since) else status


def _phone(row: Row) -> Row:
    label = row["description"] or ""
    if row["extension"]:
        label = f"{label} ext. {row['extension']}".strip()
    return {
        "number": row["number"],
        "label": label,
        "kind": "tty" if row["type"] == "textphone" else row["type"],
        "certainty": row["certainty"],
    }


def _rules(rows: Iterable[Row]) -> Iterator[Row]:
    """Rules as JSON can keep them; days of their own that are over are left out."""
    for row in rows:
        rule = _rule(row)
        if is_instead(row):
            if row["valid_to"] < today() - timedelta(days=1):
                continue
            rule |= {name: row[name].isoformat() for name in ("valid_from", "valid_to")}
            rule["instead"] = True
        yield rule


def is_instead(row: Row) -> bool:
    """Whether a rule holds in place of the others for some days: dates, and no days of a week."""
    if any(row.get(name) for name in ("freq", "byday", "bymonthday", "byweekno", "byyearday")):
        return False
    first, last = row.get("valid_from"), row.get("valid_to")
    return bool(first and last and last - first <= LONGEST_INSTEAD)


def _rule(row: Row) -> Row:
    """A rule as JSON can keep it, without what is usual.

    A file may close at no stated time: its words are shown, and nothing is guessed.
    """
    rule: Row = {}
    if not row["opens_at"] or not row["closes_at"]:
        said = row["description"] or (f"From {row['opens_at']}" if row["opens_at"] else "")
        rule["description"] = said
    else:
        for name in _RULE:
            value = row[name]
            if value not in (None, ""):
                rule[name] = value.isoformat() if isinstance(value, date) else value
        if row["freq"] and row["freq"] != "WEEKLY":
            rule["freq"] = row["freq"]
            if row["description"] and row["freq"] != "MONTHLY":
                rule["description"] = row["description"]
        if not row["certain"] and row["description"]:
            rule["description"] = row["description"]
    if row["by_appointment"]:
        rule["by_appointment"] = True
    if not row["certain"]:
        rule["certain"] = False
    return rule


def _at_place(base: Payload, place: PlaceOfService, spot: Spot, hidden: bool) -> Payload:
    """The payload for one place: its own hours, phones, zone and state's holidays."""
    own = dict(base)
    own["state"] = spot.state
    own["timezone"] = spot.timezone or base["timezone"]
    own["accessibility"] = [*base["accessibility"], *access_codes(place.accessibility)]
    if place.schedules:
        # A closure of the service holds at each of its places.
        special = [rule for rule in base["schedules"] if rule.get("instead")]
        own["schedules"] = [*_rules(place.schedules), *special]
    if place.phones:
        own["phones"] = [_phone(row) for row in place.phones] + base["phones"]
    if hidden:
        return own
    address = _address(place) or {}
    own["suburb"] = address.get("city")
    line = (own["suburb"], spot.state or address.get("state_province"), address.get("postal_code"))
    parts = [
        place.location["name"],
        address.get("address_1"),
        address.get("address_2"),
        " ".join(str(part) for part in line if part),
    ]
    own["address"] = ", ".join(dict.fromkeys(str(part) for part in parts if part)) or None
    return own
