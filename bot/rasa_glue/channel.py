"""The channel between the gateway and Rasa: loopback only, one shared secret, never an empty yes."""

from __future__ import annotations

import hmac
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.rasa_glue.turn import TurnFailed, take_turn

logger = logging.getLogger(__name__)

SECRET_HEADER = "X-Gateway-Secret"  # noqa: S105 - a name, no secret
SECRET_VARIABLE = "GATEWAY_SECRET"  # noqa: S105 - a name, no secret

_STATUS = {"bad_payload": 400, "not_ready": 503}


class GatewayChannel(InputChannel):
    """``POST /webhooks/gateway/webhook`` for the gateway process of the same machine."""

    def __init__(self, secret: str) -> None:
        """``secret``: what the gateway must send; with an empty one every call is refused."""
        self._secret = secret

    @classmethod
    def name(cls) -> str:
        """Part of the address: /webhooks/gateway."""
        return "gateway"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> GatewayChannel:
        """The secret comes from the environment, never from a file."""
        return cls(os.environ.get(SECRET_VARIABLE, ""))

    def _allowed(self, request: Request) -> bool:
        given = request.headers.get(SECRET_HEADER, "")
        return bool(self._secret) and hmac.compare_digest(given.encode(), self._secret.encode())

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Sanic routes of the channel."""
        routes = Blueprint("gateway_channel")

        async def health(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return json({"error": "forbidden"}, status=403)
            return json(_health(request))

        async def webhook(request: Request) -> HTTPResponse:
            if not self._allowed(request):
                return json({"error": "forbidden"}, status=403)
            return await _answer(request)

        routes.add_route(health, "/health", methods=["GET"], name="health")
        routes.add_route(webhook, "/webhook", methods=["POST"], name="webhook")
        return routes


def _health(request: Request) -> dict[str, Any]:
    from bot.rasa_glue.health import parts

    agent = getattr(request.app.ctx, "agent", None)
    return parts(agent)


async def _answer(request: Request) -> HTTPResponse:
    body = request.json
    agent = getattr(request.app.ctx, "agent", None)
    problem = _problem(body)
    if problem:
        return json({"error": problem}, status=400)
    if agent is None or not agent.is_ready():
        return json({"error": "not_ready"}, status=503)
    try:
        turn = await take_turn(
            agent,
            body["sender"],
            body["message_id"],
            text=body.get("text"),
            payload=body.get("payload"),
            metadata=body.get("metadata") or {},
        )
    except TurnFailed as failure:
        logger.warning("turn failed conversation=%s code=%s", body["sender"], failure.code)
        return json({"error": failure.code}, status=_STATUS.get(failure.code, 502))
    except Exception as error:  # the edge of the process: the gateway must hear of everything
        logger.error("turn failed conversation=%s error=%s", body["sender"], type(error).__name__)
        logger.debug("turn failure", exc_info=error)
        return json({"error": "internal"}, status=500)
    return json(turn.as_dict())


def _problem(body: Any) -> str:
    """What is wrong with a request's body; empty when nothing is."""
    if not isinstance(body, dict):
        return "body_not_an_object"
    for name in ("sender", "message_id"):
        if not isinstance(body.get(name), str) or not body[name]:
            return f"{name}_missing"
    if not isinstance(body.get("text"), str) and not isinstance(body.get("payload"), str):
        return "text_or_payload_missing"
    if not isinstance(body.get("metadata") or {}, dict):
        return "metadata_not_an_object"
    return ""
