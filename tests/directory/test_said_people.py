"""Who may come is read into rules where the words leave one reading, and else stays words."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from directory import Directory, Query
from directory.records.said_people import read_people
from tests.directory.hsds_files import codes, service, write

with (Path(__file__).parent / "people_as_written.tsv").open(encoding="utf-8", newline="") as _file:
    WRITTEN = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))
KEY = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case["said"])
def test_people_are_read_as_an_officer_would_or_not_at_all(case: dict[str, str]) -> None:
    found = read_people(case["said"])
    expected = [(case[name] or "").strip() for name in ("least", "most", "genders", "only_for")]
    assert [
        "" if found.least is None else f"{found.least:g}",
        "" if found.most is None else f"{found.most:g}",
        ",".join(found.genders),
        ",".join(found.only_for),
    ] == expected


def is_found(directory: Directory, **asked: object) -> bool:
    cards = directory.search(Query(text="Hot Meals", audience="staff", **asked)).cards  # type: ignore[arg-type]
    return KEY in [card.id for card in cards]


def test_whom_the_words_exclude_is_not_offered_the_service(
    empty: Directory, tmp_path: Path
) -> None:
    problems = empty.load(
        write(tmp_path, service(eligibility_description="Men over 18 years of age"))
    )
    assert "people_read" in codes(problems)
    assert is_found(empty)
    assert is_found(empty, gender="man", ages=(40,))
    assert not is_found(empty, gender="woman")
    assert not is_found(empty, ages=(16,))


def test_what_the_file_says_in_fields_is_not_read_again_from_words(
    empty: Directory, tmp_path: Path
) -> None:
    said = service(eligibility_description="Men over 18", minimum_age=21, genders=json.dumps([]))
    assert "people_read" not in codes(empty.load(write(tmp_path, said)))
    assert is_found(empty, gender="woman", ages=(30,))
    assert not is_found(empty, ages=(19,))
