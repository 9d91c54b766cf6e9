"""A stand-in for the Rasa process that keeps the channel's contract, and fails on request."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import numpy as np
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

SECRET = "between-the-two"


class FakeRasa:
    """Echoes what it is sent; attributes change how it behaves while it runs."""

    def __init__(self) -> None:
        self.port = unused_port()
        self.server: TestServer | None = None
        #: (conversation, message id, body) in the order they came, repeats included.
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        #: Messages that had an effect, each once.
        self.acted: list[tuple[str, str]] = []
        self._answers: dict[tuple[str, str], dict[str, Any]] = {}
        self._busy: set[str] = set()
        #: Set when one conversation had two messages at once.
        self.overlapped = False
        self.delay = 0.0
        #: Status and code for every turn while set, e.g. (502, "action_failed").
        self.failure: tuple[int, str] | None = None
        #: Texts that fail always.
        self.poison: set[str] = set()
        self.facts: dict[str, Any] = {}
        self.assessment: dict[str, Any] = {"tier": "T0", "indicators": [], "clarify": None}
        self.replies: list[dict[str, Any]] | None = None
        #: Cuts the connection after acting, before answering, this many times.
        self.die_after_acting = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        app = web.Application()
        app.router.add_post("/webhooks/gateway/webhook", self._turn)
        app.router.add_get("/webhooks/gateway/health", self._health)
        self.server = TestServer(app, port=self.port)
        await self.server.start_server()

    async def stop(self) -> None:
        if self.server is not None:
            await self.server.close()
            self.server = None

    async def _health(self, request: web.Request) -> web.Response:
        if request.headers.get("X-Gateway-Secret") != SECRET:
            return web.json_response({"error": "forbidden"}, status=403)
        return web.json_response(
            {
                "status": "up",
                "model": "fake-model",
                "encoder": "fake",
                "risk": {"patterns": 1},
                "actions": 3,
                "directory": {"up": True},
            }
        )

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("X-Gateway-Secret") != SECRET:
            return web.json_response({"error": "forbidden"}, status=403)
        body = await request.json()
        sender, message_id = body["sender"], body["message_id"]
        self.calls.append((sender, message_id, body))
        if sender in self._busy:
            self.overlapped = True
        self._busy.add(sender)
        try:
            await asyncio.sleep(self.delay)
            return await self._answer(request, body)
        finally:
            self._busy.discard(sender)

    async def _answer(self, request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        key = (body["sender"], body["message_id"])
        said = body.get("text") or body.get("payload")
        if self.failure is not None:
            return web.json_response({"error": self.failure[1]}, status=self.failure[0])
        if said in self.poison:
            return web.json_response({"error": "action_failed"}, status=502)
        if key not in self._answers:
            self.acted.append(key)
            held = body["metadata"].get("held")
            echo = [{"text": f"You said: {said}", "buttons": [], "cards": [], "safety": False}]
            self._answers[key] = {
                "replies": [] if held else (self.replies if self.replies is not None else echo),
                "facts": self.facts,
                "intent": "inform",
                "assessment": self.assessment,
            }
        if self.die_after_acting:
            self.die_after_acting -= 1
            assert request.transport is not None
            request.transport.close()
        return web.json_response(self._answers[key])

    def texts(self, conversation_id: str) -> list[str]:
        """What one conversation's messages said, in order, repeats and payloads left out."""
        seen: dict[str, str] = {}
        for sender, message_id, body in self.calls:
            if sender == conversation_id and "text" in body:
                seen.setdefault(message_id, body["text"])
        return list(seen.values())


def vector_of(body: dict[str, Any]) -> np.ndarray[Any, Any]:
    """The sentence vector that came with a call."""
    return np.frombuffer(base64.b64decode(body["metadata"]["vector"]), dtype=np.float32)
