"""Turns that fail, hang or end in the middle: danger is spoken of, a message acts once, none is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.language import catalogue
from bot.web import rasa, safety
from bot.web.turns import sees_more
from tests.web.conftest import House, has, plain_screen, texts

T4_TEXT = "utter_safety_t4_suicide_self_harm"


@pytest.mark.parametrize("failure", [(502, "action_failed"), (500, "internal"), (502, "no_reply")])
async def test_danger_gets_its_safety_text_when_rasa_fails(
    house: House, failure: tuple[int, str]
) -> None:
    house.rasa.failure = failure
    customer = await house.customer()

    await customer.say("I took an overdose")
    await customer.until(has(catalogue.text(T4_TEXT)))

    assert house.desk.cases("waiting")[0].tier == "T4"


async def test_danger_gets_its_safety_text_when_rasa_is_slow(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "PATIENCE", 0.1)
    house.rasa.delay = 1.0
    customer = await house.customer()

    await customer.say("I took an overdose")
    events = await customer.until(has(catalogue.text(T4_TEXT)))

    assert "You said" not in str(events)


async def test_danger_that_rasa_answers_in_time_is_not_answered_twice(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safety, "PATIENCE", 0.3)
    house.rasa.replies = [{"text": "Call 000, in Rasa's words.", "safety": True}]
    customer = await house.customer()

    await customer.say("I took an overdose")
    await customer.answers(1)
    await asyncio.sleep(0.5)

    safe = [e for e in (await customer.read())["events"] if e["safety"]]
    assert texts(safe) == ["Call 000, in Rasa's words."]
    assert house.desk.cases("waiting")[0].tier == "T4"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("I took an overdose", [T4_TEXT]),
        ("suicide is on my mind", ["utter_safety_t3", "You said: suicide is on my mind"]),
    ],
)
async def test_a_rasa_that_overlooks_danger_does_not_cost_the_person_the_words(
    house: House, text: str, wanted: list[str]
) -> None:
    customer = await house.customer()

    await customer.say(text)

    expected = [catalogue.text(w) if w.startswith("utter_") else w for w in wanted]
    assert await customer.answers(len(wanted)) == expected


async def test_screening_that_fails_calls_a_person_and_says_so(house: House) -> None:
    customer = await house.customer()

    await customer.say("crash the screening, please")

    assert house.desk.cases("waiting")[0].reason in {"failure", "unclear"}
    assert catalogue.text("utter_safety_t3") in texts((await customer.read())["events"])


async def test_a_message_rasa_can_never_handle_goes_to_a_person_and_the_next_gets_its_turn(
    house: House,
) -> None:
    house.rasa.poison = {"poison"}
    customer = await house.customer()

    await customer.say("poison")
    await customer.say("hello")
    answers = await customer.answers(2)

    assert answers == [catalogue.text("utter_handed_over"), "You said: hello"]
    assert house.desk.cases("waiting")[0].reason == "failure"


async def test_a_button_rasa_does_not_know_is_given_to_a_person_not_tried_forever(
    house: House,
) -> None:
    customer = await house.customer()
    await customer.say("hello")
    await customer.answers(1)
    house.rasa.failure = (400, "bad_payload")

    await customer.post({"id": "b1", "payload": "/no_such_intent"})
    await customer.answers(2)

    assert len([c for c in house.rasa.calls if c[1] == "b1"]) == 1


async def test_a_turn_that_times_out_is_tried_again_and_acts_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rasa, "TURN_SECONDS", 0.2)
    customer = await house.customer()
    await customer.say("hello")
    await customer.answers(1)
    house.rasa.delay = 0.5

    await customer.say("slow")
    await asyncio.sleep(0.4)
    house.rasa.delay = 0.0

    assert (await customer.answers(2))[1] == "You said: slow"


async def test_an_answer_that_is_lost_on_the_way_is_given_once(house: House) -> None:
    house.rasa.die_after_acting = 2
    customer = await house.customer()

    await customer.say("hello")

    assert await customer.answers(1) == ["You said: hello"]
    assert house.rasa.acted.count((customer.id, "m1")) == 1


async def test_a_gateway_that_ends_in_the_middle_of_a_message_loses_none(house: House) -> None:
    house.rasa.delay = 0.3
    customer = await house.customer()
    for n in range(3):
        await customer.say(f"text {n}")

    await house.restart()
    house.rasa.delay = 0.0
    customer.client = house.main

    assert await customer.answers(3) == [f"You said: text {n}" for n in range(3)]
    assert [m for c, m in house.rasa.acted if c == customer.id] == ["#start", "m1", "m2", "m3"]


async def test_a_message_stored_but_not_screened_is_screened_after_a_restart(
    house: House,
) -> None:
    customer = await house.customer()
    await house.lose_rasa()
    house.desk.add_message(customer.id, "late", "I took an overdose")
    assert house.desk.cases() == []

    await house.restart()
    customer.client = house.main
    await customer.until(has(catalogue.text(T4_TEXT)))

    assert house.desk.cases("waiting")[0].tier == "T4"


async def test_the_real_screening_has_the_shape_the_gateway_uses() -> None:
    from bot.risk import Context, screen

    found = screen("I took an overdose", "en", Context(previous=("hello",))).as_dict()

    assert set(found) == set(plain_screen("x").as_dict())


@pytest.mark.parametrize(
    ("rasa", "door", "more"),
    [
        ("T3", "T1", True),
        ("T4", "T3", True),
        ("T3", "T3", False),
        ("T1", "T0", False),
    ],
)
def test_a_case_is_raised_only_where_rasa_sees_more_than_the_door(
    rasa: str, door: str, more: bool
) -> None:
    sign = [{"code": "violence.abuse"}]

    found = sees_more({"tier": rasa, "indicators": sign}, {"tier": door, "indicators": sign})

    assert found is more
    assert sees_more(
        {"tier": "T3", "indicators": [*sign, {"code": "suicide.intent"}]},
        {"tier": "T3", "indicators": sign},
    ), "another sign of the same tier"


async def test_danger_whose_case_could_not_be_opened_is_seen_without_another_word(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store fails once between the storing of a message and its screening."""
    customer = await house.customer()
    for _ in range(200):  # else the worker of the opening would come upon it by chance
        if not house.gateway.turns.busy:
            break
        await asyncio.sleep(0.02)
    whole = house.desk.open_case
    failures = ["once"]

    def failing(*args: Any, **kwargs: Any) -> Any:
        if failures:
            failures.pop()
            raise OperationalError("insert", {}, OSError("disk"))
        return whole(*args, **kwargs)

    monkeypatch.setattr(house.desk, "open_case", failing)
    await customer.client.post(
        f"/api/conversations/{customer.id}/messages",
        json={"id": "d1", "text": "he took pills, overdose"},
        headers={"Authorization": f"Bearer {customer.token}"},
    )

    for _ in range(200):
        if house.desk.cases("waiting"):
            break
        await asyncio.sleep(0.02)
    assert not failures
    assert house.desk.cases("waiting")[0].tier == "T4"
