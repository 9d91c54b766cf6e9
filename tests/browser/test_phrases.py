"""The phrase board as an officer and a customer see it."""

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
    page = sign_in(new_person(scripted.base_url), "/phrases")
    expect(page.locator("#phrases[data-ready]")).to_be_visible()
    return page


def test_phrases_stand_in_the_chosen_language_with_the_english_beside(officer: Page) -> None:
    officer.get_by_label("Language").select_option("vi")
    officer.wait_for_url("**/phrases?language=vi&where=*")
    phrase = officer.locator("#utter_ask_fin_food")

    expect(phrase.locator(".own").first).to_have_attribute("lang", "vi")
    expect(phrase.locator(".beside").first).to_have_text(
        "Do you have enough food and medicine for today?"
    )
    expect(phrase.locator(".phrase-state")).to_have_text("draft, not reviewed")


def test_s4_12_arabic_runs_from_right_to_left_and_its_english_from_left_to_right(
    officer: Page,
) -> None:
    officer.goto("/phrases?language=ar")
    words = officer.locator("#utter_ask_place .phrase-words")

    assert words.evaluate("e => getComputedStyle(e).direction") == "rtl"
    assert words.locator(".own").evaluate("e => getComputedStyle(e).textAlign") == "start"
    expect(words.locator(".beside")).to_have_attribute("dir", "ltr")


def test_a_phrase_is_shown_over_the_whole_screen_with_its_answers(officer: Page) -> None:
    officer.goto("/phrases?language=ar")
    officer.get_by_role("button", name="Show big: Do you have a safe place to sleep").click()
    big = officer.get_by_role("dialog")

    expect(big.locator(".phrase-answers li")).to_have_count(4)
    size = big.locator(".phrase-words .own").evaluate(
        "e => parseFloat(getComputedStyle(e).fontSize)"
    )
    assert size >= 48
    big.get_by_role("button", name="Close").click()
    expect(big).to_be_hidden()


def test_drawings_for_yes_no_unsure_danger_and_stop_are_there(officer: Page) -> None:
    for name in ("yes", "no", "unsure", "danger", "stop"):
        expect(officer.locator(f".answer-{name} svg")).to_be_visible()


def test_on_paper_there_are_only_phrases(officer: Page) -> None:
    officer.emulate_media(media="print")

    expect(officer.locator(".staff-head")).to_be_hidden()
    expect(officer.get_by_role("button", name="Print")).to_be_hidden()
    expect(officer.locator("#utter_ask_place")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ar", "ta"])
@pytest.mark.parametrize("width", [375, 1280])
def test_the_board_has_no_barriers_and_fits(officer: Page, language: str, width: int) -> None:
    officer.set_viewport_size({"width": width, "height": 900})
    officer.goto(f"/phrases?language={language}")
    expect(officer.locator("#phrases[data-ready]")).to_be_visible()
    if folder := os.environ.get("PICTURES"):
        officer.screenshot(path=Path(folder) / f"phrases-{language}-{width}.png", full_page=True)

    assert barriers(officer) == []
    assert not too_wide(officer)
