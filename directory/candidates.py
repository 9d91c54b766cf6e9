"""One listing as search sees it, and the rules that come before any ranking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from directory.hours import Hours, is_open_at, schedule_from
from directory.query import Query

#: People codes that mean children are with the person.
FAMILY = frozenset({"child", "children", "baby", "family", "pregnant"})
#: Ages that a word stands for where no number was said.
AGES_OF_WORDS = {"young_person": (12, 25), "older_person": (60, 120)}

Showing = Literal["show", "check", "hide"]


@dataclass
class Listing:
    """A payload of ``dir_listing`` with its hours read once; shared between searches."""

    number: int
    reach: str
    state: str
    latitude: float | None
    longitude: float | None
    data: dict[str, Any]
    hours: Hours

    @property
    def id(self) -> str:
        return str(self.data["id"])


def make_listing(
    number: int,
    reach: str,
    state: str,
    latitude: float | None,
    longitude: float | None,
    data: dict[str, Any],
) -> Listing:
    """A listing from its row."""
    hours = Hours(
        tuple(schedule_from(rule) for rule in data["schedules"]),
        data["timezone"],
        data["state"],
        data["holiday_rule"],
    )
    return Listing(number, reach, state, latitude, longitude, data, hours)


@dataclass
class Candidate:
    """A listing in one search: how far it is, whether it is open, how well it fits."""

    listing: Listing
    showing: Showing
    distance_km: float | None
    open_now: bool | None
    score: float = 0.0
    crisis_rank: int | None = None


def showing(data: dict[str, Any], audience: str, today: date) -> Showing:
    """Whether a record may be shown, and whether with a mark (rule S3-02).

    Customers never see what is inactive, background (B) or in conflict (C).
    Past its review date a record disappears for them, except a crisis line
    that was read in a source: a number that is probably right, marked, is
    safer than none. Staff see all but closed-down services, marked.
    """
    if data["status"] in {"inactive", "defunct"}:
        return "hide"
    uncertain = data["certainty"] in {"B", "C"}
    closed = data["status"] != "active"
    late = data["review_by"] < today.isoformat()
    if audience == "staff":
        return "check" if uncertain or closed or late else "show"
    if uncertain or closed or not reachable(data, audience):
        return "hide"
    if late:
        return "check" if data["crisis_capable"] else "hide"
    return "show"


def reachable(data: dict[str, Any], audience: str) -> bool:
    """Whether anything is left to ring, open or walk to once doubtful numbers are out."""
    phones = [p for p in data["phones"] if audience == "staff" or p["certainty"] not in {"B", "C"}]
    return bool(phones or data["url"] or data["address"] or data["finder"])


def fits(data: dict[str, Any], query: Query) -> bool:
    """Whether this service takes these people: one that excludes them is never offered."""
    genders = data["genders"]
    if genders and query.gender and query.gender not in genders:
        return False
    if not _ages_fit(data["ages"], query):
        return False
    people = set(query.people)
    if people & FAMILY:
        people |= {"children"} if people & {"child", "baby", "family"} else set()
    if people & set(data["not_for"]):
        return False
    only_for = set(data["only_for"])
    alone = bool(people & {"alone"}) and not people & FAMILY
    return not (only_for and only_for <= FAMILY and alone)


def _ages_fit(limits: list[float | None], query: Query) -> bool:
    least, most = limits
    low, high = least if least is not None else 0, most if most is not None else 200
    if query.ages:
        return any(low <= age <= high for age in query.ages)
    for word, (youngest, oldest) in AGES_OF_WORDS.items():
        if word in query.people and (oldest < low or youngest > high):
            return False
    return True


def open_at(listing: Listing, at: datetime, zone: str | None) -> bool | None:
    """Whether it is open, with "local" time settled by where the person is."""
    hours = listing.hours.in_zone(zone) if zone else listing.hours
    return is_open_at(hours, at)
