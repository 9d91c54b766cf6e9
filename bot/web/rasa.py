"""The gateway's line to the Rasa process: one call a message, and a watch on its health.

When Rasa is down, slow or failing, ``turn`` raises ``TurnFailed``; it never
returns an empty answer. Who asks decides what the person is told meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.desk import Reply
from bot.web.hub import wait_for

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Gateway-Secret"  # noqa: S105 - its name, not its value
#: A turn takes 20-100 ms; a model that is being loaded or a machine that swaps takes seconds.
TURN_SECONDS = 20.0
HEALTH_SECONDS = 3.0
#: How often health is asked for while all is well, and while it isn't.
WATCH_UP, WATCH_DOWN = 5.0, 0.5
#: Turns at once: Rasa is one process, more would only wait inside it.
AT_ONCE = 16

#: Sending the same message again can't help.
PERMANENT = {"bad_payload", "text_or_payload_missing", "body_not_an_object"}
#: The whole assistant is away: nothing is wrong with the message.
OUTAGE = {"unreachable", "not_ready", "forbidden"}


class TurnFailed(Exception):
    """No answer to a message; ``code`` says why (the channel's code, or unreachable, timeout)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def permanent(self) -> bool:
        """Whether trying again is useless."""
        return self.code in PERMANENT

    @property
    def outage(self) -> bool:
        """Whether the assistant as a whole is away."""
        return self.code in OUTAGE


@dataclass(frozen=True)
class Turn:
    """What the assistant makes of a message."""

    replies: list[Reply]
    facts: dict[str, Any] = field(default_factory=dict)
    intent: str = ""
    assessment: dict[str, Any] = field(default_factory=dict)

    @property
    def pending_clarification(self) -> str | None:
        """Domain of the clarifying question this turn has asked, or None.

        The assistant may have left it out (staff judge what a customer means; a person
        was asked for): what it knows counts, the assessment only where it told nothing.
        """
        if self.facts:
            return str(self.facts.get("pending_clarification") or "") or None
        clarify = self.assessment.get("clarify")
        return str(clarify).removeprefix("utter_clarify_") if clarify else None


class Rasa:
    """The Rasa process as the gateway sees it."""

    def __init__(self, session: ClientSession, url: str, secret: str) -> None:
        self._session = session
        self._url = url.rstrip("/") + "/webhooks/gateway"
        self._headers = {SECRET_HEADER: secret}
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._up = asyncio.Event()
        self._nudge = asyncio.Event()
        #: The last health answer; empty while there is none.
        self.health: dict[str, Any] = {}
        self.why_down = "not_asked_yet"
        self.on_change: Callable[[], None] = lambda: None

    @property
    def up(self) -> bool:
        """Whether the last sign of it was good."""
        return self._up.is_set()

    async def wait_up(self) -> None:
        """Returns once Rasa is up."""
        await self._up.wait()

    async def turn(
        self,
        conversation_id: str,
        message_id: str,
        *,
        text: str | None,
        payload: str | None,
        metadata: dict[str, Any],
    ) -> Turn:
        """One message; raises ``TurnFailed``. Repeating a message id acts once."""
        body: dict[str, Any] = {"sender": conversation_id, "message_id": message_id}
        body |= {"text": text} if text is not None else {"payload": payload}
        try:
            async with (
                self._slots,
                self._session.post(
                    f"{self._url}/webhook",
                    json={**body, "metadata": metadata},
                    headers=self._headers,
                    timeout=ClientTimeout(total=TURN_SECONDS),
                ) as answer,
            ):
                found = await answer.json(content_type=None)
                status = answer.status
        except asyncio.TimeoutError:
            self._nudge.set()
            raise TurnFailed("timeout") from None
        except (ClientError, OSError):
            self._set_down("unreachable")
            raise TurnFailed("unreachable") from None
        except ValueError:
            raise TurnFailed("not_json") from None
        return self._read(found, status, bool(metadata.get("held")))

    def _read(self, found: Any, status: int, held: bool) -> Turn:
        if not isinstance(found, dict):
            raise TurnFailed("not_json")
        if status != 200:
            failure = TurnFailed(str(found.get("error") or f"http_{status}")[:64])
            if failure.outage:
                self._set_down(failure.code)
            raise failure
        replies = [_reply(r) for r in found.get("replies") or []]
        if not replies and not held:
            raise TurnFailed("no_reply")
        return Turn(
            replies,
            dict(found.get("facts") or {}),
            str(found.get("intent") or ""),
            dict(found.get("assessment") or {}),
        )

    async def check(self) -> None:
        """Asks for health once and remembers the answer."""
        try:
            async with self._session.get(
                f"{self._url}/health",
                headers=self._headers,
                timeout=ClientTimeout(total=HEALTH_SECONDS),
            ) as answer:
                found = await answer.json(content_type=None)
                status = answer.status
        except asyncio.TimeoutError:
            self._set_down("timeout")
        except (ClientError, OSError, ValueError):
            self._set_down("unreachable")
        else:
            if status == 200 and isinstance(found, dict) and found.get("status") in {"up", "ok"}:
                self._set_up(found)
            else:
                code = found.get("error") or found.get("status") if isinstance(found, dict) else ""
                self._set_down(str(code or f"http_{status}"))

    async def watch(self) -> None:
        """Asks again and again, faster while Rasa is down; ends only by being cancelled."""
        while True:
            await self.check()
            await wait_for(self._nudge, WATCH_UP if self.up else WATCH_DOWN)

    def _set_up(self, health: dict[str, Any]) -> None:
        self.health = health
        if not self.up:
            logger.info("rasa_up model=%s", health.get("model"))
            self._up.set()
            self.on_change()

    def _set_down(self, why: str) -> None:
        self.why_down = why
        if self.up:
            logger.warning("rasa_down why=%s", why)
            self._up.clear()
            self._nudge.set()
            self.on_change()


def _reply(found: dict[str, Any]) -> Reply:
    return Reply(
        text=str(found.get("text") or ""),
        buttons=[
            {"title": str(b.get("title", "")), "payload": str(b.get("payload", ""))}
            for b in found.get("buttons") or []
        ],
        cards=list(found.get("cards") or []),
        safety=bool(found.get("safety")),
    )
