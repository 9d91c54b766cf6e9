"""A PostgreSQL server of the tests' own, where one can be started."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


def _find(tool: str) -> str | None:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), reverse=True)
    return shutil.which(tool) or (str(places[0]) if places else None)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, on a socket in a temporary folder."""
    initdb, pg_ctl = _find("initdb"), _find("pg_ctl")
    if not initdb or not pg_ctl:
        pytest.skip("PostgreSQL isn't installed (Debian: apt install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    # PostgreSQL refuses to run as root.
    prefix: list[str] = []
    if os.getuid() == 0:
        if not shutil.which("runuser") or not _has_user("postgres"):
            pytest.skip("PostgreSQL can't run as root and there is no user postgres")
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    data = str(folder / "data")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
    try:
        subprocess.run(
            [*prefix, initdb, "-D", data, "-U", "desk", "-A", "trust"], check=True, **quiet
        )
        subprocess.run(
            [*prefix, pg_ctl, "-D", data, "-w", "-o", settings, "start"], check=True, **quiet
        )
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL did not start: {type(error).__name__}")
    yield f"postgresql+psycopg2://desk@/postgres?host={folder}"
    subprocess.run([*prefix, pg_ctl, "-D", data, "-m", "immediate", "stop"], check=False, **quiet)
    shutil.rmtree(folder, ignore_errors=True)


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def empty(url: str) -> None:
    """Takes everything out of the database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
