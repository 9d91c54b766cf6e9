"""Everything a person said, asked for as the wrong person: refused, and nothing of it slips out."""

from __future__ import annotations

import asyncio
import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import WSMsgType, WSServerHandshakeError, web

from bot.desk import Desk, staff
from bot.web.access import GUARDED_BY_ROLE, GUARDED_BY_TOKEN
from bot.web.routes import setup_routes
from tests.web.conftest import PASSWORD, Customer, House

SECRET_WORDS = "the blue caravan behind Wirrin Oval"

ROUTES = web.Application()
setup_routes(ROUTES)
GUARDED = sorted(
    {
        (route.method, route.resource.canonical, route.handler in GUARDED_BY_TOKEN)
        for route in ROUTES.router.routes()
        if route.resource is not None
        and route.method in {"GET", "POST"}
        and (route.handler in GUARDED_BY_ROLE or route.handler in GUARDED_BY_TOKEN)
    }
)
PAGES = {"/desk", "/lookup", "/phrases", "/interpret"}


def roles(method: str, canonical: str) -> frozenset[str]:
    for route in ROUTES.router.routes():
        if route.resource and (route.method, route.resource.canonical) == (method, canonical):
            return GUARDED_BY_ROLE.get(route.handler, frozenset())
    raise AssertionError(canonical)


@pytest.fixture
async def told(house: House) -> tuple[Customer, int]:
    """A customer whose words wait at the desk as a case."""
    customer = await house.customer()
    await customer.say(f"I sleep in {SECRET_WORDS}, I think of suicide")
    (case,) = house.desk.cases("waiting")
    return customer, case.id


def address(canonical: str, customer: Customer, case_id: int) -> str:
    known = {"conversation_id": customer.id, "case_id": str(case_id), "request_id": "1"}
    return re.sub(r"\{(\w+)[^}]*\}", lambda m: known.get(m.group(1), "1"), canonical)


async def ask(client: Any, method: str, path: str, **more: Any) -> tuple[int, str, str]:
    if path.endswith("socket"):
        try:
            await client.ws_connect(path)
        except WSServerHandshakeError as refused:
            return refused.status, "", (refused.headers or {}).get("Cache-Control", "no-store")
        raise AssertionError("the socket opened")
    body = {} if method == "GET" else {"json": {"text": "x", "id": "x"}}
    answer = await client.request(method, path, allow_redirects=False, **body, **more)
    return answer.status, await answer.text(), answer.headers.get("Cache-Control", "")


@pytest.mark.parametrize(("method", "canonical", "by_token"), GUARDED)
async def test_a_stranger_reaches_nothing(
    house: House, told: tuple[Customer, int], method: str, canonical: str, by_token: bool
) -> None:
    if by_token and canonical.endswith("socket"):
        return  # the token comes in its first frame: see below
    status, text, cache = await ask(house.main, method, address(canonical, *told))
    assert status == (303 if status == 303 and not by_token else 401)
    assert "Wirrin" not in text
    assert cache == "no-store"


@pytest.mark.parametrize(("method", "canonical", "by_token"), GUARDED)
async def test_a_customer_s_token_opens_no_staff_address(
    house: House, told: tuple[Customer, int], method: str, canonical: str, by_token: bool
) -> None:
    if by_token:
        return
    customer, case_id = told
    status, text, _ = await ask(
        house.main, method, address(canonical, customer, case_id), headers=customer.headers
    )
    assert status in {401, 303}
    assert "Wirrin" not in text


@pytest.mark.parametrize("role", ["officer", "editor"])
@pytest.mark.parametrize(("method", "canonical", "by_token"), GUARDED)
async def test_who_has_another_role_is_refused(
    house: House, told: tuple[Customer, int], method: str, canonical: str, by_token: bool, role: str
) -> None:
    allowed = roles(method, canonical)
    if by_token or role in allowed:
        return
    worker = await house.worker("Olu", role)
    headers = {"X-CSRF-Token": worker.csrf}
    status, text, cache = await ask(
        worker.client, method, address(canonical, *told), headers=headers
    )
    assert status == 403
    assert "Wirrin" not in text
    assert cache == "no-store"


@pytest.mark.parametrize(("method", "canonical", "by_token"), GUARDED)
async def test_an_ended_sign_in_opens_nothing(
    house: House,
    told: tuple[Customer, int],
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    canonical: str,
    by_token: bool,
) -> None:
    if by_token:
        return
    worker = await house.worker()
    monkeypatch.setattr(staff, "SESSION_LASTS", timedelta(0))
    headers = {"X-CSRF-Token": worker.csrf}
    status, text, _ = await ask(worker.client, method, address(canonical, *told), headers=headers)
    assert status in {401, 303}
    assert "Wirrin" not in text


async def test_somebody_else_s_token_closes_the_socket_before_a_word_is_sent(
    house: House, told: tuple[Customer, int]
) -> None:
    customer, _ = told
    other = await house.customer()
    for token, code in ((other.token, 4404), ("wrong", 4401), ("", 4401)):
        socket = await house.main.ws_connect(f"/api/conversations/{customer.id}/socket?after=0")
        await socket.send_json({"token": token})
        frame = await socket.receive(5)
        assert frame.type is WSMsgType.CLOSE
        assert frame.data == code


