"""Checked rows on their way from the first pass to the second, in a file that nobody else can open.

Reading and checking is most of the work of a load. What the first pass made of
the file is kept until it is known that nothing is wrong with it. The file has
no name (or one that only its owner may read, where that cannot be) and is gone
when it is closed, since it holds addresses that will be hidden.
"""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

#: Rows kept in memory before they are written.
CHUNK = 2_000
#: The newest format without back references, which cost more than they save here.
FORMAT = 2
#: Bytes before each chunk that say how long it is.
LENGTH = 8


class Kept(NamedTuple):
    """One row: its table, its unit, whether it came whole, its file by number, its line, its values."""

    table: str
    unit: int
    whole: bool
    file: int
    line: int
    values: list[Any]


class Spool:
    """Rows in the order in which they were added; read as often as needed."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = tempfile.TemporaryFile(prefix="load", dir=folder)  # noqa: SIM115
        self._chunk: list[tuple[Any, ...]] = []

    def add(self, row: tuple[str, int, bool, int, int, list[Any]]) -> None:
        """Keep a row, its parts in the order of ``Kept``."""
        self._chunk.append(row)
        if len(self._chunk) == CHUNK:
            self._flush()

    def __iter__(self) -> Iterator[Kept]:
        self._flush()
        self._file.seek(0)
        while length := self._file.read(LENGTH):
            # We wrote it, and nobody else can open it.
            rows = marshal.loads(self._file.read(int.from_bytes(length, "little")))  # noqa: S302
            yield from map(Kept._make, rows)

    def close(self) -> None:
        """Let go of the file."""
        self._chunk = []
        self._file.close()

    def _flush(self) -> None:
        if self._chunk:
            data = marshal.dumps(self._chunk, FORMAT)
            self._file.write(len(data).to_bytes(LENGTH, "little"))
            self._file.write(data)
            self._chunk = []
