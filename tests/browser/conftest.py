"""A browser, people at it, and something to browse."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.stand_in import StandIn

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

NewPerson = Callable[..., Page]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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
    """A stand-in gateway that runs in a thread."""

    gateway: StandIn
    base_url: str


@pytest.fixture
def scripted() -> Iterator[Served]:
    """The scripted stand-in, for states that a whole program does not fall into on request."""
    port = free_port()
    loop = asyncio.new_event_loop()
    gateway = StandIn()
    runner = web.AppRunner(gateway.app, shutdown_timeout=0.2)

    async def start() -> None:
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()

    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    yield Served(gateway, f"http://127.0.0.1:{port}")
    gateway.sockets = False
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
