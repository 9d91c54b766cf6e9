"""The rows of some services before and after a change, and the way back between them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Connection, Table, and_, delete, insert, select, update

from directory import models as m

#: A row by its table's name and its primary key.
Key = tuple[str, tuple[Any, ...]]
Rows = dict[Key, dict[str, Any]]

_TABLES: dict[str, Table] = dict(m.Base.metadata.tables)
#: Made anew from the others, or the history itself.
_LEFT_OUT = {m.Listing.__tablename__, m.Change.__tablename__}
#: Rows that name a service without a foreign key.
_BY_NAME = (_TABLES["dir_report"].c.service_id, _TABLES["dir_merge"].c.kept_id)


def rows_of(connection: Connection, services: Collection[str]) -> Rows:
    """Every row of these services: their own, all below, their places, reports and merges."""
    found: Rows = {}
    _gather(connection, found, _TABLES["dir_service"].c.id, set(services))
    places = {row["location_id"] for (name, _), row in found.items()
              if name == m.ServiceAtLocation.__tablename__ and row["location_id"]}  # fmt: skip
    _gather(connection, found, _TABLES["dir_location"].c.id, places)
    for column in _BY_NAME:
        _gather(connection, found, column, set(services), below=False)
    ids = {row["id"] for row in found.values() if "id" in row}
    _gather(connection, found, _TABLES["dir_attribute"].c.link_id, ids, below=False)
    return found


def _gather(
    connection: Connection,
    found: Rows,
    column: Column[Any],
    ids: set[Any],
    *,
    below: bool = True,
) -> None:
    """Adds the rows of a table in which ``column`` is one of ``ids``, and all that hangs on them."""
    table, new = column.table, set()
    for row in connection.execute(select(table).where(column.in_(sorted(ids)))).mappings():
        key = (table.name, tuple(row[c.name] for c in table.primary_key))
        if key not in found:
            found[key] = dict(row)
            new.add(row.get("id"))
    if not below or not new - {None}:
        return
    for other in _TABLES.values():
        if other.name in _LEFT_OUT:
            continue
        for foreign in other.foreign_keys:
            if foreign.column.table is table and foreign.ondelete == "CASCADE":
                _gather(connection, found, foreign.parent, new - {None})


def difference(before: Rows, after: Rows) -> list[dict[str, Any]]:
    """What became of each row: ``{"table", "before", "after"}`` as JSON holds it.

    ``before`` is None for a row that is new, ``after`` for one that went.
    """
    return [
        {
            "table": key[0],
            "before": _as_json(before.get(key)),
            "after": _as_json(after.get(key)),
        }
        for key in {**before, **after}
        if before.get(key) != after.get(key)
    ]


def take_back(connection: Connection, changes: list[dict[str, Any]]) -> None:
    """Makes the rows what they were before; what somebody changed since stays as it is.

    A row that went comes back whole; a column that still says what the change wrote says again
    what it said before.
    """
    order = {table.name: n for n, table in enumerate(m.Base.metadata.sorted_tables)}
    changes = sorted(changes, key=lambda change: order[change["table"]])
    for change in changes:
        if change["before"] is not None:
            _bring_back(connection, _TABLES[change["table"]], change["before"], change["after"])
    for change in reversed(changes):
        if change["before"] is None:
            table = _TABLES[change["table"]]
            row = _from_json(table, change["after"])
            connection.execute(delete(table).where(_this(table, row)))


def _bring_back(
    connection: Connection, table: Table, before: dict[str, Any], after: dict[str, Any] | None
) -> None:
    row = _from_json(table, before)
    now = connection.execute(select(table).where(_this(table, row))).mappings().first()
    if now is None:
        connection.execute(insert(table).values(**row))
        return
    said = _as_json(dict(now)) or {}
    back = {
        name: row[name]
        for name in before
        if after is not None and before[name] != after[name] and said[name] == after[name]
    }
    if back:
        connection.execute(update(table).where(_this(table, row)).values(**back))


def _this(table: Table, row: dict[str, Any]) -> Any:
    return and_(*(column == row[column.name] for column in table.primary_key))


def _as_json(row: dict[str, Any] | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        name: value.isoformat() if isinstance(value, (date, time))
        else str(value) if isinstance(value, Decimal) else value
        for name, value in row.items()
    }  # fmt: skip


_READ = {datetime: datetime.fromisoformat, date: date.fromisoformat, time: time.fromisoformat,
         Decimal: Decimal}  # fmt: skip


def _from_json(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for name, value in row.items():
        read = _READ.get(_python_type(table.c[name])) if isinstance(value, str) else None
        found[name] = read(value) if read else value
    return found


def _python_type(column: Column[Any]) -> Any:
    try:
        return column.type.python_type
    except NotImplementedError:
        return None
