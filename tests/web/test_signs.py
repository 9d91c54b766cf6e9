"""One click on a sign at the desk, the reviewer's page, and what the desk is told of the program."""

from __future__ import annotations

from typing import Any

import pytest

from bot.risk import keeping
from tests.web.conftest import House, Worker, eventually
from tests.web.test_desk import frame


async def a_case(house: House) -> int:
    customer = await house.customer()
    await customer.say("I took an overdose")
    await customer.answers(1)
    return house.desk.cases("waiting")[0].id


def click(verdict: str = "not_meant", **other: Any) -> dict[str, Any]:
    return {"code": "overdose", "message_id": "m1", "verdict": verdict, **other}


async def test_a_click_is_kept_and_shown_with_the_case(house: House) -> None:
    case = await a_case(house)
    worker = await house.worker()

    answer = await worker.post(f"/cases/{case}/signs", click())

    assert answer.status == 200
    assert (await answer.json())["judgement"]["by"] == "Ana"
    detail = await worker.get(f"/cases/{case}")
    assert [(j["code"], j["verdict"]) for j in detail["judgements"]] == [("overdose", "not_meant")]
    assert detail["tier"] == "T4"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (click(verdict="silly"), 400),
        (click(code="another"), 404),
        (click(code=7), 400),
        (click(message_id="x" * 200), 400),
        ({}, 400),
    ],
)
async def test_what_is_no_judgement_is_refused(
    house: House, body: dict[str, Any], status: int
) -> None:
    case = await a_case(house)
    worker = await house.worker()

    assert (await worker.post(f"/cases/{case}/signs", body)).status == status


async def test_a_click_needs_the_desks_role_and_its_csrf_token(house: House) -> None:
    case = await a_case(house)
    officer = await house.worker("Ofi", "officer")
    worker = await house.worker()

    assert (await officer.post(f"/cases/{case}/signs", click())).status == 403
    forged = Worker(worker.client, "another", "Ana")
    assert (await forged.post(f"/cases/{case}/signs", click())).status == 403
    assert (await house.main.post(f"/desk/api/cases/{case}/signs", json=click())).status == 401
    assert house.desk.judgements(case) == []


@pytest.mark.parametrize(
    ("role", "status"), [("editor", 200), ("team_leader", 200), ("worker", 403)]
)
async def test_the_page_is_for_those_who_keep_the_phrases(
    house: House, role: str, status: int
) -> None:
    person = await house.worker("Eda", role)

    assert (await person.client.get("/editor/signs")).status == status


@pytest.mark.parametrize("query", ["", "?by=rate", "?by=review&days=7", "?by=silly&domain=silly"])
async def test_the_page_shows_signs_counts_and_reviews_and_nobodys_words(
    house: House, query: str
) -> None:
    case = await a_case(house)
    await (await house.worker()).post(f"/cases/{case}/signs", click("too_high"))
    editor = await house.worker("Eda", "editor")

    page = await (await editor.client.get(f"/editor/signs{query}")).text()

    assert "1 messages were screened" in page
    if query in {"", "?by=rate"}:
        assert "1 (tier too high 1)" in page
    if "review" in query:
        assert "never reviewed, due 20" in page
    assert "I took an overdose" not in page


async def test_a_kind_can_be_chosen(house: House) -> None:
    editor = await house.worker("Eda", "editor")

    page = await (await editor.client.get("/editor/signs?domain=privacy&by=review")).text()

    assert "privacy." in page
    assert "gambling_aod." not in page


async def test_the_desk_is_told_that_the_classifier_is_down_and_that_it_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = await house.worker()
    monkeypatch.setattr(keeping, "_turned_off", "its weights can't be read")
    await eventually(lambda: house.gateway.feed._told == ["classifier_down"])

    socket = await worker.client.ws_connect("/desk/socket")
    assert await frame(socket, "notices") == ["classifier_down"]
    health = await (await house.main.get("/health")).json()
    monkeypatch.setattr(keeping, "_turned_off", "")

    assert await frame(socket, "notices") == []
    assert health["status"] == "degraded"
    assert health["parts"]["risk"]["classifier"] == "down: its weights can't be read"
    await socket.close()


async def test_the_desk_is_told_of_too_much_to_do(house: House) -> None:
    worker = await house.worker()
    socket = await worker.client.ws_connect("/desk/socket")

    house.gateway.load.note_refused()

    assert await frame(socket, "notices") == ["too_much"]
    await socket.close()
