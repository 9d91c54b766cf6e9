from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse, WSMsgType

from tests.web.conftest import House


async def events(socket: ClientWebSocketResponse, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []

    async def look() -> None:
        while len(found) < count:
            frame = await socket.receive_json()
            if "event" in frame:
                found.append(frame["event"])

    await asyncio.wait_for(look(), 10)
    return found


async def test_a_socket_carries_the_same_events_as_the_poll(house: House) -> None:
    customer = await house.customer()
    socket = await customer.socket()
    await customer.say("hello")

    carried = await events(socket, 4)

    assert carried == (await customer.read())["events"]


async def test_a_socket_resumes_by_number_without_loss_or_repeat(house: House) -> None:
    customer = await house.customer()
    first = await customer.socket()
    await customer.say("one")
    seen = await events(first, 4)
    await first.close()
    await customer.say("two")
    await customer.answers(2)

    second = await customer.socket(after=seen[-1]["seq"])
    later = await events(second, 2)

    assert [e["text"] for e in later] == ["two", "You said: two"]


async def test_a_socket_says_when_the_assistant_goes_and_comes_back(house: House) -> None:
    customer = await house.customer()
    socket = await customer.socket()

    async def state(down: bool) -> None:
        while True:
            frame = await socket.receive_json()
            if frame.get("state", {}).get("down") is down:
                return

    await asyncio.wait_for(state(False), 10)
    await house.rasa.stop()
    await asyncio.wait_for(state(True), 10)
    await house.rasa.start()
    await asyncio.wait_for(state(False), 10)


@pytest.mark.parametrize(
    "hello", ['{"token": "wrong"}', "{}", "[]", "not json", '{"token": 5}', '{"token": ""}']
)
async def test_a_socket_without_the_right_token_is_closed(house: House, hello: str) -> None:
    customer = await house.customer()
    socket = await house.main.ws_connect(f"/api/conversations/{customer.id}/socket")

    await socket.send_str(hello)
    frame = await asyncio.wait_for(socket.receive(), 5)

    assert frame.type is WSMsgType.CLOSE
    assert socket.close_code == 4401


async def test_a_socket_to_somebody_elses_conversation_is_closed(house: House) -> None:
    mine, theirs = await house.customer(), await house.customer()
    socket = await house.main.ws_connect(f"/api/conversations/{theirs.id}/socket")

    await socket.send_json({"token": mine.token})
    await asyncio.wait_for(socket.receive(), 5)

    assert socket.close_code == 4404


async def test_a_frame_too_large_ends_the_socket(house: House) -> None:
    customer = await house.customer()
    socket = await customer.socket()

    await socket.send_str("x" * 100_000)

    async def end() -> None:
        while (await socket.receive()).type is not WSMsgType.CLOSE:
            continue

    await asyncio.wait_for(end(), 5)
    assert socket.close_code == 1009


async def test_a_conversation_has_only_so_many_tabs(house: House) -> None:
    house.gateway.limits.listeners = 2
    customer = await house.customer()
    for _ in range(2):
        await events(await customer.socket(), 2)

    third = await customer.socket()
    await asyncio.wait_for(third.receive(), 5)

    assert third.close_code == 4429


async def test_sockets_that_end_are_forgotten(house: House) -> None:
    customer = await house.customer()
    for _ in range(5):
        socket = await customer.socket()
        await events(socket, 2)
        await socket.close()
    await asyncio.sleep(0.2)

    assert house.gateway.hub.count(customer.id) == 0


async def test_a_desk_hears_of_an_open_case_however_many_were_closed_before(
    house: House,
) -> None:
    worker = await house.worker()
    staff_id = next(one.id for one in house.desk.staff() if one.name == "Ana")
    for _ in range(201):
        cid, _token = house.desk.create_conversation()
        old = house.desk.open_case(cid, message_id=None, reason="danger")
        house.desk.claim_case(old.id, staff_id, say="here")
        house.desk.close_case(old.id, staff_id, outcome="talked", say="gone")
    customer = await house.customer()
    house.desk.open_case(customer.id, message_id=None, reason="request")
    socket = await worker.client.ws_connect("/desk/socket")
    await asyncio.sleep(0.3)
    await customer.say("is anybody there")

    async def heard() -> None:
        while True:
            frame = await socket.receive_json()
            if frame.get("event", {}).get("text") == "is anybody there":
                return

    await asyncio.wait_for(heard(), 10)
