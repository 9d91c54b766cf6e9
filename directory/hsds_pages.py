"""The directory read page by page in the shape of HSDS 3.0, for programs of others.

What others may see is decided once, in ``directory.hsds.exporting``: no
staff-only record, no made-up one, no place of a service that hides. What is
uncertain or past its review says so in ``alert``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Select, distinct, func, select

from directory import models as m
from directory.gazetteer.atlas import distance_km
from directory.hsds.exporting import _Graph, _plain_row, service_objects
from directory.hsds.tables import TABLES
from directory.places import find_places
from directory.search import Searcher

Item = dict[str, Any]
#: Services whose words match; more say nothing about any one of them.
MOST_MATCHES = 5_000
#: Services nested in an organisation.
MOST_SERVICES = 500
UNCONFIRMED = "Not confirmed by a source: check before giving it to anybody."
PAST_REVIEW = "Past its review date: the details may have changed."


@dataclass(frozen=True)
class Asked:
    """What a request asks for; each kind of thing heeds the filters that the API gives it."""

    search: str = ""
    page: int = 1
    per_page: int = 20
    taxonomy_term_id: str = ""
    taxonomy_id: str = ""
    organization_id: str = ""
    parent_id: str = ""
    top_only: bool = False
    modified_after: datetime | None = None
    minimal: bool = False
    full: bool = False
    full_service: bool = False
    postcode: str = ""
    proximity_m: float | None = None


@dataclass(frozen=True)
class Page:
    """One page of a list; ``as_dict`` is the specification's page object."""

    total: int
    asked: Asked
    contents: list[Item]

    def as_dict(self) -> Item:
        pages = max(1, -(-self.total // self.asked.per_page))
        return {
            "total_items": self.total,
            "total_pages": pages,
            "page_number": self.asked.page,
            "size": len(self.contents),
            "first_page": self.asked.page == 1,
            "last_page": self.asked.page >= pages,
            "empty": not self.contents,
            "contents": self.contents,
        }


class HsdsPages:
    """Reads; never writes. Each call is one short connection."""

    def __init__(self, engine: Engine, searcher: Searcher) -> None:
        self._engine = engine
        self._searcher = searcher

    # --- lists ---

    def services(self, asked: Asked) -> Page:
        """Services by the filters, in the order of their ids."""
        with self._engine.connect() as connection:
            wanted = self._services(connection, asked, select(m.Service.id))
            total = connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            ids = list(connection.scalars(_cut(wanted.order_by(m.Service.id), asked)))
            if asked.minimal:
                return Page(total, asked, self._minimal(connection, ids))
            if asked.full:
                return Page(total, asked, list(_whole(connection, ids)))
            return Page(total, asked, _plain_services(connection, ids))

    def service_at_locations(self, asked: Asked) -> Page:
        """Services at places that may be known, by the filters."""
        with self._engine.connect() as connection:
            wanted = self._services(
                connection,
                asked,
                select(m.ServiceAtLocation.id)
                .select_from(m.ServiceAtLocation)
                .join(m.Service, m.Service.id == m.ServiceAtLocation.service_id),
            ).where(m.Service.confidential_address.is_(False))
            if asked.postcode:
                wanted = wanted.where(
                    m.ServiceAtLocation.location_id.in_(_located(connection, asked))
                )
            total = connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            ids = list(connection.scalars(_cut(wanted.order_by(m.ServiceAtLocation.id), asked)))
            return Page(total, asked, self._at_locations(connection, ids, full=asked.full))

    def organizations(self, asked: Asked) -> Page:
        """Organisations that have a service which may be seen."""
        with self._engine.connect() as connection:
            wanted = select(m.Organization.id).where(m.Organization.id.in_(_their_organizations()))
            if asked.search:
                wanted = wanted.where(m.Organization.name.icontains(asked.search, autoescape=True))
            total = connection.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            ids = list(connection.scalars(_cut(wanted.order_by(m.Organization.id), asked)))
            if asked.full or asked.full_service:
                return Page(total, asked, [_organization(connection, key, asked) for key in ids])
            rows = _rows(connection, "organization", ids)
            return Page(total, asked, [_plain_row("organization", rows[key]) for key in ids])

    def taxonomies(self, asked: Asked) -> Page:
        """Systems of terms."""
        wanted = select(m.Taxonomy.id)
        if asked.search:
            wanted = wanted.where(m.Taxonomy.name.icontains(asked.search, autoescape=True))
        return self._plain("taxonomy", wanted.order_by(m.Taxonomy.id), asked)

    def taxonomy_terms(self, asked: Asked) -> Page:
        """Terms, all or below one."""
        wanted = select(m.TaxonomyTerm.id)
        if asked.search:
            wanted = wanted.where(m.TaxonomyTerm.name.icontains(asked.search, autoescape=True))
        if asked.taxonomy_id:
            wanted = wanted.where(m.TaxonomyTerm.taxonomy_id == asked.taxonomy_id)
        if asked.parent_id:
            wanted = wanted.where(m.TaxonomyTerm.parent_id == asked.parent_id)
        if asked.top_only:
            wanted = wanted.where(m.TaxonomyTerm.parent_id.is_(None))
        return self._plain("taxonomy_term", wanted.order_by(m.TaxonomyTerm.id), asked)

    # --- one ---

    def service(self, key: str) -> Item | None:
        """One service with all that hangs on it."""
        with self._engine.connect() as connection:
            return next(_whole(connection, [key]), None)

    def service_at_location(self, key: str) -> Item | None:
        """One service at one place."""
        with self._engine.connect() as connection:
            known = (
                select(m.ServiceAtLocation.id)
                .join(m.Service, m.Service.id == m.ServiceAtLocation.service_id)
                .where(
                    m.ServiceAtLocation.id == key,
                    m.Service.confidential_address.is_(False),
                    *_public(),
                )
            )
            if not connection.scalar(known):
                return None
            return next(iter(self._at_locations(connection, [key], full=True)), None)

    def organization(self, key: str, asked: Asked) -> Item | None:
        """One organisation with its services."""
        with self._engine.connect() as connection:
            known = _their_organizations().where(m.Service.organization_id == key)
            if not connection.scalar(known):
                return None
            return _organization(connection, key, asked)

    def taxonomy(self, key: str) -> Item | None:
        """One system of terms."""
        return self._one("taxonomy", key)

    def taxonomy_term(self, key: str) -> Item | None:
        """One term."""
        return self._one("taxonomy_term", key)

    # --- parts ---

    def _services(
        self, connection: Connection, asked: Asked, wanted: Select[tuple[str]]
    ) -> Select[tuple[str]]:
        wanted = wanted.where(*_public())
        if asked.search:
            found = self._searcher.service_ids(connection, asked.search, MOST_MATCHES)
            wanted = wanted.where(m.Service.id.in_(found))
        if asked.organization_id:
            wanted = wanted.where(m.Service.organization_id == asked.organization_id)
        if asked.modified_after is not None:
            wanted = wanted.where(m.Service.last_modified >= asked.modified_after)
        if asked.taxonomy_term_id or asked.taxonomy_id:
            terms = select(m.Attribute.link_id)
            if asked.taxonomy_term_id:
                terms = terms.where(m.Attribute.taxonomy_term_id == asked.taxonomy_term_id)
            if asked.taxonomy_id:
                terms = terms.join(
                    m.TaxonomyTerm, m.TaxonomyTerm.id == m.Attribute.taxonomy_term_id
                ).where(m.TaxonomyTerm.taxonomy_id == asked.taxonomy_id)
            wanted = wanted.where(m.Service.id.in_(terms))
        return wanted

    def _minimal(self, connection: Connection, ids: list[str]) -> list[Item]:
        rows = _rows(connection, "service", ids)
        return [
            {k: v for k, v in _plain_row("service", rows[key]).items() if k in MINIMAL}
            for key in ids
        ]

    def _at_locations(self, connection: Connection, ids: list[str], *, full: bool) -> list[Item]:
        rows = _rows(connection, "service_at_location", ids)
        services = _rows(connection, "service", [row["service_id"] for row in rows.values()])
        graph = _Graph(connection, "others", sorted(services)) if full else None
        places = _rows(connection, "location", [row["location_id"] for row in rows.values()])
        found = []
        for key in ids:
            row = rows[key]
            item = graph._item("service_at_location", row) if graph else {
                "id": key,
                **({"description": row["description"]} if row["description"] else {}),
                "location": _plain_row("location", places[row["location_id"]]),
            }  # fmt: skip
            item.pop("service_id", None)
            item["service"] = _said(
                _plain_row("service", services[row["service_id"]]), services[row["service_id"]]
            )
            found.append(item)
        return found

    def _plain(self, name: str, wanted: Select[tuple[str]], asked: Asked) -> Page:
        with self._engine.connect() as connection:
            count = select(func.count()).select_from(wanted.order_by(None).subquery())
            total = connection.scalar(count) or 0
            ids = list(connection.scalars(_cut(wanted, asked)))
            rows = _rows(connection, name, ids)
            return Page(total, asked, [_plain_row(name, rows[key]) for key in ids])

    def _one(self, name: str, key: str) -> Item | None:
        with self._engine.connect() as connection:
            rows = _rows(connection, name, [key])
        return _plain_row(name, rows[key]) if key in rows else None


#: What ``minimal`` gives of a service.
MINIMAL = frozenset({"id", "name", "status", "last_modified"})


def _public() -> tuple[Any, ...]:
    return (m.Service.audience != "staff", m.Service.example.is_(False))


def _their_organizations() -> Select[tuple[str]]:
    return select(distinct(m.Service.organization_id)).where(*_public())


def _cut(wanted: Select[tuple[str]], asked: Asked) -> Select[tuple[str]]:
    return wanted.limit(asked.per_page).offset((asked.page - 1) * asked.per_page)


def _rows(connection: Connection, name: str, ids: Sequence[str | None]) -> dict[str, Item]:
    table = TABLES[name].model.__table__
    wanted = sorted({key for key in ids if key})
    found: dict[str, Item] = {}
    for start in range(0, len(wanted), 500):
        part = select(table).where(table.c["id"].in_(wanted[start : start + 500]))
        found |= {row["id"]: dict(row) for row in connection.execute(part).mappings()}
    return found


def _whole(connection: Connection, ids: Sequence[str]) -> Iterator[Item]:
    rows = _rows(connection, "service", ids)
    for item in service_objects(connection, "others", ids):
        yield _said(item, rows[item["id"]])


def _plain_services(connection: Connection, ids: list[str]) -> list[Item]:
    rows = _rows(connection, "service", ids)
    owners = _rows(connection, "organization", [row["organization_id"] for row in rows.values()])
    found = []
    for key in ids:
        item = _said(_plain_row("service", rows[key]), rows[key])
        item["organization"] = _plain_row("organization", owners[rows[key]["organization_id"]])
        found.append(item)
    return found


def _said(item: Item, row: Item) -> Item:
    """The same service, with what is uncertain about it said (rule S3-02)."""
    said = [item["alert"]] if item.get("alert") else []
    if row["certainty"] in {"B", "C"}:
        said.append(UNCONFIRMED)
    if row["review_by"] < date.today():  # noqa: DTZ011 - a calendar day is what people mean
        said.append(PAST_REVIEW)
    if said:
        item["alert"] = " ".join(said)
    return item


def _organization(connection: Connection, key: str, asked: Asked) -> Item:
    ids = list(
        connection.scalars(
            select(m.Service.id)
            .where(m.Service.organization_id == key, *_public())
            .order_by(m.Service.id)
            .limit(MOST_SERVICES)
        )
    )
    graph = _Graph(connection, "others", ids)
    item = graph._item("organization", graph.rows["organization"][key])
    services = (
        list(_whole(connection, ids)) if asked.full_service else _plain_services(connection, ids)
    )
    for service in services:
        service.pop("organization", None)
    item["services"] = services
    return item


def _located(connection: Connection, asked: Asked) -> Select[tuple[str]]:
    """Places with a postcode, or within so many metres of the middle of one."""
    if asked.proximity_m is None:
        return select(m.Address.location_id).where(m.Address.postal_code == asked.postcode)  # type: ignore[return-value]
    middles = find_places(asked.postcode)
    if not middles:
        return select(m.Location.id).where(m.Location.id.is_(None))
    latitude = sum(p.latitude for p in middles) / len(middles)
    longitude = sum(p.longitude for p in middles) / len(middles)
    far = asked.proximity_m / 1000
    reach = far / 111.2 + 0.01
    near = connection.execute(
        select(m.Location.id, m.Location.latitude, m.Location.longitude).where(
            m.Location.latitude.between(latitude - reach, latitude + reach),
            m.Location.longitude.between(longitude - 2 * reach, longitude + 2 * reach),
        )
    )
    inside = [row.id for row in near if distance_km(latitude, longitude, row[1], row[2]) <= far]
    return select(m.Location.id).where(m.Location.id.in_(inside))
