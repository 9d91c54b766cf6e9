"""The desk's own socket: cases and what is said in them, as it happens."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress

from aiohttp import WSMsgType, web

from bot.desk.errors import NotFound
from bot.web.access import DESK_ROLES, SESSION, cookie_name, signed_in, staff_only
from bot.web.conversation_socket import CLOSE_BASE, FRAME_LIMIT, HEARTBEAT
from bot.web.desk_feed import DeskListener
from bot.web.gateway import Gateway, gateway_of

logger = logging.getLogger(__name__)

#: Seconds between signs that somebody is at this desk (``PRESENT_FOR`` counts on it),
#: and between looks whether the sign-in still holds.
PRESENCE = 30.0


@staff_only(DESK_ROLES)
async def desk_socket(request: web.Request) -> web.StreamResponse:
    """WS /desk/socket: pushes ``{"case"}``, ``{"event"}``, ``{"notices"}``; the sign-in is the cookie.

    ``{"watch": case_id}`` from the client reads along with a case that somebody else has;
    that it does is kept in the case's history first. Closes with 4401 when the sign-in ends.
    """
    gateway = gateway_of(request)
    socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=FRAME_LIMIT)
    await socket.prepare(request)
    listener = DeskListener(request[SESSION])
    gateway.feed.join(listener)
    tasks = [
        asyncio.create_task(_send(socket, listener)),
        asyncio.create_task(_stay_signed_in(request, socket)),
    ]
    try:
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await _watch(gateway, listener, frame.data)
    finally:
        gateway.feed.leave(listener)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return socket


async def _watch(gateway: Gateway, listener: DeskListener, frame: str) -> None:
    try:
        found = json.loads(frame)
    except (ValueError, RecursionError):
        return
    wanted = found.get("watch") if isinstance(found, dict) else None
    if not isinstance(wanted, int) or isinstance(wanted, bool) or not 0 < wanted < 10**9:
        return
    with suppress(NotFound):
        await gateway.threads.store(gateway.desk.note_view, wanted, listener.session.staff.id)
        listener.watching.add(wanted)


async def _send(socket: web.WebSocketResponse, listener: DeskListener) -> None:
    while (frame := await listener.frames.get()) is not None:
        await socket.send_json(frame)
    await socket.close(code=1013)


async def _stay_signed_in(request: web.Request, socket: web.WebSocketResponse) -> None:
    gateway = gateway_of(request)
    token = request.cookies.get(cookie_name(request), "")
    while True:
        if await signed_in(request) is None:
            await socket.close(code=CLOSE_BASE + 401, message=b"signed_out")
            return
        await gateway.threads.store(gateway.desk.touch_session, token)
        await asyncio.sleep(PRESENCE)
