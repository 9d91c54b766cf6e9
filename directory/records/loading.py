"""Writing checked records into the database: one transaction, repeatable.

A service is known by its id, which for our own records is made from its code;
loading it again replaces it. Nothing is written when a record has an error.
"""

from __future__ import annotations

import gc
import hashlib
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from directory import models as m
from directory.database import writer
from directory.hsds import workbooks
from directory.hsds.importing import Import, Index, Progress, hsds_sources
from directory.hsds.mapped import read_mapping
from directory.hsds.rows import Problems, made_id
from directory.problems import BadRecords, Problem
from directory.records.drafts import (
    Draft,
    DraftLocation,
    DraftPhone,
    Fields,
    warm_transfer_of,
)
from directory.records.listings import blur
from directory.records.pruning import Gone, Prune, gone_from, judge, set_inactive
from directory.records.reading import SHIPPED, Batch, read_path
from directory.records.settling import settle, write_terms

#: Services written at once: keeps memory flat on big files.
CHUNK = 500
FINGERPRINT = "shipped_fingerprint"
VERSION = "data_version"

Rows = dict[type[m.Base], list[dict[str, Any]]]


@dataclass
class Load:
    """A file or folder on its way into the directory: our records, HSDS, or both together."""

    path: Path
    batch: Batch
    hsds: Import
    prune: Prune | None = None
    gone: Gone | None = None

    @property
    def problems(self) -> list[Problem]:
        """Everything found so far."""
        return [*self.batch.problems, *self.hsds.problems.all()]

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before loading."""
        return self.batch.has_errors or bool(self.hsds.problems.errors)

    @property
    def services(self) -> int:
        """How many services were read."""
        return len(self.batch.drafts) + self.hsds.counts.get("service", 0)


@dataclass(frozen=True)
class LoadOptions:
    """How a file is to be understood."""

    #: For a sheet of somebody's own: which column means what (``directory/mappings``).
    mapping: Path | None = None
    #: For numbers of eight digits: "03".
    area_code: str = ""
    #: The name under which the services are kept; the file's own otherwise.
    collection: str = ""
    progress: Progress | None = None
    #: What becomes of records of the same collection that the file no longer has.
    prune: Prune | None = None


#: Files of somebody's own that need a mapping.
SHEETS = frozenset({".csv", ".tsv", ".txt", *workbooks.SUFFIXES})


def opened(path: Path, options: LoadOptions | None = None) -> Load:
    """Look at what a path holds; nothing is checked against the database yet."""
    options = options or LoadOptions()
    problems = Problems()
    sources = hsds_sources(path) if path.exists() else []
    collection, area_code = options.collection or path.name, options.area_code
    sheet = path.is_file() and path.suffix.lower() in SHEETS
    if sheet and options.mapping is None:
        mend = "say which column means what: --mapping FILE (docs/directory.md shows one)"
        problems.add(path.name, 0, "", "mapping_missing", mend)
    elif sheet and options.mapping is not None:
        mapping = read_mapping(options.mapping, problems)
        if mapping:
            sources = [partial(mapping.rows, path)]
            collection = options.collection or mapping.collection
            area_code = area_code or mapping.area_code
    batch = read_path(path, alone=not sources and not sheet)
    loaded = Import(sources, collection, area_code, problems=problems)
    if options.progress:
        loaded.progress = options.progress
    return Load(path, batch, loaded, options.prune)


def checked(connection: Connection, load: Load, *, keep: bool = False) -> Load:
    """The first pass: every problem, nothing written. ``keep`` it for the second one."""
    _check_against(connection, load.batch, load.path.name)
    if load.hsds.sources:
        load.hsds.check(connection, keep=keep)
    if load.prune and not load.has_errors:
        ours = {_service_id(draft) for draft in load.batch.drafts}
        listed, collection = load.hsds.has, load.hsds.collection
        load.gone = gone_from(
            connection, collection, lambda key: key in ours or hash(key) in listed
        )
        judge(load.gone, load.prune, collection, load.hsds.problems)
    return load


def load_path(
    engine: Engine, path: Path, options: LoadOptions | None = None, index: Index | None = None
) -> list[Problem]:
    """Load a file or folder; gives the warnings. Raises ``BadRecords`` and writes nothing on errors.

    ``index`` makes the search index where a big file fills an empty directory.
    """
    load = opened(path, options)
    try:
        with _rare_collections():
            return _loaded(engine, load, index)
    finally:
        load.hsds.close()


def _loaded(engine: Engine, load: Load, index: Index | None) -> list[Problem]:
    with engine.connect() as connection:
        checked(connection, load, keep=True)
    if load.has_errors:
        raise BadRecords(load.problems)
    with writer(engine).begin() as connection:
        changed = bool(load.batch.drafts)
        write(connection, load.batch.drafts, load.hsds.collection)
        if load.hsds.sources:
            changed |= load.hsds.write(connection, index)
        if load.gone and load.gone.records:
            set_inactive(connection, load.gone, load.hsds.collection)
            changed = True
        if changed:
            _touch(connection)
    return load.problems


@contextmanager
def _rare_collections() -> Iterator[None]:
    """A load makes millions of small objects and no cycles: look for those a hundred times less."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def load_shipped(engine: Engine) -> bool:
    """Load the records that ship with the program; False when they are there already."""
    fingerprint = _fingerprint(SHIPPED)
    with engine.connect() as connection:
        known = connection.scalar(select(m.Note.value).where(m.Note.key == FINGERPRINT))
    if known == fingerprint:
        return False
    batches = {name: read_path(SHIPPED / name) for name in ("contacts", "sample")}
    problems = [problem for batch in batches.values() for problem in batch.problems]
    if any(batch.has_errors for batch in batches.values()):
        raise BadRecords(problems)
    with writer(engine).begin() as connection:
        known = connection.scalar(select(m.Note.value).where(m.Note.key == FINGERPRINT))
        if known == fingerprint:  # another process was faster
            return False
        for name, batch in batches.items():
            collection = f"shipped {name}"
            kept = {_service_id(draft) for draft in batch.drafts}
            old = connection.scalars(select(m.Service.id).where(m.Service.collection == collection))
            _remove(connection, [service_id for service_id in old if service_id not in kept])
            write(connection, batch.drafts, collection)
        _note(connection, FINGERPRINT, fingerprint)
        _touch(connection)
    return True


