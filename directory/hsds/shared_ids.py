"""Rows below different records that carry one id: the second would take the first one's away.

Numbers that begin anew in each record ("id": "1") and records that were copied
by hand do that: a service loses its phone, its hours and its place to another.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

#: Links remembered (24 bytes each). A file of more was written by a program, which either gives
#: every row an id of its own or shows that it does not among these.
MOST = 1_000_000


class Shared(NamedTuple):
    """The second row with an id: its table, its file and line."""

    table: str
    file: str
    line: int


class BelowIds:
    """Which row hangs on which record, as hashes."""

    def __init__(self) -> None:
        self._rows, self._above = array("q"), array("q")
        self._lines = array("q")
        #: Tables and files in the order of their numbers.
        self._tables: dict[str, int] = {}
        self._files: dict[str, int] = {}

    def add(self, table: str, column: str, row_id: str, above: str, file: str, line: int) -> None:
        """A row that hangs on the record ``above`` through a column."""
        if len(self._rows) < MOST:
            self._rows.append(hash((row_id, column)))
            self._above.append(hash(above))
            tables = self._tables.setdefault(table, len(self._tables))
            files = self._files.setdefault(file, len(self._files))
            self._lines.append((files << 8 | tables) << 32 | line)

    def shared(self) -> Iterator[Shared]:
        """Each row whose id an earlier row below another record has."""
        rows, above = np.array(self._rows, np.int64), np.array(self._above, np.int64)
        order = np.argsort(rows, kind="stable")
        same = rows[order][1:] == rows[order][:-1]
        other = above[order][1:] != above[order][:-1]
        tables, files = list(self._tables), list(self._files)
        for at in np.sort(order[1:][same & other]).tolist():
            where, line = divmod(self._lines[at], 1 << 32)
            yield Shared(tables[where & 255], files[where >> 8], line)
