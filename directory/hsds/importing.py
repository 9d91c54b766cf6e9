"""Taking HSDS files into the directory: two passes, one transaction.

The first pass reads everything and writes nothing; every problem is listed. If
one is an error it ends there. The second pass reads again and writes in batches,
so that memory stays flat however large the file is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from directory import models as m
from directory.hsds.checking import LoadFacts, RowChecker
from directory.hsds.json_files import ORDER, json_rows, kind_of
from directory.hsds.packages import is_package, package_rows
from directory.hsds.rows import Problems, Row
from directory.hsds.writing import RowWriter, missing_in
from directory.records.settling import settle, write_terms

#: Called now and then with (what is being done, how many rows or services so far).
Progress = Callable[[str, int], None]
#: Rows between two calls of ``Progress``.
STEP = 5_000
#: Memory that SQLite may use for its pages during a load, in KB.
CACHE_KB = 256 * 1024
JSON_FILES = (".json", ".jsonl", ".ndjson")

RowsOf = Callable[[Problems], Iterator[Row]]


def _silent(_what: str, _count: int) -> None:
    return None


@dataclass
class Import:
    """Files to take in together, and how they are to be understood."""

    sources: list[RowsOf]
    collection: str
    area_code: str = ""
    progress: Progress = _silent
    problems: Problems = field(default_factory=Problems)
    #: After the first pass: rows by table.
    counts: dict[str, int] = field(default_factory=dict)
    #: Links that lead nowhere, by table.
    missing: dict[str, set[str]] = field(default_factory=dict)

    def check(self, connection: Connection) -> None:
        """The first pass: list what is wrong."""
        checker = RowChecker(self._facts(connection), self.problems)
        for number, row in enumerate(self._rows(self.problems), 1):
            for _ in checker.check(row):
                pass
            if number % STEP == 0:
                self.progress(f"Checking {row.file}", number)
        self.missing = missing_in(connection, checker.open_links())
        checker.finish(self.missing)
        self.counts = dict(checker.counts)

    def write(self, connection: Connection) -> None:
        """The second pass, in the open transaction of a connection that may write."""
        if connection.dialect.name == "sqlite":
            # Ids are random, so rows land all over the file: keep it in memory meanwhile.
            connection.exec_driver_sql(f"PRAGMA cache_size = -{CACHE_KB}")
        write_terms(connection)
        quiet = Problems()
        checker = RowChecker(self._facts(connection), quiet)
        writer = RowWriter(connection, self.collection, self.missing)
        lines: dict[str, tuple[str, int]] = {}
        for number, row in enumerate(self._rows(quiet), 1):
            for checked in checker.check(row):
                writer.add(checked)
                if checked.table == "service":
                    lines[checked.values["id"]] = (row.file, row.line)
            if number % STEP == 0:
                self.progress(f"Loading {row.file}", number)
        writer.finish()

        def note(service: str, code: str, mend: str) -> None:
            file, line = lines.get(service, (self.collection, 0))
            self.problems.add(file, line, "", code, mend, "warning")

        touched = list(writer.services)
        if not writer.fresh:
            touched += self._beside(connection, writer)
        settle(connection, touched, note, lambda done: self.progress("Listing services", done))

    # --- inside ---

    def _rows(self, problems: Problems) -> Iterator[Row]:
        for source in self.sources:
            yield from source(problems)

    def _facts(self, connection: Connection) -> LoadFacts:
        gone = {
            row.gone_id: row.kept_id
            for row in connection.execute(select(m.Merge.gone_id, m.Merge.kept_id))
        }
        today = date.today()  # noqa: DTZ011 - a calendar day is what people mean
        return LoadFacts(self.collection, today, self.area_code, gone)

    @staticmethod
    def _beside(connection: Connection, writer: RowWriter) -> list[str]:
        """Services of other files whose place or organisation came anew."""
        found: dict[str, None] = {}
        for ids, query, column in (
            (
                writer.places,
                select(m.ServiceAtLocation.service_id),
                m.ServiceAtLocation.location_id,
            ),
            (writer.organizations, select(m.Service.id), m.Service.organization_id),
        ):
            wanted = list(ids)
            for start in range(0, len(wanted), 500):
                part = wanted[start : start + 500]
                for key in connection.scalars(query.where(column.in_(part))):
                    if key and key not in writer.services:
                        found[key] = None
        return list(found)


def hsds_sources(path: Path) -> list[RowsOf]:
    """The readers of a file or folder of HSDS; empty where it holds none."""
    if path.is_dir():
        sources: list[RowsOf] = []
        if is_package(path):
            sources.append(partial(package_rows, path))
        files = [f for f in sorted(path.rglob("*")) if f.suffix.lower() in JSON_FILES]
        files = [f for f in files if f.name not in {"datapackage.json", "package.json"}]
        return sources + _in_order([(f, str(f.relative_to(path))) for f in files])
    if path.suffix.lower() in JSON_FILES:
        return _in_order([(path, path.name)])
    return []


def _in_order(files: Sequence[tuple[Path, str]]) -> list[RowsOf]:
    """Files of terms and organisations before those of services."""

    def rank(item: tuple[Path, str]) -> tuple[int, str]:
        kind = _kind(item[0])
        return (ORDER.index(kind) if kind in ORDER else len(ORDER), item[1])

    ordered = sorted(files, key=rank) if len(files) > 1 else files
    return [partial(json_rows, file, name) for file, name in ordered]


def _kind(file: Path) -> str:
    """The kind of a JSON file's first record; "" where it cannot be told."""
    for row in json_rows(file, file.name, Problems()):
        if not row.path:
            return kind_of(row.values) or row.table
    return ""
