"""Interpreter mode as an officer, an interpreter and a customer see it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPerson, Served, sign_in
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser


@pytest.fixture
def officer(new_person: NewPerson, scripted: Served) -> Page:
    page = sign_in(new_person(scripted.base_url), "/interpret")
    expect(page.locator("#interpret[data-ready]")).to_be_visible()
    return page


def start(page: Page, language: str) -> None:
    page.get_by_label("The customer's language").select_option(language)
    page.get_by_role("button", name="The interpreter is here: start").click()
    expect(page.locator(".interpret-line.from-assistant").nth(1)).to_be_visible()


def test_the_customers_language_stands_on_the_left_and_english_on_the_right(officer: Page) -> None:
    start(officer, "ar")
    line = officer.locator(".interpret-line", has_text="Is it safe for you to talk").first

    own, english = line.locator(".interpret-own"), line.locator(".interpret-english")
    expect(own).to_have_attribute("dir", "rtl")
    expect(own).to_have_attribute("lang", "ar")
    expect(english).to_have_text("Is it safe for you to talk here just now?")
    left, right = own.bounding_box(), english.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]


def test_what_is_typed_is_marked_with_who_passes_it_on(officer: Page, scripted: Served) -> None:
    start(officer, "vi")
    officer.get_by_label("What was said").fill("she needs food")
    officer.get_by_role("button", name="Send").click()
    line = officer.locator(".interpret-line", has_text="she needs food")
    expect(line.locator(".line-by")).to_have_text("The customer, through the interpreter")

    officer.get_by_label("Who says it").select_option("officer")
    officer.get_by_label("What was said").fill("take your time")
    officer.keyboard.press("Enter")
    line = officer.locator(".interpret-line", has_text="take your time")
    expect(line.locator(".line-by")).to_have_text("The officer")


def test_the_next_customer_sees_nothing_of_the_one_before(officer: Page) -> None:
    start(officer, "vi")
    officer.get_by_role("button", name="Next customer").click()

    expect(officer.get_by_role("button", name="The interpreter is here: start")).to_be_visible()
    expect(officer.locator(".interpret-line")).to_have_count(0)


@pytest.mark.parametrize("width", [375, 1280])
def test_interpreter_mode_has_no_barriers_and_fits(officer: Page, width: int) -> None:
    officer.set_viewport_size({"width": width, "height": 900})
    start(officer, "ar")
    officer.get_by_label("What was said").fill("she needs food in Footscray")
    officer.get_by_role("button", name="Send").click()
    expect(officer.locator(".interpret-line", has_text="she needs food")).to_be_visible()
    if folder := os.environ.get("PICTURES"):
        officer.screenshot(path=Path(folder) / f"interpret-{width}.png", full_page=True)

    assert barriers(officer) == []
    assert not too_wide(officer)
