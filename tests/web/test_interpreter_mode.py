"""Interpreter mode: who passes a message on is kept with it, and shown to the worker."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.conftest import Customer, House, Worker


async def note(
    worker: Worker, customer: Customer, body: dict[str, Any], headers: dict[str, str] | None = None
) -> int:
    """What the page sends before a message; the answer's status."""
    everything = {"X-CSRF-Token": worker.csrf, **customer.headers, **(headers or {})}
    path = f"/interpret/api/{customer.id}/relayed"
    answer = await worker.client.post(path, json=body, headers=everything)
    return answer.status


async def test_a_worker_sees_what_the_interpreter_passed_on(house: House) -> None:
    customer, worker = await house.customer(), await house.worker()

    assert await note(worker, customer, {"id": "m1", "by": "interpreter"}) == 204
    seq = await customer.say("she took an overdose", "m1")
    await customer.answers(1)

    case = (await worker.queue())[0]
    detail = await worker.get(f"/cases/{case['id']}")
    assert detail["relayed"] == {str(seq): "interpreter"}


async def test_the_first_word_about_a_message_counts(house: House) -> None:
    customer, worker = await house.customer(), await house.worker()
    await note(worker, customer, {"id": "m1", "by": "interpreter"})

    assert await note(worker, customer, {"id": "m1", "by": "officer"}) == 204

    seq = await customer.say("hello", "m1")
    assert house.desk.relayed(customer.id) == {seq: "interpreter"}


@pytest.mark.parametrize("by", ["daughter", "", "customer"])
async def test_nobody_else_passes_anything_on(house: House, by: str) -> None:
    customer, worker = await house.customer(), await house.worker()

    assert await note(worker, customer, {"id": "m1", "by": by}) == 400


async def test_it_takes_a_sign_in_and_the_conversations_own_token(house: House) -> None:
    customer, worker = await house.customer(), await house.worker()
    body = {"id": "m1", "by": "officer"}

    assert await note(worker, customer, body, {"Authorization": ""}) == 401
    assert await note(worker, customer, body, {"Authorization": "Bearer nonsense"}) == 401
    assert await note(worker, customer, body, {"X-CSRF-Token": ""}) == 403
