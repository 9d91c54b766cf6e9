"""Taking HSDS files into the directory: two passes, one transaction.

The first pass reads everything and writes nothing; every problem is listed. If
one is an error it ends there. What it read is kept in a file of its own
(``directory.hsds.spool``), and the second pass writes from there in batches, so
that memory stays flat however large the file is. Services that are in the
database just so are left alone (``directory.hsds.units``).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy import Connection, select

from directory import models as m
from directory.hsds.checking import Checked, RowChecker, own_of_attribute
from directory.hsds.forms import FORMS
from directory.hsds.json_files import ORDER, json_rows, kind_of
from directory.hsds.own_fields import BY_TERM, TAXONOMY_ID
from directory.hsds.packages import is_package, package_rows
from directory.hsds.row_values import LoadFacts
from directory.hsds.rows import Problems, Row
from directory.hsds.said_hours import with_rules
from directory.hsds.said_languages import one_each
from directory.hsds.spool import Spool
from directory.hsds.tables import TABLES
from directory.hsds.units import KINDS
from directory.hsds.writing import LINES, MANY, OWN_FIELD, RowWriter, missing_in
from directory.records.settling import our_terms, settle, write_terms

#: Called now and then with (what is being done, how many rows or services so far).
Progress = Callable[[str, int], None]
#: Rows between two calls of ``Progress``.
STEP = 5_000
#: Memory that SQLite may use for its pages, in KB: while rows land all over the file, and later.
ROWS_KB, LATER_KB = 160 * 1024, 64 * 1024
JSON_FILES = (".json", ".jsonl", ".ndjson")

#: Ids of the names of our own fields.
OURS = frozenset({*BY_TERM, TAXONOMY_ID})
_COLLECTION = FORMS["service"].at["collection"]

RowsOf = Callable[[Problems], Iterator[Row]]


def _silent(_what: str, _count: int) -> None:
    return None


class Index(Protocol):
    """Who makes the search index while listings are written (``directory.shelf``)."""

    def take(self, listing: Mapping[str, Any]) -> None:
        """A listing that was written."""

    def keep(self, connection: Connection) -> None:
        """All were: store the index in the open transaction."""

    def close(self) -> None:
        """Whatever came of it, let go of what it holds."""


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
    #: After the first pass: hashes of the ids of the services in the files.
    has: Collection[int] = ()
    #: After the second pass: services that came new or changed.
    written: int = 0
    #: The files are exports of ours: nothing is read from their words.
    _ours: bool = False
    _checker: RowChecker | None = None
    _spool: Spool | None = None
    #: Files by number.
    _files: dict[str, int] = field(default_factory=dict)

    def check(self, connection: Connection, *, keep: bool = False) -> None:
        """The first pass: list what is wrong. ``keep`` its rows for the second one."""
        checker = RowChecker(self._facts(connection), self.problems)
        if keep:
            self._spool = Spool(_beside(connection))
        for number, row in enumerate(self._rows(self.problems), 1):
            self._ours |= row.ours
            for checked in checker.check(row):
                if keep and not self.problems.errors:
                    self._keep(checker, checked)
            if number % STEP == 0:
                self.progress(f"Checking {row.file}", number)
        self.missing = missing_in(connection, checker.open_links())
        checker.finish(self.missing)
        self.counts = dict(checker.counts)
        self.has = checker.seen["service"].keys()
        self._checker = checker

    def write(self, connection: Connection, index: Index | None = None) -> bool:
        """The second pass, in the open transaction of a connection that may write.

        False where everything was there already, and nothing was written. With
        an ``index`` the search index of an empty directory is made on the way.
        """
        assert self._checker is not None, "the first pass comes first"
        assert self._spool is not None, "the first pass kept nothing"
        # Ids are random, so rows land all over the file: keep much of it in memory meanwhile.
        _pages(connection, ROWS_KB)
        write_terms(connection)
        units = self._checker.units
        marks = units.marks()
        changed = units.changed(self._known(connection), marks)
        hides, staff_lines = self._checker.hides, self._checker.staff_lines
        # From here on only the numbers of the units count: half a gigabyte less.
        self._checker = None
        writer = RowWriter(connection, self.missing)
        files = list(self._files)
        tables = [FORMS[name].table for name in TABLES]
        many = writer.fresh and self.counts.get("service", 0) >= MANY
        with writer.bulk.without_indexes(tables if many else ()):
            for number, kept in enumerate(self._spool, 1):
                if changed[kept.unit]:
                    writer.add(kept, units.mark_of(kept.unit, marks))
                if number % STEP == 0:
                    self.progress(f"Loading {files[kept.file]}", number)
            writer.finish()
            # Sorting for an index takes as much again, and listings come one after the other.
            _pages(connection, LATER_KB)

        touched, self.written = list(writer.services), len(writer.services)
        where = array("q", writer.services.values())
        if not writer.fresh:
            touched += self._others(connection, writer)
        indexed = index if many else None
        something = bool(touched) or bool(changed[1:].any())
        # Listing and indexing need the memory that writing does not need any more.
        writer.services = {}
        del units, marks, changed
        at = 0

        def note(service: str, code: str, mend: str) -> None:
            # They come in the order of the list, some thousand at a time.
            name, line = self.collection, 0
            near = touched[max(0, at - STEP) : at + 2 * STEP]
            if service in near:
                number = max(0, at - STEP) + near.index(service)
                if number < len(where):
                    name, line = files[where[number] // LINES], where[number] % LINES
            self.problems.add(name, line, "", code, mend, "warning")

        def told(done: int) -> None:
            nonlocal at
            at = done
            self.progress("Listing services", done)

        settle(
            connection, touched, note, told,
            fresh=writer.fresh, took=indexed.take if indexed else None, foreign=not self._ours, hides=hides,
            staff_lines=staff_lines,
        )  # fmt: skip
        if indexed:
            self.progress("Making the search index of services", len(touched))
            indexed.keep(connection)
        return something

    def close(self) -> None:
        """Let go of what the first pass kept."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    # --- inside ---

    def _rows(self, problems: Problems) -> Iterator[Row]:
        for source in self.sources:
            for row in source(problems):
                if row.table == "schedule":
                    yield from with_rules(row, problems)
                elif row.table == "language":
                    yield from one_each(row)
                else:
                    yield row

    def _keep(self, checker: RowChecker, checked: Checked) -> None:
        """A checked row as it will be written, into the file between the passes."""
        table, row_id = checked.table, checked.values["id"]
        if checked.again or row_id in OURS or row_id in our_terms():
            return  # the names of our own fields and needs are here already
        row = checked.row
        own = own_of_attribute(checked) if table == "attribute" else None
        if own:
            table, values = OWN_FIELD, list(own)
            values[3] = FORMS[own[0]].plain(own[2], own[3])
        else:
            form = FORMS[table]
            values = form.row(checked.values, checked.own)
            if table == "service":
                values[_COLLECTION] = self.collection
        checker.units.add(checked.unit, table, values)
        file = self._files.setdefault(row.file, len(self._files))
        assert self._spool is not None
        self._spool.add((table, checked.unit, not row.path, file, row.line, values))

    def _known(self, connection: Connection) -> Iterator[tuple[int, int]]:
        """(unit, mark) of the units of this load that the database has."""
        assert self._checker is not None
        for table in KINDS:
            model = FORMS[table].table
            units = self._checker.seen[table]
            marked = select(model.c.id, model.c.mark).where(model.c.mark.is_not(None))
            for key, mark in connection.execute(marked):
                unit = units.get(hash(key))
                if unit is not None:
                    yield unit, mark

    def _facts(self, connection: Connection) -> LoadFacts:
        gone = {
            row.gone_id: row.kept_id
            for row in connection.execute(select(m.Merge.gone_id, m.Merge.kept_id))
        }
        today = date.today()  # noqa: DTZ011 - a calendar day is what people mean
        return LoadFacts(self.collection, today, self.area_code, gone)

    @staticmethod
    def _others(connection: Connection, writer: RowWriter) -> list[str]:
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


def _pages(connection: Connection, kilobytes: int) -> None:
    """How much memory SQLite may use from here on; PostgreSQL has its own settings."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size = -{kilobytes}")
        connection.exec_driver_sql("PRAGMA shrink_memory")


def _beside(connection: Connection) -> Path | None:
    """The folder of the database's file: it has room for a load, and is as safe as the database."""
    name = connection.engine.url.database
    if connection.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(name).absolute().parent


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
    return [partial(json_rows, file, name, alone=len(files) == 1) for file, name in ordered]


def _kind(file: Path) -> str:
    """The kind of a JSON file's first record; "" where it cannot be told."""
    for row in json_rows(file, file.name, Problems()):
        if not row.path:
            return kind_of(row.values) or row.table
    return ""
