"""The main job, end to end, as the README's newcomer tries it: real processes, real databases."""

from __future__ import annotations

from typing import Any

import pytest

from tests.process.program import Person, Program, Worker, call

pytestmark = pytest.mark.slow


def cards(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [card for event in events for card in event["cards"]]


def words(events: list[dict[str, Any]]) -> str:
    return "\n".join(e["text"] for e in events if e["from"] in ("assistant", "system"))


def test_health_says_of_each_part_whether_it_is_up(program: Program) -> None:
    health = program.health()

    assert health is not None
    assert {"gateway", "desk", "rasa", "actions", "directory", "risk", "encoder"} <= set(
        health["parts"]
    )
    assert health["model"].startswith("triage-")
    assert "e5" in health["encoder"]
    assert health["directory"]["oldest_check"]


def test_the_first_words_say_it_is_automated_what_is_kept_and_how_to_reach_a_person(
    program: Program,
) -> None:
    opening = words(Person(program).events()).lower()

    assert "automated" in opening
    assert "kept" in opening or "keep" in opening
    assert "person" in opening
    assert "safe for you to talk" in opening


def test_an_indirect_need_then_a_place_ends_in_service_cards(program: Program) -> None:
    person = Person(program)
    person.say("yes i can talk")
    person.say("we havent eaten since yesterday")
    found = person.say("footscray")
    while not cards(found) and len(person.events()) < 24:
        found = person.say("rather not say")

    first = cards(found)[0]
    for field in ("name", "phones", "hours", "why", "source", "last_check"):
        assert first[field], field


def test_asking_for_a_person_ends_with_a_social_worker_who_knows_what_was_said(
    program: Program,
) -> None:
    person, worker = Person(program), Worker(program)
    person.say("yes")
    person.say("I got evicted and need somewhere to live in Dandenong")
    person.say("can i talk to a real person please")

    case = worker.case_of(person)
    whole = worker.get(f"/desk/api/cases/{case['id']}")
    worker.post(f"/desk/api/cases/{case['id']}/claim", {})
    worker.post(f"/desk/api/cases/{case['id']}/messages", {"id": "w-1", "text": "Hi, I am Sam"})
    person.wait_for(lambda events: any(e["from"] == "worker" for e in events))
    person.send("thanks Sam, there are two kids with me")
    worker.post(f"/desk/api/cases/{case['id']}/close", {"outcome": "referred", "note": "bed found"})
    back = person.say("I also need food")

    assert "accommodation" in str(whole)
    assert "Dandenong" in str(whole)
    assert "Dandenong" not in words(back) or cards(back), "must not ask for the suburb again"


def test_a_staff_line_goes_straight_to_results(program: Program) -> None:
    worker = Worker(program)
    made = worker.post("/api/conversations", {"audience": "staff"})
    staff = Person.__new__(Person)
    staff.program, staff.id = program, made["id"]
    staff.address = f"{program.base}/api/conversations/{made['id']}"
    staff.headers = {"Authorization": f"Bearer {made['token']}"}
    from itertools import count

    staff.numbers = count(1)
    staff.wait_for(bool)

    found = staff.say("food parcels near Footscray")

    assert cards(found)
    assert "warm_transfer" in cards(found)[0]


def test_a_staff_conversation_needs_a_signed_in_member_of_staff(program: Program) -> None:
    status, _ = call(f"{program.base}/api/conversations", {"audience": "staff"})

    assert status == 403


def test_danger_to_life_shows_triple_zero_alone(program: Program) -> None:
    person = Person(program)

    found = person.say("my mum has collapsed and she's not breathing")

    safety = [e for e in found if e["safety"]]
    assert "000" in safety[0]["text"]
    assert cards(found) == []
    assert [b for e in found for b in e["buttons"] if "find_service" in b["payload"]] == []


def test_someone_elses_conversation_is_not_there(program: Program) -> None:
    mine, other = Person(program), Person(program)

    status, _ = call(f"{other.address}/events?after=0", headers=mine.headers)
    missing, _ = call(f"{mine.address}/events?after=0")

    assert (status, missing) == (404, 401)
