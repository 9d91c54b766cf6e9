"""An operator's gateway for text messages as they are in the world: slow, broken, odd."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

TOKEN = "operators-own-secret"


@dataclass
class SmsHouse:
    """A real server over TCP. ``mode`` says how it behaves; ``taken`` is what reached it whole."""

    port: int = 0
    mode: str = "takes"
    taken: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/send?account=7"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        try:
            while await self._answer(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = dict(line.split(": ", 1) for line in head[1:] if line)
        found = {name.lower(): value for name, value in fields.items()}
        body = json.loads(await reader.readexactly(int(found.get("content-length", "0"))))
        self.taken.append(body)
        self.headers.append(found)
        if self.mode == "hangs_up":
            return False
        if self.mode == "slow":
            await asyncio.sleep(2)
        answers = {
            "refuses": b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n",
            "is_full": b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n",
            "breaks": b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n",
            "moves": b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 0\r\n\r\n",
            "talks_rubbish": b"what do you want?\r\n\r\n",
            "never_ends": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            + b"5\r\nhello\r\n",
        }
        good = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"
        refused = answers["refuses"]
        twice = good + refused if self.mode == "answers_twice" else b""
        writer.write(twice or answers.get(self.mode, good))
        await writer.drain()
        return True


@asynccontextmanager
async def sms_house() -> AsyncIterator[SmsHouse]:
    """The server, for as long as the block lasts."""
    house = SmsHouse()
    server = await asyncio.start_server(house.serve, "127.0.0.1", 0)
    house.port = int(server.sockets[0].getsockname()[1])
    try:
        yield house
    finally:
        server.close()
