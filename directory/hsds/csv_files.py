"""CSV files read row by row, as people's programs write them."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from directory.hsds.encodings import open_text
from directory.hsds.rows import Problems

#: Longest cell, in characters; a longer one is a quote that was never closed.
LONGEST = 200_000
_DELIMITERS = ",;\t|"
#: Rows in which the names of the columns are looked for.
HEADER_WITHIN = 20
#: Excel's own first line, which says how cells are separated.
_SAID = re.compile(r"^\ufeff?\"?sep=([,;|\t])", re.I)

Record = tuple[int, dict[str, str]]


def plain_name(column: str) -> str:
    """A column's name as it is compared: no case, no spaces around or doubled."""
    return " ".join(column.split()).casefold()


def records(
    path: Path, name: str, problems: Problems, known: frozenset[str] = frozenset()
) -> Iterator[Record]:
    """(line, {column: cell}) of every row that is not empty.

    The first row names the columns; with ``known`` names (as ``plain_name`` gives
    them) the one of the first rows that has most of them, so that a title above is
    stepped over, and it is an error where no row has any. Ragged rows, doubled or nameless columns and
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
            yield from _rows(lines, name, problems, known)
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
    said = _SAID.match(head)
    if said:
        return said[1]
    # A title above the names has no separators: the line with most of them tells.
    first = max(
        head.splitlines()[:HEADER_WITHIN], key=lambda line: sum(map(line.count, _DELIMITERS))
    )
    counts = {mark: first.count(mark) for mark in _DELIMITERS}
    best = max(counts, key=lambda mark: counts[mark])
    return best if counts[best] > counts[","] else ","


def _rows(
    lines: Iterator[list[str]], name: str, problems: Problems, known: frozenset[str]
) -> Iterator[Record]:
    first: list[list[str]] = []
    ends: list[int] = []
    for cells in itertools.islice(lines, HEADER_WITHIN):
        first.append(cells)
        ends.append(getattr(lines, "line_num", len(first)))
    place = _names_at(first, known)
    if place is None:
        mend = "no row names the columns: write their names above the first row"
        problems.add(name, 1, "", "header_missing", mend)
        return
    if place:
        problems.once(name, 1, "", "rows_above", f"the columns are named in line {ends[place]}")
    columns = _header(first[place], name, problems)
    width = len(columns)
    line = ends[place]
    rest = itertools.chain(zip(first[place + 1 :], ends[place + 1 :], strict=True),
                           ((cells, getattr(lines, "line_num", 0)) for cells in lines))  # fmt: skip
    for cells, end in rest:
        line, began = end or line + 1, line + 1
        if not any(cell.strip() for cell in cells):
            continue
        if any(_CURLY.match(cell.strip()) for cell in cells):
            mend = "curly quotes hold no cell together: write straight ones"
            problems.add(name, began, "", "curly_quotes", mend)
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


#: A cell that begins with a curly quote and does not end with one: a comma cut it in two.
_CURLY = re.compile("\u201c[^\u201d]*$")


def _names_at(rows: Sequence[Sequence[str]], known: frozenset[str]) -> int | None:
    """Which of the first rows names the columns; None where no row has a known name."""
    filled = [number for number, row in enumerate(rows) if any(cell.strip() for cell in row)]
    if not known:
        return next((n for n in filled if not _SAID.match(rows[n][0])), None)
    scores = [(sum(plain_name(cell) in known for cell in rows[n]), -n) for n in filled]
    best = max(scores, default=(0, 0))
    return -best[1] if best[0] else None


def _header(cells: list[str], name: str, problems: Problems) -> list[str]:
    columns = [cell.strip().strip('"').lstrip("\ufeff") for cell in cells]
    while columns and not columns[-1]:
        columns.pop()
    for column in {c for c in columns if c and columns.count(c) > 1}:
        problems.add(name, 1, column, "column_doubled", "give each column its own name")
    if "" in columns:
        problems.once(name, 1, "", "column_nameless", "a column without a name is not read")
    return columns
