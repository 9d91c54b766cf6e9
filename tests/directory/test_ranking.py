"""Weights do what their names say."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from directory.candidates import Candidate, make_listing
from directory.query import Query
from directory.ranking import crisis_rank, score

TODAY = date(2026, 11, 23)
DATA: dict[str, Any] = {
    "id": "x", "terms": ["meal", "emergency_relief"], "languages": [], "interpreter": False,
    "only_for": [], "genders": [], "accessibility": [], "delivery": ["in_person"],
    "read_on": "2026-11-21", "finder": False, "schedules": [], "timezone": "Australia/Sydney",
    "state": "VIC", "holiday_rule": "unknown", "situations": {}, "crisis_capable": False,
}  # fmt: skip
QUERY = Query(need="emergency_relief", sub_need="meal", language="vi")


def candidate(km: float | None = 2.0, open_now: bool | None = True, **data: Any) -> Candidate:
    reach = "local" if km is not None else "national"
    listing = make_listing(1, reach, "VIC", None, None, {**DATA, **data})
    return Candidate(listing, "show", km, open_now, open_then=open_now)


def points(found: Candidate) -> float:
    return score(found, QUERY, TODAY)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (candidate(km=1.0), candidate(km=6.0)),
        (candidate(open_now=True), candidate(open_now=None)),
        (candidate(open_now=None), candidate(open_now=False)),
        (candidate(), candidate(terms=["clothing", "emergency_relief"])),
        (candidate(languages=["vi"]), candidate(interpreter=True)),
        (candidate(interpreter=True), candidate()),
        (candidate(), candidate(read_on="2025-01-01")),
        (candidate(), candidate(only_for=["aboriginal"], terms=["clothing", "emergency_relief"])),
        (candidate(km=None), candidate(km=None, finder=True)),
        (candidate(km=None), candidate(km=None, delivery=["web"])),
        (candidate(km=1.0), candidate(km=None)),
    ],
)
def test_the_better_one_scores_higher(better: Candidate, worse: Candidate) -> None:
    assert points(better) > points(worse)


def test_a_record_to_check_first_comes_after_one_that_is_sure() -> None:
    sure, doubtful = candidate(), candidate()
    doubtful.showing = "check"
    assert points(sure) > points(doubtful)


def test_a_line_that_cannot_take_a_crisis_has_no_crisis_rank() -> None:
    query = Query(situations=frozenset({"family_violence"}))
    situations = {"family_violence": 1}
    able = candidate(situations=situations, crisis_capable=True)
    unable = candidate(situations=situations)
    assert crisis_rank(able.listing, query) == 1
    assert crisis_rank(unable.listing, query) is None
    assert crisis_rank(able.listing, Query()) is None


HUNGRY = Query(need="emergency_relief", situations=frozenset({"money_crisis"}))
PANTRY = ["food_parcel", "emergency_relief"]
LENDER = ["furniture", "no_interest_loan", "emergency_relief"]


@pytest.mark.parametrize("km", [1.5, 5.0, 9.0])
def test_who_gives_food_today_comes_before_a_lender_next_door(km: float) -> None:
    pantry = candidate(km=km, open_now=False, terms=PANTRY)
    lender = candidate(km=0.9, open_now=False, terms=LENDER)

    assert score(pantry, HUNGRY, TODAY) > score(lender, HUNGRY, TODAY)


def test_a_pantry_in_another_town_does_not_come_before_what_is_next_door() -> None:
    far = candidate(km=60.0, open_now=False, terms=PANTRY)
    near = candidate(km=0.5, terms=["shower", "emergency_relief"])

    assert score(far, HUNGRY, TODAY) < score(near, HUNGRY, TODAY)


@pytest.mark.parametrize(
    ("situations", "first"),
    [(frozenset({"homelessness_tonight"}), "bed"), (frozenset[str](), "advice")],
)
def test_a_bed_comes_before_advice_only_for_somebody_with_nowhere_to_sleep(
    situations: frozenset[str], first: str
) -> None:
    query = Query(need="accommodation", situations=situations)
    bed = candidate(km=6.0, terms=["tonight", "accommodation"])
    advice = candidate(km=1.0, terms=["tenancy", "accommodation"])

    better = "bed" if score(bed, query, TODAY) > score(advice, query, TODAY) else "advice"

    assert better == first


def test_a_part_that_was_named_ranks_by_itself() -> None:
    query = Query(need="emergency_relief", sub_need="furniture")

    lender, pantry = candidate(terms=LENDER), candidate(terms=PANTRY)

    assert score(lender, query, TODAY) > score(pantry, query, TODAY)


def test_lists_of_services_still_come_after_services() -> None:
    finder = candidate(km=None, terms=[*PANTRY, "meal"], finder=True)

    assert score(finder, HUNGRY, TODAY) < score(candidate(terms=LENDER), HUNGRY, TODAY)


@pytest.mark.parametrize(
    ("situations", "first"), [(frozenset({"money_crisis"}), "near"), (frozenset[str](), "named")]
)
def test_for_somebody_hungry_today_a_parcel_near_by_is_as_good_as_a_meal_across_town(
    situations: frozenset[str], first: str
) -> None:
    query = Query(need="emergency_relief", sub_need="meal", situations=situations)
    parcel = candidate(km=0.7, open_now=False, terms=PANTRY)
    meal = candidate(km=9.6, open_now=True)

    better = "near" if score(parcel, query, TODAY) > score(meal, query, TODAY) else "named"

    assert better == first
