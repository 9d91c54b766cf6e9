"""Where the search index is kept, and how it follows the records.

A snapshot of the columns lies in the database. Triggers note the number of
every listing that is written or removed after it was made; those are read
again beside it, so a corrected record is found at once. When many changed, the
snapshot is made anew.
"""

from __future__ import annotations

import logging
import threading
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, Select, bindparam, delete, func, insert, select

from directory import models as m
from directory.candidates import Listing
from directory.columns import Builder, Columns, listing_of
from directory.database import writer
from directory.index_tables import Changed, IndexPart
from directory.records.data_version import VERSION
from directory.text_index import Postings

logger = logging.getLogger(__name__)

#: The note that names the snapshot in the database.
SNAPSHOT = "index_snapshot"
#: More changed listings than this are worth a new snapshot.
REBUILD_AT = 3000
#: Listings read whole for cards and kept, the last used ones.
KEPT_LISTINGS = 1500
CHUNK = 2000


@dataclass
class Shelf:
    """One state of the data: what every search reads. ``parts`` are apart in their rows."""

    version: str
    snapshot_id: str
    snapshot: Columns | None
    parts: list[Columns]


class Keeper:
    """Gives the columns of a database, fresh; safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._shelf = Shelf("", "", None, [])
        self._listings: OrderedDict[tuple[str, int], Listing] = OrderedDict()

    def shelf(self, connection: Connection) -> Shelf:
        """The state of the data now. Builds an index first when far too much has changed."""
        version = _note(connection, VERSION)
        if version == self._shelf.version:
            return self._shelf
        with self._lock:
            if version != self._shelf.version:
                self.tidy()
                self._shelf = self._read()
        return self._shelf

    def tidy(self) -> None:
        """Make the index anew when far too much has changed since it was made."""
        with self._engine.connect() as connection:
            changed = connection.scalar(select(func.count()).select_from(Changed)) or 0
        if changed > REBUILD_AT:
            prepare(self._engine)

    def listings(self, connection: Connection, shelf: Shelf, numbers: list[int]) -> list[Listing]:
        """Whole listings by number, in that order; those that went meanwhile are left out."""
        keys = [(shelf.version, number) for number in numbers]
        found = {key: self._listings[key] for key in keys if key in self._listings}
        missing = [number for key, number in zip(keys, numbers, strict=True) if key not in found]
        for start in range(0, len(missing), 500):
            wanted = listing_columns().where(m.Listing.number.in_(missing[start : start + 500]))
            for row in connection.execute(wanted):
                found[shelf.version, row.number] = listing_of(row)
        for key in keys:
            if key in found:
                self._listings[key] = found[key]
                self._listings.move_to_end(key)
        while len(self._listings) > KEPT_LISTINGS:
            try:
                self._listings.popitem(last=False)
            except KeyError:  # another thread was faster
                break
        return [found[key] for key in keys if key in found]

    def _read(self) -> Shelf:
        # A connection of its own: the caller's may have begun before the index was made.
        with self._engine.connect() as connection:
            version, snapshot_id = _note(connection, VERSION), _note(connection, SNAPSHOT)
            snapshot = self._shelf.snapshot
            if snapshot_id != self._shelf.snapshot_id:
                snapshot = self._stored(connection) if snapshot_id else None
            # A service stays whole in one part, so that it is counted and shown once.
            services = (
                select(m.Listing.service_id)
                .join(Changed, Changed.number == m.Listing.number)
                .distinct()
            )
            rows = listing_columns(words=True).where(m.Listing.service_id.in_(services))
            fresh = _build(connection, rows)
            parts = []
            if snapshot is not None:
                changed = list(connection.scalars(select(Changed.number)))
                parts.append(snapshot.without([*changed, *fresh.rows["number"].tolist()]))
            if len(fresh) or not parts:
                parts.append(fresh)
            return Shelf(version, snapshot_id, snapshot, parts)

    def _stored(self, connection: Connection) -> Columns:
        stored = connection.execute(
            select(IndexPart.part, IndexPart.name, IndexPart.data).where(IndexPart.part != "word")
        )
        columns = Columns.read(((p, n, d) for p, n, d in stored), Postings(0, _no_word))
        columns.words = Postings(len(columns), self._fetch)
        return columns

    def _fetch(self, word: str) -> bytes | None:
        wanted = select(IndexPart.data).where(IndexPart.part == "word", IndexPart.name == word)
        with self._engine.connect() as connection:
            return connection.scalar(wanted)


def _no_word(_word: str) -> bytes | None:
    return None


#: Built once: every search asks it.
_NOTE = select(m.Note.value).where(m.Note.key == bindparam("key"))


def _note(connection: Connection, key: str) -> str:
    return connection.scalar(_NOTE, {"key": key}) or ""


def listing_columns(*, words: bool = False) -> Select[tuple[object, ...]]:
    """What search reads of ``dir_listing``; with ``words`` for building."""
    columns = [
        m.Listing.number,
        m.Listing.reach,
        m.Listing.state,
        m.Listing.latitude,
        m.Listing.longitude,
        m.Listing.payload,
        m.Listing.example,
        m.Listing.audience,
    ]
    return select(*columns, m.Listing.words) if words else select(*columns)


def _build(connection: Connection, rows: Select[tuple[object, ...]]) -> Columns:
    builder = Builder()
    for row in connection.execute(rows, execution_options={"yield_per": CHUNK}):
        builder.add(row, row.words)
    return builder.columns()


def prepare(engine: Engine) -> int:
    """Make the snapshot anew from all listings, in one transaction; gives how many.

    Takes about 30 s for 450,000 listings. Searches go on meanwhile with what
    they have.
    """
    with writer(engine).begin() as connection:
        columns = _build(connection, listing_columns(words=True).order_by(m.Listing.number))
        store_snapshot(connection, columns.parts())
        connection.execute(delete(m.Note).where(m.Note.key == VERSION))
        connection.execute(insert(m.Note).values(key=VERSION, value=uuid.uuid4().hex))
    logger.info("search index made: listings=%d bytes=%d", len(columns), columns.size_bytes)
    return len(columns)


def store_snapshot(connection: Connection, parts: Iterable[tuple[str, str, bytes]]) -> None:
    """Keep the parts of an index of all listings in the open transaction, in place of the old one."""
    connection.execute(delete(IndexPart))
    _store(connection, parts)
    connection.execute(delete(Changed))
    connection.execute(delete(m.Note).where(m.Note.key == SNAPSHOT))
    connection.execute(insert(m.Note).values(key=SNAPSHOT, value=uuid.uuid4().hex))


def _store(connection: Connection, parts: Iterable[tuple[str, str, bytes]]) -> None:
    chunk = []
    for part, name, data in parts:
        chunk.append({"part": part, "name": name, "data": data})
        if len(chunk) == CHUNK:
            connection.execute(insert(IndexPart), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(IndexPart), chunk)
