"""The gateway's own words in the language of the conversation."""

from __future__ import annotations

from typing import Any

import pytest

from bot.language import catalogue, po
from tests.web.conftest import House, texts

LANGUAGES = po.codes()
T4 = "utter_safety_t4_suicide_self_harm"


@pytest.mark.parametrize("code", LANGUAGES)
async def test_a_conversation_opens_in_its_language(house: House, code: str) -> None:
    customer = await house.customer(language=code)

    greeting, question = (await customer.read())["events"]

    assert greeting["text"] == catalogue.text("utter_greet", code) != catalogue.text("utter_greet")
    assert question["buttons"] == catalogue.buttons("utter_ask_safe_to_talk", code)
    assert (await customer.read())["state"]["language"] == code


@pytest.mark.parametrize("code", ["cs", "xx", "en-AU"])
async def test_a_language_without_words_opens_in_english(house: House, code: str) -> None:
    customer = await house.customer(language=code)

    assert texts((await customer.read())["events"])[0] == catalogue.text("utter_greet")


@pytest.mark.parametrize("code", LANGUAGES)
async def test_s4_11_danger_in_an_outage_is_answered_in_the_language_with_english_beside(
    house: House, code: str
) -> None:
    await house.lose_rasa()
    customer = await house.customer(language=code)

    await customer.say("overdose")
    shown = [e for e in (await customer.read())["events"] if e["safety"]]

    assert texts(shown) == [catalogue.text(T4, code)]
    assert shown[0]["text"].endswith(f"\n\nEnglish: {catalogue.text(T4)}")
    assert shown[0]["text"].count("000") >= 2


async def test_the_language_of_the_message_counts_before_the_assistant_has_read_it(
    house: House,
) -> None:
    await house.lose_rasa()
    customer = await house.customer()

    await customer.say("Tôi đã uống hết thuốc, overdose, tôi cần giúp đỡ ngay")
    shown = [e for e in (await customer.read())["events"] if e["safety"]]

    assert texts(shown) == [catalogue.text(T4, "vi")]


async def test_english_that_is_passed_on_is_answered_in_the_customer_s_language(
    house: House,
) -> None:
    house.rasa.facts = {"speech": "so", "interpreter": "present"}
    customer = await house.customer(language="so")
    await customer.say("the interpreter is here")
    await customer.answers(1)
    await house.lose_rasa()

    await customer.say("she says that she took an overdose an hour ago")
    shown = [e for e in (await customer.read())["events"] if e["safety"]]

    assert texts(shown) == [catalogue.text(T4, "so")]


async def test_the_language_the_assistant_speaks_is_told_and_kept(house: House) -> None:
    house.rasa.facts = {"speech": "ar"}
    customer = await house.customer()
    await customer.say("مرحبا")
    await customer.answers(1)

    assert (await customer.read())["state"]["language"] == "ar"
    await customer.say("نعم")
    await customer.answers(2)
    assert house.rasa.calls[-1][2]["metadata"]["language"] == "ar"


async def test_staff_are_answered_in_english(house: House) -> None:
    worker = await house.worker()
    answer = await worker.client.post(
        "/api/conversations",
        json={"audience": "staff", "language": "ar"},
        headers={"Origin": str(worker.client.make_url("/")).rstrip("/")},
    )
    found = await answer.json()
    events = house.desk.events_after(found["id"], 0)

    assert [e.text for e in events] == [catalogue.text("utter_staff_ready")]


async def test_a_worker_s_coming_and_going_is_said_in_the_customer_s_language(house: House) -> None:
    customer = await house.customer(language="vi")
    house.desk.open_case(customer.id, message_id=None, reason="request", assessment=None, facts={})
    worker = await house.worker()
    case = (await worker.queue())[0]["id"]

    await worker.post(f"/cases/{case}/claim")
    await worker.post(f"/cases/{case}/close", {"outcome": "talked"})

    said = texts((await customer.read())["events"])
    assert catalogue.text("utter_worker_joined", "vi") in said
    assert any(t.startswith(catalogue.text("utter_worker_left", "vi")) for t in said)


