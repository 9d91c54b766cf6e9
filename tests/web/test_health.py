from __future__ import annotations

from tests.web.conftest import House

PARTS = {"gateway", "desk", "rasa", "actions", "directory", "risk", "encoder"}


async def test_health_names_every_part_and_what_is_in_use(house: House) -> None:
    report = await (await house.main.get("/health")).json()

    assert set(report["parts"]) == PARTS
    assert all(isinstance(part["up"], bool) for part in report["parts"].values())
    assert report["model"] == "fake-model"
    assert report["parts"]["rasa"]["up"]
    assert {"oldest_check", "oldest_check_age_days"} <= set(report["directory"]) or not report[
        "directory"
    ]["up"]


async def test_health_answers_and_says_so_when_rasa_is_down(house: House) -> None:
    await house.lose_rasa()

    answer = await house.main.get("/health")
    report = await answer.json()

    assert answer.status == 200
    assert report["status"] == "degraded"
    assert report["parts"]["rasa"]["up"] is False
    assert report["parts"]["actions"]["up"] is False
    assert report["parts"]["gateway"]["up"] is True


async def test_health_counts_but_names_nobody(house: House) -> None:
    customer = await house.customer()
    await customer.say("I took an overdose")
    await customer.answers(1)

    text = await (await house.main.get("/health")).text()

    assert '"cases_waiting": 1' in text
    assert customer.id not in text
