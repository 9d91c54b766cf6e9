"""The second pass: checked rows into the tables, in batches, inside one transaction.

A record that comes whole replaces the old one with all that hung on it. One that
is only mentioned (the organisation inside a service) adds what it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from directory import models as m
from directory.bulk import Bulk
from directory.hsds.forms import FORMS, Plain
from directory.hsds.own_fields import OWN
from directory.hsds.spool import Kept
from directory.hsds.tables import TABLES
from directory.hsds.tables import Table as Shape
from directory.hsds.units import KINDS
from directory.records.settling import drop_locations

#: Rows written at once.
BATCH = 8_000
#: In place of a table: one of our own fields that came as an attribute.
OWN_FIELD = "own field"
#: No file has more lines.
LINES = 1 << 40
#: Services above which indexes are taken out while an empty directory is filled.
MANY = 5_000

_PARENT = FORMS["taxonomy_term"].at["parent_id"]
_MARK = {table: FORMS[table].at["mark"] for table in KINDS}


class RowWriter:
    """Gathers rows and writes them in an order that foreign keys allow."""

    def __init__(self, connection: Connection, missing: Mapping[str, set[str]]) -> None:
        self.connection = connection
        self.bulk = Bulk(connection)
        #: Links that lead nowhere, by table: they are left out. Columns that may have one.
        self.missing = missing
        self._links = {
            name: [(FORMS[name].at[c.attribute], c.to) for c in shape.links if missing.get(c.to)]
            for name, shape in TABLES.items()
        }
        #: Places that services had before: those that nobody has any more go.
        self._left: set[str] = set()
        #: Ids of the services that were written, each once -> number of file and line in one.
        self.services: dict[str, int] = {}
        #: Places and organisations that came: services of other files that have them are
        #: listed anew.
        self.places: set[str] = set()
        self.organizations: set[str] = set()
        self.fresh = not connection.scalar(select(func.count()).select_from(m.Service))
        self._rows: dict[str, dict[Any, list[Plain]]] = defaultdict(dict)
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._own: list[tuple[str, str, str, Plain]] = []
        self._parents: list[tuple[str, str]] = []
        self._count = 0
        self._written: set[int] = set()

    def add(self, kept: Kept, mark: int | None) -> None:
        """Take a row; written when enough have come together. ``mark`` is that of its unit."""
        table, values = kept.table, kept.values
        if table == OWN_FIELD:
            self._own_field(*values)
            return
        row_id = values[0]
        if table in _MARK:
            values[_MARK[table]] = mark
            if table == "service":
                self.services[row_id] = kept.file * LINES + kept.line
            elif table == "location" and not self.fresh:
                self._written.add(hash(row_id))
        elif table == "taxonomy_term" and values[_PARENT]:
            # Its parent may come later: set once all are there.
            self._parents.append((row_id, values[_PARENT]))
            values[_PARENT] = None
        for number, to in self._links[table]:
            if values[number] in self.missing[to]:
                values[number] = None
        known = self._rows[table].get(row_id)
        if known is None:
            self._rows[table][row_id] = values
            self._count += 1
        else:
            usual = FORMS[table].usual
            for number, value in enumerate(values):
                if value is not None and value != usual[number]:
                    known[number] = value
        if kept.whole:
            self._whole[table].add(row_id)
        if self._count >= BATCH:
            self.flush()

    def finish(self) -> None:
        """Write what is left, then what could only be said once everything was there."""
        self.flush()
        if self._parents:
            known = _known(self.connection, m.TaxonomyTerm, {p for _, p in self._parents})
            rows = [{"term": t, "parent": p} for t, p in self._parents if p in known]
            if rows:
                self.connection.execute(
                    update(m.TaxonomyTerm)
                    .where(m.TaxonomyTerm.id == bindparam("term"))
                    .values(parent_id=bindparam("parent")),
                    rows,
                )
        self._write_own()
        left = [key for key in self._left if hash(key) not in self._written]
        for start in range(0, len(left), 500):
            part = left[start : start + 500]
            used = set(
                self.connection.scalars(
                    select(m.ServiceAtLocation.location_id).where(
                        m.ServiceAtLocation.location_id.in_(part)
                    )
                )
            )
            drop_locations(self.connection, [key for key in part if key not in used])

    def flush(self) -> None:
        """Write the rows gathered so far."""
        for name, shape in TABLES.items():
            rows = self._rows.pop(name, None)
            if not rows:
                continue
            whole = self._whole.pop(name, set())
            if not self.fresh:
                self._clear(name, shape, whole)
                if name == "location":
                    self.places.update(rows)
                elif name == "organization":
                    self.organizations.update(rows)
            values = list(rows.values())
            if not shape.common or self.fresh:
                self._upsert(shape, values, replace=False)
            else:
                self._upsert(shape, [v for v in values if v[0] in whole], replace=True)
                self._upsert(shape, [v for v in values if v[0] not in whole], replace=False)
        self._count = 0
        if len(self._own) >= BATCH:
            self._write_own()

    # --- inside ---

    def _own_field(self, table: str, row_id: str, name: str, value: Plain) -> None:
        """One of our fields: onto its row if that is still here, else written later."""
        row = self._rows[table].get(row_id)
        if row is not None:
            row[FORMS[table].at[name]] = value
        else:
            self._own.append((table, row_id, name, value))

    def _clear(self, name: str, shape: Shape, whole: set[str]) -> None:
        """Take out the old rows below records that come whole; the database cascades the rest."""
        ids = list(whole)
        if not ids:
            return
        if name == "service":
            places = select(m.ServiceAtLocation.location_id)
            self._left |= {
                key
                for key in self.connection.scalars(
                    places.where(m.ServiceAtLocation.service_id.in_(ids))
                )
                if key
            }
            self.connection.execute(delete(m.Attribute).where(m.Attribute.link_id.in_(ids)))
            self.connection.execute(delete(m.Service).where(m.Service.id.in_(ids)))
        elif shape.common:
            for kind, column in shape.lists.values():
                if kind in ("service", "location", "program"):
                    continue
                model = TABLES[kind].model
                table = model.__table__
                assert isinstance(table, Table)
                self.connection.execute(delete(model).where(table.c[column].in_(ids)))

    def _upsert(self, shape: Shape, rows: list[list[Plain]], *, replace: bool) -> None:
        form = FORMS[shape.name]
        own = OWN.get(shape.name, {})
        changes = {}
        for name in form.names[1:]:
            if name in own and not replace:
                continue
            given = f'excluded."{name}"'
            kept = f'coalesce({given}, "{form.table.name}"."{name}")'
            plain = replace or name == "mark" or not form.table.c[name].nullable
            changes[name] = given if plain else kept
        self.bulk.upsert(form.table, form.names, rows, changes)

    def _write_own(self) -> None:
        """Our fields that came as attributes: one statement for each column."""
        groups: dict[tuple[str, str], list[tuple[Plain, str]]] = defaultdict(list)
        for table, row_id, name, value in self._own:
            groups[table, name].append((value, row_id))
        self._own = []
        for (table, name), rows in groups.items():
            self.bulk.update(FORMS[table].table, name, rows)


def _known(connection: Connection, model: type[m.Base], ids: Iterable[str]) -> set[str]:
    """Those of the ids that a table has."""
    table = model.__table__
    assert isinstance(table, Table)
    found: set[str] = set()
    wanted = list(ids)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        found |= set(connection.scalars(select(table.c.id).where(table.c.id.in_(part))))
    return found


def missing_in(connection: Connection, links: dict[str, set[str]]) -> dict[str, set[str]]:
    """Links that the database cannot answer either, by table."""
    return {
        name: keys - _known(connection, TABLES[name].model, keys)
        for name, keys in links.items()
        if name in TABLES
    }
