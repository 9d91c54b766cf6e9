"""A real gateway over real HTTP, a real SQLite file, and a stand-in for Rasa."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientWebSocketResponse
from aiohttp.test_utils import TestClient, TestServer

from bot.desk import Desk, passwords
from bot.risk import Assessment, Context, Tier, screen
from bot.settings import Settings
from bot.web import rasa, turns, words
from bot.web.app import make_app
from bot.web.gateway import GATEWAY, Gateway
from tests.flat_encoder import FlatEncoder
from tests.web.fake_rasa import SECRET, FakeRasa
from tests.words_of_danger import noticed

PASSWORD = "correct horse battery"
#: Words that mean danger here -> how much.
DANGER = {"overdose": Tier.T4, "suicide": Tier.T3, "burden": Tier.T1}


async def once_there_is_room(send: Callable[[], Awaitable[ClientResponse]]) -> ClientResponse:
    """Sends again what was refused as too much, as the widget does: a slow machine takes fewer at once."""
    answer = await send()
    for _ in range(100):
        if answer.status != 503:
            break
        await asyncio.sleep(0.3)
        answer = await send()
    return answer


def plain_screen(
    text: str, language: str | None = None, context: Context | None = None
) -> Assessment:
    """A stand-in for the real screening with three words that mean danger."""
    sign = noticed(text, DANGER)
    if sign:
        clarify = "utter_clarify_suicide_self_harm" if sign.tier is Tier.T1 else None
        return Assessment(sign.tier, (sign,), clarify)
    if "crash the screening" in text:
        raise RuntimeError(text)
    return Assessment()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting times are changed, and it is always a Tuesday noon in Sydney."""
    noon = datetime(2026, 11, 24, 1, tzinfo=timezone.utc)
    monkeypatch.setattr(words, "_now", lambda: noon)
    monkeypatch.setattr(passwords, "_N", 2**4)
    monkeypatch.setattr(turns, "BACKOFF", (0.02, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05))
    monkeypatch.setattr(rasa, "WATCH_DOWN", 0.05)
    monkeypatch.setattr(rasa, "WATCH_UP", 0.2)


@pytest.fixture
async def rasa_side() -> AsyncIterator[FakeRasa]:
    """A Rasa that is up."""
    fake = FakeRasa()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings over a database of the test's own."""
    return Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'desk.db'}",
        directory_url=f"sqlite:///{tmp_path / 'directory.db'}",
    )


async def eventually(condition: Callable[[], bool]) -> None:
    """Waits until a condition holds, at most ten seconds."""
    for _ in range(500):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


@dataclass
class Customer:
    """A browser with one conversation."""

    client: TestClient[Any, Any]
    id: str
    token: str
    said: int = 0

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    async def post(self, body: dict[str, Any], **more: Any) -> ClientResponse:
        return await self.client.post(
            f"/api/conversations/{self.id}/messages",
            json=body,
            headers={**self.headers, **more.pop("headers", {})},
            **more,
        )

    async def say(self, text: str, message_id: str | None = None) -> int:
        self.said += 1
        body = {"id": message_id or f"m{self.said}", "text": text}
        answer = await once_there_is_room(lambda: self.post(body))
        assert answer.status == 202, await answer.text()
        return int((await answer.json())["seq"])

    async def read(self, after: int = 0, wait: float = 0) -> dict[str, Any]:
        answer = await self.client.get(
            f"/api/conversations/{self.id}/events",
            params={"after": str(after), "wait": str(wait)},
            headers=self.headers,
        )
        assert answer.status == 200, await answer.text()
        found: dict[str, Any] = await answer.json()
        return found

    async def until(self, wanted: Callable[[list[dict[str, Any]]], bool]) -> list[dict[str, Any]]:
        """All events, as soon as they are as wanted; fails after ten seconds."""
        events: list[dict[str, Any]] = []

        async def look() -> None:
            while not wanted(events):
                after = events[-1]["seq"] if events else 0
                events.extend((await self.read(after, 5))["events"])

        await asyncio.wait_for(look(), 10)
        return events

    async def answers(self, count: int) -> list[str]:
        """The assistant's texts once there are ``count`` of them, the opening words left out."""

        def enough(events: list[dict[str, Any]]) -> bool:
            return len(_answers(events)) >= count

        return _answers(await self.until(enough))

    async def socket(self, after: int = 0) -> ClientWebSocketResponse:
        found = await self.client.ws_connect(
            f"/api/conversations/{self.id}/socket", params={"after": str(after)}
        )
        await found.send_json({"token": self.token})
        return found


