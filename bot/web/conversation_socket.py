"""The same events over a WebSocket, resumable by number."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

from aiohttp import WSMsgType, web

from bot.web.access import allowed_origin, bearer, conversation_for
from bot.web.conversation_views import ANY_SEQ, state
from bot.web.errors import Refused, where
from bot.web.gateway import Gateway, gateway_of
from bot.web.hub import wait_for
from bot.web.requests import query_number

logger = logging.getLogger(__name__)

#: Seconds between pings; proxies close what is silent for a minute.
HEARTBEAT = 20.0
#: Seconds a client has to send its token.
HELLO_SECONDS = 10.0
#: How long a socket sleeps at most before it looks for itself (a ring that was missed,
#: a change made by the other process).
LOOK_AGAIN = 15.0
#: Close codes: 4000 and the HTTP status.
CLOSE_BASE = 4000
FRAME_LIMIT = 4096


@bearer
async def conversation_socket(request: web.Request) -> web.StreamResponse:
    """WS .../socket?after=N. The first frame from the client is ``{"token"}``.

    Then come ``{"state"}`` and ``{"event"}`` frames. Closes with 4401, 4404 or
    4429 where HTTP would answer 401, 404 or 429.
    """
    allowed_origin(request)
    after = int(query_number(request, "after", default=0, highest=ANY_SEQ))
    gateway = gateway_of(request)
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME_LIMIT)
    await socket.prepare(request)
    try:
        conversation_id = await _hello(request, socket)
        if gateway.hub.count(conversation_id) >= gateway.limits.listeners:
            raise Refused(429, "too_many_listeners", "close some of the tabs")
    except Refused as refused:
        await socket.close(code=CLOSE_BASE + refused.status, message=refused.code.encode())
        return socket
    sender = asyncio.create_task(_send_news(gateway, conversation_id, socket, after))
    try:
        # Messages come by POST; reading notices that the client has gone.
        async for frame in socket:
            if frame.type is WSMsgType.ERROR:
                break
    finally:
        sender.cancel()
        await asyncio.gather(sender, return_exceptions=True)
    return socket


async def _hello(request: web.Request, socket: web.WebSocketResponse) -> str:
    try:
        frame = await socket.receive(timeout=HELLO_SECONDS)
    except asyncio.TimeoutError:
        raise Refused(401, "no_token", "the first frame is the token") from None
    token: Any = None
    if frame.type is WSMsgType.TEXT:
        try:
            hello = json.loads(frame.data)
        except (ValueError, RecursionError):
            hello = None
        token = hello.get("token") if isinstance(hello, dict) else None
    if not isinstance(token, str) or not token:
        raise Refused(401, "no_token", "the first frame is the token")
    return await conversation_for(request, token)


async def _send_news(
    gateway: Gateway, conversation_id: str, socket: web.WebSocketResponse, after: int
) -> None:
    told: dict[str, Any] | None = None
    try:
        with gateway.hub.listen(conversation_id) as bell:
            while not socket.closed:
                at_hand = gateway.hub.told(conversation_id, after)
                events, conversation = (
                    at_hand
                    if at_hand
                    else await gateway.threads.read(gateway.desk.news, conversation_id, after)
                )
                if told != (now := state(gateway, conversation)):
                    told = now
                    await socket.send_json({"state": told})
                for event in events:
                    await socket.send_json({"event": event.as_dict()})
                    after = event.seq
                await wait_for(bell, LOOK_AGAIN)
    except (ConnectionError, RuntimeError):
        return  # the client has gone; it comes back with ?after=
    except Exception as error:  # the edge of a task
        logger.error("socket_failed conversation=%s error=%s", conversation_id, where(error))
        await socket.close(code=1011)
