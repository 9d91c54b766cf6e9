"""Which of several places is meant: settled by what is said or known, else asked."""

from __future__ import annotations

import pytest

from directory.choosing import likely
from directory.place_answers import restrict
from directory.places import find_in_text, find_places


@pytest.mark.parametrize(
    ("name", "answer", "left"),
    [
        ("Richmond", "the one near Hawkesbury, New South Wales", ["Richmond NSW 2753"]),
        ("Richmond", "the victorian one", ["Richmond VIC 3121"]),
        ("Richmond", "vic", ["Richmond VIC 3121"]),
        ("Richmond", "in tassie please", ["Richmond TAS 7025"]),
        ("Richmond", "the Queensland one", ["Richmond QLD 4740", "Richmond QLD 4822"]),
        ("Richmond", "3121", ["Richmond VIC 3121"]),
        ("Richmond", "the one near Hobart", ["Richmond TAS 7025"]),
        ("Richmond", "sa", ["Richmond SA 5033"]),
        ("Sunshine", "not the nsw one", ["Sunshine VIC 3020"]),
    ],
)
def test_an_answer_leaves_the_candidates_it_fits(name: str, answer: str, left: list[str]) -> None:
    assert [place.id for place in restrict(find_places(name), answer)] == left


@pytest.mark.parametrize(
    "answer", ["", "dunno", "yes please", "i want to act", "near Victoria Park"]
)
def test_an_answer_that_says_nothing_leaves_all(answer: str) -> None:
    candidates = find_places("Preston")
    assert restrict(candidates, answer) == candidates


def test_a_state_without_a_candidate_leaves_none() -> None:
    assert restrict(find_places("Preston"), "the NSW one") == []


@pytest.mark.parametrize(
    ("name", "near", "expected"),
    [
        ("Fitzroy", "Footscray", "Fitzroy VIC 3065"),
        ("Fitzroy", "Adelaide", "Fitzroy SA 5082"),
        ("Fitzroy", "Victoria", "Fitzroy VIC 3065"),
        ("Auburn", "Cabramatta", "Auburn NSW 2144"),
        ("Auburn", "Footscray", "Auburn VIC 3123"),
        ("Richmond", "Geelong", "Richmond VIC 3121"),
        ("Sunshine", None, "Sunshine VIC 3020"),
        ("Preston", None, "Preston VIC 3072"),
        ("Fitzroy", None, None),
        ("Auburn", None, None),
        ("Richmond", None, None),
        ("Maryborough", None, None),
        ("Maryborough", "Perth", None),
        ("Fitzroy", "Broken Hill", None),
        ("2166", None, "Cabramatta NSW 2166"),
    ],
)
def test_the_likely_place_is_taken_and_the_doubtful_one_is_not(
    name: str, near: str | None, expected: str | None
) -> None:
    found = likely(find_places(name), find_places(near)[0] if near else None)
    assert (found.id if found else None) == expected


def test_a_correction_is_understood_by_the_place_beside_it() -> None:
    fitzroy, footscray = find_in_text("no, Fitzroy not Footscray")
    meant = likely(fitzroy.candidates, near=footscray.candidates[0])
    assert meant is not None
    assert meant.id == "Fitzroy VIC 3065"


def test_nothing_to_choose_from_is_nothing() -> None:
    assert likely([]) is None
    assert restrict([], "vic") == []
