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
