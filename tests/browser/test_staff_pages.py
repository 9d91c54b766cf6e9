"""The desk and the look-up, with a scripted gateway behind them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from bot.risk import keeping
from tests.browser.chatting import say
from tests.browser.conftest import PASSWORD, NewPerson, Served, sign_in
from tests.browser.seeing import barriers, too_wide

pytestmark = pytest.mark.browser


@pytest.fixture
def worker(new_person: NewPerson, scripted: Served) -> Page:
    page = sign_in(new_person(scripted.base_url), "/desk")
    expect(page.get_by_text("No one is waiting.")).to_be_visible()
    return page


@pytest.fixture
def officer(new_person: NewPerson, scripted: Served) -> Page:
    page = sign_in(new_person(scripted.base_url), "/lookup")
    expect(page.locator("#lookup[data-ready]")).to_be_visible()
    expect(page.get_by_role("textbox")).to_be_focused()
    return page


def test_danger_appears_at_the_desk_with_the_words_that_raised_it(
    customer: Page, worker: Page
) -> None:
    say(customer, "I want to hurt myself")
    worker.get_by_role("button", name="Open case: T3").click()
    expect(worker.locator(".indicators")).to_contain_text("Suicide or self-harm")
    expect(worker.locator(".transcript mark")).to_contain_text("hurt myself")
    expect(worker.locator(".facts")).to_contain_text("Footscray VIC 3011")
    expect(worker).to_have_title("(1) Desk")


def test_one_click_says_what_is_thought_of_a_sign_and_is_kept_for_review(
    customer: Page, worker: Page, scripted: Served, new_person: NewPerson
) -> None:
    say(customer, "I want to hurt myself")
    worker.get_by_role("button", name="Open case: T3").click()
    signs = worker.get_by_role("group", name="Is this sign right? Suicide or self-harm")
    wrong = signs.get_by_role("button", name="Not meant so")
    wrong.focus()
    worker.keyboard.press("Enter")
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(wrong).to_be_focused()
    expect(worker.locator("#desk-live")).to_have_text("Kept for review: Not meant so.")
    expect(worker.locator(".history")).to_contain_text("judged a sign")
    expect(worker.get_by_role("button", name="Open case: T3")).to_be_visible()
    assert barriers(worker) == []

    scripted.desk.add_staff("Eddi", "editor", PASSWORD)
    editor = sign_in(new_person(scripted.base_url), "/editor/signs", "Eddi")
    expect(editor.get_by_role("table")).to_contain_text("1 (not meant so 1)")
    expect(editor.locator("main")).not_to_contain_text("hurt myself")
    assert barriers(editor) == []
    editor.get_by_label("First", exact=True).select_option("review")
    editor.get_by_role("button", name="Show").click()
    expect(editor.get_by_role("table")).to_contain_text("never reviewed")
    editor.set_viewport_size({"width": 360, "height": 740})
    assert too_wide(editor) == []


def test_the_desk_says_that_the_classifier_is_down(
    worker: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "_turned_off", "its weights can't be read")
    expect(worker.get_by_text("Phrases go on alone")).to_be_visible()
    assert barriers(worker) == []
    monkeypatch.setattr(keeping, "_turned_off", "")
    expect(worker.get_by_text("Phrases go on alone")).to_have_count(0)


def test_two_people_talk_and_the_case_is_closed_and_handed_back(
    customer: Page, worker: Page
) -> None:
    say(customer, "I want to hurt myself")
    worker.get_by_role("button", name="Open case").click()
    worker.get_by_role("button", name="Claim this case").click()
    expect(worker.get_by_label("Write to the customer")).to_be_focused()
    worker.keyboard.type("Hello, I am here now.")
    worker.keyboard.press("Control+Enter")
    message = customer.locator(".from-worker")
    expect(message).to_contain_text("Hello, I am here now.")
    expect(message.locator(".byline")).to_have_text("Social worker (a person)")
    expect(customer.get_by_text("You are talking with a person")).to_be_visible()
    say(customer, "thank you")
    expect(worker.locator(".transcript").get_by_text("thank you", exact=True)).to_be_visible()
    worker.get_by_role("button", name="Close and hand back").click()
    worker.get_by_role("button", name="Close the case").click()
    expect(worker.get_by_text("Choose an outcome first.")).to_be_visible()
    worker.get_by_label("Outcome").select_option("talked")
    worker.get_by_role("button", name="Close the case").click()
    expect(worker.get_by_text("Support for you")).to_be_visible()
    expect(
        customer.locator(".messages").get_by_text("You are with the automated assistant again.")
    ).to_be_visible()
    expect(customer.locator(".status")).to_have_text("Automated assistant")


def test_a_worker_s_words_are_shown_although_000_was_not_acknowledged(
    customer: Page, worker: Page
) -> None:
    say(customer, "I took pills")
    expect(customer.get_by_role("link", name="Call 000")).to_be_visible()
    worker.get_by_role("button", name="Open case").click()
    worker.get_by_role("button", name="Claim this case").click()
    worker.get_by_label("Write to the customer").fill("I am calling an ambulance.")
    worker.get_by_role("button", name="Send").click()
    expect(customer.locator(".messages").get_by_text("I am calling an ambulance.")).to_be_visible()
    expect(customer.locator(".safety")).to_contain_text("Call 000 now")


def test_a_tier_is_lowered_only_with_a_reason(customer: Page, worker: Page) -> None:
    say(customer, "I want to hurt myself")
    worker.get_by_role("button", name="Open case").click()
    worker.get_by_role("button", name="Change the tier").click()
    confirm = worker.get_by_role("dialog").get_by_role("button", name="Change the tier")
    confirm.click()
    expect(worker.get_by_text("Choose the new tier first.")).to_be_visible()
    worker.get_by_label("New tier").select_option("T2")
    confirm.click()
    expect(worker.get_by_text("Write the reason first.")).to_be_visible()
    worker.get_by_label("Reason").fill("Spoke on the phone.")
    confirm.click()
    expect(worker.get_by_role("button", name="Open case: T2")).to_be_visible()


def test_a_case_can_go_back_to_the_queue(customer: Page, worker: Page) -> None:
    customer.get_by_role("button", name="Talk to a person").click()
    worker.get_by_role("button", name="Open case").click()
    worker.get_by_role("button", name="Claim this case").click()
    worker.get_by_role("button", name="Hand over").click()
    worker.get_by_role("dialog").get_by_role("button", name="Hand over").click()
    expect(worker.get_by_role("button", name="Claim this case")).to_be_visible()
    expect(worker).to_have_title("(1) Desk")


def test_the_desk_needs_only_the_keyboard(customer: Page, worker: Page) -> None:
    customer.get_by_role("button", name="Talk to a person").click()
    row = worker.get_by_role("button", name="Open case")
    expect(row).to_be_visible()
    row.focus()
    worker.keyboard.press("Enter")
    expect(worker.locator("#case")).to_be_focused()
    worker.keyboard.press("Tab")
    expect(worker.get_by_role("button", name="Claim this case")).to_be_focused()
    worker.keyboard.press("Enter")
    expect(worker.get_by_label("Write to the customer")).to_be_focused()


def test_look_up_by_keyboard_alone(officer: Page) -> None:
    officer.keyboard.type("food for a family in Footscray")
    officer.keyboard.press("Enter")
    card = officer.locator("[data-service='food-1']")
    for words in (
        "Warm transfer",
        "Yes, stay on the line",
        "Background knowledge: confirm it",
        "Staff: check before you refer",
        "Last checked 3 November 2026",
        "Example: not a real service",
    ):
        expect(card).to_contain_text(words)
    unknown = officer.locator("[data-service='line-1']")
    expect(unknown).to_contain_text("Not known, so no: give the number")  # rule S1-04
    expect(officer.get_by_role("textbox")).to_be_focused()
    expect(officer.locator("#lookup-lines")).to_contain_text("food for a family in Footscray")
    officer.keyboard.type("closer")
    officer.keyboard.press("Enter")
    expect(officer.locator("#lookup-lines .from-customer")).to_have_count(2)
    officer.keyboard.press("ArrowUp")
    officer.keyboard.press("ArrowUp")
    expect(officer.get_by_role("textbox")).to_have_value("food for a family in Footscray")


def test_danger_in_a_look_up_is_a_banner(officer: Page) -> None:
    officer.keyboard.type("he says he took pills")
    officer.keyboard.press("Enter")
    banner = officer.locator(".danger")
    expect(banner).to_contain_text("Danger: act on this first")
    assert banner.get_by_role("link").first.get_attribute("href") == "tel:000"
    officer.get_by_role("button", name="I have acted on this").click()
    expect(banner).to_have_count(0)


def test_a_new_person_starts_with_a_clear_screen(officer: Page) -> None:
    officer.keyboard.type("food")
    officer.keyboard.press("Enter")
    expect(officer.locator(".card")).to_have_count(2)
    before = officer.evaluate("JSON.parse(sessionStorage.getItem('chat.lookup')).id")
    officer.get_by_role("button", name="New person").click()
    expect(officer.locator(".card")).to_have_count(0)
    expect(officer.locator("#lookup-lines .from-customer")).to_have_count(0)
    expect(officer.get_by_role("textbox")).to_be_focused()
    after = officer.evaluate("JSON.parse(sessionStorage.getItem('chat.lookup') ?? '{}').id")
    assert after != before


def test_only_chosen_services_are_printed(officer: Page) -> None:
    officer.keyboard.type("food")
    officer.keyboard.press("Enter")
    officer.get_by_role("checkbox", name="Print this one: Westside Food Pantry").check()
    expect(officer.get_by_role("button", name="Print chosen services")).to_be_visible()
    officer.emulate_media(media="print")
    expect(officer.locator("[data-service='food-1']")).to_be_visible()
    expect(officer.locator("[data-service='line-1']")).to_be_hidden()
    expect(officer.locator(".lookup-talk")).to_be_hidden()


def test_chosen_services_open_as_a_take_away_sheet(officer: Page) -> None:
    officer.keyboard.type("food")
    officer.keyboard.press("Enter")
    officer.get_by_role("checkbox", name="Print this one: Westside Food Pantry").check()
    with officer.context.expect_page() as opened:
        officer.get_by_role("button", name="Print chosen services").click()
    assert opened.value.url.endswith("/sheet?ids=food-1")


@pytest.mark.parametrize("path", ["/desk", "/lookup"])
def test_one_key_takes_every_word_off_the_screen(
    new_person: NewPerson, scripted: Served, path: str
) -> None:
    """Rule S2-10."""
    page = sign_in(new_person(scripted.base_url), path)
    heading = page.get_by_text("Signed in as Robin")
    expect(heading).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.keyboard.press("F9")
    expect(heading).to_be_hidden()
    expect(page.get_by_text("Screen hidden")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(heading).to_be_hidden()
    page.reload()
    expect(page.get_by_text("Screen hidden")).to_be_visible()
    expect(heading).to_be_hidden()
    page.keyboard.press("F9")
    expect(heading).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/sign-in", "/desk", "/lookup"])
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_meets_wcag_and_reflows(
    new_person: NewPerson, scripted: Served, path: str, width: int
) -> None:
    """Rule X-18."""
    page = new_person(scripted.base_url, viewport={"width": width, "height": 800})
    if path in {"/desk", "/lookup"}:
        sign_in(page, path)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    assert barriers(page) == []
    assert too_wide(page) == []


def test_a_case_meets_wcag(customer: Page, worker: Page) -> None:
    say(customer, "I want to hurt myself")
    worker.get_by_role("button", name="Open case").click()
    worker.get_by_role("button", name="Claim this case").click()
    expect(worker.get_by_label("Write to the customer")).to_be_visible()
    assert barriers(worker) == []
    worker.get_by_role("button", name="Close and hand back").click()
    assert barriers(worker) == []


def test_look_up_results_meet_wcag(officer: Page) -> None:
    officer.keyboard.type("food")
    officer.keyboard.press("Enter")
    expect(officer.locator(".card")).to_have_count(2)
    officer.keyboard.type("he took pills")
    officer.keyboard.press("Enter")
    expect(officer.locator(".danger")).to_be_visible()
    assert barriers(officer) == []
