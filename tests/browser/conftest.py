"""A browser, people at it, and something to browse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.desk import Desk, passwords
from bot.serve import free_port
from bot.settings import Settings
from bot.web import rasa, turns
from bot.web.app import make_app
from tests.browser.chatting import open_chat
from tests.browser.scripted_rasa import SECRET, ScriptedRasa, plain_screen
from tests.flat_encoder import FlatEncoder

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

#: Milliseconds until something that should show is missed: a busy machine is slow, not wrong.
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)

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
        context.set_default_timeout(PATIENCE)
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
    settings: Settings
    _loop: asyncio.AbstractEventLoop
    _gateway: web.AppRunner

    def said(self, conversation_id: str, text: str) -> int:
        """How often the conversation has a message of the customer with this text."""
        events = self.desk.events_after(conversation_id, 0, 1_000)
        return sum(event.sender == "customer" and event.text == text for event in events)

    def stop_gateway(self) -> None:
        """The gateway ends, as at a restart of the program."""
        _wait(self._loop, self._gateway.cleanup())

    def start_gateway(self) -> None:
        """Another one opens at the same address, on the same data."""
        self._gateway = _gateway(self.settings, self.rasa)
        _wait(self._loop, _listen(self._gateway, self.settings.port))

    def close(self) -> None:
        """Ends the gateway."""
        self.stop_gateway()
        self.desk.close()


def _wait(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, None]) -> None:
    asyncio.run_coroutine_threadsafe(work, loop).result(20)


async def _listen(runner: web.AppRunner, port: int) -> None:
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()


def _gateway(settings: Settings, answering: ScriptedRasa) -> web.AppRunner:
    app = make_app(
        settings,
        rasa_url=f"http://127.0.0.1:{answering.port}",
        secret=SECRET,
        screen=plain_screen,
        encoder=FlatEncoder,
    )
    return web.AppRunner(app, shutdown_timeout=0.2)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that runs in a thread of its own."""
    made = asyncio.new_event_loop()
    thread = threading.Thread(target=made.run_forever, daemon=True)
    thread.start()
    yield made
    made.call_soon_threadsafe(made.stop)
    thread.join(10)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over data of the test's own."""
    return Settings(
        port=free_port(),
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'desk.db'}",
        directory_url=f"sqlite:///{tmp_path / 'directory.db'}",
    )


@pytest.fixture
def scripted(
    settings: Settings, loop: asyncio.AbstractEventLoop, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Served]:
    """The gateway with known answers; only waiting times are changed."""
    monkeypatch.setattr(passwords, "_N", 2**4)
    monkeypatch.setattr(rasa, "WATCH_UP", 0.2)
    monkeypatch.setattr(rasa, "WATCH_DOWN", 0.05)
    monkeypatch.setattr(turns, "BACKOFF", (0.05,) * 7)
    desk = Desk.open(settings.database_url)
    desk.add_staff(WORKER, "worker", PASSWORD)
    answering = ScriptedRasa(desk, free_port())
    behind = web.AppRunner(answering.app, shutdown_timeout=0.2)
    _wait(loop, _listen(behind, answering.port))
    gateway = _gateway(settings, answering)
    _wait(loop, _listen(gateway, settings.port))
    served = Served(f"http://127.0.0.1:{settings.port}", desk, answering, settings, loop, gateway)
    yield served
    served.close()
    _wait(loop, behind.cleanup())


@pytest.fixture
def customer(new_person: NewPerson, scripted: Served) -> Page:
    """Somebody who has opened the chat window."""
    return open_chat(new_person(scripted.base_url))


@pytest.fixture
def worker(new_person: NewPerson, scripted: Served) -> Page:
    """The worker at the desk."""
    return at_desk(new_person, scripted)


def sign_in(page: Page, path: str, name: str = WORKER, password: str = PASSWORD) -> Page:
    """Signs in as a worker and goes to a staff page."""
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"**{path}")
    return page


def at_desk(new_person: NewPerson, scripted: Served, name: str = WORKER, **options: object) -> Page:
    """A worker who has opened the desk."""
    if name not in {one.name for one in scripted.desk.staff()}:
        scripted.desk.add_staff(name, "worker", PASSWORD)
    page = sign_in(new_person(scripted.base_url, **options), "/desk", name)
    expect(page.locator("#desk[data-ready]")).to_be_visible()
    return page
