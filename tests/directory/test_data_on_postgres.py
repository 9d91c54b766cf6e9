"""Loading, correcting, merging and giving away work on PostgreSQL as on SQLite."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from directory import Directory, LoadOptions, Query
from directory.needs import NEEDS
from directory.places import find_places
from tests.directory.copies import FIRST, SECOND, made
from tests.directory.hsds_files import FILES, hidden, service, write
from tests.directory.test_hsds_export import assert_same, contents, opened

KEY = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def directory(postgres_url: str) -> Iterator[Directory]:
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


def test_parts_closures_and_days_of_their_own_are_kept(
    directory: Directory, tmp_path: Path
) -> None:
    today = datetime.now(ZoneInfo("Australia/Melbourne")).date()  # Where the service is.
    shut = {"id": "h", "valid_from": str(today), "valid_to": str(today), "description": "Closed"}
    week = {"id": "w", "description": "Mon-Sun 9am-5pm, Sat 9am-5pm"}
    said = service(schedules=[week, shut], eligibility_description="Men over 18")
    directory.load(write(tmp_path, said))
    people = directory.parts(KEY)["people"]
    assert people[0]["genders"] == ["man"]
    people[0] |= {"genders": [], "not_for": ["temporary_visa"], "minimum_age": "16"}
    assert directory.change_part(KEY, "people", people, "Kim Lee")
    assert directory.change_part(KEY, "needs", [{"code": "shower"}], "Kim Lee")
    closed = {"status": "temporarily closed", "closed_until": str(today + timedelta(days=3))}
    directory.change(KEY, closed, "Kim Lee")
    directory.load(write(tmp_path, said))
    parts = directory.parts(KEY)
    assert parts["people"] == people
    assert [row["code"] for row in parts["needs"]] == ["shower"]
    assert directory.record(KEY)["fields"]["closed_until"] == closed["closed_until"]
    card = directory.service(KEY, Query(audience="staff"))
    assert card is not None
    assert card.open_now is False
    assert "Every day 9 am–5 pm" in card.hours


def test_the_same_question_gives_the_same_list_on_both(
    directory: Directory, tmp_path: Path
) -> None:
    directory.load_shipped()
    place = find_places("Footscray VIC")[0]
    with opened(tmp_path / "other.db") as other:
        other.load_shipped()
        for number, sub in enumerate(s for need in NEEDS.values() for s in need.sub_needs):
            query = Query(
                sub_need=sub, place=place, audience="staff" if number % 2 else "customer",
                open_now=number % 3 == 0, language="vi" if number % 4 == 0 else None,
                at=datetime(2026, 11, 24, 9 + number % 12, tzinfo=ZoneInfo(place.timezone)),
            )  # fmt: skip
            here, there = directory.search(query), other.search(query)
            assert [card.name for card in here.cards] == [card.name for card in there.cards]
            assert (here.total, here.widened) == (there.total, there.widened)
