"""What a person does in the chat window."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from tests.browser.conftest import Served


def open_chat(page: Page) -> Page:
    page.goto("/")
    page.get_by_role("button", name="Open the chat").click()
    expect(
        page.locator(".messages").get_by_text("automated assistant, not a person")
    ).to_be_visible()
    return page


def box(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Your message")


def say(page: Page, text: str) -> None:
    box(page).fill(text)
    box(page).press("Enter")


def stored(page: Page) -> dict[str, object]:
    found = page.evaluate("sessionStorage.getItem('chat.main')")
    return json.loads(found) if found else {}


def said(page: Page, scripted: Served, text: str) -> int:
    """How often the gateway has a message of this customer."""
    return scripted.said(str(stored(page)["id"]), text)
