"""A newcomer's first three conversations with the whole program: card, social worker, look-up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import CHROMIUM, NewPerson, sign_in
from tests.browser.seeing import barriers
from tests.browser.whole import Whole, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: A turn takes well under a second; a machine busy with other tests may be slower.
TURN = 15_000


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium runs the browser tests")
    data_dir: Path = tmp_path_factory.mktemp("whole")
    with running(data_dir) as program:
        yield program


def arrive(page: Page) -> Page:
    """Opens the chat and waits for its first words."""
    page.goto("/")
    page.get_by_role("button", name="Open the chat").click()
    expect(page.locator(".from-assistant .bubble")).to_have_count(2, timeout=TURN)
    return page


def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Your message")
    box.fill(text)
    box.press("Enter")


def replied(page: Page, count: int) -> None:
    """Waits until the assistant has said so many things."""
    expect(page.locator(".from-assistant").nth(count - 1)).to_be_attached(timeout=TURN)


@pytest.fixture
def customer(new_person: NewPerson, whole: Whole) -> Page:
    return arrive(new_person(whole.base_url))


def test_a_conversation_begins_with_what_it_is_and_whether_it_is_safe(customer: Page) -> None:
    """Rule X-15."""
    first = customer.locator(".from-assistant").first
    expect(first).to_contain_text("automated")
    expect(first).to_contain_text("kept")
    expect(first).to_contain_text("person")
    expect(customer.locator(".from-assistant").nth(1)).to_contain_text("safe")
    assert barriers(customer) == []


def test_saying_what_is_wrong_ends_in_a_service_card(customer: Page) -> None:
    customer.get_by_role("button", name=re.compile("^Yes")).click()
    replied(customer, 3)
    say(customer, "we have nothing to eat, I am in Footscray with two kids")
    card = customer.locator(".card").first
    for _ in range(6):  # at most six questions a need, each may be skipped
        customer.wait_for_timeout(2_000)
        if customer.locator(".card").count():
            break
        say(customer, "prefer not to say")
    expect(card).to_be_visible(timeout=TURN)
    expect(card).to_contain_text("Last checked")
    expect(card).to_contain_text("Source:")
    expect(card).to_contain_text("Why you see this")
    assert card.locator("a[href^='tel:']").count() > 0
    assert barriers(customer) == []


def test_danger_to_life_shows_000_alone_and_a_worker_takes_over_and_hands_back(
    customer: Page, new_person: NewPerson, whole: Whole
) -> None:
    say(customer, "I have just taken a whole bottle of pills, I want to die")
    call = customer.get_by_role("link", name="Call 000")
    expect(call).to_be_visible(timeout=TURN)
    expect(customer.locator(".messages .bubble").filter(visible=True)).to_have_count(0)
    worker = sign_in(new_person(whole.base_url), "/desk", whole.name, whole.password)
    worker.get_by_role("button", name="Open case: T4").first.click()
    expect(worker.locator(".indicators")).to_contain_text("Suicide or self-harm")
    expect(worker.locator(".transcript mark").first).to_be_visible()
    assert barriers(worker) == []
    worker.get_by_role("button", name="Claim this case").click()
    worker.get_by_label("Write to the customer").fill("Hello, I am Robin. An ambulance is coming.")
    worker.get_by_label("Write to the customer").press("Control+Enter")
    expect(customer.locator(".from-worker")).to_contain_text("I am Robin")
    say(customer, "ok")
    expect(worker.locator(".transcript").get_by_text("ok", exact=True)).to_be_visible()
    said = customer.locator(".from-assistant").count()
    customer.wait_for_timeout(2_000)
    assert customer.locator(".from-assistant").count() == said, "silent while a person is there"
    worker.get_by_role("button", name="Close and hand back").click()
    worker.get_by_label("Outcome").select_option("emergency")
    worker.get_by_role("button", name="Close the case").click()
    expect(worker.get_by_text("Support for you")).to_be_visible()
    expect(customer.locator(".from-system").last).to_contain_text("left")
    expect(customer.locator(".status")).to_have_text("Automated assistant")


def test_asking_for_a_person_opens_a_case(
    customer: Page, new_person: NewPerson, whole: Whole
) -> None:
    say(customer, "can I please talk to a real person")
    replied(customer, 3)
    worker = sign_in(new_person(whole.base_url), "/desk", whole.name, whole.password)
    expect(worker.get_by_role("button", name="Open case").first).to_be_visible()


def test_serious_danger_does_not_hide_the_conversation(customer: Page) -> None:
    say(customer, "I keep thinking about ending my life")
    message = customer.locator(".from-assistant.safety").first
    expect(message).to_be_visible(timeout=TURN)
    expect(customer.get_by_role("link", name="Call 000")).to_have_count(0)


def test_a_reload_in_the_middle_loses_nothing(customer: Page) -> None:
    say(customer, "I need a place to sleep tonight in Dandenong")
    replied(customer, 3)
    before = customer.locator(".messages .bubble").all_inner_texts()
    customer.reload()
    expect(customer.locator(".messages .bubble").nth(len(before) - 1)).to_be_visible()
    assert customer.locator(".messages .bubble").all_inner_texts()[: len(before)] == before


def test_a_staff_member_looks_something_up(new_person: NewPerson, whole: Whole) -> None:
    officer = sign_in(new_person(whole.base_url), "/lookup", whole.name, whole.password)
    expect(officer.locator("#lookup[data-ready]")).to_be_visible()
    officer.keyboard.type("food parcel for a family with two kids in Footscray")
    officer.keyboard.press("Enter")
    card = officer.locator(".card").first
    expect(card).to_be_visible(timeout=TURN)
    expect(card).to_contain_text("Warm transfer")
    expect(card).to_contain_text("Certainty")
    assert barriers(officer) == []
