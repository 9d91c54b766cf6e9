"""Files that are broken on purpose, one fault each: it is named with its line and its field.

``faults/expected.tsv`` says what must be found in which file. A folder is a
package of tables with one of them broken.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from directory import BadRecords, Directory

FAULTS = Path(__file__).parent / "faults"
with (FAULTS / "expected.tsv").open(encoding="utf-8", newline="") as _file:
    EXPECTED = list(csv.DictReader(_file, delimiter="\t"))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    opened = Directory.open(f"sqlite:///{tmp_path_factory.mktemp('faults')}/d.db")
    yield opened
    opened.close()


def test_there_are_more_than_sixty_kinds() -> None:
    assert len({(case["code"], case["field"], case["level"]) for case in EXPECTED}) >= 60
    named = {case["file"].partition("/")[0] for case in EXPECTED}
    assert named == {path.name for path in FAULTS.iterdir()} - {"expected.tsv"}


@pytest.mark.parametrize("case", EXPECTED, ids=lambda case: case["file"])
def test_each_fault_is_named_with_its_line_and_field(
    directory: Directory, case: dict[str, str]
) -> None:
    name, _, inside = case["file"].partition("/")
    problems = directory.check(FAULTS / name).problems
    found = [
        (p.code, p.field, str(p.line), p.level) for p in problems if p.file == (inside or name)
    ]
    assert (case["code"], case["field"], case["line"], case["level"]) in found, found
    assert all(p.mend for p in problems)


@pytest.mark.parametrize(
    "case", [c for c in EXPECTED if c["level"] == "error"], ids=lambda case: case["file"]
)
def test_a_file_with_an_error_writes_nothing(directory: Directory, case: dict[str, str]) -> None:
    with pytest.raises(BadRecords):
        directory.load(FAULTS / case["file"].partition("/")[0])
    assert directory.status()["services"] == 0


def test_a_file_with_warnings_alone_is_loaded(tmp_path: Path) -> None:
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    errors = {case["file"].partition("/")[0] for case in EXPECTED if case["level"] == "error"}
    for case in EXPECTED:
        name = case["file"].partition("/")[0]
        if name not in errors:
            directory.load(FAULTS / name)
            assert directory.status()["services"] == 1, name
    directory.close()
