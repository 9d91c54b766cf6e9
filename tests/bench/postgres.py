"""A PostgreSQL server of the benchmark's own, where Debian's is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class NoPostgres(Exception):
    """There is no server to start here; the text says what to do."""


def _find(tool: str) -> str:
    places = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{tool}"), reverse=True)
    found = shutil.which(tool) or (str(places[0]) if places else None)
    if not found:
        raise NoPostgres("PostgreSQL isn't installed (Debian: apt install postgresql)")
    return found


@contextmanager
def server() -> Iterator[str]:
    """The SQLAlchemy address of a server on a socket in a temporary folder; it goes afterwards."""
    initdb, pg_ctl = _find("initdb"), _find("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="pgbench"))
    prefix: list[str] = []
    if os.getuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres")
        prefix = ["runuser", "-u", "postgres", "--"]
    data = str(folder / "data")
    settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c shared_buffers=512MB"

    def run(*command: str) -> None:
        done = subprocess.run([*prefix, *command], check=False, cwd="/", capture_output=True)
        if done.returncode:
            raise NoPostgres(f"PostgreSQL did not start: {done.stderr.decode()[-200:]}")

    try:
        run(initdb, "-D", data, "-U", "bench", "-A", "trust")
        # No pipe: the server would keep it open and never let go of us.
        subprocess.run(
            [*prefix, pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", settings, "start"],
            check=True, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        yield f"postgresql+psycopg2://bench@/postgres?host={folder}"
    finally:
        subprocess.run(
            [*prefix, pg_ctl, "-D", data, "-m", "immediate", "stop"],
            check=False, cwd="/", capture_output=True,
        )  # fmt: skip
        shutil.rmtree(folder, ignore_errors=True)
