"""What search reads, made from the tables: one listing for each place, or one for a line.

``relist`` makes the listings of some services anew, whoever changed the tables:
a load, an editor, a merge. The payload holds everything that a card and the
ranking need. What must not be shown is not in it: a hidden address leaves here,
once, for every face.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, select

from directory import models as m
from directory.bulk import Bulk
from directory.gazetteer.atlas import STATES
from directory.need_kinds import kinds_said
from directory.needs import NEEDS, sub_need
from directory.records.access import access_codes
from directory.records.bundles import RULE, Bundle, PlaceOfService, Row, bundles
from directory.records.spots import Spot, blur, spot_of

#: Services whose listings are made at once: keeps memory flat.
CHUNK = 1_000
#: Dates without days of a week stand for a holiday or a closure up to this long.
LONGEST_INSTEAD = timedelta(days=31)
#: Where nothing says another zone.
HOME_ZONE = "Australia/Sydney"
Payload = dict[str, Any]
#: Called with each listing made: a row of ``dir_listing``, its payload as it is.
Took = Callable[[Row], None] | None
_TABLE = m.Base.metadata.tables[m.Listing.__tablename__]
_COLUMNS = ("number", "service_id", "latitude", "longitude", "state", "reach", "audience",
            "example", "words")  # fmt: skip


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
        "terms": [
            *bundle.terms,
            *kinds_said(bundle.terms, f"{s['name']}. {s['description'] or ''}"),
        ],
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
    """Rules as JSON can keep them; those that are over are left out.

    Where all are over nobody knows the hours: last year's timetable is no closed door.
    """
    for row in rows:
        last = row["valid_to"] or row["until"]
        if last and last < today() - timedelta(days=1):
            continue
        rule = _rule(row)
        if is_instead(row):
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
        for name in RULE:
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
    if address.get("address_type") == "postal":  # nobody can walk to a post box
        address = {**address, "address_1": None, "address_2": None}
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