async def test_the_widget_gets_its_words_with_every_plural_form(house: House) -> None:
    answer = await house.main.get("/static/words.ar.json")
    words = await answer.json()

    assert answer.status == 200
    assert words["language"] == "ar"
    assert set(words["widget"]["count_left"]) == set(po.plural_forms("ar"))
    assert words["widget"]["meanwhile_emergency"].endswith("call {emergency}.\u2069")


@pytest.mark.parametrize("code", ["nonsense", "..", "zz"])
async def test_words_of_an_unknown_language_are_not_there(house: House, code: str) -> None:
    assert (await house.main.get(f"/static/words.{code}.json")).status == 404


async def test_a_worker_sees_and_settles_a_request_for_an_interpreter(house: House) -> None:
    customer = await house.customer(language="ar")
    house.desk.open_case(customer.id, message_id=None, reason="request", assessment=None, facts={})
    house.desk.ask_interpreter(customer.id, "ar", {"gender": "woman"})
    worker = await house.worker()

    case = await worker.get(f"/cases/{(await worker.queue())[0]['id']}")
    asked = (await worker.get("/interpreters"))["requests"]
    answer = await worker.post(
        f"/interpreters/{asked[0]['id']}", {"state": "booked", "note": "4711"}
    )

    assert case["interpreter_request"]["language_name"] == "Arabic"
    assert "which Arabic" in asked[0]["ask_first"]
    assert (await answer.json())["request"]["state"] == "booked"
    assert (await worker.get("/interpreters"))["requests"] == []


async def asked_for(house: House, code: str) -> tuple[Any, dict[str, Any]]:
    customer = await house.customer()
    house.desk.open_case(customer.id, message_id=None, reason="request", assessment=None, facts={})
    house.desk.ask_interpreter(customer.id, code)
    worker = await house.worker()
    (request,) = (await worker.get("/interpreters"))["requests"]
    return worker, request


@pytest.mark.parametrize("code", ["rop", "tcs", "djr", "pjt", "wbp", "aer", ""])
async def test_s4_08_a_first_nations_booking_takes_community_and_conflict_and_needs_none(
    house: House, code: str
) -> None:
    worker, request = await asked_for(house, code)
    path = f"/interpreters/{request['id']}"
    told = {"own_community": "Galiwin'ku", "conflict": "nobody of her skin name", "topic": ""}

    without = await (await worker.post(path, {"state": "asked"})).json()
    kept = await (await worker.post(path, {"state": "booked", "wishes": told})).json()

    assert {"own_community", "conflict", "topic", "dialect"} <= set(request["fields"])
    assert (without["request"]["state"], without["request"]["wishes"]) == ("asked", {})
    assert kept["request"]["wishes"] == {
        "own_community": "Galiwin'ku",
        "conflict": "nobody of her skin name",
    }


async def test_s4_07_a_dialect_is_kept_and_a_reason_has_no_place(house: House) -> None:
    worker, request = await asked_for(house, "ar")
    told = {"dialect": "Iraqi", "reason": "she fled", "conflict_reason": "a feud"}

    answer = await worker.post(f"/interpreters/{request['id']}", {"state": "asked", "wishes": told})

    assert request["fields"] == ["dialect"]
    assert (await answer.json())["request"]["wishes"] == {"dialect": "Iraqi"}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/interpreters/1", {"state": "asked", "wishes": "Iraqi"}, 400),
        ("/interpreters/1", {"state": "asked", "wishes": {"dialect": 3}}, 400),
        ("/interpreters/999", {"state": "done"}, 404),
        ("/interpreters/x", {"state": "done"}, 404),
        ("/interpreters/1", {"state": "perhaps"}, 400),
    ],
)
async def test_a_bad_settlement_is_refused(
    house: House, path: str, body: dict[str, Any], status: int
) -> None:
    customer = await house.customer()
    house.desk.ask_interpreter(customer.id)
    worker = await house.worker()

    assert (await worker.post(path, body)).status == status
