"""How a checked row is written: a list of plain values in the order of the table's columns.

Plain means what both databases take as it is and a file can keep: text, numbers,
booleans, nothing. Days are ISO text, lists and objects are JSON text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, DateTime, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from directory.hsds.own_fields import OWN
from directory.hsds.tables import TABLES

Plain = str | int | float | bool | None
Make = Callable[[Any], Plain]


def as_json(value: Any) -> str:
    """A value as a JSON column keeps it."""
    return json.dumps(value)


def as_moment(value: datetime) -> str:
    """An instant without zone, as SQLAlchemy writes it into SQLite."""
    return f"{value.isoformat(' ', 'microseconds')}"


@dataclass(frozen=True)
class Form:
    """The columns of one table that a load writes, and how."""

    table: Table
    names: tuple[str, ...]
    #: What stands in each column where a file says nothing.
    usual: tuple[Plain, ...]
    #: Column -> where it stands in the row.
    at: Mapping[str, int]
    #: Columns whose values must be made plain.
    makes: Mapping[str, Make]

    def row(self, values: Mapping[str, Any], own: Mapping[str, Any]) -> list[Plain]:
        """The row of these values; ``own`` fields go over them."""
        row = list(self.usual)
        at, makes = self.at, self.makes
        for name, value in values.items():
            if value is not None:
                row[at[name]] = makes[name](value) if name in makes else value
        for name, value in own.items():
            row[at[name]] = makes[name](value) if name in makes and value is not None else value
        return row

    def plain(self, name: str, value: Any) -> Plain:
        """One value as its column keeps it."""
        return self.makes[name](value) if name in self.makes and value is not None else value


def _form(name: str) -> Form:
    shape = TABLES[name]
    table = shape.model.__table__
    assert isinstance(table, Table)
    own = OWN.get(name, {})
    columns = list(table.columns)
    makes: dict[str, Make] = {}
    usual: list[Plain] = []
    for column in columns:
        if isinstance(column.type, JSON):
            makes[column.name] = as_json
        elif isinstance(column.type, DateTime):
            makes[column.name] = as_moment
        elif isinstance(column.type, Date):
            makes[column.name] = date.isoformat
        elif isinstance(column.type, Boolean):
            makes[column.name] = bool
        value: Any = None
        if column.name in own and own[column.name].usual != "-":
            value = own[column.name].usual
        elif isinstance(column.default, ScalarElementColumnDefault):
            value = column.default.arg
        if value is not None and column.name in makes:
            value = makes[column.name](value)
        usual.append(value)
    names = tuple(column.name for column in columns)
    return Form(table, names, tuple(usual), {n: i for i, n in enumerate(names)}, makes)


FORMS = {name: _form(name) for name in TABLES}
