from __future__ import annotations

from bot.web.limits import Buckets
from tests.web.conftest import House


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    now = [0.0]
    buckets = Buckets(2, 0.5, clock=lambda: now[0])

    assert [buckets.take("a") for _ in range(3)] == [0.0, 0.0, 2.0]
    now[0] = 2.0
    assert buckets.take("a") == 0.0
    assert buckets.take("b") == 0.0


def test_asking_how_long_takes_nothing() -> None:
    buckets = Buckets(1, 1, clock=lambda: 0.0)

    assert buckets.left("a") == buckets.left("a") == 0.0
    buckets.take("a")
    assert buckets.left("a") == 1.0
    buckets.forget("a")
    assert buckets.left("a") == 0.0


def test_keys_long_unused_are_forgotten() -> None:
    buckets = Buckets(1, 0.001, keep=2, clock=lambda: 0.0)
    for key in "abc":
        buckets.take(key)

    assert buckets.take("c") > 0
    assert buckets.take("a") == 0.0


async def test_a_busy_gateway_refuses_rather_than_answers_late_but_takes_danger(
    house: House,
) -> None:
    house.rasa.delay = 30
    house.gateway.limits.waiting_here = 3
    customer = await house.customer()
    for n in range(2):
        await customer.say(f"text {n}")

    refused = await customer.post({"id": "x", "text": "one more"})
    taken = await customer.post({"id": "y", "text": "I took an overdose"})
    repeated = await customer.post({"id": "m1", "text": "text 0"})

    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) >= 1
    assert taken.status == 202
    assert repeated.status == 202
    assert house.desk.cases("waiting")[0].tier == "T4"


async def test_limits_are_by_conversation_not_by_address(house: House) -> None:
    house.gateway.limits.messages = Buckets(burst=3, per_second=0.01)
    loud, quiet = await house.customer(), await house.customer()

    statuses = [(await loud.post({"id": f"l{n}", "text": "x"})).status for n in range(5)]

    assert statuses == [202, 202, 202, 429, 429]
    assert (await quiet.post({"id": "q", "text": "x"})).status == 202
