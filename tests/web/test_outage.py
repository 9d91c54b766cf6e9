"""The assistant is away, slow or failing: nobody is left without an answer, nothing is lost."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.language import catalogue
from bot.web import rasa, safety
from bot.web.turns import sees_more
from tests.web.conftest import House, plain_screen

T4_TEXT = "utter_safety_t4_suicide_self_harm"


def texts(events: list[dict[str, Any]]) -> list[str]:
    return [e["text"] for e in events]


def has(text: str) -> Any:
    return lambda events: text in texts(events)


async def test_a_person_is_told_once_what_to_do_meanwhile_and_answered_afterwards(
    house: House,
) -> None:
    customer = await house.customer()
    await customer.say("one")
    await customer.answers(1)
    await house.lose_rasa()

    for text in ("two", "three", "four"):
        await customer.say(text)
    events = await customer.until(has(catalogue.text("utter_gateway_down")))
    assert (await customer.read())["state"]["down"] is True
    await house.rasa.start()
    answers = await customer.answers(4)

    assert answers == [f"You said: {t}" for t in ("one", "two", "three", "four")]
    everything = texts((await customer.read())["events"])
    assert everything.count(catalogue.text("utter_gateway_down")) == 1
    assert events[-1]["from"] in {"system", "customer"}
    assert (await customer.read())["state"]["down"] is False


async def test_a_second_outage_is_explained_again(house: House) -> None:
    customer = await house.customer()
    for number in (1, 2):
        await house.lose_rasa()
        await customer.say(f"text {number}")
        await customer.until(
            lambda es, n=number: texts(es).count(catalogue.text("utter_gateway_down")) == n
        )
        await house.rasa.start()
        await customer.answers(number)


async def test_danger_during_an_outage_gets_the_safety_text_and_a_case_at_once(
    house: House,
) -> None:
    await house.lose_rasa()
    customer = await house.customer()

    await customer.say("I took an overdose")
    events = (await customer.read())["events"]

    safe = [e for e in events if e["safety"]]
    assert texts(safe) == [catalogue.text(T4_TEXT)]
    assert catalogue.text("utter_gateway_down") not in texts(events)
    case = house.desk.cases("waiting")[0]
    assert (case.tier, case.reason, case.conversation_id) == ("T4", "danger", customer.id)
    assert case.indicators[0]["evidence"] == "overdose"
    assert case.indicators[0]["message_seq"] == 3


async def test_danger_behind_other_messages_does_not_wait_for_them(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    await customer.say("I need food")
    await customer.say("suicide is all I think about")

    events = (await customer.read())["events"]

    assert catalogue.text("utter_safety_t3") in texts([e for e in events if e["safety"]])


async def test_the_safety_text_is_said_short_from_the_second_time_on(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    for number in range(4):
        await customer.say(f"suicide is all I think about, again {number}")

    events = (await customer.read())["events"]

    assert texts([e for e in events if e["safety"]]) == [
        catalogue.text("utter_safety_t3"),
        catalogue.text("utter_t3_stands"),
        catalogue.text("utter_t3_worker_knows"),
        catalogue.text("utter_t3_stands"),
    ]
    assert all("000" in e["text"] for e in events if e["safety"])
    assert len(house.desk.cases()) == 1


async def test_000_alone_is_said_each_time_however_often_it_was_said(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    await customer.say("suicide is all I think about")
    await customer.say("I took an overdose")
    await customer.say("I took an overdose, again")

    events = (await customer.read())["events"]

    assert texts([e for e in events if e["safety"]]) == [
        catalogue.text("utter_safety_t3"),
        catalogue.text(T4_TEXT),
        catalogue.text(T4_TEXT),
    ]


async def test_who_read_the_safety_text_before_the_outage_reads_the_short_one(
    house: House,
) -> None:
    customer = await house.customer()
    house.rasa.replies = [{"text": catalogue.text("utter_safety_t3"), "safety": True}]
    await customer.say("suicide is all I think about")
    await customer.answers(1)
    await house.lose_rasa()
    await customer.say("still suicide, I think of it")

    events = (await customer.read())["events"]

    assert texts([e for e in events if e["safety"]]) == [
        catalogue.text("utter_safety_t3"),
        catalogue.text("utter_t3_stands"),
    ]


async def test_the_message_about_danger_is_answered_when_the_assistant_is_back(
    house: House,
) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    await customer.say("I took an overdose")
    house.rasa.replies = [
        {"text": catalogue.text(T4_TEXT), "safety": True},
        {"text": "A person is on the way."},
    ]

    await house.rasa.start()
    events = await customer.until(has("A person is on the way."))

    assert texts(events).count(catalogue.text(T4_TEXT)) == 1
    assert len(house.desk.cases()) == 1


async def test_after_an_outage_000_is_not_said_again_in_other_words(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    await customer.say("I took an overdose")
    house.rasa.assessment = {"tier": "T4", "indicators": [], "clarify": None}
    house.rasa.replies = [
        {"text": catalogue.text("utter_safety_t4_medical_emergency") + "!", "safety": True},
        {"text": "What came next."},
    ]

    await house.rasa.start()
    events = await customer.until(has("What came next."))

    assert texts([e for e in events if e["safety"]]) == [catalogue.text(T4_TEXT)]


async def test_after_an_outage_numbers_that_came_with_000_are_still_shown(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    await customer.say("I took an overdose")
    line = {"id": "106", "name": "Text to 000"}
    house.rasa.assessment = {"tier": "T4", "indicators": [], "clarify": None}
    house.rasa.replies = [{"text": catalogue.text(T4_TEXT), "safety": True, "cards": [line]}]

    await house.rasa.start()
    events = await customer.until(has(catalogue.text("utter_helplines")))

    assert texts(events).count(catalogue.text(T4_TEXT)) == 1
    assert [card["name"] for card in events[-1]["cards"]] == ["Text to 000"]


async def test_after_an_outage_000_is_said_where_the_gateway_had_seen_less(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()
    await customer.say("suicide is on my mind")
    house.rasa.assessment = {"tier": "T4", "indicators": [], "clarify": None}
    house.rasa.replies = [{"text": catalogue.text(T4_TEXT), "safety": True}]

    await house.rasa.start()
    events = await customer.until(has(catalogue.text(T4_TEXT)))

    assert catalogue.text("utter_safety_t3") in texts(events)


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


async def test_a_remark_that_nobody_can_ask_about_counts_as_unclear(house: House) -> None:
    await house.lose_rasa()
    customer = await house.customer()

    await customer.say("I am just a burden")

    case = house.desk.cases("waiting")[0]
    assert (case.reason, case.tier) == ("unclear", "T3")
    assert catalogue.text("utter_safety_t3") in texts((await customer.read())["events"])


async def test_the_answer_to_a_clarifying_question_counts_as_unclear_in_an_outage(
    house: House,
) -> None:
    house.rasa.assessment = {
        "tier": "T1",
        "indicators": [],
        "clarify": "utter_clarify_suicide_self_harm",
    }
    customer = await house.customer()
    await customer.say("I am just a burden")
    await customer.answers(1)
    await house.lose_rasa()

    await customer.say("I don't want to talk about it")

    assert house.desk.cases("waiting")[0].reason == "unclear"
    assert catalogue.text("utter_safety_t3") in texts((await customer.read())["events"])


async def test_on_a_watched_screen_the_words_stay_neutral_and_the_case_is_silent(
    house: House,
) -> None:
    house.rasa.facts = {"safe_to_talk": "no"}
    customer = await house.customer()
    await customer.say("not here")
    await customer.answers(1)
    await house.lose_rasa()

    await customer.say("overdose")
    events = (await customer.read())["events"]

    assert catalogue.text("utter_keep_plain") in texts(events)
    assert not [e for e in events if "000" in e["text"]]
    assert house.desk.cases("waiting")[0].tier == "T4"


async def test_a_staff_member_is_told_what_staff_do(house: House) -> None:
    worker = await house.worker()
    answer = await worker.client.post("/api/conversations", json={"audience": "staff"})
    made = await answer.json()
    await house.lose_rasa()

    await worker.client.post(
        f"/api/conversations/{made['id']}/messages",
        json={"id": "m1", "text": "caller says overdose"},
        headers={"Authorization": f"Bearer {made['token']}"},
    )

    events = house.desk.events_after(made["id"])
    assert catalogue.text("utter_staff_safety_t4") in [e.text for e in events]


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


async def test_the_gateway_starts_and_speaks_of_danger_without_rasa(house: House) -> None:
    await house.rasa.stop()
    await house.restart()

    customer = await house.customer()
    await customer.say("I took an overdose")

    assert catalogue.text(T4_TEXT) in texts((await customer.read())["events"])


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
    from bot.web.limits import Buckets

    house.gateway.limits.messages = Buckets(burst=3, per_second=0.01)
    loud, quiet = await house.customer(), await house.customer()

    statuses = [(await loud.post({"id": f"l{n}", "text": "x"})).status for n in range(5)]

    assert statuses == [202, 202, 202, 429, 429]
    assert (await quiet.post({"id": "q", "text": "x"})).status == 202


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
