"""The service directory: a library of its own that knows nothing of the assistant.

    directory = Directory.open("sqlite:///var/directory.db")
    results = directory.search(Query(need="emergency_relief", place=place))

Tables are made on opening; ``load_shipped`` fills them with the records that
come with the program.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, func, select

from directory import database
from directory import models as m
from directory.hsds.exporting import Exported, Reader, export_json, export_tables
from directory.hsds_pages import HsdsPages
from directory.index_process import IndexMaker
from directory.problems import BadRecords, Problem
from directory.query import Card, Query, Results
from directory.records import (
    closures,
    data_version,
    duplicates,
    editing,
    listings,
    loading,
    merging,
    parts,
    reports,
    shipped,
)
from directory.records.editing import Due
from directory.records.likeness import Pair
from directory.records.loading import Load, LoadOptions
from directory.records.merging import Merged
from directory.search import Searcher
from directory.sheets import Entry, entries

__all__ = [
    "BadRecords", "Card", "Directory", "LoadOptions", "Problem", "Query", "Results", "load_shipped",
]  # fmt: skip


class Directory:
    """One directory database, ready to be asked."""

    def __init__(self, engine: Engine, *, sample: bool = True) -> None:
        self._engine = engine
        self._sample = sample
        self._searcher = Searcher(engine, sample=sample)
        #: The day to which dated closures were brought.
        self._day = date.min

    @classmethod
    def open(cls, url: str, *, sample: bool = True) -> Directory:
        """Open (and make or upgrade) the database at an SQLAlchemy address.

        ``sample=False`` leaves the made-up sample district out of every answer.
        Raises SQLAlchemy's errors when the database cannot be reached.
        """
        engine = database.connect(url)
        database.upgrade(engine)
        return cls(engine, sample=sample)

    def search(self, query: Query) -> Results:
        """Services for a query, best first; never an empty answer while records are loaded."""
        self._turn_day()
        return self._searcher.search(query)

    def service(self, key: str, query: Query | None = None) -> Card | None:
        """One service by id or code as a card, if the query's audience may see it."""
        self._turn_day()
        return self._searcher.card(key, query or Query())

    def sheet(self, ids: Sequence[str], at: datetime, language: str | None) -> list[Entry]:
        """What goes on a take-away sheet about these services, as a customer may see them."""
        self._turn_day()
        return entries(self._engine, self._searcher, ids, at, language)

    def _turn_day(self) -> None:
        today = listings.today()
        if today != self._day:
            closures.turn(self._engine)
            self._day = today

    def pages(self) -> HsdsPages:
        """The directory as HSDS 3.0 lists, for programs of others."""
        return HsdsPages(self._engine, self._searcher)

    def load(self, path: Path, options: LoadOptions | None = None) -> list[Problem]:
        """Load a file or folder; gives warnings. Raises ``BadRecords`` and writes nothing on errors."""
        problems = loading.load_path(self._engine, path, options, IndexMaker())
        self._searcher.keeper.tidy()
        return problems

    def check(self, path: Path, options: LoadOptions | None = None) -> Load:
        """What is wrong with a file or folder; nothing is written."""
        load = loading.opened(path, options)
        with self._engine.connect() as connection:
            return loading.checked(connection, load)

    def export(self, target: Path, reader: Reader = "others") -> Exported:
        """Write HSDS 3.0: nested JSON for a .json or .jsonl name, else a folder of tables."""
        with self._engine.connect() as connection:
            if target.suffix:
                return export_json(connection, target, reader)
            return export_tables(connection, target, reader)

    # --- keeping it true ---

    def duplicates(self, limit: int = 100, *, examples: bool = False) -> list[Pair]:
        """Pairs of records that look like one service, the likeliest first."""
        with self._engine.connect() as connection:
            return duplicates.find_duplicates(connection, limit, examples=examples)

    def merge(self, kept: str, gone: str, author: str, reasons: Sequence[str] = ()) -> None:
        """Keep one of two records; see ``directory.records.merging.merge``."""
        merging.merge(self._engine, kept, gone, author, reasons)

    def unmerge(self, gone: str, author: str) -> str:
        """Undo a merge by the record that went; see ``directory.records.merging.unmerge``."""
        return merging.unmerge(self._engine, gone, author)

    def merges(self, limit: int = 20) -> list[Merged]:
        """The last merges that can be undone, the latest first."""
        with self._engine.connect() as connection:
            return merging.merges(connection, limit)

    def keep_apart(self, one: str, other: str, author: str) -> None:
        """Write down that two records are not the same service."""
        merging.keep_apart(self._engine, one, other, author)

    def due(self, today: date, limit: int = 100, offset: int = 0, text: str = "") -> list[Due]:
        """Records that want a check, the most pressing first."""
        with self._engine.connect() as connection:
            return editing.due(connection, today, limit, offset, text)

    def record(self, key: str) -> dict[str, Any]:
        """A record as an editor sees it, with its history. Raises ``NotThere``."""
        with self._engine.connect() as connection:
            return editing.record(connection, key)

    def change(
        self, key: str, values: Mapping[str, str], author: str, version: str | None = None
    ) -> list[str]:
        """Change fields of a record; see ``directory.records.editing.change``."""
        return editing.change(self._engine, key, values, author, version)

    def parts(self, key: str) -> dict[str, Any]:
        """Numbers, hours, places and languages of a record, to edit. Raises ``NotThere``."""
        return parts.parts_of(self._engine, key)

    def change_part(
        self, key: str, name: str, said: Sequence[Mapping[str, Any]], author: str,
        version: str | None = None,
    ) -> bool:  # fmt: skip
        """Write one part of a record anew; see ``directory.records.parts.change_part``."""
        return parts.change_part(self._engine, key, name, said, author, version)

    def confirm(self, key: str, author: str, today: date, source: str | None = None) -> None:
        """Say that a record was checked with its owner today."""
        editing.confirm(self._engine, key, author, today, source)

    def report(self, key: str, about: str, words: str, reader: str) -> int:
        """Take down that somebody says a card is wrong."""
        return reports.report(self._engine, key, about, words, reader)

    def settle_report(self, number: int, author: str, outcome: str) -> None:
        """An editor has dealt with a report and says how."""
        reports.settle_report(self._engine, number, author, outcome)

    def load_shipped(self) -> bool:
        """Load the records of the program; False (quickly) when they are there already."""
        return shipped.load_shipped(self._engine)

    def status(self) -> dict[str, Any]:
        """What is in it: counts, the oldest check, how many records are due for review."""
        services = select(func.count()).select_from(m.Service)
        if not self._sample:
            services = services.where(m.Service.example.is_(False))
        today = date.today()  # noqa: DTZ011 - a calendar day is what people mean
        with self._engine.connect() as connection:
            version = connection.scalar(
                select(m.Note.value).where(m.Note.key == data_version.VERSION)
            )
            oldest = select(func.min(m.Service.assured_date)).where(
                m.Service.example.is_(False), m.Service.status == "active"
            )
            return {
                "name": self._engine.dialect.name,
                "version": version,
                "services": connection.scalar(services),
                "examples": connection.scalar(services.where(m.Service.example.is_(True)))
                if self._sample
                else 0,
                "oldest_check": connection.scalar(oldest),
                "past_review": connection.scalar(
                    services.where(m.Service.review_by < today, m.Service.example.is_(False))
                ),
                "unconfirmed": connection.scalar(
                    services.where(m.Service.certainty.in_(("B", "C")))
                ),
                "sample": self._sample,
            }

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()


def load_shipped(url: str) -> bool:
    """Open the database at ``url`` and load the program's records; False when nothing changed."""
    directory = Directory.open(url)
    try:
        return directory.load_shipped()
    finally:
        directory.close()
