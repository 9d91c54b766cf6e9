"""The search as it is meant, one record after the other: slow, plain, and the judge of the fast one.

It shares the rules and the weights (``candidates``, ``ranking``) and nothing
else: no columns, no grid, no index of words but the matches themselves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from directory.candidates import (
    Candidate,
    Listing,
    answers,
    delivered,
    fits,
    meant_for,
    named,
    open_at,
    open_in,
    showing,
)
from directory.columns import listing_of
from directory.gazetteer.atlas import distance_km
from directory.moments import moments
from directory.need_kinds import of_another_part
from directory.needs import terms_wanted
from directory.query import Query
from directory.query_words import settled, without_place
from directory.ranking import crisis_rank, score
from directory.reach import ENOUGH, STATE_KM, STEPS_KM, SURELY_MEANT
from directory.search import CANNOT_WAIT
from directory.shelf import Keeper, listing_columns
from directory.text_index import text_scores

HOME = "Australia/Sydney"


class SlowSearch:
    """Answers (ids in order, widened, total) for a query."""

    def __init__(self, engine: Engine) -> None:
        with engine.connect() as connection:
            rows = connection.execute(listing_columns()).all()
        self.listings = [listing_of(row) for row in rows]
        self.audience = {row.number: row.audience for row in rows}
        self.keeper, self.engine = Keeper(engine), engine

    def search(self, query: Query) -> tuple[list[str], str | None, int]:
        query = settled(query)
        assert query.at
        words = self.words(without_place(query.text, query.place))
        run = _Slow(self, query, query.at, words)
        return run.results()

    def words(self, text: str) -> dict[int, float]:
        """Listing number -> match, from the index that the fast search reads too."""
        if not text:
            return {}
        with self.engine.connect() as connection:
            parts = self.keeper.shelf(connection).parts
        found = {}
        for part, match in zip(parts, text_scores(text, [p.words for p in parts]), strict=True):
            if match is not None:
                for number, value in zip(part.rows["number"], match, strict=True):
                    if value > 0:
                        found[int(number)] = float(value)
        return found


class _Slow:
    def __init__(
        self, search: SlowSearch, query: Query, at: datetime, words: dict[int, float]
    ) -> None:
        self.search, self.query, self.at, self.words = search, query, at, words
        zone = query.place.timezone if query.place else HOME
        self.today = at.astimezone(ZoneInfo(zone)).date()

    def results(self) -> tuple[list[str], str | None, int]:
        crisis = self.crisis()
        local, widened = self.local()
        ranked = local + [c for line in self.lines() if (c := self.candidate(line))]
        if self.query.open_now:
            ranked = [c for c in ranked if c.open_then] or ranked
        if not ranked and not crisis:
            ranked = self.fallback()
        elif self.asks_for_help() and not crisis and all(c.listing.data["finder"] for c in ranked):
            ranked += self.listeners()
        ranked.sort(key=lambda c: (-c.score, c.listing.data["name"], c.listing.id))
        first = {c.listing.id for c in crisis}
        every, seen = [], set(self.query.exclude)
        for c in [*crisis, *(c for c in ranked if c.listing.id not in first)]:
            if c.listing.id not in seen:
                seen.add(c.listing.id)
                every.append(c)
        if not any(c.listing.reach == "local" for c in every):
            widened = "national"
        return [c.listing.id for c in every[: self.query.limit]], widened, len(every)

    def candidate(
        self, listing: Listing, far: float | None = None, *, any_part: bool = False
    ) -> Candidate | None:
        data, query = listing.data, self.query
        if query.audience != "staff" and self.search.audience[listing.number] == "staff":
            return None
        shown = showing(data, query.audience, self.today)
        local = listing.reach == "local"
        if shown == "hide" or not fits(data, query):
            return None
        if not (answers(data, query) or (any_part and meant_for(data, query))):
            return None
        if not delivered(data, local, query):
            return None
        zone = query.place.timezone if query.place else None
        then = open_in(listing, moments(query.when, self.at, zone or HOME), zone)
        found = Candidate(listing, shown, far, open_at(listing, self.at, zone), open_then=then)
        found.score = score(found, query, self.today, self.words.get(listing.number, 0.0))
        return found

    def covered_lines(self) -> list[Listing]:
        place = self.query.place
        return [
            line
            for line in self.search.listings
            if line.reach != "local" and (not line.state or (place and line.state == place.state))
        ]

    def lines(self) -> list[Listing]:
        found = [line for line in self.covered_lines() if not line.data["emergency"]]
        if self.query.need:
            terms = terms_wanted(self.query.need, self.query.sub_need)
            return [line for line in found if not terms.isdisjoint(line.data["terms"])]
        if self.query.text:
            return [line for line in found if line.number in self.words]
        return [
            line
            for line in found
            if line.data["finder"] or self.query.situations & line.data["situations"].keys()
        ]

    def crisis(self) -> list[Candidate]:
        found = []
        for line in self.covered_lines():
            rank = crisis_rank(line, self.query)
            candidate = self.candidate(line, any_part=True)
            if rank is None or candidate is None or line.id in self.query.exclude:
                continue
            only_for = set(line.data["only_for"])
            if not only_for or only_for & self.query.people:
                candidate.crisis_rank = rank
                found.append(candidate)
        asked = self.query.sub_need
        # A gambling line does not lead for drugs.
        of_part = [
            c for c in found if not asked or not of_another_part(c.listing.data["terms"], asked)
        ]
        found = of_part or found
        found.sort(key=lambda c: (c.open_now is False, c.crisis_rank, not c.listing.state,
                                  c.listing.data["name"], c.listing.id))  # fmt: skip
        return found[:3] if self.query.need or self.query.text else found

    def local(self) -> tuple[list[Candidate], str | None]:
        query, place = self.query, self.query.place
        doors = [x for x in self.search.listings if x.reach == "local"]
        if place is None:
            doors = [x for x in doors if self.words.get(x.number, 0.0) >= SURELY_MEANT]
            if query.need:
                doors = [x for x in doors if named(x.data, query.text)]
            return [c for x in doors if (c := self.candidate(x))], None
        if query.need:
            terms = terms_wanted(query.need, query.sub_need)
            doors = [x for x in doors if not terms.isdisjoint(x.data["terms"])]
        elif query.text:
            doors = [x for x in doors if x.number in self.words]
        if place.is_state:
            found = [c for x in doors if x.state == place.state and (c := self.candidate(x))]
            return found, "state"
        measured = []
        for x in doors:
            if x.latitude is not None and x.longitude is not None:
                far = distance_km(place.latitude, place.longitude, x.latitude, x.longitude)
                if candidate := self.candidate(x, far):
                    measured.append((far, candidate))
        steps = [query.radius_km] if query.radius_km else []
        steps += [km for km in STEPS_KM if not steps or km > steps[0]]
        inside: list[Candidate] = []
        for number, km in enumerate(steps):
            inside = [c for far, c in measured if far <= km]
            counting = self.counting(inside)
            enough = len({c.listing.id for c in counting}) >= ENOUGH
            if enough and (not query.sub_need or self.does_it(counting)):
                return inside, "wider_area" if number else None
        if query.sub_need and self.does_it(self.counting(inside)):
            return inside, "wider_area"
        more = [
            c
            for far, c in measured
            if steps[-1] < far <= STATE_KM and c.listing.state == place.state
        ]
        if self.counting(more):
            return inside + more, "state"
        return inside, "wider_area" if inside else None

    def counting(self, found: list[Candidate]) -> list[Candidate]:
        return [
            c
            for c in found
            if (c.open_then or not self.query.open_now) and c.listing.id not in self.query.exclude
        ]

    def does_it(self, found: list[Candidate]) -> bool:
        return any(self.query.sub_need in c.listing.data["terms"] for c in found)

    def fallback(self) -> list[Candidate]:
        self.query = replace(self.query, delivery=frozenset())
        national = [x for x in self.covered_lines() if not x.state]
        finders = [c for x in national if x.data["finder"] and (c := self.candidate(x))]
        finders.sort(key=lambda c: (-c.score, c.listing.data["name"], c.listing.id))
        listeners = [x for x in national if x.data["situations"].get("severe_distress") == 1]
        return finders[:3] + [c for x in listeners if (c := self.candidate(x))]

    def asks_for_help(self) -> bool:
        return self.query.need in CANNOT_WAIT or bool(self.query.situations)

    def listeners(self) -> list[Candidate]:
        national = [x for x in self.covered_lines() if not x.state]
        listeners = [x for x in national if x.data["situations"].get("severe_distress") == 1]
        return [c for x in listeners if (c := self.candidate(x, any_part=True))]
