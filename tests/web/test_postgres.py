"""The same gateway on PostgreSQL: the address is all that differs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.settings import Settings
from tests.web.conftest import House
from tests.web.fake_rasa import FakeRasa


@pytest.fixture
async def house(settings: Settings, rasa_side: FakeRasa, postgres_url: str) -> AsyncIterator[House]:
    made = House(replace(settings, database_url=postgres_url), rasa_side)
    await made.open()
    await made.gateway.rasa.wait_up()
    yield made
    await made.close()


async def test_a_conversation_from_danger_to_hand_back(house: House) -> None:
    customer = await house.customer()
    await customer.say("I took an overdose \x00 \ud83d")
    await customer.answers(1)
    worker = await house.worker()
    case = (await worker.queue())[0]

    assert (await worker.post(f"/cases/{case['id']}/claim")).status == 200
    await worker.post(f"/cases/{case['id']}/messages", {"id": "w", "text": "I am here."})
    await customer.until(lambda events: events[-1]["text"] == "I am here." if events else False)
    assert (await worker.post(f"/cases/{case['id']}/close", {"outcome": "talked"})).status == 200
    await house.restart()
    customer.client = house.main
    await customer.say("thank you")

    assert (await customer.answers(3))[-1] == "You said: thank you"


async def test_many_at_once_keep_apart_and_in_order(house: House) -> None:
    async def one(number: int) -> None:
        customer = await house.customer()
        for n in range(5):
            await customer.say(f"{number}-{n}")
        answers = await customer.answers(5)
        assert answers == [f"You said: {number}-{n}" for n in range(5)]

    await asyncio.gather(*(one(number) for number in range(20)))

    assert not house.rasa.overlapped
    assert house.desk.count_received() == 0
