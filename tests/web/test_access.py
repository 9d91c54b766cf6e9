"""Who may see or do what, over every route."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import WSServerHandshakeError, web

from bot.web import conversation_views
from bot.web.access import GUARDED_BY_CSRF, GUARDED_BY_ROLE, GUARDED_BY_TOKEN
from bot.web.routes import setup_routes
from tests.web.conftest import House

ROUTES = web.Application()
setup_routes(ROUTES)

#: Addresses that anybody may read.
OPEN = {
    "/",
    "/sign-in",
    "/widget.js",
    "/static/words.{code}.json",
    "/favicon.ico",
    "/health",
    "/static",
    "/sheet",
    "/sheet.pdf",
}
#: What a search shows to customers anyway, for reading only (tests/web/test_hsds.py and beside).
OPEN_BELOW = ("/api/hsds", "/api/directory/")


def routes() -> list[tuple[str, str, Any]]:
    return [
        (route.method, route.resource.canonical, route.handler)
        for route in ROUTES.router.routes()
        if route.resource is not None and route.method != "HEAD"
    ]


@pytest.mark.parametrize(("method", "path", "view"), routes())
def test_every_route_has_a_guard(method: str, path: str, view: Any) -> None:
    if path.startswith(("/desk", "/lookup", "/sign-out", "/editor", "/phrases", "/interpret")):
        assert view in GUARDED_BY_ROLE
    elif path.startswith("/api/conversations/"):
        assert view in GUARDED_BY_TOKEN
    elif path == "/api/conversations":
        assert view is conversation_views.create
    else:
        assert path in OPEN or path.startswith(OPEN_BELOW)


@pytest.mark.parametrize(
    ("path", "view"), [(path, view) for method, path, view in routes() if method == "POST"]
)
def test_every_post_checks_csrf_or_a_token(path: str, view: Any) -> None:
    # Making a conversation uses no secret of the browser's; for staff it is same-origin JSON.
    if view is conversation_views.create:
        return
    assert view in GUARDED_BY_CSRF or view in GUARDED_BY_TOKEN


def test_only_workers_and_team_leaders_see_the_desk() -> None:
    for _, path, view in routes():
        if path.startswith("/desk"):
            assert GUARDED_BY_ROLE[view] == {"worker", "team_leader"}


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Bearer wrong", "Basic eDp5", "bearer\twrong", "Bearer é"],
)
async def test_a_missing_or_wrong_token_is_401(house: House, header: str | None) -> None:
    customer = await house.customer()
    headers = {} if header is None else {"Authorization": header}

    for answer in (
        await house.main.get(f"/api/conversations/{customer.id}/events", headers=headers),
        await house.main.post(
            f"/api/conversations/{customer.id}/messages",
            json={"id": "m", "text": "x"},
            headers=headers,
        ),
    ):
        assert answer.status == 401
        assert (await answer.json())["error"]["code"] in {"no_token", "bad_token"}


@pytest.mark.parametrize("other", ["somebody", "none"])
async def test_another_conversation_is_404_whether_it_exists_or_not(
    house: House, other: str
) -> None:
    mine, theirs = await house.customer(), await house.customer()
    wanted = theirs.id if other == "somebody" else "0" * 32

    answer = await house.main.get(f"/api/conversations/{wanted}/events", headers=mine.headers)
    posted = await house.main.post(
        f"/api/conversations/{wanted}/messages",
        json={"id": "m", "text": "x"},
        headers=mine.headers,
    )

    assert (answer.status, posted.status) == (404, 404)
    assert len((await theirs.read())["events"]) == 2


async def test_a_staff_conversation_needs_a_signed_in_staff_member(house: House) -> None:
    answer = await house.main.post("/api/conversations", json={"audience": "staff"})
    worker = await house.worker("Olu", "officer")
    allowed = await worker.client.post("/api/conversations", json={"audience": "staff"})

    assert answer.status == 403
    assert allowed.status == 201


async def test_an_unknown_audience_is_refused(house: House) -> None:
    assert (await house.main.post("/api/conversations", json={"audience": "x"})).status == 400


@pytest.mark.parametrize("path", ["/desk/api/cases", "/desk/api/cases/1"])
async def test_the_desk_is_closed_to_strangers_and_officers(house: House, path: str) -> None:
    officer = await house.worker("Olu", "officer")

    assert (await house.main.get(path)).status == 401
    assert (await officer.client.get(path)).status == 403


async def test_pages_send_strangers_to_the_sign_in(house: House) -> None:
    for page in ("/desk", "/lookup"):
        answer = await house.main.get(page, allow_redirects=False)
        assert answer.status == 303
        assert answer.headers["Location"] == f"/sign-in?next={page}"


async def test_pages_open_for_those_who_may(house: House) -> None:
    worker = await house.worker()
    officer = await house.worker("Olu", "officer")

    assert (await worker.client.get("/desk")).status == 200
    assert (await officer.client.get("/lookup")).status == 200
    assert (await officer.client.get("/desk")).status == 403
    assert worker.csrf in await (await worker.client.get("/desk")).text()


@pytest.mark.parametrize("path", ["claim", "release", "messages", "close", "tier"])
@pytest.mark.parametrize("token", [None, "", "wrong"])
async def test_a_post_without_the_csrf_token_is_refused(
    house: House, path: str, token: str | None
) -> None:
    case = house.desk.open_case("c1", message_id="m1", reason="request")
    worker = await house.worker()
    headers = {} if token is None else {"X-CSRF-Token": token}

    answer = await worker.client.post(
        f"/desk/api/cases/{case.id}/{path}", json={"outcome": "x"}, headers=headers
    )

    assert answer.status == 403
    assert house.desk.case(case.id).state == "waiting"


ORIGINS = ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1.evil.example"]


@pytest.mark.parametrize("origin", ORIGINS)
async def test_pages_of_other_sites_are_refused(house: House, origin: str) -> None:
    customer = await house.customer()
    worker = await house.worker()
    headers = {"Origin": origin}

    refused = [
        await house.main.post("/api/conversations", headers=headers),
        await customer.post({"id": "m", "text": "x"}, headers=headers),
        await worker.client.get("/desk/api/cases", headers=headers),
        await worker.client.post("/sign-out", headers={**headers, "X-CSRF-Token": worker.csrf}),
    ]

    assert [answer.status for answer in refused] == [403] * 4


@pytest.mark.parametrize("origin", ORIGINS)
async def test_sockets_of_other_sites_are_refused(house: House, origin: str) -> None:
    customer = await house.customer()
    worker = await house.worker()

    for client, path in (
        (house.main, f"/api/conversations/{customer.id}/socket"),
        (worker.client, "/desk/socket"),
    ):
        with pytest.raises(WSServerHandshakeError) as caught:
            await client.ws_connect(path, headers={"Origin": origin})
        assert caught.value.status == 403


async def test_our_own_pages_may(house: House) -> None:
    origin = str(house.main.make_url("/")).rstrip("/")
    worker = await house.worker()

    assert (await house.main.post("/api/conversations", headers={"Origin": origin})).status == 201
    await worker.client.ws_connect("/desk/socket", headers={"Origin": origin})


async def test_an_embedding_page_may_use_the_widget_but_not_the_desk(house: House) -> None:
    intranet = "https://intranet.example"
    object.__setattr__(house.settings, "allowed_origins", (intranet,))
    worker = await house.worker()
    headers = {"Origin": intranet}

    made = await house.main.post("/api/conversations", headers=headers)
    preflight = await house.main.options(
        "/api/conversations/x/messages",
        headers={**headers, "Access-Control-Request-Method": "POST"},
    )
    desk = await worker.client.get("/desk/api/cases", headers=headers)

    assert made.status == 201
    assert made.headers["Access-Control-Allow-Origin"] == intranet
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert desk.status == 403
    assert "Access-Control-Allow-Origin" not in desk.headers


async def test_the_desk_socket_needs_a_sign_in(house: House) -> None:
    with pytest.raises(WSServerHandshakeError) as caught:
        await house.main.ws_connect("/desk/socket")

    assert caught.value.status == 401


async def test_a_disabled_account_loses_its_socket(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.web import desk_socket

    monkeypatch.setattr(desk_socket, "PRESENCE", 0.05)
    worker = await house.worker()
    socket = await worker.client.ws_connect("/desk/socket")

    house.desk.disable_staff("Ana")
    while not socket.closed:  # What was on its way may come first.
        await asyncio.wait_for(socket.receive(), 5)

    assert socket.close_code == 4401
    assert (await worker.client.get("/desk/api/cases")).status == 401
