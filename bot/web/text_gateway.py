"""The operator's own service that sends text messages: one POST each, and what came of it.

``POST SMS_GATEWAY_URL`` with ``Authorization: Bearer``, ``Idempotency-Key`` and
``{"id", "to", "text"}``. Any 2xx means that it was taken. When it is down, slow or odd the
answer is a word of ``bot.desk.text_messages.STATES``, never an exception: whether a message
may have left decides whether anybody may send it again. Nothing is tried twice by itself,
no redirect is followed, the answer's body is not read, and neither the number, the words,
the address nor the token is logged.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)

from bot.web.errors import where

logger = logging.getLogger(__name__)

#: Seconds until a worker hears that nobody knows.
PATIENCE = 10.0
CONNECT_SECONDS = 5.0
#: Messages under way at once.
AT_ONCE = 4
#: Answers that say "not now": the message was not taken.
_LATER = {429, 503}


@dataclass
class Outcomes:
    """What came of the texts since the start: counts by state, for ``/health``."""

    counts: Counter[str] = field(default_factory=Counter)
    last: str | None = None

    def add(self, state: str) -> None:
        """Notes one more."""
        self.counts[state] += 1
        self.last = state

    def as_dict(self) -> dict[str, Any]:
        """``up`` until a text stays away or nobody knows; a refusal of one number is no fault."""
        return {"up": self.last not in {"failed", "unknown"}, "last": self.last, **self.counts}


class TextGateway:
    """One operator's gateway. Made inside a running event loop; ``close`` it at the end."""

    def __init__(self, url: str, token: str, *, patience: float = PATIENCE) -> None:
        self._url = url
        self._patience = patience
        # A connection each: whatever a gateway says twice can't be taken for the next answer.
        self._session = ClientSession(
            connector=TCPConnector(limit=AT_ONCE, force_close=True),
            cookie_jar=DummyCookieJar(),
            headers={"Authorization": f"Bearer {token}"},
            auto_decompress=False,
            trust_env=False,
        )

    async def send(self, key: str, number: str, words: str) -> str:
        """``sent``, ``refused``, ``failed`` (it never left) or ``unknown`` (it may have)."""
        timeout = ClientTimeout(total=self._patience, sock_connect=CONNECT_SECONDS)
        try:
            async with self._session.post(
                self._url,
                json={"id": key, "to": number, "text": words},
                headers={"Idempotency-Key": key},
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                return _meaning(answer.status)
        except (ClientConnectorError, ConnectionTimeoutError) as error:
            logger.warning("text_gateway_unreachable error=%s", where(error))
            return "failed"
        except (ClientError, asyncio.TimeoutError, OSError, ValueError) as error:
            logger.warning("text_gateway_silent error=%s", where(error))
            return "unknown"

    async def close(self) -> None:
        """Gives the connections back."""
        await self._session.close()


def _meaning(status: int) -> str:
    if 200 <= status < 300:
        return "sent"
    if status in _LATER:
        return "failed"
    # An error of its own may have come after the message had left.
    return "unknown" if status >= 500 else "refused"