def texts(events: list[dict[str, Any]]) -> list[str]:
    """What each event says."""
    return [e["text"] for e in events]


def has(text: str) -> Callable[[list[dict[str, Any]]], bool]:
    """Whether some event says just this, to wait for."""
    return lambda events: text in texts(events)


def _answers(events: list[dict[str, Any]]) -> list[str]:
    return [e["text"] for e in events if e["from"] == "assistant" and e["in_reply_to"]]


@dataclass
class Worker:
    """A signed-in browser at the desk."""

    client: TestClient[Any, Any]
    csrf: str
    name: str

    async def get(self, path: str) -> dict[str, Any]:
        answer = await self.client.get(f"/desk/api{path}")
        assert answer.status == 200, await answer.text()
        found: dict[str, Any] = await answer.json()
        return found

    async def post(self, path: str, body: dict[str, Any] | None = None) -> ClientResponse:
        return await self.client.post(
            f"/desk/api{path}", json=body or {}, headers={"X-CSRF-Token": self.csrf}
        )

    async def queue(self, state: str = "waiting") -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.get(f"/cases?state={state}"))["cases"]
        return found


class House:
    """Gateways on one database, and the people who use them."""

    def __init__(self, settings: Settings, fake: FakeRasa) -> None:
        self.settings = settings
        self.rasa = fake
        self.screen: Any = plain_screen
        #: The same by phrases alone, where a test tells the two apart.
        self.phrases: Any = None
        self._clients: list[TestClient[Any, Any]] = []
        self.main: TestClient[Any, Any]

    async def open(self) -> TestClient[Any, Any]:
        """A gateway process, as far as the test can tell."""
        app = make_app(
            self.settings,
            rasa_url=self.rasa.url,
            secret=SECRET,
            screen=self.screen,
            phrases=self.phrases,
            encoder=FlatEncoder,
        )
        client = TestClient(TestServer(app))
        await client.start_server()
        self._clients.append(client)
        self.main = client
        return client

    async def restart(self) -> TestClient[Any, Any]:
        """The gateway ends and another one opens on the same database."""
        await self.main.close()
        return await self.open()

    @property
    def gateway(self) -> Gateway:
        assert self.main.server is not None
        return self.main.server.app[GATEWAY]  # type: ignore[union-attr,no-any-return,attr-defined]

    @property
    def desk(self) -> Desk:
        return self.gateway.desk

    async def lose_rasa(self) -> None:
        """Rasa ends, and the gateway has noticed."""
        await self.rasa.stop()
        await eventually(lambda: not self.gateway.rasa.up)

    async def customer(self, **body: Any) -> Customer:
        answer = await once_there_is_room(lambda: self.main.post("/api/conversations", json=body))
        assert answer.status == 201, await answer.text()
        found = await answer.json()
        return Customer(self.main, found["id"], found["token"])

    async def worker(self, name: str = "Ana", role: str = "worker") -> Worker:
        if name not in {s.name for s in self.desk.staff()}:
            self.desk.add_staff(name, role, PASSWORD)
        client = TestClient(self.main.server)
        self._clients.append(client)
        page = await (await client.get("/sign-in")).text()
        found = re.search(r'name="csrf_token" value="([^"]+)"', page)
        assert found
        answer = await client.post(
            "/sign-in",
            data={"name": name, "password": PASSWORD, "csrf_token": found.group(1)},
            allow_redirects=False,
        )
        assert answer.status == 303, await answer.text()
        token = next(c.value for c in client.session.cookie_jar if c.key == "desk")
        session = self.desk.session(token)
        assert session is not None
        return Worker(client, session.csrf_token, name)

    async def close(self) -> None:
        for client in reversed(self._clients):
            await client.session.close()
        for client in self._clients:
            await client.close()


@pytest.fixture
async def real(house: House) -> House:
    """A gateway with the real phrases."""
    house.screen = partial(screen, phrases_alone=True)
    await house.restart()
    await house.gateway.rasa.wait_up()
    return house


@pytest.fixture
async def house(settings: Settings, rasa_side: FakeRasa) -> AsyncIterator[House]:
    """One gateway that is up, with Rasa up behind it."""
    made = House(settings, rasa_side)
    await made.open()
    await made.gateway.rasa.wait_up()
    yield made
    await made.close()
