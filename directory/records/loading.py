"""Writing checked records into the database: one transaction, repeatable.

A service is known by its id, which for our own records is made from its code;
loading it again replaces it. Nothing is written when a record has an error.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from directory import models as m
from directory.database import writer
from directory.hsds import workbooks
from directory.hsds.importing import Import, Index, Progress, hsds_sources
from directory.hsds.mapped import read_mapping
from directory.hsds.rows import Problems
from directory.problems import BadRecords, Problem
from directory.records.data_version import touch
from directory.records.draft_rows import service_id, write
from directory.records.pruning import Gone, Prune, gone_from, judge, set_inactive
from directory.records.reading import Batch, read_path


@dataclass
class Load:
    """A file or folder on its way into the directory: our records, HSDS, or both together."""

    path: Path
    batch: Batch
    hsds: Import
    prune: Prune | None = None
    gone: Gone | None = None

    @property
    def problems(self) -> list[Problem]:
        """Everything found so far."""
        return [*self.batch.problems, *self.hsds.problems.all()]

    @property
    def has_errors(self) -> bool:
        """Whether anything must be mended before loading."""
        return self.batch.has_errors or bool(self.hsds.problems.errors)

    @property
    def services(self) -> int:
        """How many services were read."""
        return len(self.batch.drafts) + self.hsds.counts.get("service", 0)


@dataclass(frozen=True)
class LoadOptions:
    """How a file is to be understood."""

    #: For a sheet of somebody's own: which column means what (``directory/mappings``).
    mapping: Path | None = None
    #: For numbers of eight digits: "03".
    area_code: str = ""
    #: The name under which the services are kept; the file's own otherwise.
    collection: str = ""
    progress: Progress | None = None
    #: What becomes of records of the same collection that the file no longer has.
    prune: Prune | None = None


#: Files of somebody's own that need a mapping.
SHEETS = frozenset({".csv", ".tsv", ".txt", *workbooks.SUFFIXES})


def opened(path: Path, options: LoadOptions | None = None) -> Load:
    """Look at what a path holds; nothing is checked against the database yet."""
    options = options or LoadOptions()
    problems = Problems()
    sources = hsds_sources(path) if path.exists() else []
    collection, area_code = options.collection or path.name, options.area_code
    sheet = path.is_file() and path.suffix.lower() in SHEETS
    if sheet and options.mapping is None:
        mend = "say which column means what: --mapping FILE (docs/directory.md shows one)"
        problems.add(path.name, 0, "", "mapping_missing", mend)
    elif sheet and options.mapping is not None:
        mapping = read_mapping(options.mapping, problems)
        if mapping:
            sources = [partial(mapping.rows, path)]
            collection = options.collection or mapping.collection
            area_code = area_code or mapping.area_code
    batch = read_path(path, alone=not sources and not sheet)
    loaded = Import(sources, collection, area_code, problems=problems)
    if options.progress:
        loaded.progress = options.progress
    return Load(path, batch, loaded, options.prune)


def checked(connection: Connection, load: Load, *, keep: bool = False) -> Load:
    """The first pass: every problem, nothing written. ``keep`` it for the second one."""
    _check_against(connection, load.batch, load.path.name)
    if load.hsds.sources:
        load.hsds.check(connection, keep=keep)
    if not load.services and not load.has_errors:
        mend = "no service was found in it: is it the right file, and is it whole?"
        load.hsds.problems.add(load.path.name, 0, "", "no_services", mend, "warning")
    if load.prune and not load.has_errors:
        ours = {service_id(draft) for draft in load.batch.drafts}
        listed, collection = load.hsds.has, load.hsds.collection
        load.gone = gone_from(
            connection, collection, lambda key: key in ours or hash(key) in listed
        )
        judge(load.gone, load.prune, collection, load.hsds.problems)
    load.hsds.has = ()  # half a million numbers that nobody asks for any more
    return load


def load_path(
    engine: Engine, path: Path, options: LoadOptions | None = None, index: Index | None = None
) -> list[Problem]:
    """Load a file or folder; gives the warnings. Raises ``BadRecords`` and writes nothing on errors.

    ``index`` makes the search index where a big file fills an empty directory.
    """
    load = opened(path, options)
    try:
        with _rare_collections():
            return _loaded(engine, load, index)
    finally:
        load.hsds.close()
        if index:
            index.close()


def _loaded(engine: Engine, load: Load, index: Index | None) -> list[Problem]:
    with engine.connect() as connection:
        checked(connection, load, keep=True)
    if load.has_errors:
        raise BadRecords(load.problems)
    with writer(engine).begin() as connection:
        changed = bool(load.batch.drafts)
        write(connection, load.batch.drafts, load.hsds.collection)
        if load.hsds.sources:
            changed |= load.hsds.write(connection, index)
        if load.gone and load.gone.records:
            set_inactive(connection, load.gone, load.hsds.collection)
            changed = True
        if changed:
            touch(connection)
    return load.problems


@contextmanager
def _rare_collections() -> Iterator[None]:
    """A load makes millions of small objects and no cycles: look for those a hundred times less."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 100, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _check_against(connection: Connection, batch: Batch, collection: str) -> None:
    """Numbers that a service loaded earlier already has are likely copies (rule X-17)."""
    ids = {service_id(draft) for draft in batch.drafts}
    taken = {
        digits: name
        for digits, name, key in connection.execute(
            select(m.Phone.digits, m.Service.name, m.Service.id).join(
                m.Service, m.Phone.service_id == m.Service.id
            )
        )
        if key not in ids
    }
    for draft in batch.drafts:
        for phone in draft.phones:
            owner = taken.get(phone.number.digits)
            if owner and not phone.shared:
                batch.problems.append(
                    Problem(
                        draft.file,
                        draft.line,
                        "phones",
                        "phone_already_listed",
                        f"{phone.number} is already {owner}'s: is this a copy?",
                        "warning",
                    )
                )
