"""Giving the directory away as HSDS 3.0: nested JSON, or the tables as CSV.

Two readers: ``others`` get no staff-only record, no place of a confidential
service, no made-up one and no name of who works here; ``ourselves`` get a copy
that loads back to the same directory.
"""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Table, select

from directory import models as m
from directory.hsds.own_fields import OWN as OWN_FIELDS
from directory.hsds.own_fields import TAXONOMY, attributes_of
from directory.hsds.tables import TABLES

Reader = Literal["others", "ourselves"]
Values = dict[str, Any]

#: Services written at once.
CHUNK = 400


@dataclass(frozen=True)
class Exported:
    """What was written."""

    services: int
    files: tuple[Path, ...]


def export_json(connection: Connection, target: Path, reader: Reader) -> Exported:
    """Every service as one whole HSDS object; a list, or JSON Lines for ``.jsonl``."""
    lines = target.suffix.lower() in {".jsonl", ".ndjson"}
    count = 0
    with target.open("w", encoding="utf-8") as file:
        file.write("" if lines else "[\n")
        for service in service_objects(connection, reader):
            if count and not lines:
                file.write(",\n")
            json.dump(service, file, ensure_ascii=False)
            file.write("\n" if lines else "")
            count += 1
        file.write("" if lines else "\n]\n")
    return Exported(count, (target,))


def export_tables(connection: Connection, folder: Path, reader: Reader) -> Exported:
    """A tabular package: one CSV for each table that has rows, and a datapackage.json."""
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as open_files:
        writers: dict[str, Any] = {}
        count = 0
        written: dict[str, set[str]] = defaultdict(set)
        for name, rows in _table_rows(connection, reader):
            shape = TABLES[name]
            if name not in writers:
                file = open_files.enter_context(
                    (folder / shape.file).open("w", encoding="utf-8", newline="")
                )
                writers[name] = csv.writer(file, lineterminator="\n")
                writers[name].writerow([column.name for column in shape.columns])
            for row in rows:
                if row["id"] in written[name]:
                    continue
                if shape.common or name in _REPEATED:
                    written[name].add(row["id"])
                writers[name].writerow(
                    ["" if (v := row.get(c.name)) is None else v for c in shape.columns]
                )
                count += name == "service"
    package = folder / "datapackage.json"
    package.write_text(json.dumps(datapackage(list(writers)), indent=2) + "\n", "utf-8")
    return Exported(count, tuple(sorted(folder.iterdir())))


#: Rows that can be reached on two ways.
_REPEATED = {"phone", "contact", "schedule", "language", "attribute", "metadata", "funding"}

_TYPES = {"number": "number", "int": "number", "date": "date", "moment": "datetime",
          "time": "time"}  # fmt: skip


def datapackage(names: Iterable[str]) -> Values:
    """The description of a tabular package with these tables."""
    resources = []
    for name in names:
        shape = TABLES[name]
        fields = [
            {"name": column.name, "type": _TYPES.get(column.kind, "string")}
            for column in shape.columns
        ]
        resources.append(
            {
                "name": name,
                "path": shape.file,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"primaryKey": "id", "fields": fields},
            }
        )
    return {
        "name": "human_services_data",
        "profile": "tabular-data-package",
        "version": "3.0.0",
        "resources": resources,
    }


# --- whole services --------------------------------------------------------------------


def service_objects(
    connection: Connection, reader: Reader, ids: Sequence[str] | None = None
) -> Iterator[Values]:
    """HSDS service objects with all that hangs on them, in the order of their ids."""
    seen: set[str] = set()
    for part in _parts(connection, reader, ids):
        graph = _Graph(connection, reader, part)
        for key in part:
            yield graph.service(key, seen)


def _parts(
    connection: Connection, reader: Reader, ids: Sequence[str] | None = None
) -> Iterator[list[str]]:
    """Ids of the services that a reader may have, some at a time."""
    last = ""
    while True:
        query = select(m.Service.id).where(m.Service.id > last)
        if reader == "others":
            query = query.where(m.Service.audience != "staff", m.Service.example.is_(False))
        if ids is not None:
            query = query.where(m.Service.id.in_(ids))
        part = list(connection.scalars(query.order_by(m.Service.id).limit(CHUNK)))
        if not part:
            return
        yield part
        last = part[-1]


