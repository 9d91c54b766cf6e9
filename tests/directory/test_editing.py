"""An editor checks and changes records; each change keeps author, time, before and after."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from directory import Directory, Query
from directory.models import Report, Service
from directory.problems import NotThere
from directory.records.editing import Stale
from directory.records.editing_values import BadChange
from tests.directory.hsds_files import hidden, service, write

KEY = "11111111-2222-4333-8444-555555555555"
TODAY = date(2026, 11, 22)


@pytest.fixture
def directory(empty: Directory, tmp_path: Path) -> Directory:
    empty.load(write(tmp_path, service()))
    return empty


def test_a_change_is_seen_at_once_and_remembered(directory: Directory) -> None:
    assert directory.change(KEY, {"name": "Warm Meals", "alert": "Ring first"}, "Kim Lee") == [
        "name",
        "alert",
    ]
    card = directory.service(KEY)
    assert card is not None
    assert (card.name, card.alert) == ("Warm Meals", "Ring first")
    changes = {c["field"]: c for c in directory.record(KEY)["changes"]}
    assert changes["name"]["before"] == "Hot Meals"
    assert changes["name"]["after"] == "Warm Meals"
    assert changes["name"]["by"] == "Kim Lee"
    assert changes["name"]["at"]


@pytest.mark.parametrize("status", ["inactive", "temporarily closed", "defunct"])
def test_a_service_that_is_closed_is_not_shown(directory: Directory, status: str) -> None:
    directory.change(KEY, {"status": status}, "Kim Lee")
    assert directory.service(KEY) is None


def test_what_does_not_change_leaves_no_trace(directory: Directory) -> None:
    assert directory.change(KEY, {"name": "Hot Meals"}, "Kim Lee") == []
    assert directory.record(KEY)["changes"] == []


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("name", " ", "field_missing"),
        ("status", "open", "status_unknown"),
        ("certainty", "Z", "certainty_unknown"),
        ("minimum_age", "young", "number_bad"),
        ("minimum_age", "200", "age_bad"),
        ("url", "see facebook", "url_bad"),
        ("email", "jo", "email_bad"),
        ("description", "a" * 20_001, "field_too_long"),
        ("alert", "=cmd()", "formula_cell"),
        ("confidential_address", "false", "field_unknown"),
        ("organization_id", "x", "field_unknown"),
    ],
)
def test_a_value_that_a_file_may_not_have_is_refused(
    directory: Directory, field: str, value: str, code: str
) -> None:
    with pytest.raises(BadChange) as refused:
        directory.change(KEY, {"alert": "Ring first", field: value}, "Kim Lee")
    assert (refused.value.field, refused.value.code) == (field, code)
    assert directory.record(KEY)["changes"] == []


def test_two_editors_do_not_overwrite_each_other(directory: Directory) -> None:
    version = directory.record(KEY)["version"]
    directory.change(KEY, {"alert": "Ring first"}, "Kim Lee", version)
    with pytest.raises(Stale):
        directory.change(KEY, {"alert": "Walk in"}, "Jo", version)
    assert directory.record(KEY)["fields"]["alert"] == "Ring first"


def test_a_check_makes_a_record_sure_and_due_in_a_quarter(directory: Directory) -> None:
    directory.change(KEY, {"certainty": "B"}, "Kim Lee")
    assert directory.service(KEY) is None
    directory.confirm(KEY, "Kim Lee", TODAY, "Rang them")
    card = directory.service(KEY)
    assert card is not None
    assert (card.certainty, card.last_check, card.source) == ("V", "2026-11-22", "Rang them")
    assert directory.record(KEY)["review_by"] == "2027-02-20"


def test_what_is_due_comes_with_its_reason_and_reports_first(
    directory: Directory, tmp_path: Path
) -> None:
    second = KEY[:-1] + "6"
    directory.load(write(tmp_path, service(), service(id=second, assured_date=None, phones=[])))
    assert [(d.id, d.reason) for d in directory.due(TODAY)] == [(second, "unconfirmed")]
    directory.report(KEY, "hours", "closed on Mondays", "customer")
    assert [(d.id, d.reason) for d in directory.due(TODAY)] == [
        (KEY, "reported"),
        (second, "unconfirmed"),
    ]
    late = date(2028, 1, 1)
    assert {d.reason for d in directory.due(late)} == {"reported", "past_review"}


def test_a_report_waits_until_an_editor_settles_it_and_says_how(directory: Directory) -> None:
    number = directory.report(KEY, "phone", "nobody answers", "staff")
    (waiting,) = directory.record(KEY)["reports"]
    assert (waiting["words"], waiting["reader"]) == ("nobody answers", "staff")
    with pytest.raises(BadChange):
        directory.settle_report(number, "Kim Lee", " ")
    assert directory.record(KEY)["reports"] == [waiting]
    directory.settle_report(number, "Kim Lee", "rang: they moved")
    found = directory.record(KEY)
    assert found["reports"] == []
    (settled,) = found["settled"]
    assert (settled["by"], settled["outcome"]) == ("Kim Lee", "rang: they moved")
    with pytest.raises(NotThere):
        directory.settle_report(number, "Kim Lee", "again")


def _kept_words(directory: Directory) -> list[str]:
    with directory._engine.connect() as connection:
        return list(connection.scalars(select(Report.words).order_by(Report.number)))


def test_what_was_said_goes_when_it_is_dealt_with_and_after_half_a_year(
    directory: Directory,
) -> None:
    old = directory.report(KEY, "phone", "my number is 1", "customer")
    done = directory.report(KEY, "phone", "nobody answers", "customer")
    directory.settle_report(done, "Kim Lee", "rang them")
    with directory._engine.begin() as connection:
        connection.execute(
            update(Report).where(Report.number == old).values(said_at=datetime(2020, 1, 1))
        )
    assert _kept_words(directory) == ["my number is 1", ""]
    directory.report(KEY, "hours", "closed on Mondays", "customer")
    assert _kept_words(directory) == ["", "", "closed on Mondays"]


def test_reports_are_counted_by_what_they_are_about(directory: Directory) -> None:
    for about in ("hours", "phone", "hours"):
        directory.report(KEY, about, "", "customer")
    (item,) = directory.due(TODAY)
    assert (item.reports, item.about) == (3, ("hours", "phone"))


def test_a_made_up_record_is_listed_only_when_somebody_says_it_is_wrong(
    directory: Directory,
) -> None:
    with directory._engine.begin() as connection:
        connection.execute(update(Service).values(example=True, certainty="B"))
    assert directory.due(TODAY) == []
    directory.report(KEY, "closed", "", "customer")
    assert [(item.id, item.example) for item in directory.due(TODAY)] == [(KEY, True)]
    assert [item.id for item in directory.due(TODAY, text="Hot")] == [KEY]


@pytest.mark.parametrize(
    ("about", "words", "code"),
    [("weather", "rain", "about_unknown"), ("other", "a" * 1001, "field_too_long")],
)
def test_reports_are_short_and_about_something(
    directory: Directory, about: str, words: str, code: str
) -> None:
    with pytest.raises(BadChange) as refused:
        directory.report(KEY, about, words, "customer")
    assert refused.value.code == code


def test_customers_cannot_ask_about_records_for_staff(directory: Directory) -> None:
    directory.change(KEY, {"audience": "staff"}, "Kim Lee")
    with pytest.raises(NotThere):
        directory.report(KEY, "other", "hello", "customer")


def test_loading_the_file_again_keeps_what_an_editor_corrected(
    directory: Directory, tmp_path: Path
) -> None:
    directory.change(KEY, {"status": "inactive", "alert": "Moved away"}, "Kim Lee")
    directory.report(KEY, "closed", "gone", "customer")
    directory.load(write(tmp_path, service()))
    fields = directory.record(KEY)["fields"]
    assert (fields["status"], fields["alert"]) == ("inactive", "Moved away")
    assert directory.service(KEY) is None
    assert len(directory.record(KEY)["reports"]) == 1


def test_a_file_that_says_something_new_wins_and_says_so(
    directory: Directory, tmp_path: Path
) -> None:
    directory.change(KEY, {"name": "Warm Meals"}, "Kim Lee")
    problems = directory.load(write(tmp_path, service(name="Cold Meals")))
    assert "corrected_here" in {p.code for p in problems}
    assert directory.record(KEY)["fields"]["name"] == "Cold Meals"


def test_a_refuge_keeps_no_street_in_its_region(directory: Directory, tmp_path: Path) -> None:
    directory.load(write(tmp_path, hidden()))
    with pytest.raises(BadChange):
        directory.change(KEY, {"region": "behind the school, " * 5}, "Kim Lee")
    assert directory.record(KEY)["address"] is None
    directory.change(KEY, {"region": "Western suburbs"}, "Kim Lee")
    card = directory.service(KEY, Query(audience="staff"))
    assert card is not None
    assert (card.address, card.region) == (None, "Western suburbs")
