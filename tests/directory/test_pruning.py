"""What a file no longer has is set inactive, written down, and never taken out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from directory import BadRecords, Directory, LoadOptions, Query
from directory import models as m
from directory.__main__ import main
from directory.records.pruning import Prune
from tests.directory.hsds_files import codes, service, write

COUNT = 20


def made(*numbers: int) -> list[dict[str, Any]]:
    return [service(id=key(n), name=f"Meals {n}", phones=[], attributes=[]) for n in numbers]


def key(number: int) -> str:
    return f"11111111-2222-4333-8444-0000000001{number:02}"


def options(**fields: Any) -> LoadOptions:
    return LoadOptions(collection="ours", prune=Prune(**fields))


@pytest.fixture
def directory(empty: Directory, tmp_path: Path) -> Directory:
    empty.load(write(tmp_path, *made(*range(COUNT))), LoadOptions(collection="ours"))
    return empty


def statuses(directory: Directory) -> dict[str, str]:
    with directory._engine.connect() as connection:
        return dict(connection.execute(select(m.Service.id, m.Service.status)).tuples().all())


def test_what_is_gone_is_set_inactive_and_said(directory: Directory, tmp_path: Path) -> None:
    problems = directory.load(write(tmp_path, *made(*range(1, COUNT))), options())
    assert codes(problems) == {"no_longer_listed", "set_inactive"}
    assert "1 of 20 records" in next(p.mend for p in problems if p.code == "no_longer_listed")
    assert [k for k, status in statuses(directory).items() if status == "inactive"] == [key(0)]
    assert directory.service(key(0), Query(audience="staff")) is None
    (change,) = directory.record(key(0))["changes"]
    assert (change["field"], change["before"], change["after"], change["by"]) == (
        "status", "active", "inactive", "load of ours",
    )  # fmt: skip


def test_without_prune_nothing_is_set_inactive(directory: Directory, tmp_path: Path) -> None:
    directory.load(write(tmp_path, *made(1)), LoadOptions(collection="ours"))
    assert set(statuses(directory).values()) == {"active"}


def test_a_file_that_was_cut_off_is_refused_until_somebody_says_it_is_whole(
    directory: Directory, tmp_path: Path
) -> None:
    cut = write(tmp_path, *made(*range(5)), service(name="New meals"))
    with pytest.raises(BadRecords) as refused:
        directory.load(cut, options())
    assert codes(refused.value.problems, "error") == {"prune_too_many"}
    assert len(statuses(directory)) == COUNT  # nothing of the file was loaded either
    assert set(statuses(directory).values()) == {"active"}
    directory.load(cut, options(anyway=True))
    assert list(statuses(directory).values()).count("inactive") == COUNT - 5


@pytest.mark.parametrize(("share", "refused"), [(0.25, False), (0.24, True), (0.0, True)])
def test_the_share_can_be_set(
    directory: Directory, tmp_path: Path, share: float, refused: bool
) -> None:
    fewer = write(tmp_path, *made(*range(15)))
    if refused:
        with pytest.raises(BadRecords):
            directory.load(fewer, options(share=share))
    directory.load(fewer, options(share=share, anyway=refused))
    assert list(statuses(directory).values()).count("inactive") == 5


def test_other_sources_are_left_alone(directory: Directory, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    directory.load(write(other, *made(77)), LoadOptions(collection="theirs", prune=Prune()))
    assert set(statuses(directory).values()) == {"active"}


def test_a_record_that_returns_is_as_its_file_says(directory: Directory, tmp_path: Path) -> None:
    directory.change(key(0), {"alert": "Ring first"}, "Kim Lee")
    directory.load(write(tmp_path, *made(*range(1, COUNT))), options())
    directory.load(write(tmp_path, *made(*range(COUNT))), options())
    card = directory.service(key(0), Query(audience="staff"))
    assert card is not None
    assert card.alert == "Ring first"
    assert len(directory.record(key(0))["changes"]) == 2


def test_what_is_inactive_already_is_not_counted_again(
    directory: Directory, tmp_path: Path
) -> None:
    fewer = write(tmp_path, *made(*range(1, COUNT)))
    directory.load(fewer, options())
    assert directory.load(fewer, options()) == []
    assert len(directory.record(key(0))["changes"]) == 1


def test_the_shell_does_it(
    directory: Directory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = write(tmp_path, *made(*range(10)))
    command = ["load", str(file), "--collection", "ours", "--url", str(directory._engine.url)]
    assert main([*command, "--prune"]) == 1
    assert (
        "10 of 20 records of 'ours' are not in the file, more than 10%" in capsys.readouterr().err
    )
    assert main([*command, "--prune-anyway"]) == 2
    assert main([*command, "--prune", "--prune-share", "101"]) == 2
    assert main([*command, "--prune", "--prune-share", "50"]) == 0
    assert list(statuses(directory).values()).count("inactive") == 10