class _Graph:
    """All rows that some services need, by table and by what they hang on."""

    def __init__(self, connection: Connection, reader: Reader, ids: list[str]) -> None:
        self.connection = connection
        self.reader = reader
        self.rows: dict[str, dict[str, Values]] = defaultdict(dict)
        self.below: dict[tuple[str, str], dict[str, list[Values]]] = {}
        self._load(ids)

    # --- reading ---

    def _load(self, ids: list[str]) -> None:
        services = self._take("service", "id", ids)
        self.hidden = {row["id"] for row in services if row["confidential_address"]}
        self._take("organization", "id", [row["organization_id"] for row in services])
        organizations = list(self.rows["organization"])
        self._take("program", "id", [row["program_id"] for row in services])
        self._take("program", "organization_id", organizations)
        for name in ("organization_identifier", "funding", "contact", "phone"):
            self._take(name, "organization_id", organizations)
        self._take("location", "organization_id", organizations)
        at = self._take("service_at_location", "service_id", ids)
        if self.reader == "others":
            gone = [row["id"] for row in at if row["service_id"] in self.hidden]
            for key in gone:
                del self.rows["service_at_location"][key]
            at = list(self.rows["service_at_location"].values())
        self._take("location", "id", [row["location_id"] for row in at])
        for name in ("contact", "phone", "schedule", "service_area", "language", "funding",
                     "cost_option", "required_document"):  # fmt: skip
            self._take(name, "service_id", ids)
        for name in ("contact", "phone", "schedule"):
            self._take(name, "service_at_location_id", [row["id"] for row in at])
        places = list(self.rows["location"])
        for name in ("address", "accessibility", "language", "contact", "phone", "schedule"):
            self._take(name, "location_id", places)
        self._take("phone", "contact_id", list(self.rows["contact"]))
        self._take("language", "phone_id", list(self.rows["phone"]))
        everything = [key for rows in self.rows.values() for key in rows]
        for start in range(0, len(everything), 5_000):
            part = everything[start : start + 5_000]
            self._take("attribute", "link_id", part)
            self._take("metadata", "resource_id", part)
        terms = [row["taxonomy_term_id"] for row in self.rows["attribute"].values()]
        found = self._take("taxonomy_term", "id", terms)
        while True:  # parents, so that nothing points outside
            more = [
                r["parent_id"] for r in found if r["parent_id"] not in self.rows["taxonomy_term"]
            ]
            found = self._take("taxonomy_term", "id", more)
            if not found:
                break
        self._take(
            "taxonomy", "id", [row["taxonomy_id"] for row in self.rows["taxonomy_term"].values()]
        )

    def _take(self, name: str, by: str, keys: Iterable[str | None]) -> list[Values]:
        """Read rows into ``rows``; gives those that are new."""
        table = TABLES[name].model.__table__
        assert isinstance(table, Table)
        wanted = sorted({key for key in keys if key})
        new: list[Values] = []
        for start in range(0, len(wanted), 500):
            query = select(table).where(table.c[by].in_(wanted[start : start + 500]))
            if name == "metadata" and self.reader == "others":
                query = query.where(table.c.here.is_(False))
            order = [table.c.position] if "position" in table.c else []
            for row in self.connection.execute(query.order_by(*order, table.c.id)).mappings():
                if row["id"] not in self.rows[name]:
                    self.rows[name][row["id"]] = dict(row)
                    new.append(self.rows[name][row["id"]])
        return new

    def children(self, name: str, by: str, key: str) -> list[Values]:
        """Rows of a table that hang on a row, in their order."""
        index = self.below.get((name, by))
        if index is None:
            index = self.below[name, by] = defaultdict(list)
            for row in self.rows[name].values():
                if row[by]:
                    index[row[by]].append(row)
            if "position" in TABLES[name].model.__table__.columns:
                for rows in index.values():
                    rows.sort(key=lambda row: (row["position"], row["id"]))
        return index.get(key, [])

    # --- writing ---

    def service(self, key: str, seen: set[str]) -> Values:
        """One service as the specification nests it.

        An organisation's own contacts, places and the like are written the
        first time it comes up, and its columns every time.
        """
        row = self.rows["service"][key]
        item = self._item("service", row)
        for link in ("organization_id", "program_id"):
            item.pop(link, None)
        organization = self.rows["organization"][row["organization_id"]]
        if organization["id"] in seen:
            item["organization"] = _plain_row("organization", organization)
        else:
            seen.add(organization["id"])
            item["organization"] = self._item("organization", organization)
        program = self.rows["program"].get(row["program_id"] or "")
        if program:
            item["program"] = _plain_row("program", program)
        return item

    def _item(self, name: str, row: Values) -> Values:
        shape = TABLES[name]
        item = _plain_row(name, row)
        for prop, (kind, by) in shape.lists.items():
            if prop == "services":
                continue
            listed = []
            for child in self.children(kind, by, row["id"]):
                if kind == "location" and name == "organization" and self._is_hidden(child):
                    continue
                nested = self._item(kind, child)
                nested.pop(by, None)
                listed.append(nested)
            if listed:
                item[prop] = listed
        if name == "service_at_location" and row["location_id"] in self.rows["location"]:
            item["location"] = self._item("location", self.rows["location"][row["location_id"]])
            item.pop("location_id")
        attributes = self._attributes(name, row)
        if attributes:
            item["attributes"] = attributes
        changes = [
            _plain_row("metadata", change)
            for change in self.children("metadata", "resource_id", row["id"])
        ]
        if changes:
            item["metadata"] = changes
        return item

    def _is_hidden(self, location: Values) -> bool:
        """A place that only confidential services have; its own organisation may still link it."""
        return location["grid_latitude"] is not None and self.reader == "others"

    def _attributes(self, name: str, row: Values) -> list[Values]:
        found = []
        for attribute in self.children("attribute", "link_id", row["id"]):
            entity = attribute["link_entity"]
            if entity in TABLES and entity != name:
                continue
            item = _plain_row("attribute", attribute)
            term = self.rows["taxonomy_term"].get(item.pop("taxonomy_term_id", None) or "")
            if term:
                item["taxonomy_term"] = self.term(term)
            found.append(item)
        for own in attributes_of(name, row):
            item = {k: v for k, v in own.items() if k != "taxonomy_term_id"}
            term_row = OWN_FIELDS[name][_name_of(own, name)].term
            item["taxonomy_term"] = {
                **{k: v for k, v in term_row.items() if v is not None and k != "taxonomy_id"},
                "taxonomy_detail": {k: v for k, v in TAXONOMY.items() if v is not None},
            }
            found.append(item)
        return found

    def term(self, row: Values) -> Values:
        """A term with its taxonomy."""
        item = _plain_row("taxonomy_term", row)
        taxonomy = self.rows["taxonomy"].get(item.pop("taxonomy_id", None) or "")
        if taxonomy:
            item["taxonomy_detail"] = _plain_row("taxonomy", taxonomy)
        return item


