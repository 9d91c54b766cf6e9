"""Where a service is given: addresses read and written as a whole, never of a service that hides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from directory import models as m
from directory.gazetteer.atlas import STATES, Place
from directory.hsds.rows import made_id
from directory.places import find_places
from directory.records.editing_values import BadChange
from directory.records.part_phones import text_of

Row = Mapping[str, Any]
Part = list[dict[str, Any]]

MOST_PLACES = 30
LONGEST_WAY = 1_000


def places(connection: Connection, service: str) -> Part:
    """The places of a service; none of one that hides."""
    hidden = select(m.Service.confidential_address).where(m.Service.id == service)
    if connection.scalar(hidden):
        return []
    rows = connection.execute(
        select(m.ServiceAtLocation.id, m.Location.id, m.Location.name, m.Location.transportation,
               m.Location.state)
        .join(m.Location, m.Location.id == m.ServiceAtLocation.location_id)
        .where(m.ServiceAtLocation.service_id == service)
        .order_by(m.ServiceAtLocation.position, m.ServiceAtLocation.id)
    ).all()  # fmt: skip
    found = []
    for at, location, name, way, state in rows:
        address = _address(connection, location)
        found.append(
            {
                "at": at, "name": name or "", "transportation": way or "",
                "address_1": address.get("address_1") or "",
                "address_2": address.get("address_2") or "", "city": address.get("city") or "",
                "state": state or address.get("state_province") or "",
                "postcode": address.get("postal_code") or "",
                "others": len(_sharing(connection, location)) - 1,
            }
        )  # fmt: skip
    return found


def _address(connection: Connection, location: str) -> Mapping[str, Any]:
    table = m.Address.__table__
    rows = connection.execute(
        select(table).where(m.Address.location_id == location).order_by(m.Address.id)
    ).mappings().all()  # fmt: skip
    found = next((row for row in rows if row["address_type"] != "postal"), None)
    return dict(found or (rows[0] if rows else {}))


def _sharing(connection: Connection, location: str) -> list[str]:
    """The services that are given at a location."""
    query = select(m.ServiceAtLocation.service_id).where(
        m.ServiceAtLocation.location_id == location
    )
    return [key for key in connection.scalars(query.distinct()) if key]


def checked_places(said: Sequence[Row]) -> Part:
    """Places as a form gives them; one whose street, suburb and name are empty goes."""
    if len(said) > MOST_PLACES:
        raise BadChange("city-0", "too_many", f"{MOST_PLACES} places at most")
    found: Part = []
    for line, row in enumerate(said):
        values = {
            name: text_of(f"{name}-{line}", row.get(name), limit)
            for name, limit in (
                ("name", 200), ("address_1", 200), ("address_2", 200), ("city", 100),
                ("state", 3), ("postcode", 4), ("transportation", LONGEST_WAY),
            )
        }  # fmt: skip
        if not any(values[name] for name in ("name", "address_1", "address_2", "city")):
            continue
        if not values["city"]:
            raise BadChange(f"city-{line}", "field_missing", "write the suburb or town")
        if values["state"] not in STATES:
            raise BadChange(f"state-{line}", "state_unknown", "choose the state")
        if values["postcode"] and not re.fullmatch(r"[0-9]{4}", values["postcode"]):
            raise BadChange(f"postcode-{line}", "postcode_bad", "write four digits")
        spot = suburb_of(values)
        if spot is None:
            mend = "no suburb of this name is in this state with this postcode"
            raise BadChange(f"city-{line}", "place_unknown", mend)
        found.append({"at": str(row.get("at") or ""), **values,
                      "postcode": values["postcode"] or spot.postcode})  # fmt: skip
    return found


def suburb_of(values: Row) -> Place | None:
    """The suburb that an address names, if there is one."""
    said = f"{values['city']} {values['state']} {values['postcode']}".strip()
    name = str(values["city"]).lower()
    for place in find_places(said):
        right = place.state == values["state"] and place.name.lower() == name
        if not place.is_state and right and values["postcode"] in ("", place.postcode):
            return place
    return None


def write_places(connection: Connection, service: str, part: Sequence[Row]) -> list[str]:
    """Change, add and take out places; gives the other services that are given there too."""
    known = {
        row.id: row.location_id
        for row in connection.execute(
            select(m.ServiceAtLocation.id, m.ServiceAtLocation.location_id).where(
                m.ServiceAtLocation.service_id == service
            )
        )
    }
    before = {row["at"]: row for row in places(connection, service)}
    touched: list[str] = []
    kept = {row["at"] for row in part}
    gone = [at for at in known if at not in kept]
    for model in (m.Phone, m.Schedule, m.Contact):
        connection.execute(delete(model).where(model.service_at_location_id.in_(gone)))
    connection.execute(delete(m.ServiceAtLocation).where(m.ServiceAtLocation.id.in_(gone)))
    for position, row in enumerate(part):
        at = row["at"]
        if at in known:
            if any(before[at][name] != row[name] for name in _SAID):
                _change(connection, known[at], row)
                touched += _sharing(connection, known[at])
            continue
        location = made_id(service, "place edited", row["address_1"], row["city"], str(position))
        at = at or made_id(location, "at")
        connection.execute(delete(m.Location).where(m.Location.id == location))
        connection.execute(insert(m.Location).values(id=location, location_type="physical"))
        connection.execute(
            insert(m.ServiceAtLocation).values(
                id=at, position=position, service_id=service, location_id=location
            )
        )
        _change(connection, location, row)
    return touched


_SAID = ("name", "address_1", "address_2", "city", "state", "postcode", "transportation")


def _change(connection: Connection, location: str, row: Row) -> None:
    """A location's address; where it is follows the suburb, since the old spot is wrong now."""
    spot = suburb_of(row)
    values: dict[str, Any] = {
        "name": row["name"] or None, "transportation": row["transportation"] or None,
        "state": row["state"],
    }  # fmt: skip
    address = _address(connection, location)
    said = (row["address_1"], row["city"], row["state"], row["postcode"])
    was = tuple(address.get(k) for k in ("address_1", "city", "state_province", "postal_code"))
    if spot and said != was:
        values |= {
            "latitude": spot.latitude, "longitude": spot.longitude, "timezone": spot.timezone,
        }  # fmt: skip
    connection.execute(update(m.Location).where(m.Location.id == location).values(values))
    new = {
        "address_1": row["address_1"], "address_2": row["address_2"] or None, "city": row["city"],
        "state_province": row["state"], "postal_code": row["postcode"],
    }  # fmt: skip
    if address:
        connection.execute(update(m.Address).where(m.Address.id == address["id"]).values(new))
    else:
        connection.execute(
            insert(m.Address).values(
                id=made_id(location, "address edited"), location_id=location, country="AU",
                address_type="physical", **new,
            )
        )  # fmt: skip
