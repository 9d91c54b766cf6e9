"""A merge is undone: both records are what they were, and nothing said since is lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from directory import Directory
from directory import models as m
from directory.problems import NotThere
from directory.records.row_changes import Rows, rows_of
from tests.directory.copies import FIRST, SECOND, THIRD, made
from tests.directory.hsds_files import write


def loaded(directory: Directory, folder: Path, *more: dict[str, Any]) -> Path:
    file = write(
        folder,
        made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010"),
        made(SECOND, 2, "Footscray Soup Kitchen", "03 9000 0011", alert="Use the side door"),
        *more,
    )
    directory.load(file)
    return file


def rows(directory: Directory, *services: str) -> Rows:
    with directory._engine.connect() as connection:
        return rows_of(connection, services)


def test_an_undone_merge_leaves_every_row_as_it_was(directory: Directory, tmp_path: Path) -> None:
    loaded(directory, tmp_path)
    directory.change(SECOND, {"description": "Soup from noon."}, "Kim")
    directory.report(SECOND, "phone", "the number rings out", "customer")
    before = rows(directory, FIRST, SECOND)

    directory.merge(FIRST, SECOND, "Kim", ["the same name"])
    between = rows(directory, FIRST, SECOND)
    assert directory.unmerge(SECOND, "Lee") == FIRST

    assert between != before
    assert rows(directory, FIRST, SECOND) == before
    assert directory.service(SECOND) is not None
    assert directory.merges() == []


def test_both_histories_say_who_merged_and_who_undid_it(
    directory: Directory, tmp_path: Path
) -> None:
    loaded(directory, tmp_path)
    directory.merge(FIRST, SECOND, "Kim")
    directory.unmerge(SECOND, "Lee")

    with directory._engine.connect() as connection:
        found = connection.execute(
            select(m.Change.resource_id, m.Change.last_action_type, m.Change.updated_by).where(
                m.Change.field_name.in_(["merged", "unmerged"])
            )
        ).all()
    assert {tuple(row) for row in found} == {
        (FIRST, "merge", "Kim"),
        (FIRST, "unmerge", "Lee"),
        (SECOND, "unmerge", "Lee"),
    }


def test_what_somebody_changed_since_stays(directory: Directory, tmp_path: Path) -> None:
    loaded(directory, tmp_path)
    directory.merge(FIRST, SECOND, "Kim")
    assert directory.record(FIRST)["fields"]["alert"] == "Use the side door"
    directory.change(FIRST, {"alert": "Ring the bell", "url": "https://soup.example"}, "Ana")

    directory.unmerge(SECOND, "Kim")

    kept = directory.record(FIRST)["fields"]
    assert (kept["alert"], kept["url"]) == ("Ring the bell", "https://soup.example")
    assert directory.record(SECOND)["fields"]["alert"] == "Use the side door"


def test_a_file_loaded_since_does_not_take_the_number_of_the_one_that_went(
    directory: Directory, tmp_path: Path
) -> None:
    file = loaded(directory, tmp_path)
    directory.merge(FIRST, SECOND, "Kim")
    directory.load(file)

    directory.unmerge(SECOND, "Kim")

    numbers = {
        key: {phone["number"] for phone in directory.parts(key)["phones"]}
        for key in (FIRST, SECOND)
    }
    assert "(03) 9000 0011" in numbers[SECOND]
    assert "(03) 9000 0011" not in numbers[FIRST]
    directory.load(file)
    assert directory.service(SECOND) is not None


def test_what_was_merged_twice_is_undone_in_turn(directory: Directory, tmp_path: Path) -> None:
    loaded(directory, tmp_path, made(THIRD, 3, "Footscray Soup Kitchen", "03 9000 0012"))
    before = rows(directory, FIRST, SECOND, THIRD)
    directory.merge(FIRST, SECOND, "Kim")
    directory.merge(THIRD, FIRST, "Kim")

    with pytest.raises(ValueError, match="undo that first"):
        directory.unmerge(SECOND, "Kim")
    assert [(found.gone, found.kept) for found in directory.merges()] == [(FIRST, THIRD)]
    directory.unmerge(FIRST, "Kim")
    directory.unmerge(SECOND, "Kim")

    assert rows(directory, FIRST, SECOND, THIRD) == before


def test_an_address_hidden_by_a_merge_is_shown_again(directory: Directory, tmp_path: Path) -> None:
    hidden = made(THIRD, 3, "Footscray Soup Kitchen", "03 9000 0012", confidential_address=True)
    loaded(directory, tmp_path, hidden)
    before = rows(directory, FIRST, THIRD)
    directory.merge(FIRST, THIRD, "Kim")
    assert rows(directory, FIRST) != {
        key: before[key] for key in rows(directory, FIRST) if key in before
    }

    directory.unmerge(THIRD, "Kim")

    assert rows(directory, FIRST, THIRD) == before


def test_an_undoing_that_makes_no_sense_changes_nothing(
    directory: Directory, tmp_path: Path
) -> None:
    loaded(directory, tmp_path)
    with pytest.raises(NotThere):
        directory.unmerge(SECOND, "Kim")
    directory.merge(FIRST, SECOND, "Kim")
    with pytest.raises(ValueError, match="who decides"):
        directory.unmerge(SECOND, " ")
    assert len(directory.merges()) == 1
    json.dumps(directory.merges()[0].gone_name)
