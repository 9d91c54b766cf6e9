"""Opening the directory's database: SQLite by default, PostgreSQL by its address."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url

MIGRATIONS = Path(__file__).with_name("migrations")
VERSION_TABLE = "dir_version"
#: Any number that nothing else in the database locks by.
POSTGRES_LOCK = 7_203_119
#: How long a writer waits for another one, seconds.
BUSY_SECONDS = 15


def connect(url: str) -> Engine:
    """An engine for an SQLAlchemy address; makes the folder of an SQLite file."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(dbapi_connection: Any, _record: Any) -> None:
        # SQLAlchemy begins transactions itself: the driver would not begin one for DDL.
        dbapi_connection.isolation_level = None
        # The size of pages counts only while the file is empty. A listing is two kilobytes: pages
        # of four would hold one each, and a country takes a third less with these.
        for pragma in ("page_size=16384", "journal_mode=WAL", "synchronous=NORMAL",
                       "foreign_keys=ON"):  # fmt: skip
            dbapi_connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


def writer(engine: Engine) -> Engine:
    """The same engine for transactions that will write: they take the lock at once."""
    return engine.execution_options(writes=True)


def upgrade(engine: Engine) -> None:
    """Bring the tables to the newest version; safe when several processes start together."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if _version(connection) == newest:
            return
    with writer(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({POSTGRES_LOCK})"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    # The table's name is a constant of this module.
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}"))  # noqa: S608
    return found.scalar()
