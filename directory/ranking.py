"""How candidates are put in order: named weights over plain facts.

A line of the score is one reason, so a card can say why it is there. Nothing
here hides anything: that was settled before (``directory.candidates``).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from directory.candidates import Candidate, Listing
from directory.need_kinds import MARK, kind_of
from directory.needs import NEEDS, sub_need
from directory.query import Query

#: Nearness: the whole weight at the door, half of it at ``HALF_AT_KM``.
DISTANCE = 4.0
HALF_AT_KM = 5.0
#: What a line counts in place of nearness: it is no travel, but it is not a door either.
STATE_LINE = 1.6
NATIONAL_LINE = 1.2
#: A page to read, where others answer a call.
WEB_ONLY = 0.4
#: Exactly what was asked for (hot meals, not any food). More than a few kilometres' worth.
SUB_NEED = 4.0
#: The same need, but another part of it than was asked for.
OTHER_SUB_NEED = -1.5
#: The need as a whole is all that is known of it, where its parts are no stand-ins for each other
#: (a dentist is no lawyer): after all that does it, and after the lists of services.
PART_NOT_KNOWN = -12.0
#: The same, of a record whose own words say that it is such a house (a clinic, asked for a
#: dentist): behind all that does it, before the lists.
PART_LIKELY = -1.5
#: Something that helps with what was asked for (vouchers for a power bill).
RELATED_SUB_NEED = 2.0
#: It gives the thing itself (food, a bed) where a need is named as a whole: worth the ten kilometres
#: from a lender next door to a pantry.
AT_ONCE = 3.0
#: What the service is there for first, not one of the things it also does.
FIRST_NEED = 1.2
OPEN_NOW = 1.5
#: Hours that nobody knows beat a door that is surely closed.
OPEN_UNKNOWN = 0.4
SPEAKS_LANGUAGE = 2.0
INTERPRETER = 0.8
#: Run for the people who ask (young people, Aboriginal-run ...).
FOR_THESE_PEOPLE = 1.5
#: Run for a group that nobody said they belong to.
FOR_A_GROUP = -1.5
ACCESS = 1.0
#: Free, where that was asked for; a service known to charge then.
FREE = 1.0
COSTS = -2.0
WORDS = 2.0
#: A record whose evidence is of today; nothing after a year, or when its date is not known.
FRESH = 0.5
CHECK_FIRST = -1.0
#: Lists of services come after services.
FINDER = -3.0
#: Scores are rounded to this, so that no order hangs on the last bit of a float.
DECIMALS = 6


def score(candidate: Candidate, query: Query, today: date, words: float = 0.0) -> float:
    """The sum of all reasons; ``words`` is the free-text match, 0 to 1.

    ``directory.lens`` adds up the same parts for thousands of records at once;
    rounding makes both give the same order.
    """
    data = candidate.listing.data
    exact = bool(query.sub_need and query.sub_need in data["terms"])
    fit = terms_fit(data["terms"], query)
    if data["finder"]:
        fit = max(0.0, fit)  # a list has services for every part
    elif not set(parts_at_once(query)).isdisjoint(data["terms"]):
        fit += AT_ONCE
    total = (
        nearness(candidate.distance_km, data["delivery"], candidate.listing.reach)
        + fit
        + people_fit(data, query, exact)
        + speech_fit(data, query)
        + means_fit(data, query)
        + openness(candidate.open_then)
        + freshness(data["dated"], (today - date.fromisoformat(data["last_check"])).days)
        + (CHECK_FIRST if candidate.showing == "check" else 0.0)
        + (FINDER if data["finder"] else 0.0)
        + WORDS * words
    )
    return round(total, DECIMALS)


def nearness(distance_km: float | None, delivery: list[str], reach: str) -> float:
    """For a door its distance; for a line or a page what it counts in place of that."""
    if distance_km is not None:
        return DISTANCE / (1 + distance_km / HALF_AT_KM)
    if delivery == ["web"]:
        return WEB_ONLY
    return STATE_LINE if reach == "state" else NATIONAL_LINE


def openness(open_now: bool | None) -> float:
    """Open, not known, closed."""
    if open_now:
        return OPEN_NOW
    return OPEN_UNKNOWN if open_now is None else 0.0


def freshness(dated: bool, days: int) -> float:
    """How new the evidence is; nothing where its date is not known."""
    return FRESH * max(0.0, 1 - days / 365) if dated else 0.0


def terms_fit(terms: list[str], query: Query) -> float:
    """Whether it does what was asked for, and does it first."""
    total = 0.0
    if query.sub_need and query.sub_need in terms:
        # A service for this alone before one that does ten things.
        total += SUB_NEED + 0.3 / max(1, terms_counted(terms) - 1)
    elif not as_good_as_named(query).isdisjoint(terms):
        total += SUB_NEED
    elif query.sub_need and _related(terms, query.sub_need):
        total += RELATED_SUB_NEED
    elif query.sub_need and kind_of(query.sub_need) in terms:
        total += PART_LIKELY
    elif query.sub_need:
        total += other_part(query.sub_need)
    first = sub_need(terms[0]) if terms else None
    if query.need and terms and (first.need if first else terms[0]) == query.need:
        total += FIRST_NEED
    return total


def parts_at_once(query: Query) -> tuple[str, ...]:
    """Parts of the need that give the thing itself today, where the situation asks for it."""
    need = NEEDS.get(query.need or "")
    if (
        need is None
        or query.sub_need
        or (need.at_once_in and query.situations.isdisjoint(need.at_once_in))
    ):
        return ()
    return need.at_once


def as_good_as_named(query: Query) -> frozenset[str]:
    """Parts that help as well as the one that was named, for somebody in trouble today."""
    asked = sub_need(query.sub_need) if query.sub_need else None
    if asked is None or query.situations.isdisjoint(NEEDS[asked.need].alike_in):
        return frozenset()
    at_once = frozenset(NEEDS[asked.need].at_once)
    return at_once.intersection(asked.related) if asked.code in at_once else frozenset()


def terms_counted(terms: Sequence[str]) -> int:
    """How many things a record does; the mark of its kind is none."""
    return sum(not code.startswith(MARK) for code in terms)


def other_part(asked: str) -> float:
    """What a record counts that does not say that it does this part of a need."""
    known = sub_need(asked)
    alike = known is None or NEEDS[known.need].parts_alike
    return OTHER_SUB_NEED if alike else PART_NOT_KNOWN


def people_fit(data: dict[str, Any], query: Query, exact: bool) -> float:
    """Whether it is run for the people who ask. ``exact``: it does just what was asked for."""
    total = 0.0
    if query.people.intersection(data["only_for"]):
        total += FOR_THESE_PEOPLE
    elif data["only_for"] and not exact:  # who asks for nappies has a baby
        total += FOR_A_GROUP
    if data["genders"]:
        total += FOR_THESE_PEOPLE if query.gender else FOR_A_GROUP / 3
    return total


def speech_fit(data: dict[str, Any], query: Query) -> float:
    """Staff who speak the language, else an interpreter."""
    if not query.language or query.language == "en":
        return 0.0
    if speaks(data["languages"], query.language):
        return SPEAKS_LANGUAGE
    return INTERPRETER if data["interpreter"] else 0.0


def means_fit(data: dict[str, Any], query: Query) -> float:
    """Access that was asked for, and whether it costs anything."""
    total = ACCESS * len(query.accessibility.intersection(data["accessibility"]))
    if query.cost == "free":
        if data["cost"] == "Free":
            total += FREE
        elif data["cost"] != "Cost not known":
            total += COSTS
    return total


def _related(terms: list[str], asked: str) -> bool:
    known = sub_need(asked)
    return bool(known and not set(known.related).isdisjoint(terms))


def speaks(languages: list[str], wanted: str) -> bool:
    """Whether one of these is the language; ``zh`` takes ``zh-Hans``; dialects are languages of their own (``yue`` is not ``zh``)."""
    return any(lang == wanted or lang.split("-")[0] == wanted.split("-")[0] for lang in languages)


def crisis_rank(listing: Listing, query: Query) -> int | None:
    """Its place among the lines for the situations asked about, if it can take a crisis."""
    data = listing.data
    if not data["crisis_capable"] or data["finder"]:
        return None
    ranks = [rank for code, rank in data["situations"].items() if code in query.situations]
    return min(ranks) if ranks else None
