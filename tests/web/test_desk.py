"""A worker and a customer, two browsers at once."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from aiohttp import ClientWebSocketResponse

from bot.language import catalogue
from tests.web.conftest import Customer, House, Worker, eventually


async def in_danger(house: House, text: str = "I took an overdose") -> Customer:
    customer = await house.customer()
    await customer.say(text)
    await customer.answers(1)
    return customer


async def frame(socket: ClientWebSocketResponse, kind: str, wanted: Any = None) -> dict[str, Any]:
    """The next frame of a kind that fits; others are passed over."""

    async def look() -> dict[str, Any]:
        while True:
            found = await socket.receive_json()
            if kind in found and (wanted is None or wanted(found[kind])):
                inner: dict[str, Any] = found[kind]
                return inner

    return await asyncio.wait_for(look(), 10)


async def claimed(house: House) -> tuple[Customer, Worker, int]:
    customer = await in_danger(house)
    worker = await house.worker()
    case = (await worker.queue())[0]
    assert (await worker.post(f"/cases/{case['id']}/claim")).status == 200
    return customer, worker, case["id"]


async def test_a_case_shows_everything_a_person_needs(house: House) -> None:
    house.rasa.facts = {"place": "Footscray VIC 3011", "safe_to_talk": "yes"}
    customer = await in_danger(house)
    worker = await house.worker()

    case = (await worker.queue())[0]
    detail = await worker.get(f"/cases/{case['id']}")

    assert case["summary"]["place"] == "Footscray VIC 3011"
    assert case["tier"] == "T4"
    assert detail["indicators"][0]["evidence"] == "overdose"
    assert detail["indicators"][0]["message_seq"] == 3
    assert detail["facts"]["safe_to_talk"] == "yes"
    assert [e["from"] for e in detail["transcript"]][:3] == ["assistant", "assistant", "customer"]
    assert detail["consents"] == []
    assert detail["conversation_id"] == customer.id
    assert "viewed" in [a.action for a in house.desk.case_actions(case["id"])]


async def test_a_worker_takes_over_writes_closes_and_hands_back(house: House) -> None:
    customer, worker, case = await claimed(house)
    calls = len(house.rasa.calls)

    await customer.say("are you a person?")
    assert (
        await worker.post(f"/cases/{case}/messages", {"id": "w1", "text": "Yes, I am."})
    ).status == 202
    events = await customer.until(lambda es: any(e["from"] == "worker" for e in es))
    assert (await customer.read())["state"]["held"] is True
    assert catalogue.text("utter_worker_joined") in [e["text"] for e in events]
    await eventually(lambda: len(house.rasa.calls) > calls)
    assert house.rasa.calls[-1][2]["metadata"]["held"] is True

    answer = await worker.post(f"/cases/{case}/close", {"outcome": "referred", "note": "rang"})
    closed = await answer.json()
    house.rasa.replies = None
    await customer.say("thank you")
    answers = await customer.answers(3)

    assert closed["case"]["state"] == "closed"
    assert closed["case"]["outcome"] == "referred"
    assert "You said: are you a person?" not in answers
    assert answers[-1] == "You said: thank you"
    payloads = [b.get("payload") for _, _, b in house.rasa.calls]
    assert "/worker_returned" in payloads
    assert (await customer.read())["state"]["held"] is False
    left = [e["text"] for e in (await customer.read())["events"]]
    assert left.count(catalogue.text("utter_worker_left")) == 1


async def test_x_20_closing_a_serious_case_offers_support_to_the_worker(house: House) -> None:
    _, worker, case = await claimed(house)

    answer = await worker.post(f"/cases/{case}/close", {"outcome": "talked"})

    assert "staff_support" in await answer.json()


async def test_x_20_support_is_offered_after_a_serious_case_that_was_lowered_since(
    house: House,
) -> None:
    _, worker, case = await claimed(house)
    lowered = await worker.post(f"/cases/{case}/tier", {"tier": "T1", "reason": "a song text"})
    assert lowered.status == 200

    answer = await worker.post(f"/cases/{case}/close", {"outcome": "talked"})

    assert (await answer.json())["staff_support"]["text"]


async def test_hand_back_is_not_lost_when_rasa_is_down(house: House) -> None:
    customer, worker, case = await claimed(house)
    await house.lose_rasa()

    assert (await worker.post(f"/cases/{case}/close", {"outcome": "talked"})).status == 200
    await customer.say("hello again")
    await house.rasa.start()
    await customer.until(
        lambda es: any("hello again" in e["text"] and e["from"] == "assistant" for e in es)
    )

    said = [b.get("payload") or b.get("text") for _, _, b in house.rasa.calls]
    assert said.index("/worker_returned") < said.index("hello again")


async def test_only_one_of_two_workers_claims(house: House) -> None:
    _, _, case = await claimed(house)
    ben = await house.worker("Ben")

    assert (await ben.post(f"/cases/{case}/claim")).status == 409
    assert (await ben.post(f"/cases/{case}/messages", {"id": "w", "text": "x"})).status == 409
    assert (await ben.post(f"/cases/{case}/close", {"outcome": "x"})).status == 409
    assert (await ben.post(f"/cases/{case}/release")).status == 409


async def test_a_team_leader_takes_over(house: House) -> None:
    customer, _, case = await claimed(house)
    lead = await house.worker("Lee", "team_leader")

    assert (await lead.post(f"/cases/{case}/claim")).status == 200
    assert (
        await lead.post(f"/cases/{case}/messages", {"id": "w", "text": "Lee here"})
    ).status == 202
    await customer.until(lambda es: any(e["text"] == "Lee here" for e in es))


async def test_a_released_case_is_the_assistants_again_meanwhile(house: House) -> None:
    customer, worker, case = await claimed(house)

    assert (await worker.post(f"/cases/{case}/release")).status == 200
    await customer.say("anybody?")

    assert (await customer.answers(2))[-1] == "You said: anybody?"
    assert (await worker.queue())[0]["id"] == case


async def test_a_workers_message_counts_once(house: House) -> None:
    customer, worker, case = await claimed(house)

    first = await (await worker.post(f"/cases/{case}/messages", {"id": "w", "text": "hi"})).json()
    again = await (await worker.post(f"/cases/{case}/messages", {"id": "w", "text": "hi"})).json()

    assert first == again
    events = (await customer.read())["events"]
    assert [e["text"] for e in events if e["from"] == "worker"] == ["hi"]


async def test_new_danger_raises_the_case_while_a_worker_is_there(house: House) -> None:
    customer = await in_danger(house, "suicide thoughts")
    worker = await house.worker()
    case = (await worker.queue())[0]
    await worker.post(f"/cases/{case['id']}/claim")
    socket = await worker.client.ws_connect("/desk/socket")

    await customer.say("I took an overdose now")

    raised = await frame(socket, "case", lambda c: c["tier"] == "T4")
    assert raised["id"] == case["id"]
    assert raised["state"] == "claimed"
    said = [e for e in (await customer.read())["events"] if e["in_reply_to"] == "m2"]
    assert [e["from"] for e in said] == ["customer"]


async def test_the_desk_sees_cases_and_words_as_they_come(house: House) -> None:
    worker = await house.worker()
    socket = await worker.client.ws_connect("/desk/socket")

    customer = await in_danger(house)
    case = await frame(socket, "case")
    await worker.post(f"/cases/{case['id']}/claim")
    await frame(socket, "case", lambda c: c["claimed_by"] == "Ana")
    await customer.say("are you there?")
    event = await frame(socket, "event", lambda e: e["text"] == "are you there?")

    assert case["conversation_id"] == event["conversation_id"] == customer.id
    assert event["case_id"] == case["id"]


async def test_a_claimed_conversation_is_pushed_only_to_who_has_it(house: House) -> None:
    customer, worker, _ = await claimed(house)
    ben = await house.worker("Ben")
    bens = await ben.client.ws_connect("/desk/socket")
    anas = await worker.client.ws_connect("/desk/socket")
    await asyncio.sleep(0.1)

    await customer.say("for Ana only")
    await frame(anas, "event", lambda e: e["text"] == "for Ana only")
    await customer.say("done")
    await frame(anas, "event", lambda e: e["text"] == "done")

    with pytest.raises(asyncio.TimeoutError):
        await asyncio.wait_for(frame(bens, "event"), 0.5)


async def test_a_case_opened_by_the_other_process_reaches_the_desk(house: House) -> None:
    from bot.desk import Desk

    worker = await house.worker()
    socket = await worker.client.ws_connect("/desk/socket")
    customer = await house.customer()
    elsewhere = Desk.open(house.settings.database_url)

    elsewhere.open_case(customer.id, message_id="m1", reason="request")
    case = await frame(socket, "case")
    elsewhere.close()

    assert case["reason"] == "request"


async def test_s1_06_nobody_free_alerts_the_team_leader(house: House) -> None:
    await in_danger(house)
    lead = await house.worker("Lee", "team_leader")

    assert (await lead.queue())[0]["team_leader_alert"] is True


async def test_an_open_desk_counts_as_somebody_being_there(house: House) -> None:
    worker = await house.worker()
    await worker.client.ws_connect("/desk/socket")
    await asyncio.sleep(0.1)

    await in_danger(house)

    assert (await worker.queue())[0]["team_leader_alert"] is False


@pytest.mark.parametrize(
    ("path", "body", "status", "field"),
    [
        ("tier", {"tier": "T1"}, 400, "reason"),
        ("tier", {"tier": "T1", "reason": "  "}, 400, "reason"),
        ("tier", {"tier": "T9", "reason": "x"}, 400, "tier"),
        ("tier", {"tier": "T1", "reason": 5}, 400, "reason"),
        ("close", {}, 400, "outcome"),
        ("close", {"outcome": ""}, 400, "outcome"),
        ("close", {"outcome": "x" * 3000}, 413, "outcome"),
        ("messages", {"id": "w"}, 400, "text"),
        ("messages", {"text": "x"}, 400, "id"),
    ],
)
async def test_what_a_worker_leaves_out_is_named(
    house: House, path: str, body: dict[str, Any], status: int, field: str
) -> None:
    _, worker, case = await claimed(house)

    answer = await worker.post(f"/cases/{case}/{path}", body)

    assert answer.status == status
    assert (await answer.json())["error"]["field"] == field


async def test_a_tier_is_lowered_with_a_reason(house: House) -> None:
    _, worker, case = await claimed(house)

    answer = await worker.post(f"/cases/{case}/tier", {"tier": "T2", "reason": "clarified"})

    lowered = (await answer.json())["case"]
    assert (lowered["tier"], lowered["peak_tier"]) == ("T2", "T4")


@pytest.mark.parametrize("case", ["999", "x", "-1", "1.5", "9" * 30, "%00"])
async def test_a_case_that_is_not_there_is_not_found(house: House, case: str) -> None:
    worker = await house.worker()

    answer = await worker.client.get(f"/desk/api/cases/{case}")

    assert answer.status == 404


async def test_an_unknown_state_of_the_queue_is_refused(house: House) -> None:
    worker = await house.worker()

    assert (await worker.client.get("/desk/api/cases?state=lost")).status == 400


async def test_closed_cases_can_be_read(house: House) -> None:
    _, worker, case = await claimed(house)
    await worker.post(f"/cases/{case}/close", {"outcome": "talked"})

    assert [c["id"] for c in await worker.queue("closed")] == [case]
    assert (await worker.post(f"/cases/{case}/claim")).status == 409
