"""``python -m tests.browser.take_screenshots [FOLDER]``: pictures of the running program.

Starts the whole program with data of its own, has the conversation of the
README and writes ``docs/img/widget.png``; with FOLDER, more pictures there.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, sign_in
from tests.browser.whole import ROOT, Whole, running

PICTURE = ROOT / "docs" / "img" / "widget.png"
#: Kilobytes that a picture in the README may weigh.
LIMIT_KB = 200
WAIT = 20_000


def say(page: Page, text: str, replies: int = 1) -> None:
    """Says something and waits for so many replies."""
    before = page.locator(".messages .from-assistant").count()
    box = page.get_by_role("textbox", name="Your message")
    box.fill(text)
    box.press("Enter")
    page.locator(".messages .from-assistant").nth(before + replies - 1).wait_for(
        state="attached", timeout=WAIT
    )
    page.wait_for_timeout(400)


def open_chat(browser: Browser, whole: Whole, width: int = 1200, height: int = 800) -> Page:
    """A customer whose chat is open."""
    context = browser.new_context(
        base_url=whole.base_url, viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.goto("/")
    page.get_by_role("button", name="Open the chat").click()
    expect(page.locator(".messages .from-assistant")).to_have_count(2, timeout=WAIT)
    page.wait_for_timeout(400)
    return page


def find_food(page: Page) -> None:
    """The README's first conversation, until a card shows; questions are skipped."""
    page.get_by_role("button", name="Yes, it is safe").click()
    page.wait_for_timeout(1_500)
    say(page, "we have nothing to eat, I'm in Footscray with two kids")
    for _ in range(6):
        page.wait_for_timeout(1_000)
        if page.locator(".card").count():
            return
        say(page, "prefer not to say")


def take(browser: Browser, whole: Whole, folder: Path | None) -> None:
    """Takes the pictures."""
    customer = open_chat(browser, whole)
    find_food(customer)
    customer.wait_for_timeout(500)
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    customer.screenshot(path=str(PICTURE))
    if folder is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    small = open_chat(browser, whole, 320, 640)
    small.screenshot(path=str(folder / "small-greeting.png"))
    find_food(small)
    small.screenshot(path=str(folder / "small-cards.png"))
    say(customer, "I have just taken a whole bottle of pills")
    customer.wait_for_timeout(1_000)
    customer.screenshot(path=str(folder / "emergency.png"))
    staff = browser.new_context(
        base_url=whole.base_url, viewport={"width": 1280, "height": 860}
    ).new_page()
    sign_in(staff, "/desk", whole.name, whole.password)
    staff.get_by_role("button", name="Open case").first.click()
    staff.wait_for_timeout(1_000)
    staff.screenshot(path=str(folder / "desk.png"))
    staff.goto("/lookup")
    staff.locator("#lookup[data-ready]").wait_for()
    staff.keyboard.type("food parcel for a family with two kids in Footscray")
    staff.keyboard.press("Enter")
    staff.locator(".card").first.wait_for(timeout=WAIT)
    staff.wait_for_timeout(500)
    staff.screenshot(path=str(folder / "lookup.png"))


def main(arguments: list[str]) -> int:
    """Returns 1 when the README's picture is too heavy, 2 without Chromium."""
    if not CHROMIUM.exists():
        print(f"{CHROMIUM} is missing: apt-get install chromium", file=sys.stderr)
        return 2
    with (
        tempfile.TemporaryDirectory() as data_dir,
        running(Path(data_dir)) as whole,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        take(browser, whole, Path(arguments[0]) if arguments else None)
        browser.close()
    weight = PICTURE.stat().st_size / 1024
    print(f"{PICTURE.relative_to(ROOT)}: {weight:.0f} KB")
    return int(weight > LIMIT_KB)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
