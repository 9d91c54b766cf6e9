"""Settings come from the environment, and a wrong one says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import BadSetting, read_settings


def test_an_empty_environment_listens_on_this_machine_only() -> None:
    settings = read_settings({})

    assert (settings.host, settings.port) == ("127.0.0.1", 8080)


def test_both_databases_default_to_sqlite_files_under_data_dir(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path)})

    assert settings.database_url == f"sqlite:///{tmp_path}/desk.db"
    assert settings.directory_url == f"sqlite:///{tmp_path}/directory.db"


def test_one_postgresql_address_serves_desk_and_directory() -> None:
    settings = read_settings({"DATABASE_URL": "postgresql://desk@db/triage"})

    assert settings.directory_url == settings.database_url == "postgresql://desk@db/triage"


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", "80.5"])
def test_a_port_that_is_none_is_refused_with_the_range(port: str) -> None:
    with pytest.raises(BadSetting, match="1 to 65535"):
        read_settings({"PORT": port})


@pytest.mark.parametrize(
    ("raw", "expected"), [("no", False), ("0", False), ("YES", True), ("", True)]
)
def test_the_sample_district_can_be_left_out(raw: str, expected: bool) -> None:
    assert read_settings({"SAMPLE_DISTRICT": raw}).sample_district is expected


def test_a_flag_that_is_neither_yes_nor_no_is_refused() -> None:
    with pytest.raises(BadSetting, match="SAMPLE_DISTRICT"):
        read_settings({"SAMPLE_DISTRICT": "maybe"})
