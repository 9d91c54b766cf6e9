"""A file that comes again writes what has changed in it, and leaves the rest alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text

from directory import Directory, LoadOptions, Query
from directory import models as m
from directory.bench.country import Country
from directory.bench.files import services, write_json, write_tables
from directory.bench.questions import QUESTIONS
from directory.hsds import importing
from directory.models import Base
from directory.shelf import Keeper
from tests.directory.hsds_files import hidden, service, write

SIZE = 120
AGAIN = LoadOptions(collection="again")
ID = "11111111-2222-4333-8444-555555555555"


def everything(directory: Directory) -> dict[str, list[str]]:
    """Every row of every table, numbers of listings and the version of the data with them."""
    with directory._engine.connect() as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in Base.metadata.tables.items()
        }


def numbers(directory: Directory) -> dict[str, int]:
    """Service -> number of its listing; another one each time that it is listed."""
    with directory._engine.connect() as connection:
        return dict(
            connection.execute(select(m.Listing.service_id, m.Listing.number)).tuples().all()
        )


@pytest.mark.parametrize("kind", ["json", "tables"])
def test_a_file_that_says_the_same_changes_nothing(
    directory: Directory, tmp_path: Path, kind: str
) -> None:
    if kind == "json":
        path = write_json(tmp_path / "country.jsonl", SIZE)
    else:
        path = write_tables(tmp_path / "country", SIZE)
    directory.load(path, AGAIN)
    before = everything(directory)
    assert len(before["dir_service"]) == SIZE
    said: list[str] = []
    directory.load(path, LoadOptions(collection="again", progress=lambda w, _: said.append(w)))
    assert everything(directory) == before
    assert not [what for what in said if what.startswith("Listing")]


def test_only_what_changed_is_written(directory: Directory, tmp_path: Path) -> None:
    made = list(services(SIZE))
    directory.load(write(tmp_path, *made))
    before = numbers(directory)
    made[7] = {**made[7], "description": "Moved to the new hall."}
    directory.load(write(tmp_path, *made))
    after = numbers(directory)
    assert {key for key in before if before[key] != after[key]} == {made[7]["id"]}
    assert directory.record(made[7]["id"])["fields"]["description"] == "Moved to the new hall."


def named(name: str) -> dict[str, Any]:
    return {**service()["organization"], "name": name, "description": name}


def placed(**fields: Any) -> list[dict[str, Any]]:
    at: dict[str, Any] = json.loads(json.dumps(hidden()["service_at_locations"][0]))
    at["location"].update(fields)
    return [at]


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"organization": named("Another name")}, lambda c: c.organization == "Another name"),
        ({"phones": service()["phones"][:1]}, lambda c: len(c.phones) == 1),
        ({"service_at_locations": placed(name="Red house")}, lambda c: "Red house" in c.address),
        ({"certainty": "S"}, lambda c: c.certainty == "S"),
    ],
)
def test_a_change_anywhere_below_a_service_is_a_change_of_it(
    directory: Directory, tmp_path: Path, change: dict[str, Any], shown: Callable[[Any], bool]
) -> None:
    first = service(service_at_locations=placed())
    directory.load(write(tmp_path, first))
    directory.load(write(tmp_path, {**first, **change}))
    card = directory.service(ID)
    assert card is not None
    assert shown(card)


def test_a_hidden_place_that_moves_is_hidden_where_it_went(
    directory: Directory, tmp_path: Path
) -> None:
    for _ in range(2):
        directory.load(write(tmp_path, hidden()))
    moved = {**hidden(), "service_at_locations": placed(latitude=-38.2, longitude=144.4)}
    for _ in range(2):
        directory.load(write(tmp_path, moved))
    with directory._engine.connect() as connection:
        spots = connection.execute(
            select(m.Location.latitude, m.Location.grid_latitude, m.Location.name)
        ).all()
        assert connection.scalars(select(m.Address.address_1)).all() == []
    assert spots == [(None, -38.2, None)]


def test_what_another_file_wrote_over_comes_back(directory: Directory, tmp_path: Path) -> None:
    ours = write(tmp_path, service())
    (tmp_path / "other").mkdir()
    other = write(tmp_path / "other", service(name="Cold Meals"))
    directory.load(ours, LoadOptions(collection="ours"))
    directory.load(other, LoadOptions(collection="other"))
    directory.load(ours, LoadOptions(collection="ours"))
    card = directory.service(ID)
    assert card is not None
    assert card.name == "Hot Meals"


def test_a_link_that_led_nowhere_is_followed_once_it_leads_somewhere(
    directory: Directory, tmp_path: Path
) -> None:
    program = "11111111-2222-4333-8444-000000000077"
    lone = {**service(), "phones": [{**service()["phones"][0], "contact_id": program}]}
    directory.load(write(tmp_path, lone))
    (tmp_path / "more").mkdir()
    contact = {"id": program, "name": "Jo", "service_id": ID}
    (tmp_path / "more" / "more.json").write_text(json.dumps({"contacts.csv": [contact]}), "utf-8")
    directory.load(tmp_path / "more")
    directory.load(write(tmp_path, {**lone, "contacts": [{"id": program, "name": "Jo"}]}))
    with directory._engine.connect() as connection:
        assert connection.scalar(select(m.Phone.contact_id)) == program


def test_a_correction_stays_when_the_same_file_comes_again(
    directory: Directory, tmp_path: Path
) -> None:
    file = write(tmp_path, service())
    directory.load(file)
    directory.change(ID, {"status": "temporarily closed"}, "Kim Lee")
    before = everything(directory)
    directory.load(file)
    assert everything(directory) == before


# --- filling an empty directory ---


def test_a_big_first_load_makes_what_a_small_one_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_json(tmp_path / "country.jsonl", SIZE)
    plain = Directory.open(f"sqlite:///{tmp_path}/plain.db")
    plain.load(file)
    monkeypatch.setattr(importing, "MANY", 1)
    quick = Directory.open(f"sqlite:///{tmp_path}/quick.db")
    quick.load(file)
    assert {k: v for k, v in everything(quick).items() if k not in OF_THE_INDEX} == {
        k: v for k, v in everything(plain).items() if k not in OF_THE_INDEX
    }
    for table in Base.metadata.tables:
        assert inspect(quick._engine).get_indexes(table) == inspect(plain._engine).get_indexes(
            table
        )
    with quick._engine.connect() as connection:
        assert Keeper(quick._engine).shelf(connection).snapshot is not None
    for make in QUESTIONS.values():
        for query in make(Country(1), 40):
            assert quick.search(query) == plain.search(query)
    plain.close()
    quick.close()


OF_THE_INDEX = {"dir_index", "dir_changed", "dir_note"}


def test_a_crash_late_in_a_big_load_leaves_the_tables_and_indexes_as_they_were(
    directory: Directory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    before = [inspect(directory._engine).get_indexes(t) for t in Base.metadata.tables]
    monkeypatch.setattr(importing, "MANY", 1)
    monkeypatch.setattr(importing, "settle", crash)
    with pytest.raises(RuntimeError):
        directory.load(write_json(tmp_path / "country.jsonl", SIZE))
    assert not any(everything(directory).values())
    assert [inspect(directory._engine).get_indexes(t) for t in Base.metadata.tables] == before
    assert directory.search(Query(text="food")).total == 0


def test_nothing_of_a_load_is_left_beside_the_database(
    directory: Directory, tmp_path: Path
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    file = write(tmp_path, hidden())
    directory.load(file)
    with directory._engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    left = {path.name for path in tmp_path.iterdir()} - before
    assert left <= {file.name, "d.db-wal", "d.db-shm"}
