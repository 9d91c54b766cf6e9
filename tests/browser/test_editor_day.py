"""A day of an editor in a browser: what is due is checked, closed for a time, let go, or merged."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory import Directory
from tests.browser.conftest import PASSWORD, NewPerson, Served, sign_in
from tests.browser.seeing import barriers
from tests.directory.copies import FIRST, SECOND, THIRD, at, made
from tests.directory.hsds_files import write

pytestmark = pytest.mark.browser

LAUNDRY = 'Ocean Grove Orange Sky laundry & showers "24/7"'
OLD = {"assured_date": "2023-02-01"}


@pytest.fixture
def editor(new_person: NewPerson, scripted: Served, tmp_path: Path) -> Page:
    directory = Directory.open(f"sqlite:///{tmp_path / 'directory.db'}")
    directory.load(
        write(
            tmp_path,
            made(FIRST, 1, LAUNDRY, "03 9000 0010", **OLD),
            made(SECOND, 2, "Tea at St Mary's", "03 9000 0020", **OLD),
            made(THIRD, 3, "Tea at Saint Marys", "03 9000 0020", places=at(3), **OLD),
        )
    )
    directory.close()
    scripted.desk.add_staff("Eddi", "editor", PASSWORD)
    return sign_in(new_person(scripted.base_url), "/editor", "Eddi")


def opened(editor: Page, name: str) -> None:
    editor.get_by_label("Find a record by name").fill(name)
    editor.get_by_role("button", name="Search").click()
    editor.get_by_role("table").get_by_role("link").first.click()
    expect(editor.get_by_role("heading", level=1)).to_be_visible()


def test_what_was_checked_today_is_no_longer_due(editor: Page) -> None:
    rows = editor.get_by_role("table").get_by_role("link")
    expect(rows).to_have_count(3)
    opened(editor, "laundry")
    editor.get_by_role("button", name="Checked today").click()
    expect(editor.get_by_role("status")).to_be_visible()
    assert barriers(editor) == []
    editor.get_by_role("link", name="Back to the list").click()
    expect(editor.get_by_role("table").get_by_role("link", name="laundry")).to_have_count(0)


def test_a_closure_has_days_in_the_right_order_and_shows_in_the_history(editor: Page) -> None:
    opened(editor, "laundry")
    editor.get_by_label("Status").select_option("temporarily closed")
    editor.get_by_label("Closed from").fill("2026-12-24")
    editor.get_by_label("Closed until").fill("2026-12-01")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_role("alert")).to_contain_text("Closed until")
    expect(editor.get_by_label("Status")).to_have_value("temporarily closed")
    editor.get_by_label("Closed until").fill("2027-01-10")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Saved.")).to_be_visible()
    expect(editor.get_by_text("Eddi: Status")).to_be_visible()
    assert barriers(editor) == []


def test_a_line_for_staff_is_refused_beside_its_field(editor: Page) -> None:
    opened(editor, "laundry")
    editor.get_by_label("Notice on the card").fill("Ring Interpreter Connect first")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_role("alert")).to_contain_text("Notice on the card")
    expect(editor.get_by_label("Notice on the card")).to_have_value(
        "Ring Interpreter Connect first"
    )


def test_of_two_copies_one_stays_and_says_what_came_into_it(editor: Page) -> None:
    editor.get_by_role("link", name="Likely copies").click()
    kept = editor.get_by_role("link", name="Tea at").first.get_attribute("href")
    editor.get_by_role("button", name="Keep this one").first.click()
    expect(editor.get_by_text("No likely copies.")).to_be_visible()
    editor.goto(editor.url.split("/editor")[0] + str(kept))
    expect(editor.get_by_text("Eddi: Copy taken in")).to_be_visible()


def test_two_that_only_look_alike_are_asked_about_once(editor: Page) -> None:
    editor.get_by_role("link", name="Likely copies").click()
    editor.get_by_role("button", name="not the same").first.click()
    expect(editor.get_by_text("No likely copies.")).to_be_visible()
