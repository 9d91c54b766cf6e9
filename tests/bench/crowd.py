"""Many people who write at once: a load generator that costs little and says how late it was itself.

Each person has one kept connection. Messages are sent when they are due, whatever came back to
the ones before: a slow gateway doesn't slow those who write to it.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import cast

#: (status, body, seconds of Retry-After)
Answer = tuple[int, bytes, int]


class Line(asyncio.Protocol):
    """One connection with one request at a time, and as little work for it as possible."""

    def __init__(self) -> None:
        self._transport: asyncio.WriteTransport | None = None
        self._got = b""
        self._tell: Callable[[Answer], None] | None = None

    @classmethod
    async def open(cls, port: int) -> Line:
        """A line to the gateway on this machine. Raises ``OSError``."""
        _, line = await asyncio.get_running_loop().create_connection(cls, "127.0.0.1", port)
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It can be written to."""
        self._transport = cast(asyncio.WriteTransport, transport)

    def data_received(self, data: bytes) -> None:
        """Tells an answer once it is whole."""
        self._got += data
        end = self._got.find(b"\r\n\r\n")
        if end < 0:
            return
        head = self._got[:end].lower()
        whole = end + 4 + _number(head, b"\r\ncontent-length: ")
        if len(self._got) < whole:
            return
        answer = int(head[9:12]), self._got[end + 4 : whole], _number(head, b"\r\nretry-after: ")
        self._got = self._got[whole:]
        tell, self._tell = self._tell, None
        if tell is not None:
            tell(answer)

    def connection_lost(self, why: Exception | None) -> None:
        """Whoever waits hears of it as status 0."""
        tell, self._tell = self._tell, None
        if tell is not None:
            tell((0, b"", 0))

    def send(self, request: bytes, tell: Callable[[Answer], None]) -> None:
        """Sends a request; ``tell`` hears the answer."""
        assert self._transport is not None
        assert self._tell is None
        self._tell = tell
        self._transport.write(request)

    async def ask(self, request: bytes) -> Answer:
        """Sends a request and waits for its answer."""
        answered: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self.send(request, lambda answer: answered.done() or answered.set_result(answer))
        return await answered

    def close(self) -> None:
        """Hangs up."""
        if self._transport is not None:
            self._transport.close()


def _number(head: bytes, field: bytes) -> int:
    start = head.find(field)
    return int(head[start + len(field) :].split(b"\r", 1)[0]) if start >= 0 else 0


def request(method: str, path: str, body: bytes = b"", token: str = "") -> bytes:
    """A request as it goes over the line."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    if body:
        lines.append("Content-Type: application/json")
    if token:
        lines.append(f"Authorization: Bearer {token}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


@dataclass
class Said:
    """One message: when it was first sent, and what came back each time."""

    text: str
    first_sent: datetime
    statuses: list[int] = field(default_factory=list)


@dataclass
class Person:
    """One conversation and what is said in it, by message id."""

    line: Line
    id: str
    token: str
    said: dict[str, Said] = field(default_factory=dict)

    def post(self, message_id: str, text: str) -> bytes:
        """The request that says something; the first time it is noted."""
        if message_id not in self.said:
            self.said[message_id] = Said(text, datetime.now(timezone.utc))
        body = json.dumps({"id": message_id, "text": text}).encode()
        return request("POST", f"/api/conversations/{self.id}/messages", body, self.token)


async def people(port: int, count: int) -> list[Person]:
    """Opens ``count`` conversations, one after another."""
    found = []
    for _ in range(count):
        line = await Line.open(port)
        while True:
            status, body, after = await line.ask(request("POST", "/api/conversations", b"{}"))
            if status == 201:
                break
            await asyncio.sleep(max(0.5, after))
        made = json.loads(body)
        found.append(Person(line, made["id"], made["token"]))
    return found


@dataclass
class Rush:
    """What came back while everybody wrote, and how late, in milliseconds."""

    statuses: Counter[int] = field(default_factory=Counter)
    taken_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    #: How much later than due the generator itself has sent each message.
    sent_late_ms: list[float] = field(default_factory=list)
    #: Messages a second, from the first one sent to the last.
    sent_rate: float = 0.0
    #: What was refused, in the order it was said.
    left: list[tuple[Person, str]] = field(default_factory=list)

    async def send(self, everybody: list[Person], texts: list[str], rate: float) -> None:
        """Sends the texts at ``rate`` a second; returns once all of them are answered.

        Who waits for an answer says nothing meanwhile; where nobody is free a message is sent late.
        """
        loop = asyncio.get_running_loop()
        free, someone_free, all_answered = deque(everybody), asyncio.Event(), loop.create_future()
        open_count = len(texts)

        def send(person: Person, message_id: str, text: str) -> None:
            packed = person.post(message_id, text)
            sent = time.perf_counter()

            def tell(answer: Answer) -> None:
                nonlocal open_count
                self._note(person, message_id, answer[0], 1000 * (time.perf_counter() - sent))
                free.append(person)
                someone_free.set()
                open_count -= 1
                if not open_count and not all_answered.done():
                    all_answered.set_result(None)

            person.line.send(packed, tell)

        began = time.perf_counter()
        for number, text in enumerate(texts):
            due = began + number / rate
            if (wait := due - time.perf_counter()) > 0:
                await asyncio.sleep(wait)
            while not free:
                someone_free.clear()
                await someone_free.wait()
            self.sent_late_ms.append(1000 * max(0.0, time.perf_counter() - due))
            send(free.popleft(), f"m{number}", text)
        self.sent_rate = len(texts) / (time.perf_counter() - began)
        await all_answered

    def _note(self, person: Person, message_id: str, status: int, milliseconds: float) -> None:
        person.said[message_id].statuses.append(status)
        self.statuses[status] += 1
        (self.taken_ms if status == 202 else self.refused_ms).append(milliseconds)
        if status != 202:
            self.left.append((person, message_id))


async def bring_home(left: list[tuple[Person, str]], still: Counter[str]) -> None:
    """Refused messages come again after the time asked for, one after another in a conversation.

    ``still`` counts, by conversation, what has not been taken yet.
    """
    by_person: dict[str, list[tuple[Person, str]]] = {}
    for person, message_id in left:
        by_person.setdefault(person.id, []).append((person, message_id))
        still[person.id] += 1

    async def one(items: list[tuple[Person, str]]) -> None:
        for person, message_id in items:
            while True:
                said = person.said[message_id]
                status, _, after = await person.line.ask(person.post(message_id, said.text))
                said.statuses.append(status)
                if status == 202:
                    still[person.id] -= 1
                    break
                await asyncio.sleep(max(1, after))

    await asyncio.gather(*(one(items) for items in by_person.values()))
