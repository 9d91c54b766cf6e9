"""Makes and changes the desk's tables: ``python -m bot migrate``."""

from __future__ import annotations

import argparse
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from bot.desk.store import open_engine, writing
from bot.settings import read_settings

#: The desk's own version table: the directory may live in the same database.
VERSION_TABLE = "desk_version"
#: Any number that nobody else in the database uses for an advisory lock.
_POSTGRES_LOCK = 7_106_233


def config() -> Config:
    """Alembic's settings, without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return made


def upgrade(engine: Engine) -> None:
    """Brings the tables to this program's version, in one transaction.

    Two processes that start together wait for each other: SQLite's write
    lock, an advisory lock on PostgreSQL.
    """
    with writing(engine).begin() as connection:
        if connection.dialect.name == "postgresql":
            lock = text("SELECT pg_advisory_xact_lock(:number)")
            connection.execute(lock, {"number": _POSTGRES_LOCK})
        settings = config()
        settings.attributes["connection"] = connection
        command.upgrade(settings, "head")


def main(argv: list[str]) -> int:
    """``python -m bot migrate [--url URL]``; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m bot migrate", description="Makes or changes the tables of the desk."
    )
    parser.add_argument("--url", help="SQLAlchemy address; default: DATABASE_URL")
    url = parser.parse_args(argv).url or read_settings().database_url
    engine = open_engine(url)
    upgrade(engine)
    print("The desk's tables are up to date.")  # noqa: T201 - a command's answer
    return 0
