"""What every answer carries, errors too, and what no log line does."""

from __future__ import annotations

import asyncio
import logging

import pytest
from sqlalchemy.exc import OperationalError

from tests.web.conftest import House


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/sign-in",
        "/health",
        "/widget.js",
        "/static/words.{code}.json",
        "/nothing",
        "/api/nothing",
        "/desk/api/cases",
    ],
)
async def test_every_answer_carries_the_security_headers(house: House, path: str) -> None:
    answer = await house.main.get(path)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Python" not in answer.headers["Server"]


async def test_what_was_said_is_not_kept_by_caches(house: House) -> None:
    customer = await house.customer()

    answer = await house.main.get(
        f"/api/conversations/{customer.id}/events", headers=customer.headers
    )

    assert answer.headers["Cache-Control"] == "no-store"


async def test_errors_of_the_interface_are_json(house: House) -> None:
    customer = await house.customer()
    for answer, status in (
        (await house.main.get("/api/nothing"), 404),
        (await house.main.put("/api/conversations"), 405),
        (await house.main.delete(f"/api/conversations/{customer.id}/messages"), 405),
    ):
        assert answer.status == status
        assert (await answer.json())["error"]["code"]


async def test_a_store_that_is_down_is_said_and_not_silence(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await house.customer()

    def broken(*_: object, **__: object) -> None:
        raise OperationalError("SELECT 'secret words'", {}, Exception("disk is gone"))

    monkeypatch.setattr(house.desk, "take_message", broken)
    answer = await customer.post({"id": "m", "text": "hello"})

    assert answer.status == 503
    assert "Retry-After" in answer.headers
    assert "secret" not in await answer.text()


async def test_x_19_no_log_line_carries_what_a_person_said(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "zebrafish"
    house.rasa.facts = {"place": f"{secret} place"}
    customer = await house.customer()
    for text in (secret, f"{secret} overdose", f"{secret} crash the screening", f"/{secret}"):
        await customer.say(text)
    await customer.answers(4)
    await customer.post({"id": "x" * 200, "text": secret})
    await customer.post({"id": "p", "payload": '/inform{"x": "' + secret + '"}'})
    await customer.answers(5)
    worker = await house.worker()
    case = (await worker.queue())[0]
    await worker.get(f"/cases/{case['id']}")
    await worker.post(f"/cases/{case['id']}/claim")
    await worker.post(f"/cases/{case['id']}/messages", {"id": "w", "text": secret})
    await worker.post(f"/cases/{case['id']}/tier", {"tier": "T2", "reason": secret})
    await worker.post(f"/cases/{case['id']}/close", {"outcome": secret, "note": secret})
    await house.rasa.stop()
    await customer.say(f"{secret} again")
    await asyncio.sleep(0.2)

    lines = [
        r.getMessage() + str(r.exc_text or "") for r in caplog.records if r.name.startswith("bot.")
    ]
    everything = [r.getMessage() for r in caplog.records]
    assert len(lines) > 10
    assert not [line for line in lines + everything if secret in line]
    assert not [line for line in everything if customer.token in line or worker.csrf in line]
