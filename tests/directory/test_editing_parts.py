"""Numbers, hours, places and languages of a record: changed whole, or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from directory import Directory, Query
from directory.records import listings
from directory.records.editing import Stale
from directory.records.editing_values import BadChange
from directory.records.part_hours import periods
from tests.directory.hsds_files import hidden, service, write

KEY = "11111111-2222-4333-8444-555555555555"
TODAY = date.today()


@pytest.fixture
def directory(empty: Directory, tmp_path: Path) -> Directory:
    empty.load(write(tmp_path, service()))
    return empty


def week(directory: Directory, number: int = 0, **days: str) -> list[dict[str, Any]]:
    """The hours as they are, with some days of one week changed."""
    weeks = directory.parts(KEY)["hours"]
    weeks[number]["days"] |= days
    return weeks


def card(directory: Directory) -> Any:
    found = directory.service(KEY, Query(audience="staff"))
    assert found is not None
    return found


def test_numbers_are_changed_added_and_taken_out(directory: Directory) -> None:
    rows = directory.parts(KEY)["phones"][:1]
    rows[0]["number"] = "1800 160 401"
    rows.append(
        {"number": "(03) 5550 1234", "type": "voice", "description": "Desk", "extension": "12"}
    )
    assert directory.change_part(KEY, "phones", rows, "Kim Lee")
    assert [(p.number, p.label) for p in card(directory).phones][:2] == [
        ("1800 160 401", rows[0]["description"]), ("(03) 5550 1234", "Desk ext. 12"),
    ]  # fmt: skip
    (change,) = directory.record(KEY)["changes"]
    assert (change["field"], change["by"]) == ("phones", "Kim Lee")
    assert "1800 160 401" in change["after"]
    assert "1800 160 401" not in change["before"]
    directory.change_part(KEY, "phones", rows[:1], "Kim Lee")
    assert "(03) 5550 1234" not in [p.number for p in card(directory).phones]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"number": "1800 732 732"}, "number-0"),
        ({"number": "03 9"}, "number-0"),
        ({"number": "", "description": "Desk"}, "number-0"),
        ({"number": "1800 160 401", "extension": "x1"}, "extension-0"),
        ({"number": "1800 160 401", "type": "pigeon"}, "type-0"),
        ({"number": "1800 160 401", "type": "text"}, "type-0"),
        ({"number": "1800 160 401", "description": "a" * 121}, "description-0"),
    ],
)
def test_a_number_that_cannot_be_right_is_refused_and_nothing_is_written(
    directory: Directory, row: dict[str, str], field: str
) -> None:
    before = directory.parts(KEY)
    with pytest.raises(BadChange) as refused:
        directory.change_part(KEY, "phones", [row], "Kim Lee")
    assert refused.value.field == field
    assert refused.value.mend
    assert directory.parts(KEY) == before


def test_a_week_with_several_openings_a_day_is_shown_at_once(directory: Directory) -> None:
    weeks = week(directory, MO="9am-12pm, 13:00 to 17:00", TU="24 hours", WE="closed")
    for other in weeks[1:]:
        other["days"] = dict.fromkeys(other["days"], "")
    assert directory.change_part(KEY, "hours", [*weeks], "Kim Lee")
    now = directory.parts(KEY)["hours"][0]["days"]
    assert (now["MO"], now["TU"], now["WE"]) == ("09:00-12:00, 13:00-17:00", "00:00-00:00", "")


def test_the_hours_of_a_place_count_for_the_card(directory: Directory) -> None:
    weeks = directory.parts(KEY)["hours"]
    for entry in weeks:
        entry["days"] = dict.fromkeys(entry["days"], "10:00-14:00")
        entry["kept"], entry["words"], entry["unsure"] = [], "", False
    directory.change_part(KEY, "hours", weeks, "Kim Lee")
    assert "10" in card(directory).hours
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=ZoneInfo("Australia/Melbourne"))
    found = directory.service(KEY, Query(audience="staff", at=noon))
    assert found is not None
    assert found.open_now is True


def test_by_appointment_holidays_and_words_are_kept(directory: Directory) -> None:
    weeks = week(directory, MO="9-12".replace("9-12", "09:00-12:00"))
    weeks[0] |= {"by_appointment": True, "words": "Closed in school holidays", "unsure": True,
                 "public_holidays": "closed"}  # fmt: skip
    directory.change_part(KEY, "hours", weeks, "Kim Lee")
    now = directory.parts(KEY)["hours"][0]
    assert (now["by_appointment"], now["unsure"]) == (True, True)
    assert "Closed in school holidays" in now["words"]
    assert now["public_holidays"] == "closed"


def test_rules_that_no_week_can_say_stay_until_somebody_takes_them_out(
    directory: Directory, tmp_path: Path
) -> None:
    monthly = {"id": KEY[:-1] + "9", "freq": "MONTHLY", "byday": "1TU", "opens_at": "10:00",
               "closes_at": "12:00"}  # fmt: skip
    directory.load(write(tmp_path, service(schedules=[monthly])))
    weeks = week(directory, FR="09:00-10:00")
    assert [rule["byday"] for rule in weeks[0]["kept"]] == ["1TU"]
    directory.change_part(KEY, "hours", weeks, "Kim Lee")
    assert [rule["byday"] for rule in directory.parts(KEY)["hours"][0]["kept"]] == ["1TU"]
    weeks[0]["kept"] = []
    directory.change_part(KEY, "hours", weeks, "Kim Lee")
    assert directory.parts(KEY)["hours"][0]["kept"] == []


@pytest.mark.parametrize(
    "said",
    ["9-5", "morning", "09:00", "09:00-25:00", "09:00-12:00, 11:00-13:00", "22:00-06:00, 23:00-23:30",
     "09:00-09:00", "<b>-x", "1:00-2:00,2:00-3:00,3:00-4:00,4:00-5:00,5:00-6:00,6:00-7:00,7:00-8:00"],
)  # fmt: skip
def test_hours_that_can_be_read_in_two_ways_or_none_are_refused(said: str) -> None:
    with pytest.raises(BadChange) as refused:
        periods("MO-0", said)
    assert refused.value.field == "MO-0"


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", []), ("-", []), ("Closed", []), ("24 hours", ["00:00-00:00"]),
        ("1pm-5pm; 9.30am – 12pm", ["09:30-12:00", "13:00-17:00"]),
        ("22:00-06:00", ["22:00-06:00"]), ("09:00 to 17:00", ["09:00-17:00"]),
    ],
)  # fmt: skip
def test_hours_are_read_as_people_write_them(said: str, read: list[str]) -> None:
    assert periods("MO-0", said) == read


def test_words_that_change_the_times_must_be_there(directory: Directory) -> None:
    weeks = week(directory)
    weeks[0] |= {"unsure": True, "words": ""}
    with pytest.raises(BadChange) as refused:
        directory.change_part(KEY, "hours", weeks, "Kim Lee")
    assert refused.value.field == "words-0"


def test_an_address_changes_with_its_spot_on_the_map(directory: Directory) -> None:
    rows = directory.parts(KEY)["places"]
    place = {"at": rows[0]["at"] if rows else "", "address_1": "5 Long Street", "city": "Geelong",
             "state": "VIC", "postcode": "3220"}  # fmt: skip
    assert directory.change_part(KEY, "places", [place], "Kim Lee")
    found = card(directory)
    assert "5 Long Street" in found.address
    (there,) = directory.parts(KEY)["places"]
    assert (there["city"], there["postcode"]) == ("Geelong", "3220")
    (near,) = [
        c for c in directory.search(
            Query(text="Hot Meals", place=_place("Geelong VIC 3220"), audience="staff")
        ).cards if c.id == KEY
    ]  # fmt: skip
    assert near.distance_km is not None
    assert near.distance_km < 5


def _place(text: str) -> Any:
    from directory.places import find_places

    return find_places(text)[0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"city": ""}, "city-0"), ({"city": "Nowhereville"}, "city-0"), ({"state": "XX"}, "state-0"),
        ({"postcode": "30"}, "postcode-0"), ({"postcode": "9999"}, "city-0"),
        ({"state": "QLD"}, "city-0"), ({"address_1": "=cmd()"}, "address_1-0"),
    ],
)  # fmt: skip
def test_an_address_that_is_nowhere_is_refused(
    directory: Directory, change: dict[str, str], field: str
) -> None:
    before = directory.parts(KEY)
    place = {"at": "", "address_1": "5 Long Street", "city": "Geelong", "state": "VIC",
             "postcode": "3220", **change}  # fmt: skip
    with pytest.raises(BadChange) as refused:
        directory.change_part(KEY, "places", [place], "Kim Lee")
    assert refused.value.field == field
    assert directory.parts(KEY) == before


def test_a_hidden_address_can_neither_be_read_nor_written(
    directory: Directory, tmp_path: Path
) -> None:
    directory.load(write(tmp_path, hidden()))
    found = directory.parts(KEY)
    assert found["places"] == []
    assert all(not entry["place"] for entry in found["hours"])
    place = {"at": "", "address_1": "5 Long Street", "city": "Geelong", "state": "VIC"}
    with pytest.raises(BadChange):
        directory.change_part(KEY, "places", [place], "Kim Lee")
    assert card(directory).address is None


def test_a_service_that_goes_into_hiding_leaves_no_street_in_the_history(
    directory: Directory, tmp_path: Path
) -> None:
    place = {"at": "", "address_1": "5 Long Street", "city": "Geelong", "state": "VIC"}
    directory.change_part(KEY, "places", [place], "Kim Lee")
    directory.change_part(KEY, "hours", week(directory, MO="09:00-10:00"), "Kim Lee")
    directory.load(write(tmp_path, hidden()))
    assert "Long Street" not in str(directory.record(KEY))
    assert b"Long Street" not in (tmp_path / "d.db").read_bytes()


def test_languages_are_named_or_coded_and_unknown_ones_are_refused(directory: Directory) -> None:
    directory.change_part(KEY, "languages", [{"name": "Arabic, vi; Cantonese"}], "Kim Lee")
    assert list(card(directory).languages) == ["ar", "vi", "yue"]
    with pytest.raises(BadChange) as refused:
        directory.change_part(KEY, "languages", [{"name": "Arabic, Elvish"}], "Kim Lee")
    assert "Elvish" in refused.value.mend
    assert list(card(directory).languages) == ["ar", "vi", "yue"]


@pytest.mark.parametrize("part", ["phones", "hours", "places", "languages"])
def test_saving_what_is_there_changes_nothing(directory: Directory, part: str) -> None:
    rows = directory.parts(KEY)[part]
    if part == "languages":
        rows = [{"name": ", ".join(row["name"] for row in rows)}]
    assert directory.change_part(KEY, part, rows, "Kim Lee") is False
    assert directory.record(KEY)["changes"] == []


def test_the_second_of_two_editors_is_told(directory: Directory) -> None:
    version = directory.parts(KEY)["version"]
    directory.change_part(KEY, "languages", [{"name": "Arabic"}], "Kim Lee", version)
    with pytest.raises(Stale):
        directory.change_part(KEY, "phones", [], "Jo", version)
    assert directory.parts(KEY)["phones"]


def test_a_corrected_part_outlives_the_file_until_it_says_something_new(
    directory: Directory, tmp_path: Path
) -> None:
    directory.change_part(KEY, "phones", [{"number": "1800 160 401"}], "Kim Lee")
    directory.change_part(KEY, "languages", [{"name": "Arabic"}], "Kim Lee")
    directory.change_part(KEY, "hours", week(directory, SU="09:00-10:00"), "Kim Lee")
    directory.load(write(tmp_path, service()))
    assert [p["number"] for p in directory.parts(KEY)["phones"]] == ["1800 160 401"]
    assert directory.parts(KEY)["hours"][0]["days"]["SU"] == "09:00-10:00"
    assert list(card(directory).languages) == ["ar"]
    phones = [{"id": "11111111-2222-4333-8444-0000000000aa", "number": "03 9000 0002"}]
    problems = directory.load(write(tmp_path, service(phones=phones)))
    assert "corrected_here" in {p.code for p in problems}
    assert [p["number"] for p in directory.parts(KEY)["phones"]] == ["(03) 9000 0002"]


# --- closures with days ---


def test_a_closure_begins_and_ends_with_its_days(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    since, until = TODAY + timedelta(days=2), TODAY + timedelta(days=4)
    closure = {"closed_from": str(since), "closed_until": str(until)}
    directory.change(KEY, {"status": "temporarily closed", **closure}, "Kim Lee")
    shown = []
    for day in range(7):
        monkeypatch.setattr(listings, "today", lambda day=day: TODAY + timedelta(days=day))
        shown.append(directory.service(KEY) is not None)
        if day == 3:
            assert card(directory).open_text == f"Closed until {until:%-d %B %Y}: ring first"
    assert shown == [True, True, False, False, False, True, True]


def test_a_closure_without_days_lasts_until_somebody_ends_it(
    directory: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory.change(KEY, {"status": "temporarily closed"}, "Kim Lee")
    monkeypatch.setattr(listings, "today", lambda: TODAY + timedelta(days=9))
    assert directory.service(KEY) is None
    directory.change(KEY, {"status": "active"}, "Kim Lee")
    assert directory.service(KEY) is not None


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"closed_until": "2030-01-01"}, "closed_until"),
        ({"status": "temporarily closed", "closed_from": "2030-01-02",
          "closed_until": "2030-01-01"}, "closed_until"),
        ({"status": "temporarily closed", "closed_from": "soon"}, "closed_from"),
    ],
)  # fmt: skip
def test_a_closure_that_makes_no_sense_is_refused(
    directory: Directory, values: dict[str, str], field: str
) -> None:
    with pytest.raises(BadChange) as refused:
        directory.change(KEY, values, "Kim Lee")
    assert refused.value.field == field
    assert directory.record(KEY)["changes"] == []
