"""Workbooks as people make them: what Excel changed is read right, what is dangerous is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from directory import BadRecords, Directory, LoadOptions, Query
from directory.hsds import workbooks
from tests.directory.test_mapped import FOOTSCRAY, MAPPING

openpyxl = pytest.importorskip("openpyxl", reason="openpyxl reads .xlsx: pip install openpyxl")

COLUMNS = ["No", "Service", "About", "Tel", "Street", "Suburb", "Hours", "Spoken", "Kind"]
ROW: list[Any] = [7, "Soup van", "Hot soup", "9000 0006", "1 Test St", "Footscray",
                  "Mon-Thu 9-12, 1-5", "Vietnamese", "Food"]  # fmt: skip


def row(**cells: Any) -> list[Any]:
    return [cells.get(name, cell) for name, cell in zip(COLUMNS, ROW, strict=True)]


def load(
    directory: Directory, folder: Path, fill: Callable[[Any], None], mapping: str = MAPPING
) -> list[str]:
    """Loads a workbook that ``fill`` made; gives its warnings as "row code"."""
    book = openpyxl.Workbook()
    fill(book)
    book.save(folder / "council.xlsx")
    return again(directory, folder, mapping)


def again(directory: Directory, folder: Path, mapping: str = MAPPING) -> list[str]:
    (folder / "council.yml").write_text(mapping, "utf-8")
    problems = directory.load(folder / "council.xlsx", LoadOptions(mapping=folder / "council.yml"))
    return [f"{p.line} {p.code}" for p in problems]


def sheet_of(*rows: list[Any]) -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        for cells in rows:
            book.active.append(cells)

    return fill


def only(directory: Directory) -> Any:
    (card,) = [
        c for c in directory.search(Query(text="soup", place=FOOTSCRAY, audience="staff")).cards
        if c.name == "Soup van"
    ]  # fmt: skip
    return card


def test_a_workbook_is_read_as_the_same_sheet_in_csv_is(empty: Directory, tmp_path: Path) -> None:
    assert load(empty, tmp_path, sheet_of(COLUMNS, ROW)) == []
    card = only(empty)
    assert (card.name, card.hours) == ("Soup van", "Mon–Thu 9 am–noon, 1 pm–5 pm")
    assert card.address == "1 Test St, Footscray VIC 3011"
    assert list(card.languages) == ["vi"]
    again(empty, tmp_path)
    assert empty.status()["services"] == 1


@pytest.mark.parametrize(
    ("cell", "number"),
    [(390000006, "(03) 9000 0006"), (390000006.0, "(03) 9000 0006"), (90000006, "(03) 9000 0006"),
     (400000006, "0400 000 006"), (1800160401, "1800 160 401"), (131450, "13 14 50")],
)  # fmt: skip
def test_numbers_that_lost_their_zero_are_whole_again(
    empty: Directory, tmp_path: Path, cell: float, number: str
) -> None:
    load(empty, tmp_path, sheet_of(COLUMNS, row(Tel=cell)))
    assert [p.number for p in only(empty).phones] == [number]


def test_a_postcode_of_the_north_gets_its_zero_back(empty: Directory, tmp_path: Path) -> None:
    mapping = MAPPING.replace("  city: Suburb", "  city: Suburb\n  postal_code: Spoken").replace(
        "languages: Spoken\n", ""
    ).replace("state: VIC", "state: NT")  # fmt: skip
    cells = row(Suburb="Darwin", Spoken=800, Tel="1800 160 401")
    load(empty, tmp_path, sheet_of(COLUMNS, cells), mapping)
    found = empty.search(Query(text="soup", audience="staff")).cards[0]
    assert "0800" in str(found.address)


def test_hours_that_excel_made_a_date_are_left_out_and_said(
    empty: Directory, tmp_path: Path
) -> None:
    eaten = row(Hours=datetime(2026, 12, 9))
    assert "2 hours_became_date" in load(empty, tmp_path, sheet_of(COLUMNS, eaten))
    assert "2026" not in only(empty).hours


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, ""), (True, "true"), (7.0, "7"), (1.5, "1.5"), (0.1 + 0.2, "0.3"),
        (datetime(2026, 11, 22), "2026-11-22"), (datetime(2026, 11, 22, 9, 30), "2026-11-22 09:30"),
        (time(9, 0), "09:00"), (timedelta(hours=26), "26:00"), (1e20, "1e+20"), ("x", "x"),
    ],
)  # fmt: skip
def test_cells_become_what_a_csv_would_hold(value: object, said: str) -> None:
    assert workbooks.text(value) == said


def test_titles_above_and_merged_names_are_understood(empty: Directory, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet["A1"] = "Community services of the council, 2026"
        sheet.merge_cells("A1:I1")
        sheet.append([*COLUMNS[:3], "Tel", "Where", None, *COLUMNS[6:]])
        sheet.append([None, None, None, None, "Street", "Suburb", None, None, None])
        sheet.merge_cells("E2:F2")
        for letter in "ABCDGHI":
            sheet.merge_cells(f"{letter}2:{letter}3")
        sheet.append(ROW)

    mapping = MAPPING.replace("address_1: Street", "address_1: Where Street").replace(
        "city: Suburb", "city: Where Suburb"
    )
    assert "1 rows_above" in load(empty, tmp_path, fill, mapping)
    assert only(empty).address == "1 Test St, Footscray VIC 3011"


def test_of_several_sheets_the_one_with_the_columns_is_read(
    empty: Directory, tmp_path: Path
) -> None:
    def fill(book: Any) -> None:
        book.active.append(["Notes", "for the reader"])
        book.create_sheet("List").append(COLUMNS)
        book["List"].append(ROW)
        old = book.create_sheet("Old")
        old.append(COLUMNS)
        old.sheet_state = "hidden"

    assert "0 sheet_chosen" in load(empty, tmp_path, fill)
    assert empty.status()["services"] == 1


def _twins(book: Any) -> None:
    for title, name in (("North", "Soup van"), ("South", "Stew van")):
        sheet = book.create_sheet(title)
        sheet.append(COLUMNS)
        sheet.append(row(Service=name))


def test_sheets_that_are_alike_are_not_guessed_between(empty: Directory, tmp_path: Path) -> None:
    with pytest.raises(BadRecords) as refused:
        load(empty, tmp_path, _twins)
    assert {p.code for p in refused.value.problems} == {"sheet_unclear"}
    load(empty, tmp_path, _twins, MAPPING + "sheet: South\n")
    found = empty.search(Query(text="stew", place=FOOTSCRAY, audience="staff")).cards
    assert found[0].name == "Stew van"


def test_values_of_formulas_are_taken_and_a_formula_without_one_is_an_error(
    empty: Directory, tmp_path: Path
) -> None:
    load(empty, tmp_path, sheet_of(COLUMNS, ROW))
    rewrite(tmp_path, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(
        b'<c r="A2" t="n"><v>7</v></c>', b'<c r="A2"><f>3+4</f><v>7</v></c>'
    ))  # fmt: skip
    again(empty, tmp_path)
    assert empty.status()["services"] == 1
    with pytest.raises(BadRecords) as refused:
        load(empty, tmp_path, sheet_of(COLUMNS, row(About="=A2+1")))
    assert ("About", 2, "formula_without_value") in {
        (p.field, p.line, p.code) for p in refused.value.problems
    }


def test_a_cell_with_an_error_counts_as_empty_and_is_said(empty: Directory, tmp_path: Path) -> None:
    assert "2 cell_error" in load(empty, tmp_path, sheet_of(COLUMNS, row(Spoken="#REF!")))


def test_columns_that_the_sheet_lacks_or_has_twice_are_named(
    empty: Directory, tmp_path: Path
) -> None:
    with pytest.raises(BadRecords) as refused:
        load(empty, tmp_path, sheet_of([*COLUMNS[:-1], "Tel"], ROW))
    codes = {(p.code, p.field) for p in refused.value.problems}
    assert {("column_doubled", "Tel"), ("column_missing", "Kind")} <= codes


def rewrite(folder: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    """The workbook again, with one of its parts changed."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(folder / "council.xlsx") as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in dict.fromkeys([*old.namelist(), part]):
            data = old.read(name) if name in old.namelist() else b""
            new.writestr(name, change(data) if name == part else data)
    (folder / "council.xlsx").write_bytes(made.getvalue())


DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
FAULTS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a bomb": ("workbook_bomb", lambda f: rewrite(f, "xl/media/a.bin", lambda _: bytes(40 << 20))),
    "an entity bomb": (
        "workbook_doctype",
        lambda f: rewrite(f, "xl/sharedStrings.xml", lambda xml: DOCTYPE + xml),
    ),
    "an old workbook": (
        "workbook_locked",
        lambda f: (f / "council.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)) and None,
    ),
    "no zip": ("workbook_broken", lambda f: (f / "council.xlsx").write_bytes(b"hello") and None),
    "an empty file": ("workbook_broken", lambda f: (f / "council.xlsx").write_bytes(b"") and None),
    "half a file": (
        "workbook_broken",
        lambda f: (
            (f / "council.xlsx").write_bytes((f / "council.xlsx").read_bytes()[:900]) and None
        ),
    ),
    "broken XML": (
        "workbook_broken",
        lambda f: rewrite(f, "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]),
    ),
    "another kind of zip": (
        "workbook_broken",
        lambda f: zipfile.ZipFile(f / "council.xlsx", "w").writestr("word/document.xml", "<a/>"),
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_workbook_that_is_dangerous_or_broken_is_refused_and_writes_nothing(
    empty: Directory, tmp_path: Path, fault: str
) -> None:
    load(empty, tmp_path, sheet_of(COLUMNS, ROW))
    code, spoil = FAULTS[fault]
    spoil(tmp_path)
    with pytest.raises(BadRecords) as refused:
        again(empty, tmp_path)
    problems = refused.value.problems
    assert code in {p.code for p in problems}
    assert all(p.mend for p in problems)
    assert only(empty).name == "Soup van"


def test_macros_are_ignored_and_said(empty: Directory, tmp_path: Path) -> None:
    load(empty, tmp_path, sheet_of(COLUMNS, ROW))
    rewrite(tmp_path, "xl/vbaProject.bin", lambda _: b"Sub Auto_Open()")
    assert "0 macros_ignored" in again(empty, tmp_path)


def test_a_workbook_without_a_mapping_says_how_to_get_one(empty: Directory, tmp_path: Path) -> None:
    load(empty, tmp_path, sheet_of(COLUMNS, ROW))
    with pytest.raises(BadRecords) as refused:
        empty.load(tmp_path / "council.xlsx")
    assert {p.code for p in refused.value.problems} == {"mapping_missing"}


def test_a_million_empty_rows_are_the_end(empty: Directory, tmp_path: Path) -> None:
    def fill(book: Any) -> None:
        sheet_of(COLUMNS, ROW)(book)
        book.active.cell(900_000, 30).value = None
        book.active.cell(900_000, 1).value = " "

    load(empty, tmp_path, fill)
    assert empty.status()["services"] == 1


def test_a_row_of_totals_and_a_misspelt_suburb_are_said(tmp_path: Path) -> None:
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    sheet = tmp_path / "council.csv"
    sheet.write_text(
        "No,Service,Street,Suburb\n1,Soup van,1 Some St,Fotscray\nTotal:,1,,\n", encoding="utf-8"
    )
    mapping = tmp_path / "m.yml"
    mapping.write_text(
        "source: West\ncollection: west\nread_on: 2026-11-22\ncertainty: B\nstate: VIC\nid: [No]\n"
        "service: {name: Service}\nlocation: {address_1: Street, city: Suburb}\n",
        encoding="utf-8",
    )
    found = directory.check(sheet, LoadOptions(mapping=mapping)).problems
    directory.close()
    assert {(p.line, p.code) for p in found} >= {(2, "place_like"), (3, "name_placeholder")}
