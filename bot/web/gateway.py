"""What every view needs, hung on the application under typed keys."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.desk import Desk
from bot.settings import Settings
from bot.web.desk_feed import DeskFeed
from bot.web.hub import Hub
from bot.web.limits import (
    Buckets,
    conversation_limit,
    failed_sign_ins,
    failed_sign_ins_of_account,
)
from bot.web.load import Load
from bot.web.rasa import Rasa
from bot.web.safety import SafetyNet
from bot.web.screening import Screening
from bot.web.text_gateway import Outcomes
from bot.web.threads import Threads
from bot.web.turns import Turns

#: Hashes of tokens that are remembered with their conversation (about 4 MB).
KNOWN_TOKENS = 20_000


@dataclass
class Limits:
    """Everything that is counted."""

    messages: Buckets = field(default_factory=conversation_limit)
    sign_ins: Buckets = field(default_factory=failed_sign_ins)
    accounts: Buckets = field(default_factory=failed_sign_ins_of_account)
    #: Unanswered messages that one conversation may have, and all together, while Rasa
    #: is up. Beyond, the answer would come late: 500 take about ten seconds.
    waiting_here: int = 50
    waiting_everywhere: int = 500
    #: While Rasa is down messages are only kept, so many more are.
    kept_here: int = 200
    kept_everywhere: int = 50_000
    #: Messages on their way to a 202. Beyond, one more would be taken late: 40 take about
    #: half a second on a busy core.
    arriving: int = 120
    #: Texts that wait for a look by phrases (under a millisecond each). Beyond, nothing is read.
    glancing: int = 300
    #: Open sockets and long polls of one conversation (its tabs).
    listeners: int = 20


@dataclass
class Gateway:
    """The parts of a running gateway."""

    settings: Settings
    desk: Desk
    threads: Threads
    hub: Hub
    rasa: Rasa
    screening: Screening
    safety: SafetyNet
    turns: Turns
    feed: DeskFeed
    limits: Limits
    load: Load
    #: Which conversation a token opens, by the token's hash: neither ever changes.
    tokens: dict[str, str] = field(default_factory=dict)
    #: How the operator's service for text messages does.
    text_outcomes: Outcomes = field(default_factory=Outcomes)
    #: Parts of /health that are asked for at most every few seconds.
    health_cache: dict[str, Any] = field(default_factory=dict)

    def remember(self, token_hash: str, conversation_id: str) -> None:
        """Which conversation a token opens, so that the store needn't be asked at each message."""
        if len(self.tokens) >= KNOWN_TOKENS:
            self.tokens.clear()
        self.tokens[token_hash] = conversation_id


GATEWAY: web.AppKey[Gateway] = web.AppKey("gateway", Gateway)


def gateway_of(request: web.Request) -> Gateway:
    """The running gateway behind a request."""
    return request.app[GATEWAY]
