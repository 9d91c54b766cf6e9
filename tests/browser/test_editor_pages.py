"""The editor's pages in a browser: used by keyboard, measured for barriers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from directory import Directory
from tests.browser.conftest import PASSWORD, NewPerson, Served, sign_in
from tests.browser.seeing import barriers, too_wide
from tests.directory.copies import FIRST, SECOND, made
from tests.directory.hsds_files import write

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(new_person: NewPerson, scripted: Served, tmp_path: Path) -> Page:
    directory = Directory.open(f"sqlite:///{tmp_path / 'directory.db'}")
    directory.load(
        write(
            tmp_path,
            made(FIRST, 1, "Footscray Soup Kitchen", "03 9000 0010"),
            made(SECOND, 2, "Footscray Soup Kitchen", "03 9000 0010"),
        )
    )
    directory.report(FIRST, "hours", "closed on Mondays", "customer")
    directory.close()
    scripted.desk.add_staff("Eddi", "editor", PASSWORD)
    return sign_in(new_person(scripted.base_url), "/editor", "Eddi")


def test_an_editor_goes_from_a_report_to_a_changed_record(editor: Page) -> None:
    assert barriers(editor) == []
    editor.get_by_role("link", name="Footscray Soup Kitchen").click()
    expect(editor.get_by_text("closed on Mondays")).to_be_visible()
    assert barriers(editor) == []
    editor.get_by_label("Notice on the card").fill("Closed on Mondays")
    editor.get_by_label("Closed from").fill("soon")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_role("alert")).to_contain_text("Closed from")
    editor.get_by_label("Closed from").fill("")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Saved.")).to_be_visible()
    expect(editor.get_by_text("Eddi: Notice on the card")).to_be_visible()


def test_an_editor_says_whom_it_takes_and_what_it_helps_with(editor: Page) -> None:
    editor.get_by_role("link", name="Footscray Soup Kitchen").click()
    editor.get_by_role("link", name="Change Whom it takes").click()
    assert barriers(editor) == []
    editor.get_by_label("Least age").fill("young")
    editor.get_by_role("group", name="Cannot take").get_by_label("People with a pet").check()
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_label("Least age")).to_have_attribute("aria-invalid", "true")
    assert barriers(editor) == []
    editor.get_by_label("Least age").fill("18")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Ages 18+; Cannot take: People with a pet").first).to_be_visible()
    editor.get_by_role("link", name="Change Kinds of help").click()
    assert barriers(editor) == []
    editor.get_by_label("Kind of help 1", exact=True).select_option("shower")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Showers, laundry and toiletries").first).to_be_visible()
    assert barriers(editor) == []


def test_an_editor_changes_hours_numbers_and_address(editor: Page) -> None:
    editor.get_by_role("link", name="Footscray Soup Kitchen").click()
    editor.get_by_role("link", name="Change Hours").click()
    assert barriers(editor) == []
    service = editor.get_by_role("group", name="Hours of the service")
    service.get_by_label("Monday").fill("9 to noon")
    service.get_by_label("Tuesday").fill("9am-12pm, 1pm-5pm")
    service.get_by_label("By appointment only").check()
    editor.get_by_role("button", name="Save changes").click()
    expect(service.get_by_label("Monday")).to_have_attribute("aria-invalid", "true")
    expect(service.get_by_label("Tuesday")).to_have_value("9am-12pm, 1pm-5pm")
    assert barriers(editor) == []
    service.get_by_label("Monday").fill("09:00-12:00")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Saved.")).to_be_visible()
    expect(editor.get_by_text("09:00-12:00, 13:00-17:00").first).to_be_visible()
    editor.get_by_role("link", name="Change Numbers").click()
    assert barriers(editor) == []
    new = editor.get_by_role("group", name="New").first
    new.get_by_label("Number").fill("1800 160 401")
    new.get_by_label("Label").fill("Night desk")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Night desk").first).to_be_visible()
    editor.get_by_role("link", name="Change Addresses").click()
    assert barriers(editor) == []
    new = editor.get_by_role("group", name="New").first
    new.get_by_label("Street and number").fill("5 Long Street")
    new.get_by_label("Suburb or town").fill("Footscray")
    new.get_by_label("State").select_option("VIC")
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("5 Long Street, Footscray, VIC, 3011").first).to_be_visible()
    editor.get_by_role("link", name="Change Languages spoken").click()
    editor.get_by_label("Languages that staff speak").fill("Arabic, Vietnamese")
    assert barriers(editor) == []
    editor.get_by_role("button", name="Save changes").click()
    expect(editor.get_by_text("Arabic, Vietnamese").first).to_be_visible()
    assert barriers(editor) == []


@pytest.mark.parametrize("part", ["phones", "hours", "places", "languages", "people", "needs"])
def test_the_forms_fit_a_narrow_window(editor: Page, part: str) -> None:
    editor.set_viewport_size({"width": 360, "height": 740})
    editor.get_by_role("link", name="Footscray Soup Kitchen").click()
    editor.goto(f"{editor.url}/{part}")
    expect(editor.get_by_role("button", name="Save changes")).to_be_visible()
    assert too_wide(editor) == []


def test_likely_copies_are_shown_and_merged(editor: Page) -> None:
    editor.get_by_role("link", name="Likely copies").click()
    assert barriers(editor) == []
    editor.get_by_role("button", name="Keep this one").first.click()
    expect(editor.get_by_text("Written down.")).to_be_visible()
    expect(editor.get_by_text("No likely copies.")).to_be_visible()
    assert barriers(editor) == []
    editor.get_by_role("button", name="Undo").click()
    expect(editor.get_by_text("Undone. Both records are there again.")).to_be_visible()
    expect(editor.get_by_role("button", name="Keep this one")).to_have_count(2)


def test_the_pages_fit_a_narrow_window(editor: Page) -> None:
    editor.set_viewport_size({"width": 360, "height": 740})
    editor.get_by_role("link", name="Footscray Soup Kitchen").click()
    assert too_wide(editor) == []
