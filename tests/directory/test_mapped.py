"""Any sheet comes in through a mapping; the one for the City of Melbourne ships."""

from __future__ import annotations

from pathlib import Path

import pytest

from directory import BadRecords, Directory, LoadOptions, Query
from directory.hsds.mapped import SHIPPED, read_mapping
from directory.hsds.rows import Problems
from directory.places import find_places

FOOTSCRAY = find_places("Footscray")[0]

MAPPING = """
source: A council
collection: council
read_on: 2026-11-01
certainty: V
state: VIC
area_code: "03"
id: [No]
service:
  name: Service
  description: About
phones:
  - Tel
location:
  address_1: Street
  city: Suburb
hours: Hours
languages: Spoken
needs:
  columns: [Kind]
  values:
    Food: [meal]
"""
HEAD = "No,Service,About,Tel,Street,Suburb,Hours,Spoken,Kind\n"
ROW = '7,Soup van,Hot soup,9000 0006,1 Test St,Footscray,"Mon-Thu 9-12, 1-5",Vietnamese,Food\n'


def load(directory: Directory, folder: Path, sheet: str, mapping: str = MAPPING) -> list[str]:
    (folder / "council.yml").write_text(mapping, "utf-8")
    (folder / "council.csv").write_text(sheet, "utf-8")
    problems = directory.load(folder / "council.csv", LoadOptions(mapping=folder / "council.yml"))
    return [f"{p.line} {p.code}" for p in problems]


def test_a_row_becomes_a_service_with_hours_need_language_and_place(
    empty: Directory, tmp_path: Path
) -> None:
    assert load(empty, tmp_path, HEAD + ROW) == []
    query = Query(need="emergency_relief", sub_need="meal", place=FOOTSCRAY)
    (card, *_) = empty.search(query).cards
    assert (card.name, card.hours) == ("Soup van", "Mon–Thu 9 am–noon, 1 pm–5 pm")
    assert [p.number for p in card.phones] == ["(03) 9000 0006"]
    assert card.address == "1 Test St, Footscray VIC 3011"
    assert list(card.languages) == ["vi"]


def test_loading_again_replaces_and_never_doubles(empty: Directory, tmp_path: Path) -> None:
    load(empty, tmp_path, HEAD + ROW)
    load(empty, tmp_path, HEAD + ROW.replace("Soup van", "Stew van"))
    assert empty.status()["services"] == 1
    assert empty.search(Query(text="stew", place=FOOTSCRAY)).cards[0].name == "Stew van"


def test_hours_that_are_not_certain_never_count_as_open(empty: Directory, tmp_path: Path) -> None:
    said = ROW.replace("Mon-Thu 9-12, 1-5", "Mon-Thu 9-12; closed school holidays")
    load(empty, tmp_path, HEAD + said)
    (card, *_) = empty.search(Query(text="soup", place=FOOTSCRAY)).cards
    assert card.open_now is None
    assert "closed school holidays" in card.hours


@pytest.mark.parametrize(
    ("sheet", "problem"),
    [
        (HEAD + ROW.replace("Food", "Feast"), "2 value_unmapped"),
        (HEAD + ROW + ",,,,,,,,Food\n", "3 row_without_id"),
    ],
)
def test_what_the_mapping_does_not_foresee_is_said(
    empty: Directory, tmp_path: Path, sheet: str, problem: str
) -> None:
    assert problem in load(empty, tmp_path, sheet)


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (HEAD.replace("Suburb", "Town") + ROW, "column_missing"),
        (HEAD + ROW + ROW, "id_duplicate"),
        (HEAD + ROW.replace("9000 0006", "9000"), "phone_length"),
    ],
)
def test_a_sheet_that_does_not_fit_is_refused(
    empty: Directory, tmp_path: Path, sheet: str, code: str
) -> None:
    with pytest.raises(BadRecords) as refused:
        load(empty, tmp_path, sheet)
    assert code in {p.code for p in refused.value.problems}
    assert empty.status()["services"] == 0


@pytest.mark.parametrize(
    ("mapping", "field"),
    [
        (MAPPING.replace("source: A council\n", ""), "source"),
        (MAPPING.replace("2026-11-01", "lately"), "read_on"),
        (MAPPING.replace("certainty: V", "certainty: sure"), "certainty"),
        (MAPPING.replace("state: VIC", "state: Victoria"), "state"),
        (MAPPING.replace("[meal]", "[meals]"), "needs.values.Food"),
        (MAPPING + "colour: red\n", "colour"),
        (MAPPING.replace("  name: Service\n", ""), "service.name"),
        (MAPPING.replace("description", "descriptoin"), "service.descriptoin"),
    ],
)
def test_a_mapping_that_is_wrong_says_where(tmp_path: Path, mapping: str, field: str) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text(mapping, "utf-8")
    problems = Problems()
    assert read_mapping(file, problems) is None
    assert {p.field for p in problems.all()} == {field}


