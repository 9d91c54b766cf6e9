"""Loading, correcting, merging and giving away work on PostgreSQL as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from directory import Directory, LoadOptions, Query
from tests.desk.postgres import empty, postgres_url
from tests.directory.test_duplicates import FIRST, SECOND, made
from tests.directory.test_hsds_export import assert_same, contents, opened
from tests.directory.test_hsds_import import FILES, hidden, service, write

__all__ = ["postgres_url"]

KEY = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def directory(postgres_url: str) -> Iterator[Directory]:
    empty(postgres_url)
    made = Directory.open(postgres_url)
    yield made
    made.close()


def test_the_shipped_directory_goes_out_and_comes_back(
    directory: Directory, tmp_path: Path
) -> None:
    directory.load_shipped()
    directory.export(tmp_path / "copy.json", "ourselves")
    with opened(tmp_path / "copy.db") as copy:
        copy.load(tmp_path / "copy.json")
        assert_same(contents(directory), contents(copy), "copy.json")


def test_a_file_loads_twice_and_keeps_corrections(directory: Directory, tmp_path: Path) -> None:
    file = write(tmp_path, hidden())
    directory.load(file)
    directory.change(KEY, {"alert": "Ring first"}, "Kim Lee")
    directory.report(KEY, "other", "hello", "customer")
    directory.load(file)
    record = directory.record(KEY)
    assert record["fields"]["alert"] == "Ring first"
    assert len(record["reports"]) == 1
    card = directory.service(KEY)
    assert card is not None
    assert card.address is None


@pytest.mark.parametrize("version", ["hsds-1.1", "hsds-2.0"])
def test_older_packages_load(directory: Directory, version: str) -> None:
    for _ in range(2):
        directory.load(FILES / version, LoadOptions(area_code="03"))
    assert directory.status()["services"] == 1


def test_copies_are_found_and_merged(directory: Directory, tmp_path: Path) -> None:
    directory.load(
        write(
            tmp_path,
            made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010"),
            made(SECOND, 2, "Footscray Soup Kitchen", "03 9000 0010"),
            service(),
        )
    )
    (pair,) = directory.duplicates()
    directory.merge(pair.one, pair.other, "Kim Lee", pair.reasons)
    assert directory.status()["services"] == 2
    assert directory.service(pair.other, Query(audience="staff")) is None
