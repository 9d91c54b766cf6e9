"""The search: rules first, then rank, then words. Never an empty answer.

    1. fetch   listings for the need (and the words) around the place
    2. rules   who may see it, whom it takes, crisis lines for the situation
    3. widen   10, 25, 50 km, the state; lines of the state and the country always
    4. rank    named weights (``directory.ranking``)

The same query gives the same list: ties are broken by name and id.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Select, select

from directory import models as m
from directory.candidates import (
    Candidate,
    Listing,
    answers,
    fits,
    make_listing,
    open_at,
    showing,
)
from directory.cards import make_card
from directory.gazetteer.atlas import Place, distance_km
from directory.needs import find_in_text, sub_need, terms_wanted
from directory.query import Card, CardPhone, Query, Results, Widened
from directory.ranking import crisis_rank, score
from directory.records.loading import VERSION
from directory.text_index import text_index_for

__all__ = ["Card", "CardPhone", "Query", "Results", "Searcher"]

#: How far to look, in steps, until ``ENOUGH`` services are found.
STEPS_KM = (10.0, 25.0, 50.0)
ENOUGH = 3
#: Crisis lines put before everything else; the rest of the list is for the need.
CRISIS_CARDS = 3
#: A clock to count "today" by where nobody said where they are.
HOME_ZONE = "Australia/Sydney"
#: Farther than this a door helps nobody, even in the same state.
STATE_KM = 400.0


@dataclass
class _Memory:
    """Listings read before, dropped when the data change."""

    version: str = ""
    listings: dict[int, Listing] = field(default_factory=dict)
    lines: list[Listing] = field(default_factory=list)


class Searcher:
    """Search over one database. Safe to share between threads: memory is only ever added to."""

    def __init__(self, engine: Engine, *, sample: bool) -> None:
        self._engine = engine
        self._sample = sample
        self._memory = _Memory()
        self._text = text_index_for(engine.dialect.name)

    def search(self, query: Query) -> Results:
        """Cards for a query, best first. Raises ``ValueError`` for a time without a zone."""
        at = query.at or datetime.now(timezone.utc)
        if at.tzinfo is None:
            raise ValueError("query.at must be aware")
        query = _with_needs(query)
        today = at.astimezone(ZoneInfo(query.place.timezone if query.place else HOME_ZONE)).date()
        with self._engine.connect() as connection:
            memory = self._current(connection)
            words = self._text.matches(connection, query.text) if query.text else {}
            run = _Run(self, connection, memory, query, at, today, words)
            return run.results()

    def card(self, key: str, query: Query) -> Card | None:
        """The card of one service by id or code, if this audience may see it."""
        at = query.at or datetime.now(timezone.utc)
        today = at.date()
        with self._engine.connect() as connection:
            rows = connection.execute(
                _columns().join(m.Service).where((m.Service.id == key) | (m.Service.code == key))
            ).all()
        for row in rows:
            if row.example and not self._sample:
                continue
            if query.audience != "staff" and row.audience == "staff":
                continue
            listing = _listing(row)
            shown = showing(listing.data, query.audience, today)
            if shown != "hide":
                zone = query.place.timezone if query.place else None
                candidate = Candidate(listing, shown, None, open_at(listing, at, zone))
                return make_card(candidate, query, at, today)
        return None

    def _current(self, connection: Connection) -> _Memory:
        version = connection.scalar(select(m.Note.value).where(m.Note.key == VERSION)) or ""
        if version != self._memory.version:
            rows = connection.execute(_columns().where(m.Listing.reach != "local"))
            lines = [_listing(row) for row in rows if self._allows(row.example)]
            self._memory = _Memory(version, {line.number: line for line in lines}, lines)
        return self._memory

    def _allows(self, example: bool) -> bool:
        return self._sample or not example


def _columns() -> Select[tuple[int, str, str, float | None, float | None, dict, bool, str]]:  # type: ignore[type-arg]
    return select(
        m.Listing.number,
        m.Listing.reach,
        m.Listing.state,
        m.Listing.latitude,
        m.Listing.longitude,
        m.Listing.payload,
        m.Listing.example,
        m.Listing.audience,
    )


def _listing(row: Any) -> Listing:
    """A listing from a row of ``_columns``."""
    return make_listing(row.number, row.reach, row.state, row.latitude, row.longitude, row.payload)


def _with_needs(query: Query) -> Query:
    """A sub-need brings its need; words that mean a need are taken for it."""
    need, sub = query.need, query.sub_need
    if sub and not need:
        known = sub_need(sub)
        need = known.need if known else None
    if not need and query.text:
        mentions = find_in_text(query.text)
        if mentions:
            need, sub = mentions[0].need, mentions[0].sub_need
    return replace(query, need=need, sub_need=sub)


class _Run:
    """One search on one connection."""

    def __init__(
        self,
        searcher: Searcher,
        connection: Connection,
        memory: _Memory,
        query: Query,
        at: datetime,
        today: date,
        words: dict[int, float],
    ) -> None:
        self.searcher = searcher
        self.connection = connection
        self.memory = memory
        self.query = query
        self.at = at
        self.today = today
        self.words = words
        self.reasons: list[str] = []

    def results(self) -> Results:
        crisis = self._crisis()
        local, widened, radius = self._local()
        lines = self._ranked(line for line in self.memory.lines if self._asked_for(line))
        ranked = self._sorted([*local, *lines])
        if self.query.open_now:
            ranked = [c for c in ranked if c.open_now] or self._none_open(ranked)
        if not ranked and not crisis:
            ranked = self._fallback()
        first = {c.listing.id for c in crisis}
        ranked = [c for c in ranked if c.listing.id not in first]
        if crisis:
            self.reasons.append("crisis_first")
        every = _once([*crisis, *ranked], self.query.exclude)
        if not any(c.listing.reach == "local" for c in every):
            widened, radius = "national", None
        cards = [
            make_card(c, self.query, self.at, self.today) for c in every[: max(0, self.query.limit)]
        ]
        return Results(cards, widened, radius, len(every), self.query.place, tuple(self.reasons))

    # --- fetching ---

    def _rows(self, condition: Select) -> list[Listing]:  # type: ignore[type-arg]
        """Listings of the need by a condition on their spot; payloads read once."""
        found = self.connection.execute(condition).all()
        missing = [row.number for row in found if row.number not in self.memory.listings]
        for start in range(0, len(missing), 500):
            chunk = missing[start : start + 500]
            for row in self.connection.execute(_columns().where(m.Listing.number.in_(chunk))):
                self.memory.listings[row.number] = _listing(row)
        return [self.memory.listings[row.number] for row in found]

    def _numbers(self) -> Select[tuple[int]]:
        wanted = select(m.Listing.number).where(m.Listing.reach == "local")
        if self.query.need:
            terms = terms_wanted(self.query.need, self.query.sub_need)
            having = select(m.ListingTerm.listing).where(m.ListingTerm.term.in_(sorted(terms)))
            wanted = wanted.where(m.Listing.number.in_(having))
        elif self.query.text:
            wanted = wanted.where(m.Listing.number.in_(list(self.words)))
        if self.query.audience != "staff":
            wanted = wanted.where(m.Listing.audience == "customer")
        if not self.searcher._sample:
            wanted = wanted.where(m.Listing.example.is_(False))
        return wanted

    def _within(self, place: Place, radius: float) -> list[Listing]:
        """Local listings in the square around a place; the circle is cut later."""
        north = radius / 111.2
        east = radius / (111.2 * max(0.1, math.cos(math.radians(place.latitude))))
        return self._rows(
            self._numbers().where(
                m.Listing.latitude.between(place.latitude - north, place.latitude + north),
                m.Listing.longitude.between(place.longitude - east, place.longitude + east),
            )
        )

    # --- rules ---

    def _candidate(self, listing: Listing, far: float | None = None) -> Candidate | None:
        data = listing.data
        shown = showing(data, self.query.audience, self.today)
        if shown == "hide" or not fits(data, self.query) or not answers(data, self.query):
            return None
        zone = self.query.place.timezone if self.query.place else None
        found = Candidate(listing, shown, far, open_at(listing, self.at, zone))
        found.score = score(found, self.query, self.today, self.words.get(listing.number, 0.0))
        return found

    def _asked_for(self, line: Listing) -> bool:
        """Whether a line is for the need and covers where the person is."""
        if not self._covers(line):
            return False
        if line.data["emergency"]:
            return False
        if self.query.need:
            terms = terms_wanted(self.query.need, self.query.sub_need)
            return not terms.isdisjoint(line.data["terms"])
        if self.query.text:
            return line.number in self.words
        # Nothing was asked for: no line about violence or suicide comes up by chance.
        return bool(line.data["finder"])

    def _covers(self, line: Listing) -> bool:
        if self.query.audience != "staff" and line.data["audience"] == "staff":
            return False
        place = self.query.place
        return not line.state or (place is not None and line.state == place.state)

    def _ranked(self, listings: Iterable[Listing]) -> list[Candidate]:
        return [c for listing in listings if (c := self._candidate(listing))]

    def _crisis(self) -> list[Candidate]:
        """Lines for the situations, in the order that the records give; closed ones last."""
        if not self.query.situations:
            return []
        found = []
        for line in self.memory.lines:
            rank = crisis_rank(line, self.query)
            if rank is None or not self._covers(line) or line.id in self.query.exclude:
                continue
            candidate = self._candidate(line)
            if candidate and self._meant_for_these(candidate):
                candidate.crisis_rank = rank
                found.append(candidate)
        found.sort(
            key=lambda c: (
                c.open_now is False,
                c.crisis_rank,
                not c.listing.state,
                c.listing.data["name"],
            )
        )
        narrow = self.query.need or self.query.text
        return found[:CRISIS_CARDS] if narrow else found

    def _meant_for_these(self, candidate: Candidate) -> bool:
        """Lines for one group come first only for that group."""
        only_for = set(candidate.listing.data["only_for"])
        return not only_for or bool(only_for & self.query.people)

    # --- widening ---

    def _local(self) -> tuple[list[Candidate], Widened | None, float | None]:
        place, query = self.query.place, self.query
        if place is None:
            return [], None, None
        if place.is_state:
            rows = self._rows(self._numbers().where(m.Listing.state == place.state))
            return self._ranked(rows), "state", None
        steps = [query.radius_km] if query.radius_km else []
        steps += [km for km in STEPS_KM if not steps or km > steps[0]]
        around = self._measured(place, self._within(place, steps[-1]))
        for number, radius in enumerate(steps):
            inside = [c for c in around if (c.distance_km or 0.0) <= radius]
            if self._is_enough(self._counting(inside)):
                return inside, ("wider_area" if number else None), radius
        if self.query.sub_need and self._does_it(self._counting(around)):
            # One that does just that within reach is better than three a day's drive away.
            return around, "wider_area", steps[-1]
        far = self._measured(
            place, self._rows(self._numbers().where(m.Listing.state == place.state))
        )
        known = {c.listing.number for c in around}
        more = [
            c for c in far if c.listing.number not in known and (c.distance_km or 0) <= STATE_KM
        ]
        if self._counting(more):
            return [*around, *more], "state", None
        return around, ("wider_area" if around else None), steps[-1]

    def _measured(self, place: Place, listings: list[Listing]) -> list[Candidate]:
        found = []
        for listing in listings:
            if listing.latitude is None or listing.longitude is None:
                continue
            far = distance_km(place.latitude, place.longitude, listing.latitude, listing.longitude)
            candidate = self._candidate(listing, far)
            if candidate:
                found.append(candidate)
        return found

    def _counting(self, found: list[Candidate]) -> list[Candidate]:
        """Those that answer the question: open if it must be, not shown yet."""
        return [
            c
            for c in found
            if (c.open_now or not self.query.open_now) and c.listing.id not in self.query.exclude
        ]

    def _is_enough(self, found: list[Candidate]) -> bool:
        """A choice of services, and one at least that does just what was asked for."""
        return len(found) >= ENOUGH and (not self.query.sub_need or self._does_it(found))

    def _does_it(self, found: list[Candidate]) -> bool:
        return any(self.query.sub_need in c.listing.data["terms"] for c in found)

    # --- order ---

    def _sorted(self, found: list[Candidate]) -> list[Candidate]:
        return sorted(found, key=lambda c: (-c.score, c.listing.data["name"], c.listing.id))

    def _none_open(self, ranked: list[Candidate]) -> list[Candidate]:
        """Nothing is open: those with their next opening, said so."""
        self.reasons.append("none_open_now")
        return ranked

    def _fallback(self) -> list[Candidate]:
        """Nothing fits at all: lists of services, and somebody to talk to."""
        self.reasons.append("nothing_fits")
        national = [line for line in self.memory.lines if not line.state and self._covers(line)]
        finders = [line for line in national if line.data["finder"]]
        listeners = [
            line for line in national if line.data["situations"].get("severe_distress") == 1
        ]
        return self._sorted(self._ranked(finders))[:3] + self._ranked(listeners)


def _once(found: list[Candidate], exclude: frozenset[str]) -> list[Candidate]:
    """Each service once, at its best place; none that was shown before."""
    seen = set(exclude)
    kept = []
    for candidate in found:
        if candidate.listing.id not in seen:
            seen.add(candidate.listing.id)
            kept.append(candidate)
    return kept