def _name_of(own: Values, table: str) -> str:
    return next(n for n, f in OWN_FIELDS[table].items() if f.term_id == own["taxonomy_term_id"])


def _plain_row(name: str, row: Values) -> Values:
    """The columns of HSDS that hold something, as JSON can keep them."""
    item: Values = {}
    for column in TABLES[name].columns:
        value = row[column.attribute]
        if value is None:
            continue
        item[column.name] = _value(name, column.name, column.kind, value)
    return item


def _value(table: str, name: str, kind: str, value: Any) -> Any:
    if isinstance(value, datetime):
        text = value.isoformat(timespec="microseconds" if value.microsecond else "seconds")
        return f"{text}Z"
    if isinstance(value, date):
        return value.isoformat()
    if kind in ("number", "int") and isinstance(value, float) and value == int(value):
        return int(value)
    if table == "phone" and name == "extension":
        # A number, says the schema; what is none stays a text and is the file's own fault.
        return int(value) if str(value).isdigit() else value
    return value


# --- tables ----------------------------------------------------------------------------


def _table_rows(connection: Connection, reader: Reader) -> Iterator[tuple[str, list[Values]]]:
    """(table, rows) some services at a time, as flat rows of HSDS."""
    for shape in (TABLES["taxonomy"], TABLES["taxonomy_term"]):
        listed = connection.execute(select(shape.model.__table__)).mappings()
        yield shape.name, [_plain_row(shape.name, dict(row)) for row in listed]
    yield "taxonomy", [TAXONOMY]
    fields = [field for named in OWN_FIELDS.values() for field in named.values()]
    yield "taxonomy_term", [field.term for field in fields]
    for part in _parts(connection, reader):
        graph = _Graph(connection, reader, part)
        own: list[Values] = []
        for name in TABLES:
            rows = []
            for row in graph.rows[name].values():
                if name == "location" and graph._is_hidden(row):
                    continue
                rows.append(_plain_row(name, row))
                own += attributes_of(name, row)
            if rows and name not in ("attribute", "taxonomy", "taxonomy_term"):
                yield name, rows
        kept = set().union(*(set(rows) for rows in graph.rows.values()))
        attributes = [_plain_row("attribute", row) for row in graph.rows["attribute"].values()]
        yield "attribute", [row for row in attributes + own if row["link_id"] in kept]
    if reader == "ourselves":  # what hangs on nothing that was written is kept too
        for name in ("attribute", "metadata"):
            left = connection.execute(select(TABLES[name].model.__table__)).mappings()
            yield name, [_plain_row(name, dict(row)) for row in left]
    descriptions = connection.execute(select(m.TableDescription.__table__)).mappings()
    rows = [_plain_row("meta_table_description", dict(row)) for row in descriptions]
    if rows and reader == "ourselves":
        yield "meta_table_description", rows
