"""The values of one row, each read by its column, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from directory.hsds.bad_values import Bad
from directory.hsds.own_fields import OWN
from directory.hsds.rows import Problems, Row, made_id
from directory.hsds.tables import TABLES, Column
from directory.hsds.values import quick_reader, read
from directory.problems import Level
from directory.records.said_people import read_people

UUID = re.compile(r"^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$")


@dataclass
class LoadFacts:
    """Facts about the load that checks need."""

    collection: str
    today: date
    area_code: str = ""
    #: Records that a person merged into others: id -> the one that stayed.
    gone: Mapping[str, str] = field(default_factory=dict)


class RowValues:
    """Reads the values of raw rows."""

    def __init__(self, facts: LoadFacts, problems: Problems) -> None:
        self.facts = facts
        self._problems = problems
        self._unknown: set[tuple[str, str, str]] = set()

    def key(self, table: str, raw: Any) -> str:
        """The id as it is kept: a UUID; others become one, the same for the same collection."""
        text = str(raw).strip()
        low = text.lower()
        if UUID.match(low):
            return low
        return made_id("imported", self.facts.collection, table, text)

    def read(self, row: Row) -> tuple[dict[str, Any], dict[str, Any]]:
        """(values of the columns of HSDS, our own fields); what cannot be read is None and noted."""
        table = row.table
        values = _EMPTY[table].copy()
        known = _QUICKLY[table].get
        others = False
        before = self._problems.errors
        for name, said in row.values.items():
            found = known(name)
            if found is None:
                others = True
            elif said is not None and said != "":
                attribute, quick, column = found
                # Nearly every value is as it should be.
                if quick is not None and (value := quick(said)) is not None:
                    values[attribute] = value
                elif column.kind == "id":
                    values[attribute] = self._id(row, column, said)
                else:
                    values[attribute] = self._one(row, column, said)
        for column in TABLES[table].needed:
            if values[column.attribute] is None:
                if self._problems.errors != before and row.values.get(column.name):
                    continue  # it is there, and what is wrong with it was said
                if column.name == "number":
                    self.error(row, "number", "phone_empty", "write the number, or take it out")
                else:
                    self.error(row, column.name, "field_missing", f"write {column.name}")
        return values, self._own(row) if others else {}

    def _own(self, row: Row) -> dict[str, Any]:
        """Our own fields written straight onto the row; anything else is unknown."""
        fields, own = OWN.get(row.table, {}), {}
        for name, said in row.values.items():
            if name in _NAMES[row.table] or said in (None, ""):
                continue
            if name in fields:
                try:
                    own[name] = fields[name].read(said)
                except Bad as bad:
                    self.error(row, name, bad.code, bad.mend)
            elif (row.file, row.table, name) not in self._unknown:
                self._unknown.add((row.file, row.table, name))
                self._problems.once(
                    row.file, row.at(name), f"{row.table}.{name}", "field_unknown",
                    "HSDS 3.0 has no such field: it is not read",
                )  # fmt: skip
        return own

    def _id(self, row: Row, column: Column, said: Any) -> str | None:
        if isinstance(said, (dict, list, bool)):
            self.error(row, column.name, "not_a_value", "an id is one value, a text or a number")
            return None
        text = str(said)
        if len(text) > 200:
            self.error(row, column.name, "field_too_long", "an id has 200 characters at most")
            return None
        name = column.name
        table = row.table if name == "id" else column.to
        if name == "link_id":
            table = str(row.values.get("link_entity") or "service")
        elif name == "resource_id":
            table = str(row.values.get("resource_type") or "service")
        elif name == "parent_organization_id":
            table = "organization"
        return self.key(table, text)

    def _one(self, row: Row, column: Column, said: Any) -> Any:
        def warn(code: str, mend: str) -> None:
            self.warn(row, column.name, code, mend)

        try:
            return read(column, said, warn)
        except Bad as bad:
            self.error(row, column.name, bad.code, bad.mend)
            return None

    def error(self, row: Row, name: str, code: str, mend: str) -> None:
        """Note a field that cannot be used."""
        self._note(row, name, code, mend, "error")

    def warn(self, row: Row, name: str, code: str, mend: str) -> None:
        """Note a field that was mended or left out."""
        self._note(row, name, code, mend, "warning")

    def _note(self, row: Row, name: str, code: str, mend: str, level: Level) -> None:
        # Finding the line of a field takes longer than checking it.
        line = row.at(name) if self._problems.wants(row.file, code, level) else row.line
        self._problems.add(row.file, line, f"{row.path}{name}", code, mend, level)

    def people(self, row: Row, values: dict[str, Any], own: dict[str, Any]) -> None:
        """Whom the words of a service exclude, where none of its fields says it."""
        if row.ours or values["minimum_age"] is not None or values["maximum_age"] is not None:
            return
        if not own.keys().isdisjoint(("genders", "only_for", "not_for")):
            return
        found = read_people(values["eligibility_description"])
        if found:
            values["minimum_age"], values["maximum_age"] = found.least, found.most
            own |= {"genders": list(found.genders), "only_for": list(found.only_for)}
            self.warn(row, "eligibility_description", "people_read", f"read as: {found}")


class Told:
    """Where the problems of a row go; one for all rows, since most have none."""

    def __init__(self, values: RowValues) -> None:
        self._values = values
        self.today = values.facts.today
        self.area_code = values.facts.area_code
        self.points: dict[str, tuple[float, float]] = {}
        self.hides = False
        self.staff_lines = False
        self.row: Row

    @property
    def nested(self) -> bool:
        """Whether the row stands inside a record, not in a table of its own."""
        return bool(self.row.path)

    @property
    def file(self) -> str:
        """The name of the row's file."""
        return self.row.file

    @property
    def mapped(self) -> bool:
        """Whether the row was made of a sheet: no lines of JSON, yet inside a record."""
        return bool(self.row.path) and self.row.line_of is None

    @property
    def ours(self) -> bool:
        """Whether the row comes from an export of ours."""
        return self.row.ours

    def said(self, name: str) -> Any:
        """What the file says in a field, as it stands there."""
        return self.row.values.get(name)

    def error(self, name: str, code: str, mend: str) -> None:
        """Note a field that cannot be used."""
        self._values.error(self.row, name, code, mend)

    def warn(self, name: str, code: str, mend: str) -> None:
        """Note a field that was mended or left out."""
        self._values.warn(self.row, name, code, mend)


_NAMES = {name: frozenset(c.name for c in table.columns) for name, table in TABLES.items()}
_EMPTY: dict[str, dict[str, Any]] = {
    n: dict.fromkeys(c.attribute for c in t.columns) for n, t in TABLES.items()
}
#: Table -> name of a field -> our attribute, the reader of values with nothing odd, the column.
_QUICKLY = {
    n: {c.name: (c.attribute, quick_reader(c), c) for c in t.columns} for n, t in TABLES.items()
}
