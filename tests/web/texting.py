"""A worker who has a customer's case and texts to the number that is safe."""

from __future__ import annotations

from typing import Any

from aiohttp import ClientResponse

from bot.desk.text_messages import CHECKS
from tests.web.conftest import Customer, House, Worker

NUMBER = "0412 345 678"


class Claimed:
    """A worker with a claimed case of a customer's."""

    def __init__(self, worker: Worker, customer: Customer, case_id: int) -> None:
        self.worker, self.customer, self.case_id = worker, customer, case_id

    async def post(self, path: str, **body: Any) -> ClientResponse:
        return await self.worker.post(f"/cases/{self.case_id}/{path}", body)

    async def mark(self, number: str = NUMBER, checks: Any = CHECKS) -> ClientResponse:
        return await self.post("number", number=number, checks=list(checks))

    async def send(self, key: str = "t1", *services: str, **more: Any) -> ClientResponse:
        return await self.post("texts", id=key, services=list(services or ["bring-things"]), **more)

    async def state(self, key: str = "t1", **more: Any) -> str:
        answer = await self.send(key, **more)
        assert answer.status == 200, await answer.text()
        return str((await answer.json())["text"]["state"])


async def claim(house: House) -> Claimed:
    """A case that somebody asked for, claimed."""
    customer = await house.customer()
    case = house.desk.open_case(customer.id, message_id=None, reason="request")
    worker = await house.worker()
    assert (await worker.post(f"/cases/{case.id}/claim")).status == 200
    return Claimed(worker, customer, case.id)
