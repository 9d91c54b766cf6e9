"""Needs told in clauses of their own: how a message is split, and when a clause counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.nlu.clauses import MOST_CLAUSES, Reading, clauses, further
from bot.nlu.model import Understanding

FOOD, POWER, RIDE = "emergency_relief", "financial_aid", "transport"


def reader(said: dict[str, dict[str, float]]) -> tuple[Callable[[str], Reading], list[str]]:
    """A reading of clauses by what they hold, and the list of those that were read."""
    read: list[str] = []

    def of(clause: str) -> Reading:
        read.append(clause)
        chance = {FOOD: 0.01, POWER: 0.01, RIDE: 0.01}
        for words, more in said.items():
            if words in clause:
                chance |= more
        return Reading(chance, {})

    return of, read


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("fridge is empty and they're cutting the gas", ["fridge is empty", "they're cutting the gas"]),
        ("no food in the house, and also no petrol left", ["no food in the house", "no petrol left"]),
        ("cupboards empty. phone cut off.", ["cupboards empty", "phone cut off"]),
        ("被解雇了想找律师，没钱交水费", ["被解雇了想找律师", "没钱交水费"]),
        ("no hay comida y debo la luz", ["no hay comida", "debo la luz"]),
        ("walang pagkain at putol ang kuryente", ["walang pagkain", "putol ang kuryente"]),
        # "At" is "and" in Filipino and another word in English.
        ("can't pay for tablets at the chemist", []),
        ("i need food", []),
        ("food, rent", []),
        ("", []),
        (", , , and and", []),
    ],
)  # fmt: skip
def test_a_message_is_split_where_one_statement_ends(text: str, parts: list[str]) -> None:
    assert [c.text for c in clauses(text)] == parts
    assert all(text[c.start : c.end] == c.text for c in clauses(text))


def test_a_long_story_is_left_whole() -> None:
    assert clauses(", ".join(["this happened then"] * (MOST_CLAUSES + 1))) == []


def test_a_clause_that_states_its_own_need_counts_beside_the_other() -> None:
    text = "fridge is empty and they're cutting the gas"
    read, _ = reader({"fridge": {FOOD: 0.95}, "gas": {POWER: 0.9}})
    found = further(clauses(text), frozenset({FOOD}), {FOOD: 0.9, POWER: 0.1, RIDE: 0.0}, read)
    assert [(m.value, text[m.start : m.end]) for m, _ in found] == [(POWER, "they're cutting the gas")]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said", "whole"),
    [
        # The whole speaks against it.
        ("fridge is empty and gas is dear", {"fridge": {FOOD: 0.9}, "gas": {POWER: 0.9}}, 0.01),
        # The clause itself is not sure.
        ("fridge is empty and gas is dear", {"fridge": {FOOD: 0.9}, "gas": {POWER: 0.7}}, 0.1),
        # It may be two things.
        ("fridge is empty and gas is dear", {"fridge": {FOOD: 0.9}, "gas": {POWER: 0.9, RIDE: 0.6}}, 0.3),
        # No other clause states what was found: both clauses tell one thing.
        ("it was a long day and gas is dear", {"gas": {POWER: 0.9}}, 0.3),
        # It points back to the clause before.
        ("fridge is empty and that gas is dear", {"fridge": {FOOD: 0.9}, "gas": {POWER: 0.9}}, 0.3),
        # It is taken care of.
        ("fridge is empty, the gas is sorted", {"fridge": {FOOD: 0.9}, "gas": {POWER: 0.9}}, 0.3),
    ],
)  # fmt: skip
def test_no_need_is_invented_out_of_a_clause(
    text: str, said: dict[str, dict[str, float]], whole: float
) -> None:
    read, _ = reader(said)
    assert further(clauses(text), frozenset({FOOD}), {FOOD: 0.9, POWER: whole}, read) == []


def test_no_clause_is_read_that_could_change_nothing_any_more() -> None:
    text = "my mum and me haven't eaten since tuesday"
    read, asked = reader({"eaten": {FOOD: 0.9}})
    whole = {FOOD: 0.9, POWER: 0.3, RIDE: 0.0}
    assert further(clauses(text), frozenset({FOOD}), whole, read) == []
    assert asked == ["my mum"]


def test_no_clause_is_read_where_no_other_need_is_possible() -> None:
    read, asked = reader({})
    parts = clauses("fridge is empty and so are we")
    assert further(parts, frozenset({FOOD}), {FOOD: 0.99, POWER: 0.001}, read) == []
    assert asked == []


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("the cupboard is bare and they are turning off our electricity", {FOOD, POWER}),
        ("we have nothing to feed the kids and the lights go off on friday", {FOOD, POWER}),
        ("they're cutting the gas on monday and i'm really worried about it", {POWER}),
        ("my husband lost his job and now the power bill is overdue", {POWER}),
    ],
)
def test_two_needs_are_heard_and_one_stays_one(
    understanding: Understanding, text: str, needs: set[str]
) -> None:
    found = understanding.parse(text)["entities"]
    assert {e["value"] for e in found if e["entity"] == "need"} == needs
