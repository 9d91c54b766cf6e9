"""More messages than can be read in time: refused at once, never lost, danger always noticed."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest

from bot.desk import Desk
from bot.desk.conversations import hash_token
from bot.language import catalogue
from bot.risk import Assessment, Context, Tier
from bot.web import load
from tests.web.conftest import Customer, House, eventually, plain_screen


def only_plain_words(
    text: str, language: str | None = None, context: Context | None = None
) -> Assessment:
    """Phrases alone: they know "overdose", and not what the classifier makes of "suicide"."""
    if "crash the phrases" in text:
        raise RuntimeError("phrases")
    return plain_screen(text) if "overdose" in text else Assessment()


@pytest.fixture
async def rushed(house: House) -> House:
    """A gateway whose classifier has no room, until ``house.gateway.screening.room`` is set."""
    house.phrases = only_plain_words
    await house.restart()
    await house.gateway.rasa.wait_up()
    house.gateway.screening.room = 0
    return house


def kept(desk: Desk, customer: Customer, message_id: str) -> dict[str, Any]:
    found = desk.stored(customer.id, message_id)
    assert found is not None
    return found[1].assessment or {}


async def test_phrases_alone_answer_at_once_where_the_classifier_has_no_room(
    rushed: House,
) -> None:
    await rushed.lose_rasa()
    customer = await rushed.customer()

    await customer.say("I took an overdose")

    assert rushed.desk.cases("waiting")[0].tier == "T4"
    assert catalogue.text("utter_safety_t4_suicide_self_harm") in [
        e["text"] for e in (await customer.read())["events"]
    ]


async def test_a_sentence_that_never_ends_in_the_classifier_holds_up_no_safety_text(
    rushed: House,
) -> None:
    await rushed.lose_rasa()
    customer = await rushed.customer()
    done = threading.Event()
    threads = rushed.gateway.threads
    stuck = [asyncio.create_task(threads.think(done.wait, 60)) for _ in range(3)]
    await asyncio.sleep(0)
    try:
        await asyncio.wait_for(customer.say("I took an overdose"), 20)
        told = [e["text"] for e in (await customer.read())["events"]]
        still = sum(not task.done() for task in stuck)
    finally:
        done.set()
        await asyncio.gather(*stuck)

    assert (catalogue.text("utter_safety_t4_suicide_self_harm") in told, still) == (True, 3)


async def test_what_phrases_do_not_know_opens_its_case_as_soon_as_there_is_room(
    rushed: House,
) -> None:
    await rushed.lose_rasa()
    customer = await rushed.customer()
    await customer.say("suicide, in words no phrase knows")
    assert kept(rushed.desk, customer, "m1")["phrases_alone"]
    assert rushed.desk.cases() == []

    rushed.gateway.screening.room = 1
    await eventually(lambda: bool(rushed.desk.cases("waiting")))

    assert rushed.desk.cases("waiting")[0].tier == "T3"
    await customer.until(lambda es: catalogue.text("utter_safety_t3") in [e["text"] for e in es])
    assert "phrases_alone" not in kept(rushed.desk, customer, "m1")
    assert rushed.gateway.screening.unread == 0


async def test_nothing_goes_to_rasa_before_both_minds_have_read_it(rushed: House) -> None:
    rushed.rasa.delay = 0.05
    customer = await rushed.customer()

    await customer.say("suicide, in words no phrase knows")
    await customer.answers(1)

    assert "phrases_alone" not in kept(rushed.desk, customer, "m1")
    assert rushed.desk.cases("waiting")[0].tier == "T3"


async def test_a_second_look_takes_nothing_back(rushed: House) -> None:
    await rushed.lose_rasa()
    customer = await rushed.customer()
    await customer.say("I took an overdose")
    rushed.gateway.screening._screen = lambda *_: Assessment()

    rushed.gateway.screening.room = 1
    await eventually(lambda: "phrases_alone" not in kept(rushed.desk, customer, "m1"))

    found = kept(rushed.desk, customer, "m1")
    assert (found["tier"], found["indicators"][0]["evidence"]) == ("T4", "overdose")


async def test_a_restart_reads_what_phrases_alone_had_read(rushed: House) -> None:
    await rushed.lose_rasa()
    customer = await rushed.customer()
    await customer.say("suicide, in words no phrase knows")

    await rushed.restart()

    assert rushed.desk.cases("waiting")[0].tier == "T3"


async def test_a_second_look_that_fails_is_tried_again(
    rushed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.screening.LOOK_EVERY", 0.01)
    await rushed.lose_rasa()
    customer = await rushed.customer()
    await customer.say("suicide, in words no phrase knows")
    real, failures = rushed.desk.stored, [RuntimeError("store"), RuntimeError("store")]

    def failing(*which: str) -> Any:
        if failures:
            raise failures.pop()
        return real(*which)

    monkeypatch.setattr(rushed.desk, "stored", failing)
    rushed.gateway.screening.room = 1

    await eventually(lambda: bool(rushed.desk.cases("waiting")))
    assert not failures


async def test_phrases_that_fail_in_a_rush_call_a_person(rushed: House) -> None:
    customer = await rushed.customer()

    await customer.say("crash the phrases")

    assert rushed.desk.cases("waiting")[0].reason in {"failure", "unclear"}


async def test_too_many_at_once_are_refused_with_a_time_to_come_back(rushed: House) -> None:
    customer = await rushed.customer()
    rushed.gateway.limits.arriving = 0

    refused = await customer.post({"id": "x", "text": "we need food"})
    taken = await customer.post({"id": "y", "text": "I took an overdose"})

    assert refused.status == 503
    assert int(refused.headers["Retry-After"]) >= 1
    assert (await refused.json())["error"]["code"] == "overloaded"
    assert taken.status == 202
    assert rushed.desk.cases("waiting")[0].tier == "T4"
    assert rushed.desk.stored(customer.id, "x") is None


async def test_a_refused_message_counts_once_when_it_comes_again(rushed: House) -> None:
    customer = await rushed.customer()
    rushed.gateway.limits.arriving = 0
    statuses = [(await customer.post({"id": "x", "text": "food"})).status for _ in range(3)]
    rushed.gateway.limits.arriving = 1

    statuses += [(await customer.post({"id": "x", "text": "food"})).status for _ in range(2)]

    assert statuses == [503, 503, 503, 202, 202]
    assert await customer.answers(1) == ["You said: food"]
    assert rushed.rasa.texts(customer.id) == ["food"]


async def test_where_even_looks_pile_up_nothing_is_read_and_nothing_kept(rushed: House) -> None:
    customer = await rushed.customer()
    rushed.gateway.limits.arriving = rushed.gateway.limits.glancing = 0

    refused = await customer.post({"id": "x", "text": "I took an overdose"})
    rushed.gateway.limits.arriving = 1
    taken = await customer.post({"id": "x", "text": "I took an overdose"})

    assert (refused.status, taken.status) == (503, 202)
    assert rushed.desk.cases("waiting")[0].tier == "T4"


async def test_what_both_minds_held_harmless_takes_no_room_when_it_comes_again(
    rushed: House,
) -> None:
    customer = await rushed.customer()
    rushed.gateway.limits.arriving = 0
    rushed.gateway.screening.room = 1
    read: list[str] = []
    both = rushed.gateway.screening._screen
    rushed.gateway.screening._screen = lambda text, *more: read.append(text) or both(text, *more)

    said = ("we need food", "we need food", "suicide, said otherwise")
    statuses = [(await customer.post({"id": "x", "text": text})).status for text in said]

    assert statuses == [503, 503, 202]
    assert read.count("we need food") == 1


async def test_what_phrases_alone_held_harmless_is_read_again_when_the_classifier_is_back(
    rushed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await rushed.customer()
    rushed.gateway.limits.arriving = 0
    rushed.gateway.screening.room = 1
    monkeypatch.setattr("bot.web.screening.ready", lambda: {"classifier": "down: test"})

    await customer.post({"id": "x", "text": "we need food"})

    assert not rushed.gateway.screening._harmless


async def test_neither_a_refusal_nor_health_waits_behind_those_who_wait_to_write(
    rushed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer = await rushed.customer()
    rushed.gateway.limits.arriving = 0
    done = threading.Event()
    waiting = [asyncio.create_task(rushed.gateway.threads.store(done.wait, 10)) for _ in range(16)]
    await asyncio.sleep(0)
    try:
        rushed.gateway.tokens.clear()  # as after a restart
        refused = await asyncio.wait_for(customer.post({"id": "x", "text": "food"}), 5)
        health = await asyncio.wait_for(rushed.main.get("/health"), 5)
        still = sum(not task.done() for task in waiting)
    finally:
        done.set()
        await asyncio.gather(*waiting)

    assert (refused.status, health.status, still) == (503, 200, 16)


async def test_a_new_conversations_token_needs_no_look_into_the_store(rushed: House) -> None:
    answer = await rushed.main.post("/api/conversations", json={})

    made = await answer.json()
    assert rushed.gateway.tokens[hash_token(made["token"])] == made["id"]


async def test_a_store_that_is_full_is_not_asked_for_each_message(
    rushed: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = await rushed.customer()
    await first.say("we need food", "kept")
    monkeypatch.setattr(load, "FULL_FOR", 60.0)
    customer = await rushed.customer()
    rushed.gateway.limits.waiting_everywhere = 0
    statuses = [(await customer.post({"id": f"n{n}", "text": "food"})).status for n in range(2)]
    rushed.gateway.limits.waiting_everywhere = 500

    full = await customer.post({"id": "n2", "text": "food"})
    again = await first.post({"id": "kept", "text": "we need food"})
    danger = await customer.post({"id": "n3", "text": "I took an overdose"})

    assert statuses == [429, 429]
    assert (full.status, again.status, danger.status) == (429, 202, 202)
    assert 5 <= int(full.headers["Retry-After"]) <= 10
    assert rushed.desk.cases("waiting")[0].tier == "T4"


async def test_new_conversations_wait_too(rushed: House) -> None:
    rushed.gateway.limits.arriving = 0

    answer = await rushed.main.post("/api/conversations", json={})

    assert answer.status == 503
    assert "Retry-After" in answer.headers


async def test_a_hundred_people_at_once_lose_nothing_and_danger_is_found(house: House) -> None:
    house.phrases = only_plain_words
    await house.restart()
    await house.gateway.rasa.wait_up()
    house.gateway.limits.arriving = 4
    house.gateway.screening.room = 1
    people = [await house.customer() for _ in range(20)]
    words = ["hello", "we need food", "I took an overdose", "suicide, said otherwise", "thanks"]

    async def send(person: Customer, number: int) -> int:
        tries = 0
        while (await person.post({"id": f"m{number}", "text": words[number]})).status != 202:
            tries += 1
            await asyncio.sleep(0.01)
        return tries

    tries = await asyncio.gather(*(send(p, n) for p in people for n in range(len(words))))
    await eventually(lambda: house.gateway.screening.unread == 0)

    assert sum(tries) > 0
    for person in people:
        await person.answers(len(words))
        said = [e["text"] for e in (await person.read())["events"] if e["from"] == "customer"]
        assert sorted(said) == sorted(words)
        case = house.desk.open_case_of(person.id)
        assert case is not None
        assert {i["code"] for i in case.indicators} == {"overdose", "suicide"}


async def test_health_says_that_there_is_too_much_to_do(rushed: House) -> None:
    before = await (await rushed.main.get("/health")).json()
    customer = await rushed.customer()
    await customer.say("we need food")
    rushed.gateway.limits.arriving = 0
    await customer.post({"id": "x", "text": "and a bed"})

    report = await (await rushed.main.get("/health")).json()

    assert before["parts"]["gateway"]["too_much"] is False
    part = report["parts"]["gateway"]
    assert (part["refused_lately"], part["by_phrases_lately"], part["too_much"]) == (1, 1, True)
    assert report["status"] == "degraded"


async def test_one_page_that_runs_away_is_not_too_much_for_everybody(house: House) -> None:
    from bot.web.limits import Buckets

    house.gateway.limits.messages = Buckets(burst=1, per_second=0.01)
    customer = await house.customer()
    statuses = [(await customer.post({"id": f"l{n}", "text": "x"})).status for n in range(3)]

    assert statuses == [202, 429, 429]
    assert not house.gateway.load.is_too_much


def test_the_real_phrases_are_a_look_of_their_own() -> None:
    from bot.risk import screen

    assert screen("I took an overdose", phrases_alone=True).tier is Tier.T4
