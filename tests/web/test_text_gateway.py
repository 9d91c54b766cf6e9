"""The door to an operator's gateway for text messages, by itself."""

from __future__ import annotations

from bot.web import text_gateway
from bot.web.text_gateway import TextGateway
from tests.web.sms_house import TOKEN


async def test_a_gateway_that_is_not_there_has_taken_nothing() -> None:
    gateway = TextGateway("http://127.0.0.1:9/", TOKEN, patience=2)
    try:
        assert await gateway.send("k", "+61412345678", "words") == "failed"
    finally:
        await gateway.close()


def test_a_worker_hears_within_ten_seconds() -> None:
    assert text_gateway.PATIENCE <= 10
