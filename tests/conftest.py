"""What tests of several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import NoPostgres, empty, server


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server of the run's own; skips where none can be started."""
    try:
        with server() as url:
            yield url
    except NoPostgres as none:
        pytest.skip(str(none))


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of its database, with nothing in it."""
    empty(postgres_server)
    return postgres_server
