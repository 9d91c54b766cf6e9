""" "Something here is wrong" on a card: from a customer or a staff member to the editor's list."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from directory import Directory
from tests.browser.chatting import open_chat, say
from tests.browser.conftest import PASSWORD, NewPerson, Served, sign_in
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser

#: The record behind the card that the scripted assistant shows.
PANTRY = """
services:
  - code: food-1
    name: Westside Food Pantry
    organization: Westside Neighbourhood House
    description: Food parcels and vouchers.
    needs: [food_parcel]
    phones: [{number: "03 9347 0001", label: Front desk}]
    locations: [{address: 68 Oxford Street, suburb: Footscray, state: VIC, postcode: "3011"}]
    source: Made up for a test
    read_on: 2026-11-21
    review_by: 2099-01-01
    certainty: V
"""


@pytest.fixture
def directory(scripted: Served, tmp_path: Path) -> Directory:
    (tmp_path / "pantry.yml").write_text(PANTRY, "utf-8")
    opened = Directory.open(f"sqlite:///{tmp_path / 'directory.db'}")
    opened.load(tmp_path / "pantry.yml")
    return opened


def pantry(page: Page) -> Locator:
    """The card, once it shows."""
    card = page.locator(".card", has_text="Westside Food Pantry").first
    expect(card).to_be_visible()
    return card


def waiting(directory: Directory) -> list[dict[str, object]]:
    return list(directory.record("food-1")["reports"])


def test_a_customer_says_what_is_wrong_with_the_keyboard_alone(
    new_person: NewPerson, scripted: Served, directory: Directory
) -> None:
    customer = open_chat(new_person(scripted.base_url))
    say(customer, "we need food")
    card = pantry(customer)
    button = card.get_by_role("button", name="Something here is wrong: Westside Food Pantry")
    assert button.evaluate("e => e.getBoundingClientRect().height") >= 44
    button.focus()
    customer.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(card.get_by_role("radio", name="The phone number")).to_be_focused()
    assert barriers(customer) == []
    for control in card.locator("label.report-choice, .report-actions button").all():
        assert control.evaluate("e => e.getBoundingClientRect().height") >= 44
    customer.keyboard.press("ArrowDown")
    expect(card.get_by_role("radio", name="The opening hours")).to_be_checked()
    customer.keyboard.press("Tab")
    customer.keyboard.type("Shut on Mondays")
    customer.keyboard.press("Tab")
    customer.keyboard.press("Enter")
    thanks = card.get_by_role("status")
    expect(thanks).to_have_text("Thank you. A person will check this record.")
    expect(thanks).to_be_focused()
    expect(button).to_have_count(0)
    assert barriers(customer) == []
    (report,) = waiting(directory)
    assert (report["about"], report["words"], report["reader"]) == (
        "hours", "Shut on Mondays", "customer",
    )  # fmt: skip


def test_nothing_is_sent_before_something_is_chosen_and_escape_closes_only_the_form(
    new_person: NewPerson, scripted: Served, directory: Directory
) -> None:
    customer = open_chat(new_person(scripted.base_url))
    say(customer, "we need food")
    card = pantry(customer)
    button = card.get_by_role("button", name="Something here is wrong")
    button.click()
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("alert")).to_have_text("Choose what is wrong first.")
    customer.keyboard.press("Escape")
    expect(card.get_by_role("radio").first).to_be_hidden()
    expect(button).to_be_focused()
    assert waiting(directory) == []


def test_a_report_that_cannot_be_sent_keeps_what_was_written(
    new_person: NewPerson, scripted: Served, directory: Directory
) -> None:
    customer = open_chat(new_person(scripted.base_url))
    say(customer, "we need food")
    card = pantry(customer)
    card.get_by_role("button", name="Something here is wrong").click()
    card.get_by_label("The service has closed").check()
    card.get_by_role("textbox").fill("The door is bricked up")
    customer.context.set_offline(True)
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("alert")).to_have_text("This could not be sent. Try again.")
    customer.context.set_offline(False)
    expect(card.get_by_role("textbox")).to_have_value("The door is bricked up")
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("status")).to_contain_text("Thank you")
    assert len(waiting(directory)) == 1


def test_it_reads_from_the_right_in_an_arabic_window_and_fits_a_small_screen(
    new_person: NewPerson, scripted: Served, directory: Directory
) -> None:
    customer = new_person(scripted.base_url, viewport={"width": 360, "height": 740}, locale="ar")
    customer.goto("/")
    customer.locator(".launcher").click()
    box = customer.locator(".frame textarea").first
    box.fill("we need food")
    box.press("Enter")
    card = pantry(customer)
    card.locator(".report-open").click()
    form = card.locator(".report-form")
    expect(form).to_be_visible()
    assert form.evaluate("e => getComputedStyle(e).direction") == "rtl"
    first = form.locator(".report-choice").first
    dot, text = (
        first.locator(name).evaluate("e => e.getBoundingClientRect().left")
        for name in ("input", "span")
    )
    assert dot > text
    assert barriers(customer) == []
    assert too_wide(customer) == []


def test_a_staff_member_says_it_on_the_look_up_page_and_the_editor_settles_it(
    new_person: NewPerson, scripted: Served, directory: Directory
) -> None:
    officer = sign_in(new_person(scripted.base_url), "/lookup")
    expect(officer.locator("#lookup[data-ready]")).to_be_visible()
    officer.keyboard.type("we need food")
    officer.keyboard.press("Enter")
    card = pantry(officer)
    card.get_by_role("button", name="Something here is wrong").click()
    assert barriers(officer) == []
    card.get_by_label("The phone number").check()
    card.get_by_role("textbox").fill("Rings out")
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_role("status")).to_contain_text("Thank you")
    scripted.desk.add_staff("Eddi", "editor", PASSWORD)
    editor = sign_in(new_person(scripted.base_url), "/editor", "Eddi")
    row = editor.get_by_role("row", name="Westside Food Pantry")
    expect(row).to_contain_text("Somebody says something is wrong: phone")
    assert barriers(editor) == []
    row.get_by_role("link").click()
    expect(editor.get_by_text("Rings out")).to_be_visible()
    editor.get_by_label("What you did").fill("Rang them: the number is right")
    editor.get_by_role("button", name="Dealt with").click()
    expect(editor.get_by_text("Rings out")).to_have_count(0)
    expect(editor.get_by_text("Rang them: the number is right")).to_be_visible()
    assert barriers(editor) == []
    assert waiting(directory) == []
