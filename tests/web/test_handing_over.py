"""From one pair of hands to the next, over HTTP."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from tests.web.conftest import Customer, House, Worker


@pytest.fixture
async def case(house: House) -> tuple[Worker, Customer, str]:
    """A worker, the customer of a case they have claimed, and its address."""
    customer = await house.customer()
    opened = house.desk.open_case(customer.id, message_id=None, reason="request")
    worker = await house.worker()
    path = f"/cases/{opened.id}"
    assert (await worker.post(f"{path}/claim")).status == 200
    return worker, customer, path


async def test_a_note_is_read_at_the_desk_and_never_by_the_customer(
    case: tuple[Worker, Customer, str], caplog: pytest.LogCaptureFixture
) -> None:
    worker, customer, path = case
    with caplog.at_level(logging.DEBUG):
        answer = await worker.post(f"{path}/notes", {"text": "Rang Marigold House for her."})

    assert answer.status == 201
    assert (await answer.json())["heard"] == {"tier": "T0", "raised": False, "failed": False}
    assert (await worker.get(path))["notes"][0]["text"] == "Rang Marigold House for her."
    assert "Marigold" not in str(await customer.read())
    assert "Marigold" not in "\n".join(r.getMessage() for r in caplog.records)


async def test_danger_in_a_note_raises_the_case(case: tuple[Worker, Customer, str]) -> None:
    worker, _, path = case
    answer = await worker.post(f"{path}/notes", {"text": "She spoke of suicide on the phone."})

    assert (await answer.json())["heard"] == {"tier": "T3", "raised": True, "failed": False}
    found = await worker.get(path)
    assert found["tier"] == "T3"
    assert found["indicators"][0]["evidence"] == "suicide"


async def test_a_tier_that_somebody_has_set_with_a_reason_stands_against_a_note(
    case: tuple[Worker, Customer, str],
) -> None:
    worker, _, path = case
    await worker.post(f"{path}/tier", {"tier": "T1", "reason": "Spoke with her."})
    answer = await worker.post(f"{path}/notes", {"text": "No thoughts of suicide today."})

    assert (await answer.json())["heard"] == {"tier": "T3", "raised": False, "failed": False}
    assert (await worker.get(path))["tier"] == "T1"


async def test_a_note_that_cannot_be_screened_is_kept_and_that_is_said(
    case: tuple[Worker, Customer, str],
) -> None:
    worker, _, path = case
    answer = await worker.post(f"{path}/notes", {"text": "crash the screening"})

    assert (await answer.json())["heard"]["failed"] is True
    assert len((await worker.get(path))["notes"]) == 1


@pytest.mark.parametrize("words", ["", "  ", "x" * 2_001, 7])
async def test_a_note_without_words_or_with_too_many_is_refused(
    case: tuple[Worker, Customer, str], words: Any
) -> None:
    worker, _, path = case
    assert (await worker.post(f"{path}/notes", {"text": words})).status in {400, 413}


async def test_a_case_is_handed_over_and_the_customer_reads_nothing_of_it(
    house: House, case: tuple[Worker, Customer, str]
) -> None:
    worker, customer, path = case
    ben = await house.worker("Ben")
    before = await customer.read()
    colleagues = (await worker.get("/colleagues"))["colleagues"]
    assert colleagues[0] == {"id": colleagues[0]["id"], "name": "Ben", "present": True, "cases": 0}

    answer = await worker.post(f"{path}/hand-over", {"to": colleagues[0]["id"]})

    assert (await answer.json())["case"]["claimed_by"] == "Ben"
    assert (await worker.post(f"{path}/messages", {"id": "m", "text": "x"})).status == 409
    assert (await ben.post(f"{path}/messages", {"id": "m", "text": "I am Ben."})).status == 202
    assert (await customer.read(before["events"][-1]["seq"]))["events"][0]["text"] == "I am Ben."


@pytest.mark.parametrize(("to", "status"), [("2", 400), (True, 400), (None, 400), (999, 404)])
async def test_a_case_goes_to_nobody_who_is_not_there(
    case: tuple[Worker, Customer, str], to: Any, status: int
) -> None:
    worker, _, path = case
    assert (await worker.post(f"{path}/hand-over", {"to": to})).status == status


async def test_a_closing_is_undone_and_the_assistant_is_silent_again(
    case: tuple[Worker, Customer, str],
) -> None:
    worker, customer, path = case
    await worker.post(f"{path}/close", {"outcome": "talked", "note": "All well."})
    assert (await customer.read())["state"]["held"] is False

    assert (await worker.post(f"{path}/reopen")).status == 200
    assert (await customer.read())["state"]["held"] is True
    assert (await worker.get(path))["notes"][0]["text"] == "All well."


@pytest.mark.parametrize("deed", ["notes", "hand-over", "reopen"])
async def test_only_the_desk_may(
    house: House, case: tuple[Worker, Customer, str], deed: str
) -> None:
    worker, customer, path = case
    officer = await house.worker("Olu", "officer")
    body = {"text": "x", "to": 1}

    assert (await officer.post(f"{path}/{deed}", body)).status == 403
    assert (await house.main.post(f"/desk/api{path}/{deed}", json=body)).status == 401
    by_token = await house.main.post(f"/desk/api{path}/{deed}", json=body, headers=customer.headers)
    assert by_token.status == 401
    assert (await worker.client.post(f"/desk/api{path}/{deed}", json=body)).status == 403
