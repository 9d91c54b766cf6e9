"""A directory with the shipped records, made once; and one for each test to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from directory import Directory, Query, Results
from directory.gazetteer.atlas import Place
from directory.places import find_places

#: A Monday at noon in Melbourne, no holiday anywhere, the day after the records were read.
MONDAY_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=ZoneInfo("Australia/Melbourne"))


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("directory") / "directory.db"
    directory = Directory.open(f"sqlite:///{file}")
    assert directory.load_shipped()
    directory.close()
    return file


@pytest.fixture(scope="session")
def shipped(shipped_file: Path) -> Iterator[Directory]:
    directory = Directory.open(f"sqlite:///{shipped_file}")
    yield directory
    directory.close()


@pytest.fixture
def own(shipped_file: Path, tmp_path: Path) -> Iterator[Directory]:
    """A copy that a test may load into."""
    source = Directory.open(f"sqlite:///{shipped_file}")
    source.close()
    copy = shutil.copy(shipped_file, tmp_path / "own.db")
    directory = Directory.open(f"sqlite:///{copy}")
    yield directory
    directory.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Directory]:
    """A directory with nothing in it."""
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    yield directory
    directory.close()


@pytest.fixture
def directory(empty: Directory) -> Directory:
    """A directory with nothing in it; files of tests that want records in theirs say so."""
    return empty


@pytest.fixture(scope="session")
def place() -> Callable[[str], Place]:
    def one(text: str) -> Place:
        found = find_places(text)
        assert len(found) == 1, [p.id for p in found]
        return found[0]

    return one


@pytest.fixture(scope="session")
def ask(shipped: Directory, place: Callable[[str], Place]) -> Callable[..., Results]:
    """Search the shipped records on a Monday at noon; ``near`` is a place's name."""

    def search(near: str | None = None, **fields: object) -> Results:
        at = fields.pop("at", MONDAY_NOON)
        spot = place(near) if near else None
        return shipped.search(Query(place=spot, at=at, **fields))  # type: ignore[arg-type]

    return search
