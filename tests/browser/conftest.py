"""A browser, people at it, and something to browse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, sync_playwright

from bot.desk import Desk, passwords
from bot.settings import Settings
from bot.web import rasa, turns
from bot.web.app import make_app
from tests.browser.scripted_rasa import SECRET, FlatEncoder, ScriptedRasa, plain_screen
from tests.browser.whole import free_port

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Where Quick exit goes; answered here, so that no test leaves the machine.
NEUTRAL = "https://www.bom.gov.au/"

WORKER, PASSWORD = "Robin", "correct horse battery"

NewPerson = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"{CHROMIUM} is missing: apt-get install chromium runs the browser tests")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def new_person(browser: Browser) -> Iterator[NewPerson]:
    """Makes a person with a browser of their own; at the end nothing may have gone wrong in it.

    Wrong are: an exception in a page, a breach of the content policy, a word
    missing from the catalogue.
    """
    contexts = []
    wrong: list[str] = []

    def listen(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(f"exception: {error}"))
        page.on(
            "console",
            lambda message: (
                wrong.append(message.text)
                if "Content Security Policy" in message.text or "no words for" in message.text
                else None
            ),
        )

    def make(base_url: str, **options: Any) -> Page:
        options = {"viewport": {"width": 1280, "height": 860}, **options}
        context = browser.new_context(base_url=base_url, **options)
        context.set_default_timeout(10_000)
        context.route(
            f"{NEUTRAL}**",
            lambda route: route.fulfill(
                content_type="text/html", body="<title>Weather</title><h1>Weather</h1>"
            ),
        )
        context.on("page", listen)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


@dataclass
class Served:
    """A real gateway with a scripted Rasa behind it, in a thread of its own."""

    base_url: str
    desk: Desk
    rasa: ScriptedRasa

    def said(self, conversation_id: str, text: str) -> int:
        """How often the conversation has a message of the customer with this text."""
        events = self.desk.events_after(conversation_id, 0, 1_000)
        return sum(event.sender == "customer" and event.text == text for event in events)


@pytest.fixture
def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """The gateway with known answers; only waiting times are changed."""
    monkeypatch.setattr(passwords, "_N", 2**4)
    monkeypatch.setattr(rasa, "WATCH_UP", 0.2)
    monkeypatch.setattr(rasa, "WATCH_DOWN", 0.05)
    monkeypatch.setattr(turns, "BACKOFF", (0.05,) * 7)
    settings = Settings(
        port=free_port(),
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'desk.db'}",
        directory_url=f"sqlite:///{tmp_path / 'directory.db'}",
    )
    desk = Desk.open(settings.database_url)
    desk.add_staff(WORKER, "worker", PASSWORD)
    answering = ScriptedRasa(desk)
    rasa_port = free_port()
    app = make_app(
        settings,
        rasa_url=f"http://127.0.0.1:{rasa_port}",
        secret=SECRET,
        screen=plain_screen,
        encoder=FlatEncoder,
    )
    runners = [
        web.AppRunner(answering.app, shutdown_timeout=0.2),
        web.AppRunner(app, shutdown_timeout=0.2),
    ]

    async def start() -> None:
        for runner, port in zip(runners, (rasa_port, settings.port), strict=True):
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", port).start()

    async def stop() -> None:
        for runner in reversed(runners):
            await runner.cleanup()

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield Served(f"http://127.0.0.1:{settings.port}", desk, answering)
    asyncio.run_coroutine_threadsafe(stop(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    desk.close()


def sign_in(page: Page, path: str, name: str = WORKER, password: str = PASSWORD) -> Page:
    """Signs in as a worker and goes to a staff page."""
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")
    return page
