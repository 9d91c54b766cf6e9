"""The answer to a clarifying question, when the message goes on to something else."""

from __future__ import annotations

import pytest

from bot.risk import Context, Tier, screen

ASKED = Context(previous=("i could explode",), pending_clarification="suicide_self_harm")


@pytest.mark.parametrize(
    "text",
    [
        "haha nah it's the printer. Can I get the claim form",
        "no. we need groceries in Dubbo",
        "lol no, where is the nearest op shop",
        "nope, it was the football. I need a bus timetable",
    ],
)
def test_a_plain_no_that_brings_a_new_topic_is_a_no_and_stays_on_record(text: str) -> None:
    assessment = screen(text, context=ASKED)

    assert assessment.tier == Tier.T1
    assert "suicide_self_harm.denied" in [i.code for i in assessment.indicators]


@pytest.mark.parametrize(
    "text",
    ["whatever, i need the form", "no but sometimes", "i need a bus"],
)
def test_s1_14_what_is_no_plain_no_stays_serious(text: str) -> None:
    assert screen(text, context=ASKED).tier >= Tier.T3


def test_a_no_that_goes_on_to_danger_is_no_way_out() -> None:
    assert screen("nah. I want to die though", context=ASKED).tier >= Tier.T3
