"""Any one process may be killed at any moment: no message and no case is lost, and none comes twice."""

from __future__ import annotations

import time
from typing import Any

import pytest

from tests.process.program import Person, Program, Worker

pytestmark = pytest.mark.slow

ASSISTANT = "bot.rasa_glue"
GATEWAY = "bot.web"


@pytest.fixture(autouse=True)
def all_up(program: Program) -> None:
    program.wait_until_up()


def texts(events: list[dict[str, Any]], sender: str) -> list[str]:
    return [e["text"] for e in events if e["from"] == sender]


def answered(said: str) -> Any:
    def check(events: list[dict[str, Any]]) -> bool:
        seqs = [e["seq"] for e in events if e["from"] == "customer" and e["text"] == said]
        return bool(seqs) and any(e["from"] == "assistant" and e["seq"] > seqs[-1] for e in events)

    return check


def test_a_message_is_answered_once_though_the_assistant_died_under_it(program: Program) -> None:
    person = Person(program)
    person.say("yes it is safe")

    person.send("we need food parcels in Footscray")
    program.kill(ASSISTANT)
    events = person.wait_for(answered("we need food parcels in Footscray"), seconds=90)
    time.sleep(1)

    assert texts(events, "customer").count("we need food parcels in Footscray") == 1
    later = person.events()
    assert [e["seq"] for e in later] == sorted({e["seq"] for e in later})


def test_what_was_said_before_is_still_known_after_the_assistant_died(program: Program) -> None:
    person = Person(program)
    person.say("yes it is safe")
    person.say("i am in Footscray")

    program.kill(ASSISTANT)
    program.wait_until_up()
    person.send("I need food")
    events = person.wait_for(lambda found: any(e["cards"] for e in found), seconds=90)

    cards = [card for e in events for card in e["cards"]]
    assert any(
        "Footscray" in str(card.get("address")) or card["distance_km"] is not None for card in cards
    )


def test_a_message_typed_while_the_gateway_dies_arrives_once(program: Program) -> None:
    person = Person(program)

    program.kill(GATEWAY)
    for line in ("yes it is safe", "i need a bed for tonight", "Dandenong"):
        person.send(line)
    events = person.wait_for(answered("Dandenong"), seconds=90)

    assert texts(events, "customer") == ["yes it is safe", "i need a bed for tonight", "Dandenong"]


def test_a_message_accepted_just_before_the_gateway_died_is_answered_once(program: Program) -> None:
    person = Person(program)
    before = len(person.events())

    person.send("hello")
    program.kill(GATEWAY)
    events = person.wait_for(answered("hello"), seconds=90)
    time.sleep(1.5)

    assert texts(events, "customer") == ["hello"]
    replies = [e["text"] for e in person.events()[before:] if e["from"] == "assistant"]
    assert len(replies) == len(set(replies)), "a reply came twice"


def test_danger_said_while_the_assistant_is_dead_gets_the_safety_text_and_a_case(
    program: Program,
) -> None:
    person = Person(program)
    worker = Worker(program)

    program.kill(ASSISTANT)
    person.send("he is trying to break down my door with an axe right now")
    events = person.wait_for(lambda found: any(e["safety"] for e in found), seconds=30)

    assert any("000" in e["text"] for e in events if e["safety"])
    assert worker.case_of(person)["tier"] == "T4"


def test_a_case_and_its_owner_outlive_the_gateway(program: Program) -> None:
    person = Person(program)
    worker = Worker(program)
    person.say("I want to kill myself")
    case = worker.case_of(person)
    worker.post(f"/desk/api/cases/{case['id']}/claim", {})

    program.kill(GATEWAY)
    program.wait_until_up()
    worker.post(f"/desk/api/cases/{case['id']}/messages", {"id": "w1", "text": "I am with you now"})

    found = person.wait_for(lambda events: "I am with you now" in texts(events, "worker"))
    assert worker.case_of(person)["state"] == "claimed"
    assert found


def test_stopping_the_watcher_stops_everything_and_frees_the_port(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    short = Program(tmp_path_factory.mktemp("short"))
    short.wait_until_up()
    pids = [short.pid_of(GATEWAY), short.pid_of(ASSISTANT)]

    short.stop()

    assert short.process.returncode == 0
    assert short.health() is None
    from pathlib import Path

    assert [pid for pid in pids if Path(f"/proc/{pid}").exists()] == []


def test_a_killed_watcher_takes_its_processes_with_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    short = Program(tmp_path_factory.mktemp("killed"))
    short.wait_until_up()

    short.process.kill()
    short.process.wait()

    for _ in range(100):
        if short.health() is None:
            break
        time.sleep(0.1)
    assert short.health() is None
