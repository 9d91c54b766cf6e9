"""Many rows at once into one table, as fast as the database takes them.

SQLite takes them through the driver's own loop; PostgreSQL through COPY into a
table of the transaction, and from there. Rows hold plain values in the order
of the names: text, numbers, booleans, None; days and JSON as text.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table

Rows = Sequence[Sequence[Any]]

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


class Bulk:
    """Writes on one connection, inside its open transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._postgres = connection.dialect.name == "postgresql"
        self._staged: set[str] = set()
        self._known: dict[tuple[str, tuple[str, ...], str], str] = {}

    def insert(self, table: Table, names: Sequence[str], rows: Rows) -> None:
        """Insert rows that are not there yet."""
        self._write(table, tuple(names), rows, "")

    def upsert(
        self, table: Table, names: Sequence[str], rows: Rows, changes: Mapping[str, str]
    ) -> None:
        """Insert rows; where the id is there already, set columns by these expressions.

        An expression may use ``excluded."name"``. No id may come twice.
        """
        told = ", ".join(f'"{name}" = {how}' for name, how in changes.items())
        self._write(table, tuple(names), rows, f' ON CONFLICT ("id") DO UPDATE SET {told}')

    def update(self, table: Table, name: str, rows: Rows) -> None:
        """Set one column; a row is (value, id)."""
        mark = "%s" if self._postgres else "?"
        statement = f'UPDATE "{table.name}" SET "{name}" = {mark} WHERE "id" = {mark}'  # noqa: S608
        if rows:
            self.connection.exec_driver_sql(statement, list(map(tuple, rows)))

    @contextmanager
    def without_indexes(self, tables: Sequence[Table]) -> Iterator[None]:
        """Take the indexes of these tables out meanwhile; made at the end they take half the time.

        Still inside the transaction: others see the tables as they were.
        """
        indexes = [index for table in tables for index in table.indexes]
        for index in indexes:
            index.drop(self.connection)
        yield
        for index in indexes:
            index.create(self.connection)

    # --- inside ---

    def _write(self, table: Table, names: tuple[str, ...], rows: Rows, rest: str) -> None:
        if not rows:
            return
        columns = ", ".join(f'"{name}"' for name in names)
        if self._postgres:
            self._copy(table, columns, rows, rest)
            return
        key = (table.name, names, rest)
        statement = self._known.get(key)
        if statement is None:
            marks = ", ".join("?" * len(names))
            statement = f'INSERT INTO "{table.name}" ({columns}) VALUES ({marks}){rest}'  # noqa: S608
            self._known[key] = statement
        self.connection.exec_driver_sql(statement, list(map(tuple, rows)))

    def _copy(self, table: Table, columns: str, rows: Rows, rest: str) -> None:
        target = f'"{table.name}"'
        if rest:
            target = f'"load_{table.name}"'
            if table.name not in self._staged:
                self._staged.add(table.name)
                self.connection.exec_driver_sql(
                    f'CREATE TEMP TABLE {target} (LIKE "{table.name}") ON COMMIT DROP'
                )
        text = io.StringIO("".join(map(_line, rows)))
        cursor: Any = self.connection.connection.cursor()
        cursor.copy_expert(f"COPY {target} ({columns}) FROM STDIN", text)
        cursor.close()
        if rest:
            self.connection.exec_driver_sql(
                f'INSERT INTO "{table.name}" ({columns}) SELECT {columns} FROM {target}{rest}'  # noqa: S608
            )
            self.connection.exec_driver_sql(f"TRUNCATE {target}")


def _line(row: Sequence[Any]) -> str:
    """A row as COPY reads it."""
    return "\t".join(map(_cell, row)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return "\\N"
    if type(value) is str:
        return value.translate(_ESCAPED) if value else ""
    if value is True or value is False:
        return "t" if value else "f"
    return str(value)
