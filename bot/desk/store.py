"""Short transactions over one engine, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session, sessionmaker

from bot.desk.turnstile import Turnstile

#: Seconds a writer waits for the other process (the gateway and Rasa both write).
BUSY_SECONDS = 10.0


def open_engine(url: str) -> Engine:
    """An engine for ``url``; a missing folder of an SQLite file is made.

    SQLite runs in WAL mode, so readers never wait; writers take the lock when
    they begin, so that what they read first stays true until they commit.
    Statement parameters never reach a log or an exception: they are what
    people said.
    """
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        return create_engine(address, pool_pre_ping=True, hide_parameters=True)
    if address.database and address.database != ":memory:":
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver's own implicit BEGIN would come too late for a read-then-write.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: a 202 promises that the message is on the disk (0.05 ms more a commit, measured).
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("desk_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def writing(engine: Engine) -> Engine:
    """The same engine, whose transactions take the write lock at once."""
    return engine.execution_options(desk_writes=True)


def _turnstile(engine: Engine) -> Turnstile | None:
    path = engine.url.database
    if engine.url.get_backend_name() != "sqlite" or not path or path == ":memory:":
        return None
    return Turnstile(Path(f"{path}-turn"), BUSY_SECONDS)


class Store:
    """What every part of the desk shares: reading and writing transactions."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = sessionmaker(engine, expire_on_commit=False)
        self._writing_engine = writing(engine)
        self._writers = sessionmaker(self._writing_engine, expire_on_commit=False)
        self._turnstile = _turnstile(engine)

    def _my_turn(self) -> AbstractContextManager[None]:
        return self._turnstile.pass_through() if self._turnstile else nullcontext()

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._readers() as session:
            yield session

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._my_turn(), self._writers.begin() as session:
            yield session

    @contextmanager
    def _reading_rows(self) -> Iterator[Connection]:
        """Plain rows, without the object mapper: for what every message needs."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing_rows(self) -> Iterator[Connection]:
        with self._my_turn(), self._writing_engine.begin() as connection:
            yield connection
