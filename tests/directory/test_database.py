"""The same code runs on SQLite and PostgreSQL, and several processes may open it at once."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from directory import Directory, Query, database
from directory.models import Base
from directory.places import find_places
from tests.directory.conftest import MONDAY_NOON

#: Address of a PostgreSQL server whose user may make schemas, for these tests.
POSTGRES = "TEST_POSTGRES_URL"


@pytest.fixture
def postgres(request: pytest.FixtureRequest) -> Iterator[str]:
    """A schema of its own, on TEST_POSTGRES_URL or on the run's own server."""
    server: str = os.environ.get(POSTGRES) or request.getfixturevalue("postgres_server")
    schema = f"t{uuid.uuid4().hex[:12]}"
    engine = create_engine(server)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{schema}"
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def test_the_migrations_make_what_the_models_say(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path}/d.db")
    database.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "version_table": database.VERSION_TABLE,
                "include_name": lambda name, kind, _: (
                    kind != "table" or (name in Base.metadata.tables)
                ),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_table_carries_the_prefix_so_that_databases_can_be_shared(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path}/d.db")
    with database.writer(engine).begin() as connection:
        connection.execute(text("CREATE TABLE message (id INTEGER)"))
        connection.execute(text("CREATE TABLE alembic_version (version_num TEXT)"))
    database.upgrade(engine)
    ours = set(inspect(engine).get_table_names()) - {"message", "alembic_version"}
    assert ours
    assert all(name.startswith("dir_") for name in ours)


def test_sqlite_keeps_its_log_beside_so_that_readers_never_wait(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path}/new/folder/d.db")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_processes_that_start_together_make_the_tables_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/d.db"

    def start(_: int) -> bool:
        directory = Directory.open(url)
        loaded = directory.load_shipped()
        directory.close()
        return loaded

    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(start, range(4)))
    assert sum(loaded) == 1
    directory = Directory.open(url)
    assert directory.status()["services"] == 257
    directory.close()


def test_opening_again_keeps_what_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/d.db"
    first = Directory.open(url)
    first.load_shipped()
    first.close()
    again = Directory.open(url)
    assert again.status()["services"] == 257
    again.close()


def test_status_tells_the_age_of_the_oldest_check(shipped: Directory) -> None:
    status = shipped.status()
    assert str(status["oldest_check"]) == "2018-01-01"
    assert status["examples"] == 153
    assert status["unconfirmed"] > 20
    assert status["version"]


@pytest.mark.parametrize(
    "query",
    [
        Query(need="emergency_relief", at=MONDAY_NOON, limit=20),
        Query(need="accommodation", at=MONDAY_NOON, open_now=True, language="vi", limit=20),
        Query(situations=frozenset({"family_violence"}), at=MONDAY_NOON),
        Query(text="hot breakfast", at=MONDAY_NOON),
    ],
)
def test_postgresql_gives_the_same_list(postgres: str, shipped: Directory, query: Query) -> None:
    directory = Directory.open(postgres)
    assert directory.load_shipped()
    assert not directory.load_shipped()
    for near in ("Footscray", "Broken Hill"):
        asked = Query(**{**vars(query), "place": find_places(near)[0]})
        here, there = shipped.search(asked), directory.search(asked)
        assert [c.as_dict() for c in there.cards] == [c.as_dict() for c in here.cards]
        assert (there.widened, there.total) == (here.widened, here.total)
    directory.close()


def test_postgresql_finds_words(postgres: str) -> None:
    directory = Directory.open(postgres)
    directory.load_shipped()
    found = directory.search(Query(text="unit nurses withdrawal", at=MONDAY_NOON, limit=50))
    assert found.cards
    assert directory.search(Query(text="' & | !", at=MONDAY_NOON)).cards
    directory.close()


def test_upgrading_keeps_every_row_of_an_older_database(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path}/old.db")
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with database.writer(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        for statement in OLD_ROWS:
            connection.execute(text(statement))
    database.upgrade(engine)
    with engine.connect() as connection:
        for table in ("service", "phone", "language"):
            # The names are constants of this test.
            assert connection.scalar(text(f"SELECT count(*) FROM dir_{table}")) == 1


OLD_ROWS = (
    "INSERT INTO dir_organization (id, name, description) VALUES ('o', 'O', 'O')",
    "INSERT INTO dir_service (id, code, organization_id, name, status, certainty, source, read_on,"
    " review_by, audience, example, crisis_capable, situations, warm_transfer,"
    " public_holiday_rule, genders, only_for, not_for, delivery, states, finder,"
    " confidential_address, collection) VALUES ('s', 's', 'o', 'S', 'active', 'V', 'x',"
    " '2026-01-01', '2026-02-01', 'customer', 0, 0, '{}', 'no', 'open', '[]', '[]', '[]', '[]',"
    " '[]', 0, 0, 'c')",
    "INSERT INTO dir_phone (id, service_id, number, type, digits)"
    " VALUES ('p', 's', '13 11 14', 'voice', '131114')",
    "INSERT INTO dir_language (id, service_id, code) VALUES ('l', 's', 'vi')",
)
