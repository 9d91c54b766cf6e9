from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from bot.language import catalogue
from tests.web.conftest import House
from tests.web.fake_rasa import vector_of


async def test_the_first_words_are_there_at_once(house: House) -> None:
    customer = await house.customer()

    events = (await customer.read())["events"]

    assert [e["text"] for e in events] == [
        catalogue.text("utter_greet"),
        catalogue.text("utter_ask_safe_to_talk"),
    ]
    assert events[1]["buttons"] == catalogue.buttons("utter_ask_safe_to_talk")
    assert [e["from"] for e in events] == ["assistant", "assistant"]


async def test_a_message_is_answered(house: House) -> None:
    customer = await house.customer()

    seq = await customer.say("we need food")

    assert seq == 3
    assert await customer.answers(1) == ["You said: we need food"]
    assert (await customer.read())["state"] == {
        "held": False,
        "down": False,
        "language": "en",
        "elsewhere": None,
    }


async def test_rasa_gets_the_sentence_vector_and_who_is_speaking(house: House) -> None:
    customer = await house.customer(language="vi")
    await customer.say("xin chào")
    await customer.answers(1)

    body = house.rasa.calls[-1][2]

    assert body["metadata"]["language"] == "vi"
    assert body["metadata"]["audience"] == "customer"
    assert body["metadata"]["held"] is False
    assert vector_of(body).shape == (384,)
    stored = house.desk.stored(customer.id, body["message_id"])
    assert stored is not None
    assert body["metadata"]["screened"]["found"] == stored[1].assessment


async def test_the_opening_is_told_to_rasa_once_and_not_repeated_to_the_person(
    house: House,
) -> None:
    customer = await house.customer()
    await customer.say("hello")
    await customer.answers(1)

    payloads = [b["payload"] for _, _, b in house.rasa.calls if "payload" in b]

    assert payloads == ["/start_conversation"]
    assert len((await customer.read())["events"]) == 4


async def test_the_same_id_twice_counts_once(house: House) -> None:
    customer = await house.customer()

    first = await customer.say("hello", "same")
    again = await customer.say("hello", "same")
    await customer.answers(1)
    await asyncio.sleep(0.1)

    assert first == again
    assert house.rasa.texts(customer.id) == ["hello"]
    assert len(await customer.answers(1)) == 1


async def test_one_id_from_ten_tabs_at_once_counts_once(house: House) -> None:
    customer = await house.customer()

    seqs = await asyncio.gather(*(customer.say("hello", "same") for _ in range(10)))
    await customer.answers(1)

    assert len(set(seqs)) == 1
    assert [k for k in house.rasa.acted if k[0] == customer.id and k[1] == "same"] == [
        (customer.id, "same")
    ]


async def test_messages_are_handled_one_at_a_time_in_order(house: House) -> None:
    house.rasa.delay = 0.01
    customer = await house.customer()

    for n in range(15):
        await customer.say(f"text {n}")
    answers = await customer.answers(15)

    assert answers == [f"You said: text {n}" for n in range(15)]
    assert not house.rasa.overlapped


async def test_a_thousand_conversations_keep_apart(house: House) -> None:
    async def one(number: int) -> None:
        customer = await house.customer()
        await customer.say(f"I am {number}")
        assert await customer.answers(1) == [f"You said: I am {number}"]
        texts = [e["text"] for e in (await customer.read())["events"]]
        assert len(texts) == 4
        assert all(str(number) in text for text in texts[2:])

    for start in range(0, 1000, 100):
        await asyncio.gather(*(one(start + n) for n in range(100)))

    assert house.desk.count_received() == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("nul \x00 inside", "nul  inside"),
        ("half \ud83d a pair", "half � a pair"),
        ("想不开 مرحبا \u202e👩‍👩‍👧", "想不开 مرحبا \u202e👩‍👩‍👧"),
        ("/restart", "/restart"),
        ('/danger_now{"x": 1}', '/danger_now{"x": 1}'),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("x" * 10_000, "x" * 10_000),
        ("😀" * 10_000, "😀" * 10_000),
        ("  spaces  ", "  spaces  "),
        ("'; DROP TABLE message; --", "'; DROP TABLE message; --"),
    ],
)
async def test_odd_text_arrives_as_text(house: House, text: str, kept: str) -> None:
    customer = await house.customer()

    await customer.say(text)

    assert await customer.answers(1) == [f"You said: {kept}"]
    assert house.rasa.texts(customer.id) == [kept]


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"id": "m1"}, 400, "text"),
        ({"id": "m1", "text": "a", "payload": "/greet"}, 400, "text"),
        ({"id": "m1", "text": ""}, 400, "text"),
        ({"id": "m1", "text": " \n\t"}, 400, "text"),
        ({"id": "m1", "text": "\x00"}, 400, "text"),
        ({"id": "m1", "text": 7}, 400, "text"),
        ({"id": "m1", "text": None}, 400, "text"),
        ({"id": "m1", "text": ["a"]}, 400, "text"),
        ({"id": "m1", "text": "x" * 10_001}, 413, "text"),
        ({"id": "m1", "text": "x" * 300_000}, 413, "text"),
        ({"text": "a"}, 400, "id"),
        ({"id": 7, "text": "a"}, 400, "id"),
        ({"id": "", "text": "a"}, 400, "id"),
        ({"id": "x" * 101, "text": "a"}, 400, "id"),
        ({"id": "a b", "text": "a"}, 400, "id"),
        ({"id": "é", "text": "a"}, 400, "id"),
        ({"id": "#returned-1", "text": "a"}, 400, "id"),
        ({"id": 10**400, "text": "a"}, 400, "id"),
        ({"id": "m1", "payload": "greet"}, 400, "payload"),
        ({"id": "m1", "payload": "/Greet!"}, 400, "payload"),
        ({"id": "m1", "payload": "/inform{not json}"}, 400, "payload"),
        ({"id": "m1", "payload": "/inform" + "x" * 3000}, 400, "payload"),
        ({"id": "m1", "payload": 5}, 400, "payload"),
        ({"id": "m1", "payload": "/worker_returned"}, 400, "payload"),
        ({"id": "m1", "payload": "/start_conversation"}, 400, "payload"),
        ({"id": "m1", "payload": "/restart"}, 400, "payload"),
        ({"id": "m1", "payload": "/danger_now"}, 400, "payload"),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_the_field_to_mend(
    house: House, body: dict[str, Any], status: int, field: str
) -> None:
    customer = await house.customer()

    answer = await customer.post(body)

    assert answer.status == status
    error = (await answer.json())["error"]
    assert error["field"] == field
    assert error["code"]
    assert error["message"]
    assert house.desk.count_received() == 0 or house.rasa.texts(customer.id) == []


