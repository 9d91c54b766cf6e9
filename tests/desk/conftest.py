"""A desk on a real database: SQLite always, PostgreSQL where a server can be started."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk, Staff, passwords

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_N", 2**4)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'desk.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    """An open desk with its tables."""
    opened = Desk.open(database_url)
    yield opened
    opened.close()


@pytest.fixture
def worker(desk: Desk) -> Staff:
    """A social worker."""
    return desk.add_staff("Ana", "worker", PASSWORD)


@pytest.fixture
def other(desk: Desk) -> Staff:
    """Another social worker."""
    return desk.add_staff("Ben", "worker", PASSWORD)
