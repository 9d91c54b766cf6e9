"""A PostgreSQL server of our own for tests and benchmarks, where Debian's is installed."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text


class NoPostgres(Exception):
    """There is no server to start here; the text says what to do."""


def _find(tool: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), reverse=True)
    found = shutil.which(tool) or (str(places[0]) if places else None)
    if not found:
        raise NoPostgres("PostgreSQL isn't installed (Debian: apt install postgresql)")
    return found


def _as_postgres() -> list[str]:
    """What goes before a command: PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    try:
        pwd.getpwnam("postgres")
    except KeyError:
        raise NoPostgres("PostgreSQL can't run as root and there is no user postgres") from None
    if not shutil.which("runuser"):
        raise NoPostgres("PostgreSQL can't run as root and there is no runuser")
    return ["runuser", "-u", "postgres", "--"]


@contextmanager
def server(shared_buffers: str = "128MB") -> Iterator[str]:
    """The SQLAlchemy address of a server on a socket in a temporary folder; it goes afterwards.

    Raises ``NoPostgres`` where none can be started.
    """
    initdb, pg_ctl, prefix = _find("initdb"), _find("pg_ctl"), _as_postgres()
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    data = str(folder / "data")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers={shared_buffers}"
    try:
        if prefix:
            shutil.chown(folder, "postgres")
        made = subprocess.run(
            [*prefix, initdb, "-D", data, "-U", "tester", "-A", "trust"],
            check=False, cwd="/", capture_output=True,
        )  # fmt: skip
        if made.returncode:
            raise NoPostgres(f"PostgreSQL did not start: {made.stderr.decode()[-200:]}")
        # No pipe: the server would keep it open and never let go of us.
        started = subprocess.run(
            [*prefix, pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start"],
            check=False, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        if started.returncode:
            raise NoPostgres(f"PostgreSQL did not start: pg_ctl says {started.returncode}")
        yield f"postgresql+psycopg2://tester@/postgres?host={folder}"
    finally:
        subprocess.run(
            [*prefix, pg_ctl, "-D", data, "-m", "immediate", "stop"],
            check=False, cwd="/", capture_output=True,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)


def empty(url: str) -> None:
    """Takes everything out of the database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
