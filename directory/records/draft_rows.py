"""Our own records as rows of the tables: one service with its numbers, hours, terms and places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from directory import models as m
from directory.hsds.rows import made_id
from directory.records.drafts import (
    Draft,
    DraftLocation,
    DraftPhone,
    Fields,
    warm_transfer_of,
)
from directory.records.settling import settle, write_terms
from directory.records.spots import blur

#: Services written at once: keeps memory flat on big files.
CHUNK = 500

Rows = dict[type[m.Base], list[dict[str, Any]]]


def service_id(draft: Draft) -> str:
    """Its own id, or the one made of its code."""
    return str(draft.fields.get("id") or made_id(draft.code))


def write(connection: Connection, drafts: Sequence[Draft], collection: str) -> None:
    """Replace these services in the open transaction."""
    terms = write_terms(connection)
    for start in range(0, len(drafts), CHUNK):
        chunk = drafts[start : start + CHUNK]
        remove(connection, [service_id(draft) for draft in chunk])
        rows: Rows = defaultdict(list)
        for draft in chunk:
            _rows_of(draft, collection, terms, rows)
        _insert(connection, rows)
        settle(connection, [service_id(draft) for draft in chunk], lambda *_: None)


def remove(connection: Connection, ids: list[str]) -> None:
    """Take services out with all that hangs on them, and places that nobody else has."""
    places = select(m.ServiceAtLocation.location_id).where(m.ServiceAtLocation.service_id.in_(ids))
    old = list(connection.scalars(places))
    connection.execute(delete(m.Attribute).where(m.Attribute.link_id.in_(ids)))
    connection.execute(delete(m.Service).where(m.Service.id.in_(ids)))
    if old:
        kept = select(m.ServiceAtLocation.location_id)
        connection.execute(
            delete(m.Location).where(m.Location.id.in_(old), m.Location.id.not_in(kept))
        )


def _insert(connection: Connection, rows: Rows) -> None:
    """Insert in the order that foreign keys need; organisations may be there already."""
    organizations = {row["id"]: row for row in rows.pop(m.Organization, [])}
    known = set(
        connection.scalars(select(m.Organization.id).where(m.Organization.id.in_(organizations)))
    )
    new = [row for key, row in organizations.items() if key not in known]
    if new:
        connection.execute(insert(m.Organization), new)
    order = {table.name: number for number, table in enumerate(m.Base.metadata.sorted_tables)}
    for model in sorted(rows, key=lambda model: order[model.__tablename__]):
        if rows[model]:
            connection.execute(insert(model), rows[model])


def _rows_of(draft: Draft, collection: str, terms: dict[str, str], rows: Rows) -> None:
    """The rows of every table for one draft."""
    f = draft.fields
    key = service_id(draft)
    organization = f["organization"]
    if isinstance(organization, str):
        organization = {"name": organization}
    organization_id = made_id("organization", organization["name"])
    rows[m.Organization].append(
        {
            "id": organization_id,
            "name": organization["name"],
            "alternate_name": None,
            "description": organization.get("description") or organization["name"],
            "email": None,
            "website": organization.get("website"),
        }
    )
    ages = f.get("ages") or [None, None]
    read_on = f["read_on"]
    rows[m.Service].append(
        {
            "id": key,
            "code": draft.code,
            "organization_id": organization_id,
            "name": f["name"],
            "alternate_name": f.get("alternate_name"),
            "description": f["description"],
            "url": f.get("url"),
            "email": f.get("email"),
            "status": f.get("status") or "active",
            "interpretation_services": _text(f.get("interpreter")),
            "application_process": f.get("apply"),
            "fees_description": _text(f.get("cost")),
            "wait_time": f.get("wait"),
            "eligibility_description": f.get("eligibility"),
            "minimum_age": ages[0],
            "maximum_age": ages[1],
            "assured_date": f.get("evidence_on") or read_on,
            "alert": f.get("alert"),
            "last_modified": datetime.now(timezone.utc).replace(tzinfo=None),
            "certainty": f["certainty"],
            "source": f["source"],
            "read_on": read_on,
            "review_by": f["review_by"],
            "audience": f.get("audience") or "customer",
            "example": bool(f.get("example")),
            "crisis_capable": bool(f.get("crisis_capable")),
            "situations": dict(f.get("situations") or {}),
            **warm_transfer_of(f),
            "who_can_call_on_behalf": f.get("on_behalf"),
            "contact_when_unsafe": f.get("contact_when_unsafe"),
            "text_languages": f.get("text_languages"),
            "idle_timeout_minutes": f.get("idle_timeout_minutes"),
            "free_from_mobile": f.get("free_from_mobile"),
            "public_holiday_rule": f.get("public_holidays") or "unknown",
            "child_location_rule": f.get("child_location_rule"),
            "genders": f.get("genders") or [],
            "only_for": f.get("only_for") or [],
            "not_for": f.get("not_for") or [],
            "delivery": f.get("delivery") or [],
            "states": f.get("states") or [],
            "finder": bool(f.get("finder")),
            "confidential_address": bool(f.get("confidential")),
            "region": f.get("region"),
            "timezone": f.get("timezone"),
            "words": f.get("words") or [],
            "shown_for": f.get("shown_for"),
            "emergency": bool(f.get("emergency")),
            "dated": bool(f.get("evidence_on")) or f.get("dated", True) is not False,
            "accessibility": f.get("accessibility") or [],
            "collection": collection,
        }
    )
    rows[m.Phone] += _phone_rows(draft.phones, key, None)
    zone = f.get("timezone")
    rows[m.Schedule] += _schedule_rows(draft.schedules, key, None, zone)
    for number, code in enumerate(f.get("languages") or []):
        rows[m.Language].append(
            {
                "id": made_id(key, "language", str(number)),
                "service_id": key,
                "code": code,
                "position": number,
            }
        )
    for number, document in enumerate(f.get("documents") or []):
        rows[m.RequiredDocument].append(
            {
                "id": made_id(key, "document", str(number)),
                "service_id": key,
                "document": document,
            }
        )
    if f.get("cost"):
        rows[m.CostOption].append(
            {
                "id": made_id(key, "cost"),
                "service_id": key,
                "option": _text(f["cost"]),
                "currency": "AUD",
                "amount": 0.0 if f["cost"] == "free" else None,
            }
        )
    areas = f.get("states") or ([] if draft.locations else ["Australia"])
    for area in areas:
        rows[m.ServiceArea].append(
            {
                "id": made_id(key, "area", area),
                "service_id": key,
                "name": area,
                "extent": area,
                "extent_type": "other",
            }
        )
    for number, code in enumerate(draft.terms):
        rows[m.Attribute].append(
            {
                "id": made_id(key, "term", code),
                "link_id": key,
                "taxonomy_term_id": terms[code],
                "link_type": "need",
                "link_entity": "service",
                "position": number,
            }
        )
    for number, place in enumerate(draft.locations):
        _place_rows(place, number, key, bool(f.get("confidential")), zone, rows)


def _text(value: Any) -> str | None:
    if value is True:
        return "Interpreters on request"
    return str(value) if value else None


def _phone_rows(
    phones: Iterable[DraftPhone], service_id: str | None, at_id: str | None
) -> list[dict[str, Any]]:
    owner = service_id or at_id or ""
    return [
        {
            "id": made_id(owner, "phone", phone.number.digits, phone.type),
            "service_id": service_id,
            "service_at_location_id": at_id,
            "number": str(phone.number),
            "digits": phone.number.digits,
            "type": phone.type,
            "description": phone.label or None,
            "certainty": phone.certainty,
            "shared": phone.shared,
            "position": number,
        }
        for number, phone in enumerate(phones)
    ]


_RULE = ("freq", "byday", "bymonthday", "byweekno", "byyearday", "interval", "wkst", "count",
         "dtstart", "until", "valid_from", "valid_to", "opens_at", "closes_at", "description")  # fmt: skip


def _schedule_rows(
    schedules: Iterable[Fields], service_id: str | None, at_id: str | None, zone: str | None
) -> list[dict[str, Any]]:
    owner = service_id or at_id or ""
    return [
        {
            "id": made_id(owner, "schedule", str(number)),
            "service_id": service_id,
            "service_at_location_id": at_id,
            "timezone": zone,
            **{name: rule.get(name) or ("WEEKLY" if name == "freq" else None) for name in _RULE},
            "by_appointment": bool(rule.get("by_appointment")),
            "certain": rule.get("certain", True) is not False,
            "position": number,
        }
        for number, rule in enumerate(schedules)
    ]


def _hidden(degrees: float | None, confidential: bool) -> float | None:
    """A coordinate of a hidden place: only its 20 km square is kept."""
    return blur(degrees) if confidential and degrees is not None else None


def _place_rows(
    place: DraftLocation,
    number: int,
    service_id: str,
    confidential: bool,
    zone: str | None,
    rows: Rows,
) -> None:
    """Location, address, accessibility and hours of one place; hidden places keep no street."""
    at_id = str(place.fields.get("id") or made_id(service_id, "at", str(number)))
    location_id = made_id(at_id, "location")
    rows[m.Location].append(
        {
            "id": location_id,
            "location_type": "physical",
            "name": place.fields.get("name"),
            "latitude": None if confidential else place.latitude,
            "longitude": None if confidential else place.longitude,
            "timezone": place.timezone or zone,
            "state": place.state if len(place.state) <= 3 else None,
            "grid_latitude": _hidden(place.latitude, confidential),
            "grid_longitude": _hidden(place.longitude, confidential),
            "transportation": place.fields.get("transport"),
        }
    )
    rows[m.ServiceAtLocation].append(
        {"id": at_id, "service_id": service_id, "location_id": location_id, "position": number}
    )
    if not confidential:
        rows[m.Address].append(
            {
                "id": made_id(location_id, "address"),
                "location_id": location_id,
                "address_1": place.fields.get("address") or "",
                "city": place.fields.get("suburb") or "",
                "state_province": place.state,
                "postal_code": str(place.fields.get("postcode") or ""),
                "country": "AU",
                "address_type": "physical",
            }
        )
    rows[m.Accessibility] += [
        {
            "id": made_id(location_id, "accessibility", str(i)),
            "location_id": location_id,
            "description": code.replace("_", " ").capitalize(),
            "details": code,
            "position": i,
        }
        for i, code in enumerate(place.accessibility)
    ]
    rows[m.Phone] += _phone_rows(place.phones, None, at_id)
    rows[m.Schedule] += _schedule_rows(place.schedules, None, at_id, place.timezone or zone)
