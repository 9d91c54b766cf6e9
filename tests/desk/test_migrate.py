from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from bot.desk import Desk, migrate
from bot.desk.tables import Base


def test_the_migrations_make_the_tables_the_program_uses(desk: Desk) -> None:
    with desk.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"version_table": migrate.VERSION_TABLE, "compare_type": False}
        )
        differences = compare_metadata(context, Base.metadata)

    assert differences == []


def test_two_processes_may_open_an_empty_database_at_once(database_url: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        desks = list(pool.map(Desk.open, [database_url] * 2))

    assert all(desk.count_cases("waiting") == 0 for desk in desks)
    for desk in desks:
        desk.close()


def test_the_command_makes_the_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'desk.db'}"
    monkeypatch.setenv("DATABASE_URL", url)

    assert migrate.main([]) == 0
    assert migrate.main(["--url", url]) == 0

    assert "up to date" in capsys.readouterr().out
    desk = Desk.open(url)
    assert "desk_case" in inspect(desk.engine).get_table_names()
    desk.close()
