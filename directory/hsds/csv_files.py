"""CSV files read row by row, as people's programs write them."""

from __future__ import annotations

import csv
import itertools
from collections.abc import Iterator
from pathlib import Path

from directory.hsds.encodings import open_text
from directory.hsds.rows import Problems

#: Longest cell, in characters; a longer one is a quote that was never closed.
LONGEST = 200_000
_DELIMITERS = ",;\t|"

Record = tuple[int, dict[str, str]]


def records(path: Path, name: str, problems: Problems) -> Iterator[Record]:
    """(line, {column: cell}) of every row that is not empty.

    The first row names the columns. Ragged rows, doubled or nameless columns and
    quotes without an end are noted; a row with too many cells is an error, since
    nobody can tell which of them moved.
    """
    with open_text(path, name, problems) as file:
        head = file.read(4096)
        if not head.strip():
            problems.add(name, 1, "", "file_empty", "the file has no rows")
            return
        separator = _separator(head)
        if separator != ",":
            problems.once(name, 1, "", "separator", f"cells are separated by {separator!r}")
        file.seek(0)
        csv.field_size_limit(LONGEST)
        lines = csv.reader(_without_nul(file, name, problems), delimiter=separator)
        try:
            yield from _rows(lines, name, problems)
        except csv.Error as bad:
            # The reader has swallowed the rest of the file by then: the row began earlier.
            mend = "a quote is never closed" if "field larger" in str(bad) else str(bad)
            problems.add(name, lines.line_num, "", "csv_broken", f"mend the CSV: {mend}")


def _without_nul(file: Iterator[str], name: str, problems: Problems) -> Iterator[str]:
    for number, line in enumerate(file, 1):
        if "\0" in line:
            problems.once(
                name, number, "", "control_characters", "characters of value 0 were left out"
            )
            line = line.replace("\0", "")
        yield line


def _separator(head: str) -> str:
    first = head.splitlines()[0]
    counts = {mark: first.count(mark) for mark in _DELIMITERS}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] > counts[","] else ","


def _rows(lines: Iterator[list[str]], name: str, problems: Problems) -> Iterator[Record]:
    columns = _header(next(lines, []), name, problems)
    width = len(columns)
    line = 1
    for cells in lines:
        line, began = getattr(lines, "line_num", line + 1), line + 1
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > width:
            if any(cell.strip() for cell in cells[width:]):
                problems.add(
                    name, began, "", "row_too_long",
                    f"{len(cells)} cells under {width} columns: is a comma missing its quotes?",
                )  # fmt: skip
                continue
        elif len(cells) < width:
            problems.add(
                name, began, "", "row_too_short",
                f"{len(cells)} cells under {width} columns: the rest counts as empty", "warning",
            )  # fmt: skip
        # Two cells of a nameless or doubled column: the first one counts.
        record: dict[str, str] = {}
        for column, cell in itertools.zip_longest(columns, cells[:width], fillvalue=""):
            if column and column not in record:
                record[column] = cell
        yield began, record


def _header(cells: list[str], name: str, problems: Problems) -> list[str]:
    columns = [cell.strip().strip('"').lstrip("\ufeff") for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    for column in {c for c in columns if c and columns.count(c) > 1}:
        problems.add(name, 1, column, "column_doubled", "give each column its own name")
    if "" in columns:
        problems.once(name, 1, "", "column_nameless", "a column without a name is not read")
    return columns
