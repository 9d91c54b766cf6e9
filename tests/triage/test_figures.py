"""Sums and dates as people tell them: kept once, in one way of writing."""

from __future__ import annotations

import pytest

from bot.triage.figures import dates_in, sums_in
from bot.triage.questions import default_questions
from tests.triage.says import after, said


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("i owe $2,300", ("$2,300 owed",)),
        ("rent is 450 a week", ("rent $450 a week",)),
        ("rent went up to four fifty a week", ("rent $450 a week",)),
        ("i owe two thousand dollars in rent", ("rent $2,000 owed",)),
        ("the power bill was $389.40", ("bill $389.40",)),
        ("paying 200pw", ("$200 a week",)),
        ("$1.5k loan", ("loan $1,500",)),
        ("got a fine for 1,200", ("fine $1,200",)),
        ("i have 20 bucks", ("$20",)),
        ("owes 20 grand on the pokies", ("$20,000 owed",)),
        ("rent ٤٥٠ dollars a week", ("rent $450 a week",)),
        ("rent is 450 a week and i get 700 a fortnight", ("rent $450 a week", "$700 a fortnight")),
    ],
)
def test_sums_are_kept_with_what_they_are(words: str, kept: tuple[str, ...]) -> None:
    assert sums_in(words) == kept


@pytest.mark.parametrize(
    "words",
    [
        "call 000", "i'm in 3011", "me and 3 kids", "i am 34", "my number is 0412 345 678",
        "i owe him one", "i owe 3 months", "1800 737 732", "about 600", "unit 4, 2nd floor",
    ],
)  # fmt: skip
def test_other_numbers_are_no_sums(words: str) -> None:
    assert sums_in(words) == ()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("have to be out by friday", ("leave home friday",)),
        ("court on 12 march", ("court 12 march",)),
        ("the bill is due the 14th", ("due the 14th",)),
        ("im 3 weeks behind", ("behind 3 weeks",)),
        ("they cut it off on monday", ("cut off monday",)),
        ("i went to the shop on monday", ()),
    ],
)
def test_dates_are_kept_with_what_is_due(words: str, kept: tuple[str, ...]) -> None:
    assert dates_in(words) == kept


def test_a_bare_number_is_a_sum_only_where_one_was_asked_for() -> None:
    assert sums_in("about 600", "acc_rent") == ("rent $600 owed",)


def test_what_was_told_is_not_asked_again() -> None:
    facts = after(
        said("owe 900 in rent, out by friday", "find_service", need=("rent", "accommodation"))
    )

    assert facts.amounts == ("rent $900 owed",)
    assert facts.dates == ("leave home friday",)
    question = default_questions().get("acc_rent")
    assert question is not None
    assert not question.is_due(facts)
