"""Loading writes everything or nothing, says every problem, and can be repeated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from directory import BadRecords, Directory, Query
from directory.problems import Problem
from directory.records.reading import read_path

GOOD: dict[str, Any] = {
    "code": "test-one",
    "name": "Test One",
    "organization": "Tester",
    "description": "A service made for a test.",
    "needs": ["meal"],
    "phones": [{"number": "03 9000 0001", "label": "Desk"}],
    "schedules": [{"byday": "MO", "opens_at": "09:00", "closes_at": "17:00"}],
    "locations": [{"suburb": "Footscray", "state": "VIC", "postcode": "3011"}],
    "source": "a test",
    "certainty": "V",
}
DATES = "    read_on: 2026-11-21\n    review_by: 2027-02-21\n"
#: The official examples, where a folder "shared" lies beside the checkout.
EXAMPLES = "shared/data/hsds-3.0/examples"


def write(file: Path, *changes: dict[str, Any]) -> Path:
    """A record file of good records, each with some fields changed (None takes one out)."""
    text = "services:\n"
    for change in changes or ({},):
        record = {k: v for k, v in {**GOOD, **change}.items() if v is not None}
        dates = DATES
        for name in ("read_on", "review_by"):
            if name in change:
                dates = "\n".join(line for line in dates.split("\n") if name not in line)
        lines = [f"    {key}: {json.dumps(value)}" for key, value in record.items()]
        text += "  -\n" + "\n".join(lines) + "\n" + dates
    file.write_text(text, "utf-8")
    return file


def codes(problems: tuple[Problem, ...] | list[Problem]) -> set[str]:
    return {problem.code for problem in problems}


def test_a_good_record_loads_and_is_found(own: Directory, tmp_path: Path) -> None:
    assert own.load(write(tmp_path / "good.yml")) == []
    card = own.service("test-one")
    assert card is not None
    assert [p.number for p in card.phones] == ["(03) 9000 0001"]
    assert card.address == "Footscray VIC 3011"


def test_loading_twice_changes_nothing(own: Directory, tmp_path: Path) -> None:
    file = write(tmp_path / "good.yml")
    own.load(file)
    once = own.status()["services"]
    own.load(file)
    assert own.status()["services"] == once


def test_loading_again_replaces_what_changed(own: Directory, tmp_path: Path) -> None:
    own.load(write(tmp_path / "good.yml"))
    own.load(write(tmp_path / "good.yml", {"name": "Test Renamed", "needs": ["dentist"]}))
    card = own.service("test-one")
    assert card is not None
    assert card.name == "Test Renamed"
    found = own.search(Query(text="renamed", limit=50))
    assert [c.name for c in found.cards].count("Test Renamed") <= 1


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"phones": [{"number": "1800 732 732"}]}, "phone_known_misprint", "phones[0]"),
        ({"phones": [{"number": "1800RESPECT (1800 732 732)"}]}, "phone_word_differs", "phones[0]"),
        ({"phones": [{"number": "9000 001"}]}, "phone_length", "phones[0]"),
        ({"phones": [{"number": ""}]}, "phone_empty", "phones[0]"),
        ({"phones": [{"number": "ask at desk"}]}, "phone_not_a_number", "phones[0]"),
        (
            {"phones": [{"number": "1800 737 732"}, {"number": "1800RESPECT"}]},
            "phone_duplicate",
            "phones[1]",
        ),
        ({"phones": [{"number": "13 11 14", "type": "pigeon"}]}, "phone_type", "phones[0]"),
        ({"needs": ["meals"]}, "need_unknown", "needs[0]"),
        ({"needs": "meal"}, "not_a_list", "needs"),
        ({"needs": None}, "field_missing", "needs"),
        ({"source": None}, "field_missing", "source"),
        ({"name": ""}, "field_missing", "name"),
        ({"colour": "red"}, "field_unknown", "colour"),
        ({"certainty": "Z"}, "certainty_unknown", "certainty"),
        ({"status": "open"}, "status_unknown", "status"),
        ({"audience": "everybody"}, "audience_unknown", "audience"),
        ({"states": ["VICTORIA"]}, "states_unknown", "states"),
        ({"genders": ["ladies"]}, "genders_unknown", "genders"),
        ({"only_for": ["martians"]}, "only_for_unknown", "only_for"),
        ({"situations": {"sadness": 1}}, "situation_unknown", "situations"),
        ({"languages": ["Vietnamese!"]}, "language_unknown", "languages"),
        ({"timezone": "AEST"}, "timezone_unknown", "timezone"),
        ({"url": "askizzy"}, "url_bad", "url"),
        ({"read_on": "yesterday"}, "date_bad", "read_on"),
        ({"ages": [12]}, "age_bad", "ages"),
        ({"ages": [60, 12]}, "age_order", "ages"),
        ({"schedules": [{"byday": "MO", "opens_at": "9am", "closes_at": "17:00"}]},
         "schedule_time", "schedules[0]"),
        ({"schedules": [{"byday": "MO", "opens_at": "09:00"}]}, "schedule_half", "schedules[0]"),
        ({"schedules": [{"byday": "MO"}]}, "schedule_empty", "schedules[0]"),
        ({"schedules": [{"byday": "Monday", "opens_at": "09:00", "closes_at": "17:00"}]},
         "schedule_day", "schedules[0]"),
        ({"schedules": [{"freq": "DAILY", "opens_at": "09:00", "closes_at": "17:00"}]},
         "schedule_freq", "schedules[0]"),
        ({"locations": [{"suburb": "Nowhereville"}]}, "place_unknown", "locations[0]"),
        ({"confidential": True, "region": "West",
          "locations": [{"suburb": "Footscray", "state": "VIC", "address": "1 Secret St"}]},
         "confidential_with_address", "confidential"),
        ({"confidential": True}, "field_missing", "region"),
        ({"crisis_capable": True, "phones": []}, "crisis_without_phone", "crisis_capable"),
        ({"example": True, "name": "Example: Test"}, "phone_not_fictitious", "phones[0]"),
        ({"example": True, "phones": [{"number": "03 5550 9999"}]}, "example_name", "name"),
        ({"phones": [{"number": "131 202"}], "description": "Interpreters by phone"},
         "not_an_interpreter", "description"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_field_and_line(
    tmp_path: Path, change: dict[str, Any], code: str, field: str
) -> None:
    batch = read_path(write(tmp_path / "bad.yml", change))
    found = [p for p in batch.problems if p.code == code]
    assert found, batch.problems
    assert found[0].field == field
    assert found[0].file == "bad.yml"
    assert found[0].line >= 2
    assert found[0].mend
    assert batch.drafts == []


def test_the_line_is_that_of_the_field(tmp_path: Path) -> None:
    file = write(tmp_path / "bad.yml", {"certainty": "Z"})
    (problem,) = read_path(file).problems
    assert "certainty" in file.read_text().split("\n")[problem.line - 1]


def test_one_error_among_many_writes_nothing(own: Directory, tmp_path: Path) -> None:
    before = own.status()
    file = write(tmp_path / "mixed.yml", {}, {"code": "test-two", "certainty": "Z"})
    with pytest.raises(BadRecords) as refused:
        own.load(file)
    assert codes(refused.value.problems) == {"certainty_unknown"}
    assert own.status() == before
    assert own.service("test-one") is None


def test_all_problems_of_all_files_are_listed_at_once(own: Directory, tmp_path: Path) -> None:
    tmp_path = tmp_path / "files"
    tmp_path.mkdir()
    write(tmp_path / "a.yml", {"certainty": "Z", "url": "x"})
    write(tmp_path / "b.yml", {"needs": ["nothing"]})
    (tmp_path / "c.yml").write_text("services: [\n  unclosed", "utf-8")
    (tmp_path / "d.json").write_text("{", "utf-8")
    (tmp_path / "e.yml").write_bytes(b"services:\n  - name: caf\xe9\n")
    with pytest.raises(BadRecords) as refused:
        own.load(tmp_path)
    problems = refused.value.problems
    assert {p.file for p in problems} == {"a.yml", "b.yml", "c.yml", "d.json", "e.yml"}
    assert {"yaml_broken", "json_broken", "encoding"} <= codes(problems)


def test_two_records_of_one_code_or_number_are_refused(tmp_path: Path) -> None:
    batch = read_path(write(tmp_path / "twice.yml", {}, {}))
    assert codes(batch.problems) == {"code_duplicate", "phone_duplicate"}


def test_a_number_that_somebody_else_has_is_a_warning(own: Directory, tmp_path: Path) -> None:
    warnings = own.load(write(tmp_path / "copy.yml", {"phones": [{"number": "13 11 14"}]}))
    assert codes(warnings) == {"phone_already_listed"}
    assert "Lifeline" in warnings[0].mend


@pytest.mark.parametrize("text", ["", "[]", "services: 3", "- a", "just words"])
def test_files_without_services_are_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "odd.yml"
    file.write_text(text, "utf-8")
    assert read_path(file).has_errors


def test_a_missing_file_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    assert codes(read_path(tmp_path / "none.yml").problems) == {"file_missing"}


# --- HSDS 3.0 ---

SERVICE = {
    "id": "11111111-2222-4333-8444-555555555555",
    "name": "Hot Meals",
    "description": "<p>Free meals &amp; tea</p>",
    "status": "active",
    "assured_date": "2026-10-01",
    "organization": {"id": "x", "name": "Org", "description": "An org"},
    "phones": [{"id": "p", "number": "03 9000 0002", "type": "voice"}],
    "attributes": [{"taxonomy_term": {"code": "1131", "name": "Meals"}}],
    "schedules": [{"freq": "WEEKLY", "byday": "TU", "opens_at": "10:00:00", "closes_at": "12:00"}],
    "service_at_locations": [
        {
            "id": "22222222-2222-4333-8444-555555555555",
            "location": {
                "latitude": -37.8,
                "longitude": 144.9,
                "addresses": [
                    {
                        "address_1": "1 Test St", "city": "Footscray", "state_province": "VIC",
                        "postal_code": "3011", "country": "AU", "address_type": "physical",
                    }
                ],
            },
        }
    ],
}  # fmt: skip


def load_json(directory: Directory, tmp_path: Path, document: Any) -> list[Problem]:
    file = tmp_path / "services.json"
    file.write_text(json.dumps(document), "utf-8")
    return directory.load(file)


def test_an_hsds_service_loads_with_its_terms_place_and_hours(
    own: Directory, tmp_path: Path
) -> None:
    assert load_json(own, tmp_path, [SERVICE]) == []
    card = own.service(str(SERVICE["id"]))
    assert card is not None
    assert card.id == SERVICE["id"]
    assert card.description == "Free meals & tea"
    assert card.address == "1 Test St, Footscray VIC 3011"
    assert card.hours == "Tue 10 am–noon"
    assert (card.certainty, card.last_check) == ("V", "2026-10-01")


def test_a_service_that_nobody_assured_is_for_staff_to_check(
    own: Directory, tmp_path: Path
) -> None:
    unassured = {k: v for k, v in SERVICE.items() if k != "assured_date"}
    assert codes(load_json(own, tmp_path, {"contents": [unassured]})) == {"not_assured"}
    assert own.service(str(SERVICE["id"])) is None
    card = own.service(str(SERVICE["id"]), Query(audience="staff"))
    assert card is not None
    assert card.check_first


def test_a_hidden_hsds_address_is_not_kept(own: Directory, tmp_path: Path) -> None:
    load_json(own, tmp_path, [{**SERVICE, "confidential_address": True, "region": "West"}])
    card = own.service(str(SERVICE["id"]))
    assert card is not None
    assert (card.address, card.region) == (None, "West")


def test_an_hsds_service_without_a_name_is_refused(own: Directory, tmp_path: Path) -> None:
    with pytest.raises(BadRecords):
        load_json(own, tmp_path, [{"id": "x"}])


@pytest.mark.parametrize("name", ["service_full.json", "service_list.json"])
def test_the_official_examples_load(own: Directory, name: str) -> None:
    above = Path(__file__).resolve().parents
    file = next((p / EXAMPLES / name for p in above if (p / EXAMPLES / name).exists()), None)
    if file is None:
        pytest.skip("the official HSDS examples are not beside this checkout (../shared/data)")
    own.load(file)
    card = own.service("ac148810-d857-441c-9679-408f346de14b", Query(audience="staff"))
    assert card is not None
    assert card.check_first  # assured in 2005


# --- the shipped records ---


def test_shipped_records_load_once(own: Directory) -> None:
    assert own.load_shipped() is False
    assert own.status()["services"] == 257


def test_shipped_records_load_again_when_they_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from directory.records import shipped

    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    assert directory.load_shipped()
    monkeypatch.setattr(shipped, "_fingerprint", lambda _folder: "another")
    assert directory.load_shipped()
    assert directory.status()["services"] == 257
    directory.close()


def test_another_process_sees_new_records_at_once(shipped_file: Path, tmp_path: Path) -> None:
    import shutil

    url = f"sqlite:///{shutil.copy(shipped_file, tmp_path / 'two.db')}"
    reader, editor = Directory.open(url), Directory.open(url)
    query = Query(text="renamed unicorn", limit=50)
    reader.search(query)
    line = {"name": "Unicorn Line", "locations": None, "timezone": "local"}
    editor.load(write(tmp_path / "new.yml", line))
    assert "Unicorn Line" in [c.name for c in reader.search(query).cards]
    reader.close()
    editor.close()