@pytest.mark.parametrize(
    ("mapping", "line", "field"),
    [
        (MAPPING.replace("  - Tel", "  - {label: Desk}"), 13, "phones[0]"),
        (MAPPING.replace("phones:\n  - Tel", "phones: Tel"), 12, "phones"),
        (MAPPING.replace("  - Tel", "  - {column: Tel, type: pigeon}"), 13, "phones[0]"),
        (MAPPING.replace("hours: Hours", "hours: {Mon: Hours}"), 17, "hours.Mon"),
        (MAPPING.replace("hours: Hours", "hours: [1]"), 17, "hours"),
        (MAPPING.replace("columns: [Kind]", "columns: Kind"), 20, "needs.columns"),
        (MAPPING.replace("Food: [meal]", "Food: meal"), 22, "needs.values.Food"),
        (MAPPING.replace("  city: Suburb", "  city:"), 16, "location.city"),
        (MAPPING.replace('area_code: "03"', 'area_code: "613"'), 7, "area_code"),
        (MAPPING + "state: NSW\n", 23, "state"),
        (MAPPING + "header: third\n", 23, "header"),
        (MAPPING + "corrections: {column: Tel}\n", 23, "corrections"),
        (MAPPING.replace("read_on: 2026-11-01", "read_on: 2026-11-01 10:00:00"), 4, "read_on"),
    ],
)
def test_a_fault_of_a_mapping_is_named_with_its_line(
    tmp_path: Path, mapping: str, line: int, field: str
) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text(mapping, "utf-8")
    problems = Problems()
    assert read_mapping(file, problems) is None
    assert [(p.line, p.field) for p in problems.all()] == [(line, field)]


@pytest.mark.parametrize(
    "said",
    [b"source: [", b"\xff\xfe\x00", b"- 1\n- 2\n", b"", b"read_on: 2026-13-99\n", b"a: &a [*a]\n"],
)
def test_a_mapping_that_is_no_mapping_is_refused_in_words(tmp_path: Path, said: bytes) -> None:
    file = tmp_path / "broken.yml"
    file.write_bytes(said)
    problems = Problems()
    assert read_mapping(file, problems) is None
    assert all(p.mend and p.code in {"mapping_broken", "mapping_wrong"} for p in problems.all())


def test_a_sheet_without_a_mapping_says_how_to_get_one(empty: Directory, tmp_path: Path) -> None:
    (tmp_path / "sheet.csv").write_text(HEAD + ROW, "utf-8")
    with pytest.raises(BadRecords) as refused:
        empty.load(tmp_path / "sheet.csv")
    assert {p.code for p in refused.value.problems} == {"mapping_missing"}


@pytest.mark.parametrize("file", sorted(SHIPPED.glob("*.yml")), ids=lambda f: f.stem)
def test_shipped_mappings_hold_together(file: Path) -> None:
    problems = Problems()
    assert read_mapping(Path(file.stem), problems) is not None, problems.all()


def test_the_city_of_melbourne_file_loads_whole(empty: Directory) -> None:
    for above in Path(__file__).resolve().parents:
        sheet = above / "shared/data/directories/melbourne-helping-out.csv"
        if sheet.exists():
            break
    else:
        pytest.skip("the City of Melbourne file is not beside this checkout (../shared/data)")
    for _ in range(2):
        empty.load(sheet, LoadOptions(mapping=Path("city-of-melbourne")))
    assert empty.status()["services"] == 118
    fitzroy = find_places("Fitzroy VIC")[0]
    cards = empty.search(Query(text="Coolibah", place=fitzroy, audience="staff")).cards
    assert "4.30 pm" in cards[0].hours


@pytest.mark.parametrize(
    ("sheet", "told"),
    [
        (HEAD.lower() + ROW, []),
        ("Services of the council\n\n" + HEAD + ROW, ["1 rows_above"]),
        (HEAD + ROW.replace("Footscray", "Nowhereville"),
         ["2 place_unknown", "2 address_part_missing"]),
        (HEAD + ROW.replace("Footscray", "Bankstown"),
         ["2 place_unknown", "2 address_part_missing"]),
        (HEAD + ROW.replace('"Mon-Thu 9-12, 1-5"', "0.375"), ["2 hours_no_text"]),
        (HEAD + ROW.replace(",Food", ',"food, Dogs"'), ["2 value_unmapped"]),
        (HEAD + ROW.replace("9000 0006", "61390000006"), []),
    ],
)  # fmt: skip
def test_what_a_sheet_says_otherwise_is_mended_or_told(
    empty: Directory, tmp_path: Path, sheet: str, told: list[str]
) -> None:
    assert load(empty, tmp_path, sheet) == told
    (card,) = empty.search(Query(text="Soup van", audience="staff", limit=1)).cards
    assert card.name == "Soup van"
    assert card.phones[0].number == "(03) 9000 0006"


def test_hours_by_appointment_in_a_column_of_a_day_name_the_day(
    empty: Directory, tmp_path: Path
) -> None:
    mapping = MAPPING.replace("hours: Hours", "hours: {MO: Hours, TU: Other}")
    sheet = HEAD.replace("Hours", "Hours,Other") + ROW.replace(
        '"Mon-Thu 9-12, 1-5"', "9am-5pm,By appointment"
    )
    assert load(empty, tmp_path, sheet, mapping) == []
    (card,) = empty.search(Query(text="Soup van", audience="staff", limit=1)).cards
    assert card.hours == "Mon 9 am–5 pm; Tue by appointment"
