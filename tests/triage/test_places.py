"""Which of several places is meant."""

from __future__ import annotations

import pytest

from bot.triage import Facts
from bot.triage.place_names import in_other_state
from bot.triage.places import choose, is_exact, state_of, with_places
from tests.triage.says import after, said

RICHMONDS = ("Richmond VIC 3121", "Richmond NSW 2753", "Richmond QLD 4822")


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("the one in victoria", "Richmond VIC 3121"),
        ("melbourne", "Richmond VIC 3121"),
        ("nsw", "Richmond NSW 2753"),
        ("2753", "Richmond NSW 2753"),
        ("the second one", "Richmond NSW 2753"),
        ("la segunda", "Richmond NSW 2753"),
        ("第二个", "Richmond NSW 2753"),
        ("3", "Richmond QLD 4822"),
        ("the last one", "Richmond QLD 4822"),
        ("richmond qld 4822", "Richmond QLD 4822"),
        ("tasmania", None),
        ("dunno", None),
    ],
)
def test_choosing_among_places(words: str, chosen: str | None) -> None:
    assert choose(RICHMONDS, words) == chosen


@pytest.mark.parametrize(
    ("place", "exact"),
    [("Footscray VIC 3011", True), ("Victoria", True), ("Richmond", False), (None, False)],
)
def test_a_place_is_exact_with_its_postcode_or_as_a_state(place: str | None, exact: bool) -> None:
    assert is_exact(place) is exact


def test_the_state_of_a_place() -> None:
    assert (state_of("Dubbo NSW 2830"), state_of("Tasmania"), state_of("Richmond")) == (
        "NSW",
        "TAS",
        None,
    )


def test_one_hit_settles_several_ask_none_counts() -> None:
    facts = Facts(place="Richmond")

    assert with_places(facts, RICHMONDS[:1]).place == "Richmond VIC 3121"
    assert with_places(facts, RICHMONDS).place_candidates == RICHMONDS
    assert with_places(facts, []).place_misses == 1


def test_suburbs_of_one_postcode_are_one_place_to_search_from() -> None:
    found = ["Footscray VIC 3011", "Seddon VIC 3011"]

    assert with_places(Facts(place="3011"), found).place == "Footscray VIC 3011"


def test_a_state_chooses_among_the_places_of_one_name() -> None:
    facts = after(
        said("the one in victoria", place=("victoria", "Victoria")),
        facts=Facts(place_candidates=RICHMONDS),
    )

    assert facts.place == "Richmond VIC 3121"


@pytest.mark.parametrize(
    ("place", "words", "other"),
    [
        ("Richmond NSW 2753", "no the victorian one", "Richmond VIC"),
        ("Fairfield", "nsw", "Fairfield NSW"),
        ("Richmond NSW 2753", "no i said nsw", None),
        ("Richmond NSW 2753", "no the other one", None),
        ("Victoria", "nsw", None),
    ],
)
def test_a_state_alone_puts_a_name_in_that_state(place: str, words: str, other: str | None) -> None:
    assert in_other_state(place, words) == other


def test_a_state_said_later_settles_a_shared_name() -> None:
    facts = after(
        said("food in fairfield", "find_service", place=("fairfield", "Fairfield")),
        said("nsw", place=("nsw", "New South Wales")),
    )

    assert facts.place == "Fairfield NSW"


def test_a_state_said_as_a_wish_is_a_place_of_its_own() -> None:
    facts = after(
        said("food in footscray", "find_service", place=("footscray", "Footscray VIC 3011")),
        said("anything in queensland", "refine_search", place=("queensland", "Queensland")),
    )

    assert facts.place == "Queensland"


def test_a_state_that_the_place_is_in_already_takes_no_place_away() -> None:
    facts = after(
        said("food", "find_service", need=("food", "emergency_relief")),
        said("liverpool", place=("liverpool", "Liverpool NSW 2170")),
        said("no nsw", "correct", place=("nsw", "New South Wales")),
    )

    assert facts.place == "Liverpool NSW 2170"
