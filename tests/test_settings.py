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


def test_text_messages_are_off_unless_an_operator_names_a_gateway_and_its_token() -> None:
    assert read_settings({}).sms_gateway_url == ""
    settings = read_settings(
        {"SMS_GATEWAY_URL": "https://sms.example.org/send", "SMS_GATEWAY_TOKEN": "s3cret-word"}
    )

    assert settings.sms_gateway_url == "https://sms.example.org/send"
    assert "s3cret-word" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "token", "wanted"),
    [
        ("https://sms.example.org/send", "", "token"),
        ("", "s3cret-word", "https://"),
        ("http://sms.example.org/send", "s3cret-word", "https://"),
        ("ftp://127.0.0.1/send", "s3cret-word", "https://"),
        ("https://me:pass@sms.example.org/", "s3cret-word", "without a name"),
        ("https://sms.example.org/", "s3cret\nword", "ASCII"),
    ],
)
def test_half_a_gateway_or_one_in_the_open_is_refused_without_its_secret(
    url: str, token: str, wanted: str
) -> None:
    with pytest.raises(BadSetting, match=wanted) as refused:
        read_settings({"SMS_GATEWAY_URL": url, "SMS_GATEWAY_TOKEN": token})

    assert "s3cret" not in str(refused.value)
    assert "pass@" not in str(refused.value)
