"""Narrowing and widening results."""

from __future__ import annotations

import pytest

from bot.triage import Facts
from tests.triage.says import after, said

SHOWN = Facts(needs=("transport",), done=("transport",), current="transport", shown=("a", "b"))


@pytest.mark.parametrize(
    ("words", "fact", "value"),
    [
        ("open now", "open_now", True),
        ("which ones are still open", "open_now", True),
        ("one closer", "radius_km", 10.0),
        ("thats too far", "radius_km", 10.0),
        ("one for men", "gender", "man"),
        ("womens only", "gender", "woman"),
        ("something free", "cost", "free"),
    ],
)
def test_what_narrows_the_results(words: str, fact: str, value: object) -> None:
    facts = after(said(words, "refine_search"), facts=SHOWN)

    assert getattr(facts, fact) == value
    assert facts.open_needs == ("transport",)
    assert facts.shown == ()


def test_closer_twice_halves_again() -> None:
    facts = after(said("closer", "refine_search"), said("closer", "refine_search"), facts=SHOWN)

    assert facts.radius_km == 5.0


def test_another_day_is_not_now() -> None:
    facts = after(
        said("open now", "refine_search"),
        said("what about monday", "refine_search", time=("monday", "monday")),
        facts=SHOWN,
    )

    assert (facts.when, facts.open_now) == ("monday", False)
