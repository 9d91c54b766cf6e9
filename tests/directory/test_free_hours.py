"""Hours written as a sentence are read where that is certain, and kept as words where not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from directory.records.free_hours import ReadHours, read_hours

WEEK = "MO,TU,WE,TH,FR"
#: Sentences as people write them; "-" where they must stay words.
with (Path(__file__).parent / "hours_as_written.tsv").open(encoding="utf-8", newline="") as _file:
    WRITTEN = list(csv.DictReader(_file, delimiter="\t", quoting=csv.QUOTE_NONE))


def shown(found: ReadHours) -> str:
    """Rules as the file of sentences has them."""
    said = []
    for rule in found.rules:
        if "opens_at" in rule:
            said.append(f"{rule['byday']} {rule['opens_at']}-{rule['closes_at']}")
        elif rule.get("description"):
            said.append(f'"{rule["description"]}"')
    text = " | ".join(said)
    return f"{text} appointment".strip() if found.by_appointment else text or "-"


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case["said"])
def test_a_sentence_of_hours_is_read_as_an_officer_would_or_not_at_all(
    case: dict[str, str],
) -> None:
    found = read_hours(case["said"])
    assert shown(found) == case["rules"]
    assert found.rest == (case["rest"] or (case["said"] if case["rules"] == "-" else ""))
    assert found.holidays == (case["holidays"] or "unknown")


def rules(said: str, day: int | None = None) -> list[tuple[str, str, str]]:
    found = read_hours(said, day)
    return [(r["byday"], r["opens_at"], r["closes_at"]) for r in found.rules]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Mon-Fri 9am-5pm", [(WEEK, "09:00", "17:00")]),
        ("Monday to Friday, 9.00 am – 5.00 pm", [(WEEK, "09:00", "17:00")]),
        ("weekdays 8.30-5", [(WEEK, "08:30", "17:00")]),
        ("Mon-Thu 9-12, 1-5", [("MO,TU,WE,TH", "09:00", "12:00"), ("MO,TU,WE,TH", "13:00", "17:00")]),
        ("Tue & Thu 10:00-14:00", [("TU,TH", "10:00", "14:00")]),
        ("Mon, Wed and Fri 9.30am - noon", [("MO,WE,FR", "09:30", "12:00")]),
        ("Mon - Thur 9am - 5pm, Fri 9am - 12pm",
         [("MO,TU,WE,TH", "09:00", "17:00"), ("FR", "09:00", "12:00")]),
        ("daily 6pm-2am", [("MO,TU,WE,TH,FR,SA,SU", "18:00", "02:00")]),
        ("Open 24/7", [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00")]),
        ("Sat 9-1", [("SA", "09:00", "13:00")]),
        ("Fri-Mon 10am-4pm", [("FR,SA,SU,MO", "10:00", "16:00")]),
        ("Sat 10am-1pm; Sun closed", [("SA", "10:00", "13:00")]),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_becomes_rules(
    said: str, expected: list[tuple[str, str, str]]
) -> None:
    assert rules(said) == expected
    assert read_hours(said).is_certain


@pytest.mark.parametrize(
    "said",
    [
        "first Tuesday", "Mon 5-9", "Mondays during school term 9am-3pm", "9am-5pm",
        "Mon-Fri 9am-5pm except January", "call for times", "Breakfast 7-9, lunch 12-2",
        "Mon-Fri 9am till late", "Mon 25:00-26:00", "every second Wed 10am-2pm", "9", "Mon",
        "Mon-Fri 9am-5pm, drop in 6pm-8pm (ring first)",
    ],
)  # fmt: skip
def test_what_can_be_read_in_several_ways_stays_words(said: str) -> None:
    found = read_hours(said)
    assert found.rules == []
    assert found.rest == said


def test_an_exception_is_kept_beside_the_rules() -> None:
    found = read_hours("Mon-Thu 9-12, 1-5; closed school holidays")
    assert len(found.rules) == 2
    assert found.rest == "closed school holidays"
    assert not found.is_certain


def test_appointments_and_public_holidays_are_understood() -> None:
    found = read_hours("Mon-Fri 9am-5pm by appointment only (closed public holidays)")
    assert found.by_appointment
    assert found.holidays == "closed"
    assert found.rules[0]["by_appointment"]


@pytest.mark.parametrize("said", ["", "Closed", " closed ", "N/A"])
def test_closed_is_no_rule_and_no_words(said: str) -> None:
    found = read_hours(said, 6)
    assert (found.rules, found.rest) == ([], "")


def test_a_column_of_one_day_names_no_other() -> None:
    assert rules("9.00am – 10.30am, 11.45am – 1.15pm", 2) == [
        ("WE", "09:00", "10:30"),
        ("WE", "11:45", "13:15"),
    ]
    assert rules("9am-5pm (Fri until 3pm)", 2) == []


def test_a_day_off_and_a_break_are_taken_out_of_the_hours() -> None:
    assert rules("Mon-Fri 9am-5pm; closed Wed")[0][0] == "MO,TU,TH,FR"
    assert rules("Mon-Fri 9am-5pm (closed 12-1)") == [
        (WEEK, "09:00", "12:00"),
        (WEEK, "13:00", "17:00"),
    ]
    assert rules("Mon 9am-12pm; closed 2pm-3pm") == []


def test_a_day_by_appointment_does_not_make_the_others_so() -> None:
    found = read_hours("Mon-Fri 9-5, Sat by appointment")
    assert not found.by_appointment
    assert found.rules[0]["byday"] == WEEK
    assert "by_appointment" not in found.rules[0]
    assert read_hours("by appt only", 2).rules == [{"description": "Wed by appointment"}]
