"""Plays ``dialogues.yml`` against the running program and holds what a machine can decide of it.

The statements were written by somebody who had not seen the program. Those that
only a person can judge stay prose; they are counted in the last line.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.desk import Desk
from tests.process.program import Person, Program, Worker
from tests.process.statements import Played, decide, is_decidable

pytestmark = pytest.mark.slow

DIALOGUES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("dialogues.yml").read_text(encoding="utf-8")
)
#: Statements that are known not to hold: (dialogue, statement) -> why.
_NO_DANGER = "the screen sees danger where there is none"
_TOO_LOW = "the screen sees T3 where it is T4"
KNOWN: dict[tuple[str, str], str] = {
    (
        "Interpreter for a learner of English",
        "accommodation near Dandenong VIC 3175 is understood",
    ): '"help for house" is taken for help at home',
    (
        "Staff member repeats a customer's words",
        "the danger is T4 and the subject is the customer, not the worker",
    ): _TOO_LOW,
    (
        "Long rambling message with several things",
        "no T4 and no 000 for the past stroke",
    ): _NO_DANGER,
}


@pytest.fixture(scope="module")
def desk(program: Program) -> Iterator[Desk]:
    (database,) = program.data_dir.glob("desk.db")
    opened = Desk.open(f"sqlite:///{database}")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def worker(program: Program) -> Worker:
    return Worker(program)


def begin(program: Program, worker: Worker, audience: str) -> Person:
    """A customer, or a staff member at the look-up page."""
    if audience == "customer":
        return Person(program)
    made = worker.post("/api/conversations", {"audience": "staff"})
    staff = Person.__new__(Person)
    staff.program, staff.id = program, made["id"]
    staff.address = f"{program.base}/api/conversations/{made['id']}"
    staff.headers = {"Authorization": f"Bearer {made['token']}"}
    staff.numbers = itertools.count(1)
    staff.wait_for(bool)
    return staff


def play(person: Person, desk: Desk, messages: list[str]) -> Played:
    """Types the messages one after another; what was said and known after each."""
    played = Played(messages, person.events())
    for message in messages:
        said = [e for e in person.say(message) if e["from"] in ("assistant", "system")]
        played.turns.append(said)
        played.facts.append(desk.conversation(person.id).facts)
    played.case = desk.open_case_of(person.id)
    return played


@pytest.mark.parametrize("dialogue", DIALOGUES, ids=lambda d: d["name"])
def test_dialogue(program: Program, worker: Worker, desk: Desk, dialogue: dict[str, Any]) -> None:
    person = begin(program, worker, dialogue["audience"])

    played = play(person, desk, dialogue["turns"])

    broken = [s for s in dialogue["must"] if decide(played, s) is False]
    new = [s for s in broken if (dialogue["name"], s) not in KNOWN]
    told = "\n".join(
        f"> {message}\n" + "\n".join(f"  < {e['text']}" for e in turn)
        for message, turn in zip(played.messages, played.turns, strict=True)
    )
    assert not new, f"{new}\n{told}"
    if broken:
        pytest.xfail("; ".join(KNOWN[dialogue["name"], s] for s in broken))


def test_most_statements_are_decided_by_the_machine(
    capsys: pytest.CaptureFixture[str],
) -> None:
    statements = [s for d in DIALOGUES for s in d["must"]]
    prose = [s for s in statements if not is_decidable(s)]
    with capsys.disabled():
        print(f"\n{len(statements) - len(prose)} statements decided, {len(prose)} left as prose")

    assert len(prose) <= len(statements) * 0.4


def test_what_is_known_not_to_hold_is_still_a_statement() -> None:
    written = {(d["name"], s) for d in DIALOGUES for s in d["must"]}

    assert set(KNOWN) <= written
