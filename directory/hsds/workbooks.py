"""Excel workbooks (.xlsx) row by row, as a mapping wants them: values alone, nothing run.

A workbook is a zip of XML that anybody may have made, so its sizes are looked
at before it is opened, and no document type is let in. Macros are never read.
Cells become the text that a CSV of them would hold: dates as 2026-11-22, times
as 09:00, whole numbers without ".0".
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from directory.hsds.csv_files import Record, plain_name
from directory.hsds.rows import Problems

SUFFIXES = frozenset({".xlsx", ".xlsm"})
#: Bytes of the file, and of all that is in it once unpacked.
LARGEST, LARGEST_UNPACKED = 50 << 20, 400 << 20
#: A part of more than a megabyte that unpacks to more than this many times its size is a trap.
MOST_SQUEEZED = 250
MOST_ROWS = 500_000
MOST_COLUMNS = 300
#: Rows in which the names of the columns are looked for.
HEADER_WITHIN = 20
#: So many empty rows in a row are the end: Excel often keeps a million formatted ones.
EMPTY_END = 2_000
_OLD = b"\xd0\xcf\x11\xe0"
_ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")


@dataclass(frozen=True)
class Wanted:
    """What a mapping says of the workbook: its columns (as ``plain_name`` gives them), and where."""

    columns: frozenset[str]
    #: Name of the sheet, or its number from 1; "" where the mapping does not say.
    sheet: str = ""
    #: Row of the columns' names, from 1; 0 where the mapping does not say.
    header: int = 0


def records(path: Path, name: str, problems: Problems, wanted: Wanted) -> Iterator[Record]:
    """(row, {column: cell}) of every row that is not empty, with what is wrong noted."""
    if not _is_safe(path, name, problems):
        return
    try:
        from openpyxl import load_workbook  # heavy, and needed for workbooks only
    except ImportError:
        mend = "openpyxl is not installed here: save the sheet as CSV"
        problems.add(name, 0, "", "workbook_reader_missing", mend)
        return
    formulas = _has_formulas(path)
    opened: list[Any] = []
    try:
        for values in (True, False) if formulas else (True,):
            opened.append(load_workbook(path, read_only=True, data_only=values, keep_links=False))
        title = _sheet(opened[0], name, problems, wanted)
        if title is not None:
            sheets = [book[title] for book in opened]
            for sheet in sheets:
                sheet.reset_dimensions()  # what the file says of its size is often wrong
            yield from _rows(sheets, name, problems, wanted)
    except (KeyError, ValueError, TypeError, AttributeError, OSError, SyntaxError,
            zipfile.BadZipFile) as bad:  # fmt: skip
        # openpyxl has no error of its own for XML that is none, or for parts that are missing.
        mend = f"open it in Excel and save it again as .xlsx ({type(bad).__name__})"
        problems.add(name, 0, "", "workbook_broken", mend)
    finally:
        for book in opened:
            book.close()


# --- before it is opened -----------------------------------------------------------------


def _is_safe(path: Path, name: str, problems: Problems) -> bool:
    def refuse(code: str, mend: str) -> bool:
        problems.add(name, 0, "", code, mend)
        return False

    if path.stat().st_size > LARGEST:
        return refuse("workbook_large", f"more than {LARGEST >> 20} MB: save the sheet as CSV")
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLD:
        mend = "it is locked with a password or an old .xls: save it as .xlsx without a password"
        return refuse("workbook_locked", mend)
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > LARGEST_UNPACKED or len(parts) > 5_000:
                mend = f"it unpacks to more than {LARGEST_UNPACKED >> 20} MB: save the sheet as CSV"
                return refuse("workbook_bomb", mend)
            for part in parts:
                squeezed = part.file_size > MOST_SQUEEZED * max(1, part.compress_size)
                if part.file_size > 1 << 20 and squeezed:
                    mend = "a part of it unpacks to hundreds of times its size: save it as CSV"
                    return refuse("workbook_bomb", mend)
                if part.flag_bits & 1:
                    return refuse("workbook_locked", "take the password off and save it again")
                if part.filename.endswith((".xml", ".rels")) and _has_doctype(packed, part):
                    mend = "its XML declares a document type, which no Excel writes"
                    return refuse("workbook_doctype", mend)
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                return refuse("workbook_broken", "it is no Excel workbook: save it as .xlsx")
            if any(part.endswith("vbaProject.bin") for part in names):
                problems.once(name, 0, "", "macros_ignored", "its macros were not read")
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        return refuse("workbook_broken", "it is no Excel workbook: save it again as .xlsx")
    return True


def _has_doctype(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    with packed.open(part) as file:
        head = file.read(65_536)
    # A document type stands before the first element; UTF-16 puts zeros between the letters.
    return b"<!doctype" in head.replace(b"\0", b"").lower()


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as packed:
        for part in packed.namelist():
            if not part.startswith("xl/worksheets/"):
                continue
            with packed.open(part) as file:
                before = b""
                while piece := file.read(1 << 20):
                    if re.search(rb"<(?:\w+:)?f[ />]", before + piece):
                        return True
                    before = piece[-40:]
    return False


# --- which sheet, which row has the names ------------------------------------------------


def _sheet(book: Any, name: str, problems: Problems, wanted: Wanted) -> str | None:
    """The title of the sheet to read; None and a problem where nobody can tell."""
    titles = [sheet.title for sheet in book.worksheets]
    if wanted.sheet:
        if wanted.sheet in titles:
            return wanted.sheet
        if wanted.sheet.isascii() and wanted.sheet.isdigit():
            number = int(wanted.sheet)
            if 1 <= number <= len(titles):
                return str(titles[number - 1])
        mend = f"the mapping's sheet {wanted.sheet!r} is not in it: {', '.join(titles)}"
        problems.add(name, 0, "sheet", "sheet_missing", mend)
        return None
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    scored = sorted(
        ((_header(_first(sheet), wanted)[1], -number, sheet.title)
         for number, sheet in enumerate(shown)),
        reverse=True,
    )  # fmt: skip
    if not scored or not scored[0][0]:
        mend = f"no sheet has the columns of the mapping; it has {', '.join(titles)}"
        problems.add(name, 0, "sheet", "sheet_missing", mend)
        return None
    if len(scored) > 1 and scored[1][0] == scored[0][0]:
        both = f"{scored[0][2]}, {scored[1][2]}"
        mend = f"several sheets have these columns ({both}): write sheet: into the mapping"
        problems.add(name, 0, "sheet", "sheet_unclear", mend)
        return None
    if len(titles) > 1:
        problems.once(
            name, 0, "sheet", "sheet_chosen", f"of several sheets {scored[0][2]!r} is read"
        )
    return str(scored[0][2])


def _first(sheet: Any) -> list[list[str]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=HEADER_WITHIN, max_col=MOST_COLUMNS, values_only=True)
    return [[" ".join(text(cell).split()) for cell in row] for row in rows]


def _header(rows: Sequence[Sequence[str]], wanted: Wanted) -> tuple[int, int, list[str]]:
    """(row number from 1, how many wanted columns it has, the names of the columns)."""
    best: tuple[int, int, list[str]] = (0, 0, [])
    for number, row in enumerate(rows, 1):
        if wanted.header and number != wanted.header:
            continue
        above = list(rows[number - 2]) if number > 1 else []
        for names in (list(row), _under(above, row)):
            score = len(wanted.columns & {plain_name(said) for said in names})
            if score > best[1]:
                best = (number, score, names)
    return best


def _under(above: Sequence[str], row: Sequence[str]) -> list[str]:
    """Names under merged ones: "Phone" over "Day" is "Phone Day"; one merged downwards is itself."""
    names: list[str] = []
    group = ""
    for place in range(max(len(above), len(row))):
        over = above[place] if place < len(above) else ""
        own = row[place] if place < len(row) else ""
        group = over or group
        names.append(f"{group} {own}".strip() if own else over)
        if not own:
            group = ""
    return names


# --- rows --------------------------------------------------------------------------------


def _rows(sheets: Sequence[Any], name: str, problems: Problems, wanted: Wanted) -> Iterator[Record]:
    number, score, columns = _header(_first(sheets[0]), wanted)
    if not score:
        mend = "no row has the columns of the mapping: write header: with its row into the mapping"
        problems.add(name, wanted.header, "header", "header_missing", mend)
        return
    if number > 1:
        problems.once(name, 1, "", "rows_above", f"the columns are named in row {number}")
    _check_names(columns, number, name, problems)
    empty = 0
    readers = [
        sheet.iter_rows(min_row=number + 1, max_col=MOST_COLUMNS, values_only=True)
        for sheet in sheets
    ]
    for line, cells in enumerate(zip(*readers, strict=False), number + 1):
        if line > MOST_ROWS:
            mend = f"more than {MOST_ROWS:,} rows: split it"
            problems.add(name, line, "", "workbook_large", mend)
            return
        record: dict[str, str] = {}
        for place, column in enumerate(columns):
            value = cells[0][place] if place < len(cells[0]) else None
            if column and column not in record:
                made = cells[1][place] if len(cells) > 1 and place < len(cells[1]) else None
                record[column] = _cell(value, made, (name, line, column), problems)
        if any(cell.strip() for cell in record.values()):
            empty = 0
            yield line, record
        else:
            empty += 1
            if empty >= EMPTY_END:
                return


def _check_names(columns: Sequence[str], line: int, name: str, problems: Problems) -> None:
    for column in sorted({c for c in columns if c and list(columns).count(c) > 1}):
        problems.add(name, line, column, "column_doubled", "give each column its own name")


def _cell(value: Any, made: Any, where: tuple[str, int, str], problems: Problems) -> str:
    """A cell as text; ``made`` is its formula, if it has one."""
    if value is None and isinstance(made, str) and made.startswith("="):
        mend = "the formula has no value yet: open it in Excel, let it calculate, save it"
        problems.add(*where, "formula_without_value", mend)
        return ""
    said = text(value)
    if _ERRORS.fullmatch(said):
        problems.add(*where, "cell_error", f"the cell says {said}: counts as empty", "warning")
        return ""
    return said


def text(value: Any) -> str:
    """What a CSV of the cell would hold."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        # Excel keeps 15 digits; a telephone number is a whole one.
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e15 else format(value, ".15g")
        )
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        minutes = int(value.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)