@pytest.mark.parametrize(
    ("raw", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[1]", "application/json", 400),
        (b'"text"', "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"id": "a", "text": ' + b"9" * 5_000 + b"}", "application/json", 400),
        (b'{"id": "a", "text": "b"}', "text/plain", 415),
        (b'{"id": "a", "text": "b"}', "application/x-www-form-urlencoded", 415),
        (b"x" * 2_000_000, "application/json", 413),
    ],
)
async def test_bodies_that_are_not_json_are_refused(
    house: House, raw: bytes, kind: str, status: int
) -> None:
    customer = await house.customer()

    answer = await house.main.post(
        f"/api/conversations/{customer.id}/messages",
        data=raw,
        headers={**customer.headers, "Content-Type": kind},
    )

    assert answer.status == status
    assert "error" in await answer.json()


@pytest.mark.parametrize("query", ["after=-1", "after=x", "wait=soon", "after=1e9", "wait=-2"])
async def test_odd_numbers_in_the_address_are_refused(house: House, query: str) -> None:
    customer = await house.customer()

    answer = await house.main.get(
        f"/api/conversations/{customer.id}/events?{query}", headers=customer.headers
    )

    assert answer.status == 400


async def test_a_huge_number_means_nothing_new(house: House) -> None:
    customer = await house.customer()

    assert (await customer.read(after=999_999_999_999))["events"] == []


async def test_a_long_poll_returns_as_soon_as_there_is_news(house: House) -> None:
    customer = await house.customer()
    loop = asyncio.get_running_loop()
    began = loop.time()

    waiting = asyncio.create_task(customer.read(after=2, wait=20))
    await asyncio.sleep(0.1)
    await customer.say("hello")
    found = await waiting

    assert found["events"][0]["text"] == "hello"
    assert loop.time() - began < 5


async def test_a_long_poll_without_news_ends_in_time(house: House) -> None:
    customer = await house.customer()

    assert (await customer.read(after=2, wait=0.2))["events"] == []


async def test_a_button_shows_its_title_and_reaches_rasa_as_a_payload(house: House) -> None:
    customer = await house.customer()
    button = catalogue.buttons("utter_ask_safe_to_talk")[0]

    answer = await customer.post({"id": "b1", "payload": button["payload"]})
    events = await customer.until(
        lambda es: any(e["in_reply_to"] == "b1" and e["from"] == "assistant" for e in es)
    )

    assert answer.status == 202
    assert next(e for e in events if e["from"] == "customer")["text"] == button["title"]
    assert house.rasa.calls[-1][2]["payload"] == button["payload"]


async def test_a_language_that_is_no_tag_is_refused(house: House) -> None:
    answer = await house.main.post("/api/conversations", json={"language": "not a language!"})

    assert answer.status == 400
    assert (await answer.json())["error"]["field"] == "language"


async def test_a_conversation_needs_no_body(house: House) -> None:
    answer = await house.main.post("/api/conversations")

    assert answer.status == 201


async def test_what_rasa_knows_is_kept_with_the_conversation(house: House) -> None:
    house.rasa.facts = {"place": "Footscray VIC 3011", "needs": ["transport"]}
    customer = await house.customer()
    await customer.say("a bus to Footscray")
    await customer.answers(1)

    assert house.desk.conversation(customer.id).facts["place"] == "Footscray VIC 3011"


async def test_cards_and_buttons_reach_the_person_as_they_are(house: House) -> None:
    card = {"id": "s1", "name": "Pantry", "phones": [{"number": "03 9000 0000", "kind": "voice"}]}
    house.rasa.replies = [
        {
            "text": "Here",
            "buttons": [{"title": "More", "payload": "/more_results"}],
            "cards": [card],
            "safety": False,
        }
    ]
    customer = await house.customer()
    await customer.say("food")
    events = await customer.until(
        lambda es: es[-1]["from"] == "assistant" and len(es) > 3 if es else False
    )

    assert events[-1]["cards"] == [card]
    assert events[-1]["buttons"] == [{"title": "More", "payload": "/more_results"}]
    assert json.dumps(events[-1])


@pytest.mark.parametrize(
    ("facts", "waits"),
    [
        ({"tier": "T1"}, None),
        ({"tier": "T1", "pending_clarification": "severe_distress"}, "severe_distress"),
    ],
)
async def test_only_a_question_that_the_assistant_has_asked_waits_for_an_answer(
    house: House, facts: dict[str, Any], waits: str | None
) -> None:
    open_remark = {"tier": "T1", "indicators": [], "clarify": "utter_clarify_severe_distress"}
    house.rasa.assessment, house.rasa.facts = open_remark, facts
    customer = await house.customer()

    await customer.say("not coping too good, need a bill paid")
    await customer.answers(1)

    assert house.desk.conversation(customer.id).pending_clarification == waits
