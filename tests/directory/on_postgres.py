"""``pytest -p tests.directory.on_postgres tests/directory``: the directory's tests once more, on PostgreSQL.

Every SQLite address that a test opens becomes a database of its own on a server of the run's
own (Debian's PostgreSQL). A file keeps its name as a mark: who writes or copies the file gets a
new database, as with SQLite.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url

from directory import database
from tests import postgres

SQLITE = "sqlite:///"
MARK = b"on PostgreSQL\n"
#: These read the SQLite file itself, or choose their database themselves.
OF_SQLITE = (
    "test_database.py",
    "test_data_on_postgres.py",
    "test_the_place_of_a_refuge_is_in_no_table",
    "test_a_hidden_address_is_nowhere_in_the_database",
    "test_an_empty_database_is_filled_before_the_first_search",
)


class _Server:
    """Databases by the file that stands for them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.admin = create_engine(url, isolation_level="AUTOCOMMIT")
        self.connect, self.copy = database.connect, shutil.copy
        self._make("empty", "template1")
        engine = self.connect(self._address("empty"))
        database.upgrade(engine)
        engine.dispose()

    def opened(self, url: str, *arguments: Any, **options: Any) -> Engine:
        """As ``database.connect``; a file that is new or empty means a new database.

        Only files of the tests' own, in the temporary folder, are taken: nobody's data is.
        """
        file = Path(url.removeprefix(SQLITE)).absolute()
        if url.startswith(SQLITE) and file.is_relative_to(tempfile.gettempdir()):
            if not file.exists() or file.read_bytes() != MARK:
                self._make(self._name(file), "empty")
                file.write_bytes(MARK)
            url = self._address(self._name(file))
        return self.connect(url, *arguments, **options)

    def copied(self, source: Any, target: Any, **options: Any) -> Any:
        """As ``shutil.copy``, with the database that the file stands for."""
        done = self.copy(source, target, **options)
        if Path(source).is_file() and Path(source).read_bytes() == MARK:
            self._make(self._name(Path(target)), self._name(Path(source)))
        return done

    def _name(self, file: Path) -> str:
        return "d" + hashlib.blake2b(str(file.absolute()).encode(), digest_size=8).hexdigest()

    def _address(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)

    def _make(self, name: str, template: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :template"
                ),
                {"template": template},
            )
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))


@pytest.fixture(scope="session", autouse=True)
def everything_on_postgres() -> Iterator[None]:
    """Sends every database of the run to PostgreSQL."""
    with postgres.server() as url, pytest.MonkeyPatch.context() as patch:
        server = _Server(url)
        patch.setattr(database, "connect", server.opened)
        patch.setattr(shutil, "copy", server.copied)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves out what is about SQLite."""
    for item in items:
        if any(part in item.nodeid for part in OF_SQLITE):
            item.add_marker(pytest.mark.skip(reason="about SQLite itself"))
