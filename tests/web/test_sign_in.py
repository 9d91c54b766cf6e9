"""Signing in and out: what the cookie can, and what guessing costs."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import ClientSession

from tests.web.conftest import PASSWORD, House


async def form(house: House, **fields: str) -> Any:
    client = house.main
    await client.get("/sign-in")
    token = next(c.value for c in client.session.cookie_jar if c.key == "sign_in")
    return await client.post(
        "/sign-in", data={"csrf_token": token, **fields}, allow_redirects=False
    )


async def test_the_cookie_cannot_be_read_by_scripts_or_sent_by_other_sites(house: House) -> None:
    house.desk.add_staff("Ana", "worker", PASSWORD)

    answer = await form(house, name="Ana", password=PASSWORD, next="/lookup")

    assert answer.status == 303
    assert answer.headers["Location"] == "/lookup"
    cookie = answer.cookies["desk"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert not cookie["secure"]


async def test_behind_tls_the_cookie_is_secure(house: House) -> None:
    object.__setattr__(house.settings, "behind_tls", True)
    house.desk.add_staff("Ana", "worker", PASSWORD)
    page = await house.main.get("/sign-in")
    token = page.cookies["sign_in"].value

    answer = await house.main.post(
        "/sign-in",
        data={"csrf_token": token, "name": "Ana", "password": PASSWORD},
        headers={"Cookie": f"sign_in={token}"},
        allow_redirects=False,
    )

    assert answer.cookies["__Host-desk"]["secure"]
    assert "Strict-Transport-Security" in answer.headers


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/desk/../x", "desk"])
async def test_a_sign_in_leads_nowhere_else(house: House, target: str) -> None:
    house.desk.add_staff("Ana", "worker", PASSWORD)

    answer = await form(house, name="Ana", password=PASSWORD, next=target)

    assert answer.headers["Location"] == "/desk"


async def test_a_wrong_password_is_refused_and_guessing_is_slowed_down(house: House) -> None:
    house.desk.add_staff("Ana", "worker", PASSWORD)
    house.desk.add_staff("Ben", "worker", PASSWORD)

    statuses = [(await form(house, name="Ana", password=f"wrong {n}")).status for n in range(7)]
    locked = await form(house, name="Ana", password=PASSWORD)
    neighbour = await form(house, name="Ben", password=PASSWORD)

    assert statuses == [401] * 5 + [429] * 2
    assert locked.status == 429
    assert int(locked.headers["Retry-After"]) > 0
    assert neighbour.status == 303


async def test_a_sign_in_from_another_page_is_refused(house: House) -> None:
    house.desk.add_staff("Ana", "worker", PASSWORD)

    answer = await house.main.post("/sign-in", data={"name": "Ana", "password": PASSWORD})

    assert answer.status == 403


async def test_signing_out_ends_it(house: House) -> None:
    worker = await house.worker()

    answer = await worker.client.post(
        "/sign-out", data={"csrf_token": worker.csrf}, allow_redirects=False
    )

    assert answer.status == 303
    assert (await worker.client.get("/desk/api/cases")).status == 401


async def test_two_clients_with_one_cookie_jar_are_one_person(house: House) -> None:
    worker = await house.worker()
    jar = worker.client.session.cookie_jar

    async with ClientSession(cookie_jar=jar) as session:
        answer = await session.get(house.main.make_url("/desk/api/cases"))

    assert answer.status == 200
