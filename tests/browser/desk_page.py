"""What tests of the desk page begin with: somebody signed in, a case that waits, a case that is theirs."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from bot.desk import Reply
from tests.browser.conftest import PASSWORD, NewPerson, Served, sign_in


def at_desk(
    new_person: NewPerson, scripted: Served, name: str = "Robin", **options: object
) -> Page:
    if name not in {one.name for one in scripted.desk.staff()}:
        scripted.desk.add_staff(name, "worker", PASSWORD)
    page = sign_in(new_person(scripted.base_url, **options), "/desk", name)
    expect(page.locator("#desk[data-ready]")).to_be_visible()
    return page


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