def _fingerprint(folder: Path) -> str:
    """Changes when a shipped record or the code that reads it does."""
    digest = hashlib.sha256()
    needs = folder.parent / "needs.yml"
    files = [*sorted(folder.rglob("*.yml")), *sorted(folder.glob("*.py")), needs]
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _note(connection: Connection, key: str, value: str) -> None:
    connection.execute(delete(m.Note).where(m.Note.key == key))
    connection.execute(insert(m.Note).values(key=key, value=value))


def _touch(connection: Connection) -> None:
    """A new version of the data, so that every process drops what it remembers."""
    _note(connection, VERSION, uuid.uuid4().hex)


def _check_against(connection: Connection, batch: Batch, collection: str) -> None:
    """Numbers that a service loaded earlier already has are likely copies (rule X-17)."""
    ids = {_service_id(draft) for draft in batch.drafts}
    taken = {
        digits: name
        for digits, name, service_id in connection.execute(
            select(m.Phone.digits, m.Service.name, m.Service.id).join(
                m.Service, m.Phone.service_id == m.Service.id
            )
        )
        if service_id not in ids
    }
    for draft in batch.drafts:
        for phone in draft.phones:
            owner = taken.get(phone.number.digits)
            if owner and not phone.shared:
                batch.problems.append(
                    Problem(
                        draft.file,
                        draft.line,
                        "phones",
                        "phone_already_listed",
                        f"{phone.number} is already {owner}'s: is this a copy?",
                        "warning",
                    )
                )


def _service_id(draft: Draft) -> str:
    return str(draft.fields.get("id") or made_id(draft.code))


def write(connection: Connection, drafts: Sequence[Draft], collection: str) -> None:
    """Replace these services in the open transaction."""
    terms = write_terms(connection)
    for start in range(0, len(drafts), CHUNK):
        chunk = drafts[start : start + CHUNK]
        _remove(connection, [_service_id(draft) for draft in chunk])
        rows: Rows = defaultdict(list)
        for draft in chunk:
            _rows_of(draft, collection, terms, rows)
        _insert(connection, rows)
        settle(connection, [_service_id(draft) for draft in chunk], lambda *_: None)


def _remove(connection: Connection, ids: list[str]) -> None:
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
    service_id = _service_id(draft)
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
            "id": service_id,
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
    rows[m.Phone] += _phone_rows(draft.phones, service_id, None)
    zone = f.get("timezone")
    rows[m.Schedule] += _schedule_rows(draft.schedules, service_id, None, zone)
    for number, code in enumerate(f.get("languages") or []):
        rows[m.Language].append(
            {
                "id": made_id(service_id, "language", str(number)),
                "service_id": service_id,
                "code": code,
                "position": number,
            }
        )
    for number, document in enumerate(f.get("documents") or []):
        rows[m.RequiredDocument].append(
            {
                "id": made_id(service_id, "document", str(number)),
                "service_id": service_id,
                "document": document,
            }
        )
    if f.get("cost"):
        rows[m.CostOption].append(
            {
                "id": made_id(service_id, "cost"),
                "service_id": service_id,
                "option": _text(f["cost"]),
                "currency": "AUD",
                "amount": 0.0 if f["cost"] == "free" else None,
            }
        )
    areas = f.get("states") or ([] if draft.locations else ["Australia"])
    for area in areas:
        rows[m.ServiceArea].append(
            {
                "id": made_id(service_id, "area", area),
                "service_id": service_id,
                "name": area,
                "extent": area,
                "extent_type": "other",
            }
        )
    for number, code in enumerate(draft.terms):
        rows[m.Attribute].append(
            {
                "id": made_id(service_id, "term", code),
                "link_id": service_id,
                "taxonomy_term_id": terms[code],
                "link_type": "need",
                "link_entity": "service",
                "position": number,
            }
        )
    for number, place in enumerate(draft.locations):
        _place_rows(place, number, service_id, bool(f.get("confidential")), zone, rows)


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
