"""A service with all the rows that its listings are made of, read for many services at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from directory import models as m

#: Attributes of this kind carry our codes of needs.
NEED = "need"

#: Columns of a rule besides its kind and its words.
RULE = ("byday", "bymonthday", "byweekno", "byyearday", "interval", "wkst", "count",
        "dtstart", "until", "valid_from", "valid_to", "opens_at", "closes_at")  # fmt: skip


Row = dict[str, Any]


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
        "by_appointment", "certain", *RULE,
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
