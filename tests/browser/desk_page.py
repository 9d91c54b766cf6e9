"""What tests of the desk page begin with: a case that waits, a case that is somebody's."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from bot.desk import Reply
from tests.browser.conftest import Served


def case_of(scripted: Served, reason: str = "request", **facts: object) -> tuple[str, int]:
    """A conversation with a case that waits; its id and the case's."""
    cid, _ = scripted.desk.create_conversation()
    opened = scripted.desk.open_case(cid, message_id=None, reason=reason, facts=facts)
    return cid, opened.id


def wrote(scripted: Served, cid: str, text: str) -> None:
    scripted.desk.append_event(cid, "customer", Reply(text))


def claim(page: Page, case_id: int) -> None:
    page.locator(f'[data-case="{case_id}"]').click()
    page.get_by_role("button", name="Claim this case").click()
    expect(page.get_by_label("Write to the customer")).to_be_focused()