async def test_a_desk_socket_ends_with_the_sign_in(
    house: House, told: tuple[Customer, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.desk_socket.PRESENCE", 0.05)
    worker = await house.worker()
    socket = await worker.client.ws_connect("/desk/socket")
    house.desk.disable_staff("Ana")
    for _ in range(50):
        frame = await socket.receive(5)
        if frame.type is WSMsgType.CLOSE:
            break
    assert frame.data == 4401


async def test_a_colleague_is_pushed_nothing_of_a_claimed_case_and_reading_along_is_kept(
    house: House, told: tuple[Customer, int]
) -> None:
    customer, case_id = told
    ana, ben = await house.worker("Ana"), await house.worker("Ben")
    await ana.post(f"/cases/{case_id}/claim")
    socket = await ben.client.ws_connect("/desk/socket")
    await customer.say("and one more thing")
    frames = await _frames(socket, until="never", seconds=1.5)
    assert "one more thing" not in frames

    await socket.send_json({"watch": case_id})
    await _kept(house.desk, case_id, "Ben")
    await customer.say("do you read this")
    assert "do you read this" in await _frames(socket, until="read this", seconds=5)


async def test_the_words_of_danger_in_a_claimed_case_are_in_no_colleagues_queue(
    house: House, told: tuple[Customer, int]
) -> None:
    customer, case_id = told
    ana, ben = await house.worker("Ana"), await house.worker("Ben")
    lee = await house.worker("Lee", "team_leader")
    await ana.post(f"/cases/{case_id}/claim")
    socket = await ben.client.ws_connect("/desk/socket")
    await customer.say("I took an overdose")
    frames = await _frames(socket, until='"T4"', seconds=5)

    assert '"T4"' in frames, "that the case is in danger now is everybody's to know"
    for state in ("claimed", "closed"):
        seen = [await one.queue(state) for one in (ben, ana, lee)]
        assert "overdose" not in str(
            [sign["evidence"] for c in seen[0] for sign in c["indicators"]]
        )
        for case in (*seen[1], *seen[2]):
            assert "overdose" in [sign["evidence"] for sign in case["indicators"]]
        await ana.post(f"/cases/{case_id}/close", {"outcome": "talked"})
    assert '"evidence": "overdose"' not in frames
    assert [
        a for a in house.desk.case_actions(case_id) if (a.action, a.by) == ("viewed", "Ben")
    ] == []
    opened = await ben.get(f"/cases/{case_id}")
    assert "overdose" in str(opened["transcript"])
    assert ("viewed", "Ben") in {
        (a["action"], a["by"]) for a in (await ben.get(f"/cases/{case_id}"))["actions"]
    }


async def _frames(socket: Any, *, until: str, seconds: float) -> str:
    seen = ""
    try:
        while until not in seen:
            seen += (await socket.receive(seconds)).data
    except asyncio.TimeoutError:
        pass
    return seen


async def _kept(desk: Desk, case_id: int, name: str) -> None:
    from tests.web.conftest import eventually

    await eventually(
        lambda: any((a.action, a.by) == ("viewed", name) for a in desk.case_actions(case_id))
    )


@pytest.mark.parametrize("path", ["/", "/sign-in", "/health", "/desk", "/lookup", "/interpret",
                                  "/phrases", "/editor", "/editor/signs", "/api/hsds/services",
                                  "/sheet?ids=x", "/nowhere"])  # fmt: skip
async def test_no_page_but_the_case_itself_has_a_person_s_words(
    house: House, told: tuple[Customer, int], path: str
) -> None:
    leader = await house.worker("Lee", "team_leader")
    answer = await leader.client.get(path)
    assert "Wirrin" not in await answer.text()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    if not path.startswith("/api/hsds"):
        assert answer.headers["Cache-Control"] == "no-store"


async def test_what_is_read_at_the_desk_is_kept_in_no_cache_and_no_log(
    house: House, told: tuple[Customer, int], caplog: pytest.LogCaptureFixture
) -> None:
    customer, case_id = told
    worker = await house.worker()
    with caplog.at_level(logging.DEBUG):
        shown = await worker.client.get(f"/desk/api/cases/{case_id}")
        assert "Wirrin" in await shown.text()
        assert shown.headers["Cache-Control"] == "no-store"
        own = await house.main.get(
            f"/api/conversations/{customer.id}/events", headers=customer.headers
        )
        assert own.headers["Cache-Control"] == "no-store"
        await worker.post(f"/cases/{case_id}/claim")
        await worker.post(f"/cases/{case_id}/messages", {"id": "m", "text": "in Wirrin, yes"})
        await worker.post(f"/cases/{case_id}/close", {"outcome": "talked", "note": "Wirrin"})
    said = "\n".join(record.getMessage() for record in caplog.records)
    assert "case_closed" in said
    assert "Wirrin" not in said
    assert PASSWORD not in said


def test_every_guard_was_asked() -> None:
    assert len(GUARDED) > 40
    assert {p for m, p, _ in GUARDED if m == "GET"} >= PAGES
