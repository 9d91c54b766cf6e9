"""Loading a made-up country through the same checks and writes as any file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from sqlalchemy import Engine

from directory.bench.country import Country
from directory.database import writer
from directory.problems import BadRecords
from directory.records.draft_checks import Checker
from directory.records.draft_rows import write
from directory.records.drafts import Draft
from directory.shelf import prepare

#: Records held in memory at once.
BATCH = 5000
COLLECTION = "made-up country"


def load_country(
    engine: Engine, size: int, seed: int = 1, progress: Callable[[int], None] = lambda _n: None
) -> int:
    """Load ``size`` made-up services and make the search index; gives the number of listings.

    One transaction, memory flat. Raises ``BadRecords`` when the generator
    makes what the checks refuse.
    """
    records = Country(size, seed).records()
    with writer(engine).begin() as connection:
        done = 0
        while drafts := _checked(islice(records, BATCH)):
            write(connection, drafts, COLLECTION)
            done += len(drafts)
            progress(done)
    return prepare(engine)


def _checked(records: Iterator[dict[str, Any]]) -> list[Draft]:
    drafts = []
    for record in records:
        checker = Checker(record, "made-up country", lambda _field: 0)
        draft = checker.draft()
        if draft is None:
            raise BadRecords(checker.problems)
        drafts.append(draft)
    return drafts
