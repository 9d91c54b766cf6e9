"""The assistant is away: nobody is left without an answer, and danger is spoken of at once."""

from __future__ import annotations

from bot.language import catalogue
from tests.web.conftest import House, has, texts

T4_TEXT = "utter_safety_t4_suicide_self_harm"


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


async def test_the_gateway_starts_and_speaks_of_danger_without_rasa(house: House) -> None:
    await house.rasa.stop()
    await house.restart()

    customer = await house.customer()
    await customer.say("I took an overdose")

    assert catalogue.text(T4_TEXT) in texts((await customer.read())["events"])
