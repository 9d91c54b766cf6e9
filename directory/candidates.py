"""One listing as search sees it, and the rules that come before any ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from directory.gazetteer.atlas import name_words
from directory.hours import Hours, is_open_at, schedule_from
from directory.need_kinds import of_another_part, parts_of
from directory.needs import NEEDS, sub_need
from directory.query import Query

#: People codes that mean children are with the person.
FAMILY = frozenset({"child", "children", "baby", "family", "pregnant"})
#: Ages that a word stands for where no number was said.
AGES_OF_WORDS = {"young_person": (12, 25), "older_person": (60, 120)}

#: Ages at which a person is one of the young or the older people of a record's ``shown_for``.
YOUNG_UP_TO, OLDER_FROM = 25, 60

#: Fields that payloads written by an older program lack.
NEWER: dict[str, Any] = {"dated": True, "shown_for": None, "words": []}

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
    #: The week in words, once somebody asked for it.
    hours_text: str = ""

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
    """A listing from its row. Rows of an older program lack its newer fields."""
    data = {**NEWER, "last_check": data["read_on"], **data}
    return Listing(number, reach, state, latitude, longitude, data, hours_of(data))


def hours_of(data: Mapping[str, Any]) -> Hours:
    """The opening hours in a payload."""
    return Hours(
        tuple(schedule_from(rule) for rule in data["schedules"]),
        data["timezone"],
        data["state"],
        data["holiday_rule"],
    )


@dataclass
class Candidate:
    """A listing in one search: how far it is, whether it is open, how well it fits."""

    listing: Listing
    showing: Showing
    distance_km: float | None
    open_now: bool | None
    score: float = 0.0
    #: Open at the time asked about; the same as now where no other was.
    open_then: bool | None = None
    crisis_rank: int | None = None


def showing(data: dict[str, Any], audience: str, today: date) -> Showing:
    """Whether a record may be shown, and whether with a mark (rule S3-02).

    Customers never see what is inactive, background (B) or in conflict (C).
    Past its review date a record disappears for them, except a crisis line
    that was read in a source: a number that is probably right, marked, is
    safer than none. Staff see all but closed-down services, marked.
    """
    late = data["review_by"] < today.isoformat()
    return standing(data, audience, late, reachable(data, audience))


def standing(data: dict[str, Any], audience: str, late: bool, reached: bool) -> Showing:
    """``showing`` from what was worked out before: past review or not, reachable or not."""
    if data["status"] in {"inactive", "defunct"}:
        return "hide"
    uncertain = data["certainty"] in {"B", "C"}
    closed = data["status"] != "active"
    if audience == "staff":
        return "check" if uncertain or closed or late else "show"
    if uncertain or closed or not reached:
        return "hide"
    if late:
        return "check" if data["crisis_capable"] else "hide"
    return "show"


def reachable(data: dict[str, Any], audience: str) -> bool:
    """Whether anything is left to ring, open or walk to once doubtful numbers are out."""
    phones = [p for p in data["phones"] if audience == "staff" or p["certainty"] not in {"B", "C"}]
    return bool(phones or data["url"] or data["address"] or data["finder"])


def delivered(data: dict[str, Any], local: bool, query: Query) -> bool:
    """Whether it is given in one of the ways asked for; what a record leaves out follows its kind."""
    if not query.delivery:
        return True
    ways = set(data["delivery"]) or ({"in_person"} if local else {"phone"})
    return bool(ways & query.delivery)


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


def answers(data: dict[str, Any], query: Query) -> bool:
    """Whether this service answers what was asked, rather than filling the list.

    A record with ``shown_for`` exists for one special situation: it comes up
    only for a sub-need, people, access or situation listed there, for its own
    ``situations``, or when its name or one of its words is asked for. And where
    the parts of a need are no stand-ins for each other (a dentist is no
    lawyer), a service that does only other parts is left out.
    """
    if named(data, query.text):
        return True
    return meant_for(data, query) and same_part(data["terms"], data["finder"], query)


def meant_for(data: dict[str, Any], query: Query) -> bool:
    """Whether a record for one special situation is asked about in that situation."""
    if data["shown_for"] is None:
        return True
    return bool({*data["shown_for"], *data["situations"]} & said(query))


def said(query: Query) -> set[str]:
    """Every code of the query that ``shown_for`` may hold; a bare need only without a sub-need."""
    codes = {*query.people, *query.situations, *query.accessibility}
    codes |= {code for code in (query.sub_need or query.need, query.gender) if code}
    if any(age <= YOUNG_UP_TO for age in query.ages):
        codes.add("young_person")
    if any(age >= OLDER_FROM for age in query.ages):
        codes.add("older_person")
    return codes


def named(data: dict[str, Any], text: str) -> bool:
    """Whether the words asked for hold the record's name or one of its own words, as a phrase."""
    if not text:
        return False
    whole = f" {' '.join(name_words(text))} "
    names = (data["name"], *data["words"])
    return any(f" {' '.join(name_words(name))} " in whole for name in names)


def same_part(terms: list[str], finder: bool, query: Query) -> bool:
    """Whether it does the part of the need that was asked for, or a part that stands in for it."""
    asked = sub_need(query.sub_need) if query.sub_need else None
    if asked is None or finder:
        return True
    if NEEDS[asked.need].parts_alike:
        return not of_another_part(terms, asked.code)
    parts = parts_of(terms)
    # A record of the need as a whole may well do this part of it.
    return not parts or bool(parts & {asked.code, *asked.related})


def _ages_fit(limits: list[float | None], query: Query) -> bool:
    least, most = limits
    low, high = least if least is not None else 0, most if most is not None else 200
    if query.ages:
        return any(low <= age <= high for age in query.ages)
    for word, (youngest, oldest) in AGES_OF_WORDS.items():
        if word in query.people and (oldest < low or youngest > high):
            return False
    return True


def open_in(listing: Listing, every: Sequence[datetime], zone: str | None) -> bool | None:
    """Whether it is open at any of these moments; None where that is not known."""
    states = {open_at(listing, at, zone) for at in every}
    return True if True in states else None if None in states else False


def open_at(listing: Listing, at: datetime, zone: str | None) -> bool | None:
    """Whether it is open, with "local" time settled by where the person is."""
    hours = listing.hours.in_zone(zone) if zone else listing.hours
    return is_open_at(hours, at)
