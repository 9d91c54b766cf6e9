"""Danger, leaving fast and screens that others see, in the chat window."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chatting import box, open_chat, say, stored
from tests.browser.conftest import NEUTRAL, NewPerson, Served

pytestmark = pytest.mark.browser


def test_danger_to_life_shows_000_first_and_alone_until_read(customer: Page) -> None:
    """Rule X-01."""
    say(customer, "food please")
    expect(customer.locator(".card")).to_have_count(2)
    say(customer, "I took all my pills")
    call = customer.get_by_role("link", name="Call 000")
    expect(call).to_be_visible()
    assert call.get_attribute("href") == "tel:000"
    assert (call.bounding_box() or {})["height"] >= 60
    for hidden in (".card", ".choices button", ".messages .bubble"):
        expect(customer.locator(hidden).filter(visible=True)).to_have_count(0)
    numbers = customer.locator("a[href^='tel:']").filter(visible=True)
    assert {link.get_attribute("href") for link in numbers.all()} == {"tel:000"}
    expect(box(customer)).to_be_visible()
    customer.reload()
    expect(call).to_be_visible()
    customer.get_by_role("button", name="I am safe now").click()
    expect(customer.locator(".safety").get_by_text("Call 000 now")).to_be_visible()
    customer.reload()
    expect(customer.locator(".card")).to_have_count(2)
    expect(call).to_have_count(0)


def test_writing_after_000_goes_on_with_the_conversation(customer: Page) -> None:
    say(customer, "I took all my pills")
    expect(customer.get_by_role("link", name="Call 000")).to_be_visible()
    say(customer, "hello")
    expect(customer.get_by_role("link", name="Call 000")).to_have_count(0)
    expect(customer.locator(".messages").get_by_text("What would help most today?")).to_be_visible()


def test_serious_danger_is_prominent_and_offers_a_person(customer: Page) -> None:
    say(customer, "I want to hurt myself")
    message = customer.locator(".safety")
    expect(message).to_contain_text("A social worker can talk with you here, now")
    expect(message.locator(".byline")).to_have_text("Important")
    assert message.get_by_role("link", name="000").get_attribute("href") == "tel:000"
    expect(customer.get_by_role("button", name="Yes, please")).to_be_visible()


def test_a_person_can_be_asked_for_at_any_time(customer: Page) -> None:
    customer.get_by_role("button", name="Talk to a person").click()
    expect(
        customer.locator(".messages").get_by_text("I have asked a person to join")
    ).to_be_visible()
    expect(customer.locator(".from-customer .bubble")).to_have_text("Talk to a person")


def assert_left(page: Page) -> None:
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(
        page.locator(".messages").get_by_text("automated assistant, not a person")
    ).to_have_count(0)


@pytest.mark.parametrize("way", ["button", "shift", "escape"])
def test_quick_exit_leaves_at_once_and_clears_the_tab(
    new_person: NewPerson, scripted: Served, way: str
) -> None:
    """Rule X-08."""
    page = new_person(scripted.base_url)
    page.goto("/sign-in")
    open_chat(page)
    say(page, "hello")
    expect(page.locator(".messages").get_by_text("What would help most today?")).to_be_visible()
    assert stored(page)["id"]
    if way == "button":
        page.get_by_role("button", name="Quick exit").click()
    elif way == "shift":
        box(page).focus()
        for _ in range(3):
            page.keyboard.press("Shift")
    else:
        page.get_by_role("button", name="Quick exit").focus()
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        page.keyboard.press("Escape")
    page.wait_for_url(NEUTRAL)
    page.goto(scripted.base_url)
    assert "id" not in stored(page)
    expect(page.get_by_role("button", name="Open the chat")).to_be_visible()


def test_back_after_quick_exit_does_not_come_here(new_person: NewPerson, scripted: Served) -> None:
    page = new_person(scripted.base_url)
    page.goto("/sign-in")
    open_chat(page)
    page.get_by_role("button", name="Quick exit").click()
    page.wait_for_url(NEUTRAL)
    page.go_back()
    expect(page).to_have_url(re.compile("/sign-in$"))


def test_one_escape_slow_escapes_typing_and_capital_letters_never_leave(customer: Page) -> None:
    box(customer).focus()
    customer.keyboard.press("Escape")
    customer.keyboard.press("Escape")
    customer.keyboard.press("Escape")
    for letter in "ABC":
        customer.keyboard.press(f"Shift+{letter}")
    customer.get_by_role("button", name="Quick exit").focus()
    customer.keyboard.press("Escape")
    customer.wait_for_timeout(1_200)
    customer.keyboard.press("Escape")
    customer.wait_for_timeout(300)
    expect(box(customer)).to_have_value("ABC")


def test_quick_exit_is_honest_about_the_history(customer: Page) -> None:
    expect(
        customer.get_by_text("Your browser history may still show this website.")
    ).to_be_visible()
    described = customer.get_by_role("button", name="Quick exit").get_attribute("aria-describedby")
    expect(customer.locator(f"#{described}")).to_contain_text("history may still show")


def test_clearing_the_screen_clears_and_does_not_claim_to_delete_the_record(
    customer: Page,
) -> None:
    """Rule S2-05."""
    say(customer, "something private")
    expect(customer.locator(".from-assistant .bubble")).to_have_count(3)
    customer.get_by_role("button", name="Options").click()
    customer.get_by_role("button", name="Clear this screen").click()
    expect(customer.get_by_text("This does not delete the record")).to_be_visible()
    customer.locator(".confirm").get_by_role("button", name="Clear this screen").click()
    expect(customer.locator(".messages").get_by_text("something private")).to_have_count(0)
    expect(customer.locator(".from-assistant .bubble")).to_have_count(2)
    customer.reload()
    expect(customer.locator(".from-assistant .bubble")).to_have_count(2)
    expect(customer.locator(".messages").get_by_text("something private")).to_have_count(0)


def test_the_title_and_address_stay_neutral(customer: Page) -> None:
    before = customer.title()
    say(customer, "I took all my pills")
    expect(customer.get_by_role("link", name="Call 000")).to_be_visible()
    assert customer.title() == before == "Help and services – Community Services"
    assert customer.url.endswith("/")


def test_a_shared_screen_warns_then_clears_but_never_in_danger(
    new_person: NewPerson, scripted: Served
) -> None:
    page = new_person(scripted.base_url)
    page.clock.install()
    page.route(
        re.compile(r"/$"),
        lambda route: route.fulfill(
            response=(answer := route.fetch()),
            body=answer.text().replace("<triage-chat", '<triage-chat idle-minutes="5"'),
        ),
    )
    open_chat(page)
    say(page, "something private")
    page.clock.run_for(1_000)
    expect(page.locator(".from-assistant .bubble")).to_have_count(3)
    page.clock.run_for(5 * 60_000 + 500)
    expect(page.get_by_role("alertdialog")).to_contain_text("Are you still there?")
    page.get_by_role("button", name="I'm still here").click()
    expect(page.get_by_role("alertdialog")).to_have_count(0)
    page.clock.run_for(5 * 60_000 + 61_000)
    expect(page.locator(".messages").get_by_text("something private")).to_have_count(0)
    say(page, "I want to hurt myself")
    page.clock.run_for(1_000)
    expect(page.locator(".safety")).to_be_visible()
    page.clock.run_for(8 * 60_000)
    expect(page.get_by_role("alertdialog")).to_contain_text("stays open")
    expect(page.locator(".safety")).to_be_visible()
