"""The second pass: checked rows into the tables, in batches, inside one transaction.

A record that comes whole replaces the old one with all that hung on it. One that
is only mentioned (the organisation inside a service) adds what it says.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from directory import models as m
from directory.hsds.checking import Checked, own_of_attribute
from directory.hsds.own_fields import BY_TERM, OWN, TAXONOMY_ID
from directory.hsds.tables import TABLES
from directory.hsds.tables import Table as Shape
from directory.hsds.values import Bad
from directory.records.settling import drop_locations, our_terms

#: Rows written at once.
BATCH = 4_000

Values = dict[str, Any]

#: What our columns hold where a file says nothing, by table.
DEFAULTS: dict[str, Values] = {
    table: {name: (None if field.usual == "-" else field.usual) for name, field in fields.items()}
    for table, fields in OWN.items()
}


class RowWriter:
    """Gathers rows and writes them in an order that foreign keys allow."""

    def __init__(
        self, connection: Connection, collection: str, missing: dict[str, set[str]]
    ) -> None:
        self.connection = connection
        #: Links that lead nowhere, by table: they are left out.
        self.missing = missing
        #: Places that services had before: those that nobody has any more go.
        self._left: set[str] = set()
        self.collection = collection
        #: Ids of the services that were written, each once.
        self.services: dict[str, None] = {}
        #: Places and organisations that came whole: services that had them are listed anew.
        self.places: set[str] = set()
        self.organizations: set[str] = set()
        self.fresh = not connection.scalar(select(func.count()).select_from(m.Service))
        self._rows: dict[str, dict[str, Values]] = defaultdict(dict)
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._own: list[tuple[str, str, str, Any]] = []
        self._parents: list[tuple[str, str]] = []
        self._count = 0
        self._common: dict[str, set[int]] = defaultdict(set)

    def add(self, checked: Checked) -> None:
        """Take a row; written when enough have come together."""
        table, values = checked.table, checked.values
        if values["id"] in BY_TERM or values["id"] in our_terms() or values["id"] == TAXONOMY_ID:
            return  # the names of our own fields and needs: here already
        if table == "attribute":
            try:
                own = own_of_attribute(checked)
            except Bad:
                own = None  # noted in the first pass
            if own:
                self._own.append(own)
                return
        if table == "taxonomy_term" and values["parent_id"]:
            # Its parent may come later: set once all are there.
            self._parents.append((values["id"], values["parent_id"]))
            values["parent_id"] = None
        shape = TABLES[table]
        for column in shape.links:
            if values[column.attribute] in self.missing.get(column.to, ()):
                values[column.attribute] = None
        row_id, whole = values["id"], not checked.row.path
        if shape.common:
            mark = hash(row_id)
            if mark in self._common[table] and not whole:
                return  # a place or an organisation that many services share
            self._common[table].add(mark)
        known = self._rows[table].get(row_id)
        if known is not None:
            known.update({k: v for k, v in values.items() if v is not None})
            known.update(checked.own)
        else:
            self._rows[table][row_id] = self._filled(table, values, checked.own)
            self._count += 1
        if whole:
            self._whole[table].add(row_id)
        if table == "service":
            self.services[row_id] = None
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
        left = [key for key in self._left if hash(key) not in self._common["location"]]
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
                self.places |= whole if not self.fresh else set()
            if name == "organization":
                self.organizations |= whole if not self.fresh else set()
            values = list(rows.values())
            if not shape.common or self.fresh:
                self._upsert(shape, values, replace=False)
            else:
                self._upsert(shape, [v for v in values if v["id"] in whole], replace=True)
                self._upsert(shape, [v for v in values if v["id"] not in whole], replace=False)
        self._count = 0
        if len(self._own) >= BATCH:
            self._write_own()

    # --- inside ---

    def _filled(self, table: str, values: Values, own: Values) -> Values:
        row = {**DEFAULTS.get(table, {}), **values, **own}
        if table == "service":
            row["collection"] = self.collection
        return row

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

    def _upsert(self, shape: Shape, rows: list[Values], *, replace: bool) -> None:
        if not rows:
            return
        table = shape.model.__table__
        assert isinstance(table, Table)
        make = postgres_insert if self.connection.dialect.name == "postgresql" else sqlite_insert
        statement = make(table)
        names = [name for name in rows[0] if name != "id"]
        given = statement.excluded
        own = OWN.get(shape.name, {})
        changes = {
            name: given[name]
            if replace or not table.c[name].nullable
            else func.coalesce(given[name], table.c[name])
            for name in names
            if not (name in own and not replace)
        }
        self.connection.execute(
            statement.on_conflict_do_update(index_elements=["id"], set_=changes), rows
        )

    def _write_own(self) -> None:
        """Our fields that came as attributes: one statement for each column."""
        groups: dict[tuple[str, str], list[Values]] = defaultdict(list)
        for table, row_id, name, value in self._own:
            groups[table, name].append({"row_id": row_id, "value": value})
        self._own = []
        for (table, name), rows in groups.items():
            target = TABLES[table].model.__table__
            assert isinstance(target, Table)
            column = target.c[name]
            statement = (
                update(target)
                .where(target.c.id == bindparam("row_id"))
                .values({name: bindparam("value", type_=column.type)})
            )
            self.connection.execute(statement, rows)


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


def insert_new(connection: Connection, model: type[m.Base], rows: Sequence[Values]) -> None:
    """Insert rows whose ids are not there yet."""
    known = _known(connection, model, [row["id"] for row in rows])
    new = [row for row in rows if row["id"] not in known]
    if new:
        connection.execute(insert(model), new)
