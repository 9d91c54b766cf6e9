"""Who has a home until a later day isn't asked about tonight."""

from __future__ import annotations

import pytest

from bot.triage.facts import Facts
from bot.triage.home_until import has_home_for_now
from tests.triage.says import after, danger, said


@pytest.mark.parametrize(
    "words",
    [
        "my lease runs out at the end of january and they wont renew",
        "we have to be out of the unit in three weeks",
        "landlord is selling, we got 60 days notice",
        "im staying with my aunty until sunday then i need somewhere",
        "looking for a place for next month",
        "need a flat from 14 march",
        "she gets discharged from hospital on thursday and has no place to go",
        "moving out after christmas, need a rental",
    ],
)
def test_a_home_until_a_later_day_is_a_bed_tonight(words: str) -> None:
    assert has_home_for_now(said(words))


@pytest.mark.parametrize(
    "words",
    [
        "i was evicted on monday and need a place",
        "sleeping in my car till next month",
        "need a room tonight, next week i get a flat",
        "been homeless since march",
        "i left home last friday and need somewhere",
        "got kicked out of the house on sunday",
        "i need somewhere to live",
        "locked out of the flat, agent is away till monday",
    ],
)
def test_a_home_that_is_lost_is_none(words: str) -> None:
    assert not has_home_for_now(said(words))


@pytest.mark.parametrize(
    "words", ["next month", "only till sunday", "we have 3 weeks", "till the 20th"]
)
def test_a_later_day_alone_answers_the_question_about_tonight(words: str) -> None:
    facts = Facts(needs=("accommodation",), current="accommodation", pending="acc_tonight")

    assert after(said(words), facts=facts).answers["acc_tonight"] == "yes"


def test_danger_tonight_is_not_answered_by_a_later_day() -> None:
    facts = Facts(needs=("accommodation",), current="accommodation")
    words = said("the lease ends next month", risk=danger("homelessness_tonight", "T3"))

    assert "acc_tonight" not in after(words, facts=facts).answers
