"""What goes out is HSDS 3.0, tells others nothing it should not, and comes back the same."""

from __future__ import annotations

import csv
import json
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from directory import Directory
from directory import models as m
from directory.hsds.exporting import Reader
from directory.hsds.tables import TABLES
from tests.directory.hsds_files import FILES, examples, hidden, service, write
from tests.directory.hsds_schema import faults

#: Where a row came from and in which order is no part of what it says.
OF_THE_LOAD = {"collection", "position", "mark"}


@lru_cache(maxsize=1)
def _template() -> bytes:
    """An empty database: making its tables takes longer than a test."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Directory.open(f"sqlite:///{folder}/t.db")
        if directory._engine.dialect.name == "sqlite":
            with directory._engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        directory.close()
        made = Path(folder, "t.db").read_bytes()
    return made if made.startswith(b"SQLite") else b""


@contextmanager
def opened(file: Path) -> Iterator[Directory]:
    file.write_bytes(_template())
    directory = Directory.open(f"sqlite:///{file}")
    try:
        yield directory
    finally:
        directory.close()


def plainly(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=str, ensure_ascii=False)


def contents(directory: Directory) -> dict[str, list[str]]:
    """Every row of every table of HSDS, and what search reads."""
    found = {}
    with directory._engine.connect() as connection:
        for name, shape in TABLES.items():
            rows = connection.execute(select(shape.model.__table__)).mappings()
            found[name] = sorted(
                plainly({k: v for k, v in row.items() if k not in OF_THE_LOAD}) for row in rows
            )
        listings = connection.execute(select(m.Listing.__table__)).mappings()
        found["listing"] = sorted(
            plainly({k: v for k, v in row.items() if k != "number"}) for row in listings
        )
    return found


def copied(source: Directory, folder: Path, name: str) -> dict[str, list[str]]:
    """The contents of a new directory after an export to ourselves and an import."""
    source.export(folder / name, "ourselves")
    with opened(folder / f"{uuid.uuid4().hex}.db") as copy:
        copy.load(folder / name)
        return contents(copy)


#: Rows that may hang on no service.
LOOSE = {"taxonomy", "taxonomy_term", "meta_table_description", "attribute", "metadata"}


def assert_same(before: dict[str, list[str]], after: dict[str, list[str]], name: str) -> None:
    """Nested JSON has no place for terms that no record uses, nor for what tables are in."""
    for table, rows in before.items():
        if name != "tables" and table in LOOSE:
            assert set(after[table]) <= set(rows), table
        else:
            assert after[table] == rows, table


def services(directory: Directory, folder: Path, reader: Reader = "others") -> list[Any]:
    target = folder / f"{uuid.uuid4().hex}.json"
    directory.export(target, reader)
    found: list[Any] = json.loads(target.read_text("utf-8"))
    return found


@pytest.mark.parametrize("reader", ["others", "ourselves"])
def test_the_official_schema_accepts_every_shipped_service(
    shipped: Directory, tmp_path: Path, reader: Reader
) -> None:
    found = services(shipped, tmp_path, reader)
    assert len(found) > 90
    assert [f for item in found for f in faults("service", item)] == []


@pytest.mark.parametrize("name", ["copy.json", "copy.jsonl", "tables"])
def test_the_shipped_directory_comes_back_the_same(
    shipped: Directory, tmp_path: Path, name: str
) -> None:
    before = contents(shipped)
    after = copied(shipped, tmp_path, name)
    assert {k: len(v) for k, v in after.items()} == {k: len(v) for k, v in before.items()}
    for table, rows in before.items():
        assert after[table] == rows, table


@pytest.mark.parametrize("source", ["service_full.json", "csv"])
@pytest.mark.parametrize("name", ["copy.json", "tables"])
def test_the_official_example_comes_back_the_same(tmp_path: Path, source: str, name: str) -> None:
    with opened(tmp_path / "first.db") as directory:
        directory.load(examples() / source)
        before = contents(directory)
        after = copied(directory, tmp_path, name)
        assert_same(before, after, name)
        assert [f for item in services(directory, tmp_path) for f in faults("service", item)] == []


@pytest.mark.parametrize("version", ["hsds-1.1", "hsds-2.0", "numbered"])
def test_older_packages_go_out_as_the_newest(tmp_path: Path, version: str) -> None:
    from directory import LoadOptions

    with opened(tmp_path / "first.db") as directory:
        directory.load(FILES / version, LoadOptions(area_code="03"))
        found = services(directory, tmp_path)
        assert found
        assert [f for item in found for f in faults("service", item)] == []


# --- what others do not get ---


def test_others_get_no_staff_record_and_nothing_made_up(shipped: Directory, tmp_path: Path) -> None:
    for_others = services(shipped, tmp_path)
    with shipped._engine.connect() as connection:
        kept = set(
            connection.scalars(
                select(m.Service.id).where(
                    m.Service.audience == "staff",
                )
            )
        )
        kept |= set(connection.scalars(select(m.Service.id).where(m.Service.example.is_(True))))
    assert kept
    assert not kept & {item["id"] for item in for_others}
    assert kept < {item["id"] for item in services(shipped, tmp_path, "ourselves")}


def test_others_do_not_learn_where_a_refuge_is(tmp_path: Path) -> None:
    with opened(tmp_path / "first.db") as directory:
        directory.load(write(tmp_path, hidden()))
        (item,) = services(directory, tmp_path)
        assert "service_at_locations" not in item
        assert item["phones"]
        directory.export(tmp_path / "tables", "others")
        written = "".join(f.read_text("utf-8") for f in (tmp_path / "tables").iterdir())
        for secret in ("Hidden Lane", "Blue house", "-37.8", ",3011,", "Footscray"):
            assert secret not in written + json.dumps(item)


def test_others_do_not_learn_who_changed_what_here(tmp_path: Path) -> None:
    from datetime import datetime

    with opened(tmp_path / "first.db") as directory:
        directory.load(write(tmp_path, service()))
        with directory._engine.begin() as connection:
            connection.execute(
                m.Change.__table__.insert().values(
                    id=str(uuid.uuid4()), resource_id=service()["id"], resource_type="service",
                    last_action_date=datetime(2026, 11, 1), last_action_type="update",
                    field_name="name", previous_value="Hot", replacement_value="Hot Meals",
                    updated_by="Kim Staff", here=True,
                )
            )  # fmt: skip
        assert "Kim Staff" not in json.dumps(services(directory, tmp_path))
        assert "Kim Staff" in json.dumps(services(directory, tmp_path, "ourselves"))


def test_a_sheet_program_can_open_the_tables(shipped: Directory, tmp_path: Path) -> None:
    shipped.export(tmp_path / "tables")
    package = json.loads((tmp_path / "tables/datapackage.json").read_text("utf-8"))
    assert package["version"] == "3.0.0"
    for resource in package["resources"]:
        with (tmp_path / "tables" / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        assert rows[0] == [field["name"] for field in resource["schema"]["fields"]]
        assert all(len(row) == len(rows[0]) for row in rows)


# --- any directory at all ---

WORDS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")), min_size=1, max_size=40
)
MAYBE = st.none() | WORDS
SHORT = WORDS.map(lambda text: text[:20])
DATES = st.dates(min_value=__import__("datetime").date(1990, 1, 1),
                 max_value=__import__("datetime").date(2026, 10, 1)).map(str)  # fmt: skip
CLOCKS = st.times().map(lambda t: t.strftime("%H:%M"))
NUMBERS = st.integers(0, 9999).map(lambda n: f"03 9000 {n:04}")
IDS = st.uuids(version=4).map(str)


def named(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"id": IDS, **fields})


PHONES = st.lists(
    named(number=NUMBERS, description=MAYBE,
          type=st.sampled_from(["voice", "text", "fax", "textphone", "cell"])),
    max_size=3,
)  # fmt: skip
SCHEDULES = st.lists(
    named(freq=st.sampled_from(["WEEKLY", "MONTHLY"]), opens_at=CLOCKS, closes_at=CLOCKS,
          byday=st.sampled_from(["MO", "MO,TU", "1TU", "-1FR"]), description=MAYBE,
          timezone=st.none() | st.sampled_from([10, 9.5]), dtstart=st.none() | DATES),
    max_size=3,
)  # fmt: skip
TERMS = st.lists(
    named(value=MAYBE, link_type=MAYBE.map(lambda w: w and f"x{w[:20]}"),
          taxonomy_term=named(code=st.sampled_from(["1131", "1134", "zzz"]), name=WORDS,
                              description=WORDS)),
    max_size=2,
)  # fmt: skip
ADDRESSES = st.lists(
    named(address_1=WORDS, city=st.sampled_from(["Footscray", "Nowhere"]),
          state_province=st.just("VIC"), postal_code=st.just("3011"), country=st.just("AU"),
          address_type=st.sampled_from(["physical", "postal"]), attention=MAYBE),
    max_size=2,
)  # fmt: skip
LOCATIONS = named(
    location_type=st.sampled_from(["physical", "virtual"]), name=MAYBE,
    latitude=st.just(-37.8), longitude=st.floats(144, 145).map(lambda f: round(f, 5)),
    addresses=ADDRESSES, phones=PHONES, external_identifier=MAYBE, attributes=TERMS,
    accessibility=st.lists(named(description=MAYBE, details=MAYBE), max_size=2),
)  # fmt: skip
ORGANIZATIONS = named(
    name=WORDS, description=WORDS, year_incorporated=st.none() | st.integers(1900, 2026),
    contacts=st.lists(named(name=MAYBE, title=MAYBE, phones=PHONES), max_size=2),
    funding=st.lists(named(source=MAYBE), max_size=1),
    organization_identifiers=st.lists(named(identifier_type=WORDS, identifier=WORDS), max_size=1),
)  # fmt: skip
SERVICES = named(
    name=WORDS, description=MAYBE, status=st.sampled_from(["active", "inactive", "defunct"]),
    alert=MAYBE, minimum_age=st.none() | st.integers(0, 20),
    maximum_age=st.none() | st.integers(20, 99), assured_date=st.none() | DATES,
    fees_description=MAYBE, organization=ORGANIZATIONS, phones=PHONES, schedules=SCHEDULES,
    languages=st.lists(named(code=st.sampled_from(["vi", "zh-Hans", "yue"]), note=MAYBE),
                       max_size=2),
    cost_options=st.lists(named(option=MAYBE, amount=st.none() | st.integers(0, 500),
                                currency=st.just("AUD")), max_size=1),
    required_documents=st.lists(named(document=MAYBE), max_size=1),
    service_areas=st.lists(named(name=MAYBE, extent=MAYBE), max_size=1),
    attributes=TERMS,
    service_at_locations=st.lists(named(description=MAYBE, location=LOCATIONS), max_size=2),
    metadata=st.lists(named(last_action_date=DATES, last_action_type=SHORT, field_name=WORDS,
                            previous_value=WORDS, replacement_value=WORDS, updated_by=WORDS),
                      max_size=1),
    warm_transfer=st.sampled_from(["yes", "no", "unknown"]),
    audience=st.sampled_from(["customer", "staff"]),
    confidential_address=st.booleans(),
    situations=st.sampled_from([{}, {"family_violence": 1}]),
)  # fmt: skip


def without_nothing(item: Any) -> Any:
    """JSON files leave out what they do not know."""
    if isinstance(item, dict):
        return {k: without_nothing(v) for k, v in item.items() if v is not None}
    return [without_nothing(part) for part in item] if isinstance(item, list) else item


@given(st.lists(SERVICES, min_size=1, max_size=3), st.sampled_from(["copy.json", "tables"]))
@settings(
    max_examples=12, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_what_is_imported_exported_and_imported_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, found: list[dict[str, Any]], name: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with opened(folder / "first.db") as directory:
        from directory import BadRecords

        try:
            directory.load(write(folder, *without_nothing(found)))
        except BadRecords as refused:  # a text like "=1" is refused: nothing to export
            errors = {p.code for p in refused.problems if p.level == "error"}
            assert errors <= {
                "formula_cell",
                "field_missing",
                "id_duplicate",
                "schedule_ordinal",
            }, errors
            return
        before = contents(directory)
        after = copied(directory, folder, name)
        assert_same(before, after, name)
        for item in services(directory, folder, "ourselves"):
            assert faults("service", item) == []


@pytest.mark.parametrize("name", ["copy.json", "copy"])
def test_words_are_not_read_again_from_an_export_of_ours(tmp_path: Path, name: str) -> None:
    first = Directory.open(f"sqlite:///{tmp_path}/one.db")
    key = "11111111-2222-4333-8444-555555555555"
    said = service(
        eligibility_description="Men over 18", schedules=[{"id": "s", "description": "Mon 9-5"}]
    )
    first.load(write(tmp_path, said))
    people = first.parts(key)["people"]
    people[0] |= {"genders": [], "minimum_age": ""}
    assert first.change_part(key, "people", people, "Kim Lee")
    first.export(tmp_path / name, "ourselves")
    second = Directory.open(f"sqlite:///{tmp_path}/two.db")
    second.load(tmp_path / name)
    assert second.parts(key)["people"] == people
    assert second.parts(key)["hours"] == first.parts(key)["hours"]
    first.close()
    second.close()
