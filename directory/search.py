"""The search: rules first, then rank, then words. Never an empty answer.

    1. rules   who may see it, whom it takes, crisis lines for the situation
    2. widen   10, 25, 50 km, the state (``directory.reach``); lines of state and country always
    3. rank    named weights (``directory.ranking``)
    4. words   cards for the few that are shown

Rules and ranking look at columns (``directory.lens``); only what is shown is
read whole. The same query gives the same list: ties are broken by name and id.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import numpy as np
from sqlalchemy import Connection, Engine, select

from directory import models as m
from directory.candidates import Candidate, Showing, open_at, open_in, showing
from directory.cards import make_card
from directory.columns import Ints, listing_of
from directory.hours_table import CLOSED, OPEN, UNKNOWN
from directory.lens import Found, Lens
from directory.moments import moments
from directory.need_kinds import of_another_part
from directory.query import Card, CardPhone, Query, Results
from directory.query_words import settled, without_place
from directory.ranking import crisis_rank
from directory.reach import Reach
from directory.shelf import Keeper, Shelf, listing_columns
from directory.text_index import text_scores

__all__ = ["Card", "CardPhone", "Query", "Results", "Searcher"]

#: Crisis lines put before everything else; the rest of the list is for the need.
CRISIS_CARDS = 3
#: A clock to count "today" by where nobody said where they are.
HOME_ZONE = "Australia/Sydney"
#: How many listeners the last resort shows.
LISTS_AT_LAST = 3
#: Needs for which a list of services alone is no answer: nobody may be there to read it tonight.
CANNOT_WAIT = frozenset({"accommodation", "emergency_relief", "crisis_counselling"})
_ANSWER = {OPEN: True, CLOSED: False, UNKNOWN: None}


class Searcher:
    """Search over one database. Safe to share between threads."""

    def __init__(self, engine: Engine, *, sample: bool) -> None:
        self._engine = engine
        self.sample = sample
        self.keeper = Keeper(engine)

    def search(self, query: Query) -> Results:
        """Cards for a query, best first. Raises ``ValueError`` for a time without a zone."""
        at = query.at or datetime.now(timezone.utc)
        if at.tzinfo is None:
            raise ValueError("query.at must be aware")
        query = settled(query)
        today = at.astimezone(ZoneInfo(query.place.timezone if query.place else HOME_ZONE)).date()
        with self._engine.connect() as connection:
            return _Run(self, connection, query, at, today).results()

    def card(self, key: str, query: Query) -> Card | None:
        """The card of one service by id or code, if this audience may see it."""
        at = query.at or datetime.now(timezone.utc)
        today = at.date()
        by_key = (m.Service.id == key) | (m.Service.code == key)
        with self._engine.connect() as connection:
            rows = connection.execute(listing_columns().join(m.Service).where(by_key)).all()
        for row in rows:
            if row.example and not self.sample:
                continue
            if query.audience != "staff" and row.audience == "staff":
                continue
            listing = listing_of(row)
            shown = showing(listing.data, query.audience, today)
            if shown != "hide":
                zone = query.place.timezone if query.place else None
                now = open_at(listing, at, zone)
                then = open_in(listing, moments(query.when, at, zone or HOME_ZONE), zone)
                candidate = Candidate(listing, shown, None, now, open_then=then)
                return make_card(candidate, query, at, today)
        return None

    def service_ids(self, connection: Connection, text: str, most: int) -> list[str]:
        """Ids of the services whose words match best, whoever they are for."""
        shelf = self.keeper.shelf(connection)
        numbers: list[tuple[float, int]] = []
        scores = text_scores(text, [part.words for part in shelf.parts])
        for part, match in zip(shelf.parts, scores, strict=True):
            if match is not None:
                rows = part.living(np.flatnonzero(match))
                rows = rows[np.argsort(-match[rows], kind="stable")[:most]]
                numbers += zip(
                    match[rows].tolist(), part.rows["number"][rows].tolist(), strict=True
                )
        best = [number for _, number in sorted(numbers, reverse=True)[:most]]
        found: list[str] = []
        for start in range(0, len(best), 500):
            wanted = select(m.Listing.service_id).where(
                m.Listing.number.in_(best[start : start + 500])
            )
            found += connection.scalars(wanted)
        return list(dict.fromkeys(found))


class _Run:
    """One search on one connection."""

    def __init__(
        self, searcher: Searcher, connection: Connection, query: Query, at: datetime, today: date
    ) -> None:
        self.keeper = searcher.keeper
        self.connection = connection
        self.query = query
        self.at = at
        self.today = today
        self.reasons: list[str] = []
        self.shelf: Shelf = self.keeper.shelf(connection)
        parts = self.shelf.parts
        said = without_place(query.text, query.place)
        self.zone = query.place.timezone if query.place else None
        self.moments = moments(query.when, at, self.zone or HOME_ZONE)
        words = text_scores(said, [p.words for p in parts]) if said else [None] * len(parts)
        self.lenses = [
            Lens(part, query, at, today, match, searcher.sample, self.moments)
            for part, match in zip(parts, words, strict=True)
        ]
        self.excluded = self._excluded()

    def results(self) -> Results:
        crisis = self._crisis()
        local, widened, radius = Reach(self.lenses, self.query, self.excluded).doors()
        every = [
            Found.of([near, lens.found(self._lines(lens))])
            for near, lens in zip(local, self.lenses, strict=True)
        ]
        if self.query.open_now:
            opened = [found.only(found.open_now == OPEN) for found in every]
            if any(len(found) for found in opened):
                every = opened
            else:
                self.reasons.append("none_open_now")
        if not any(len(found) for found in every) and not crisis:
            every = self._fallback()
        elif not crisis and self._is_thin(every):
            every = self._with_listeners(every)
        if crisis:
            self.reasons.append("crisis_first")
        every = [lens.scored(f) for lens, f in zip(self.lenses, every, strict=True)]
        kept = [self._once(lens, f, crisis) for lens, f in zip(self.lenses, every, strict=True)]
        crisis = [c for c in crisis if c.listing.id not in self.query.exclude]
        total = len(crisis) + sum(len(found) for found in kept)
        if not any(
            lens.columns.local_of[lens.columns.rows["standing"][found.rows]].any()
            for lens, found in zip(self.lenses, kept, strict=True)
        ):
            widened, radius = "national", None
        limit = max(0, self.query.limit)
        chosen = [*crisis[:limit], *self._best(kept, limit - len(crisis[:limit]))]
        cards = [make_card(c, self.query, self.at, self.today) for c in chosen]
        return Results(cards, widened, radius, total, self.query.place, tuple(self.reasons))

    # --- crisis lines ---

    def _crisis(self) -> list[Candidate]:
        """Lines for the situations, in the order that the records give; closed ones last."""
        if not self.query.situations:
            return []
        found: list[Candidate] = []
        for lens in self.lenses:
            lines = lens.crisis_lines(lens.covers(lens.columns.lines()))
            lines = lens.allowed(lines, for_need=False, any_part=True)
            found += self._candidates(lens.found(lines), lens)
        ranked = []
        for candidate in _each_once(found):
            rank = crisis_rank(candidate.listing, self.query)
            if candidate.listing.id in self.query.exclude or rank is None:
                continue
            if self._meant_for_these(candidate):
                candidate.crisis_rank = rank
                ranked.append(candidate)
        ranked = [c for c in ranked if self._for_this_part(c)] or ranked
        ranked.sort(
            key=lambda c: (
                c.open_now is False,
                c.crisis_rank,
                not c.listing.state,
                c.listing.data["name"],
                c.listing.id,
            )
        )
        narrow = self.query.need or self.query.text
        return ranked[:CRISIS_CARDS] if narrow else ranked

    def _meant_for_these(self, candidate: Candidate) -> bool:
        """Lines for one group come first only for that group."""
        only_for = set(candidate.listing.data["only_for"])
        return not only_for or bool(only_for & self.query.people)

    def _for_this_part(self, candidate: Candidate) -> bool:
        """A gambling line does not lead where drugs were asked about, nor the other way round."""
        asked = self.query.sub_need
        return not asked or not of_another_part(candidate.listing.data["terms"], asked)

    def _lines(self, lens: Lens) -> Ints:
        asked = lens.asked_for(lens.covers(lens.columns.lines()))
        return lens.allowed(asked, for_need=False)

    # --- order ---

    def _excluded(self) -> dict[int, Ints]:
        """Rows of services shown before, for each lens."""
        numbers: list[int] = []
        if self.query.exclude:
            wanted = select(m.Listing.number).where(m.Listing.service_id.in_(self.query.exclude))
            numbers = list(self.connection.scalars(wanted))
        return {id(lens): lens.columns.rows_of(numbers) for lens in self.lenses}

    def _once(self, lens: Lens, found: Found, crisis: list[Candidate]) -> Found:
        """Each service at its best place; none that was shown before or comes first anyway."""
        columns = lens.columns.rows
        first = lens.columns.rows_of([c.listing.number for c in crisis])
        gone = np.concatenate([self.excluded[id(lens)], first])
        if len(gone):
            services = np.unique(columns["service"][gone])
            found = found.only(~np.isin(columns["service"][found.rows], services))
        several = columns["several"][found.rows]
        if not several.any():
            return found
        many = np.flatnonzero(several)
        order = np.lexsort((columns["order"][found.rows[many]], -found.score[many]))
        many = many[order]
        _, best = np.unique(columns["service"][found.rows[many]], return_index=True)
        return found.only(np.concatenate([np.flatnonzero(~several), many[best]]))

    def _best(self, every: list[Found], limit: int) -> list[Candidate]:
        """The first so many, read whole."""
        if limit <= 0:
            return []
        found: list[Candidate] = []
        for lens, part in zip(self.lenses, every, strict=True):
            found += self._candidates(self._top(lens, part, limit), lens)
        found.sort(key=_best_first)
        return _each_once(found)[:limit]

    def _top(self, lens: Lens, found: Found, limit: int) -> Found:
        if len(found) > 4 * limit:
            # Everything as good as the last one that is shown; names decide between those.
            least = np.partition(found.score, len(found) - limit)[len(found) - limit]
            found = found.only(found.score >= least)
        order = np.lexsort((lens.columns.rows["order"][found.rows], -found.score))
        return found.only(order[:limit])

    def _candidates(self, found: Found, lens: Lens) -> list[Candidate]:
        numbers = lens.columns.rows["number"][found.rows].tolist()
        facts = {
            number: (score, None if math.isnan(far) else far, _ANSWER[int(state)], bool(check))
            for number, score, far, state, check in zip(
                numbers,
                found.score.tolist(),
                found.far.tolist(),
                found.open_now.tolist(),
                lens.check_first(found.rows).tolist(),
                strict=True,
            )
        }
        made = []
        for listing in self.keeper.listings(self.connection, self.shelf, numbers):
            score, far, open_now, check = facts[listing.number]
            shown: Showing = "check" if check else "show"
            candidate = Candidate(listing, shown, far, open_now, score, open_then=open_now)
            if len(self.moments) > 1:
                candidate.open_now = open_at(listing, self.at, self.zone)
            made.append(candidate)
        return made

    # --- nothing ---

    def _is_thin(self, every: list[Found]) -> bool:
        """Whether a need that can't wait, or a situation, is answered by lists of services alone."""
        asked = self.query.need in CANNOT_WAIT or self.query.situations
        return bool(asked) and all(
            lens.lists(found.rows).all() for lens, found in zip(self.lenses, every, strict=True)
        )

    def _with_listeners(self, every: list[Found]) -> list[Found]:
        """Somebody to talk to beside the lists: a list is no answer to who has no bed tonight."""
        self.reasons.append("lists_only")
        both = []
        for lens, found in zip(self.lenses, every, strict=True):
            listeners = lens.allowed(lens.listeners(lens.national()), for_need=False, any_part=True)
            both.append(Found.of([found, lens.found(listeners)]))
        return both

    def _fallback(self) -> list[Found]:
        """Nothing fits at all: lists of services, and somebody to talk to, however they are reached."""
        self.reasons.append("nothing_fits")
        for lens in self.lenses:
            lens.however_reached()
        every, lists = [], list[Candidate]()
        for lens in self.lenses:
            national = lens.national()
            finders = lens.scored(lens.found(lens.allowed(lens.finders(national), for_need=False)))
            listeners = lens.allowed(lens.listeners(national), for_need=False)
            best = self._top(lens, finders, LISTS_AT_LAST)
            lists += self._candidates(best, lens)
            every.append(Found.of([best, lens.found(listeners)]))
        lists.sort(key=_best_first)
        spare = [c.listing.number for c in lists[LISTS_AT_LAST:]]
        return [
            found.only(~np.isin(found.rows, lens.columns.rows_of(spare)))
            for lens, found in zip(self.lenses, every, strict=True)
        ]


def _best_first(candidate: Candidate) -> tuple[float, str, str]:
    return -candidate.score, candidate.listing.data["name"], candidate.listing.id


def _each_once(found: list[Candidate]) -> list[Candidate]:
    """The first of each service."""
    seen: set[str] = set()
    kept = []
    for candidate in found:
        if candidate.listing.id not in seen:
            seen.add(candidate.listing.id)
            kept.append(candidate)
    return kept
