"""How far a search looks: around the place in steps, then the state, until there is a choice.

Only services with a door are looked for here; lines of the state and of the country reach everybody.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from directory.columns import Ints
from directory.gazetteer.atlas import Place
from directory.hours_table import OPEN
from directory.lens import Found, Lens
from directory.query import Query, Widened

#: How far to look, in steps, until ``ENOUGH`` services are found.
STEPS_KM = (10.0, 25.0, 50.0)
ENOUGH = 3
#: Farther than this a door helps nobody, even in the same state.
STATE_KM = 400.0
#: Without a place, services somewhere come up when the words match them this well.
SURELY_MEANT = 0.6


class Reach:
    """One question seen through its lenses. ``shown`` holds, by ``id(lens)``, rows shown before."""

    def __init__(self, lenses: list[Lens], query: Query, shown: Mapping[int, Ints]) -> None:
        self.lenses = lenses
        self.query = query
        self.shown = shown

    def doors(self) -> tuple[list[Found], Widened | None, float | None]:
        """What was found through each lens, how far that is for an answer, and the last radius."""
        place, query = self.query.place, self.query
        if place is None:
            return self._named_somewhere(), None, None
        if place.is_state:
            return self._each(lambda lens: self._in_state(lens, place, None)), "state", None
        steps = [query.radius_km] if query.radius_km else []
        steps += [km for km in STEPS_KM if not steps or km > steps[0]]
        around: list[Found] = []
        for number, radius in enumerate(steps):
            around = self._each(lambda lens, km=radius: self._within(lens, place, km))  # type: ignore[misc]
            if self._is_enough(around):
                return around, ("wider_area" if number else None), radius
        if query.sub_need and self._does_it(around):
            # One that does just that within reach is better than three a day's drive away.
            return around, "wider_area", steps[-1]
        far = self._each(lambda lens: self._in_state(lens, place, steps[-1]))
        if self._counting(far):
            both = [Found.of([a, b]) for a, b in zip(around, far, strict=True)]
            return both, "state", None
        some = any(len(found) for found in around)
        return around, ("wider_area" if some else None), steps[-1]

    def _each(self, look: Callable[[Lens], Found]) -> list[Found]:
        return [look(lens) for lens in self.lenses]

    def _within(self, lens: Lens, place: Place, radius: float) -> Found:
        """Services in a circle around a place."""
        north = radius / 111.2
        east = radius / (111.2 * max(0.1, math.cos(math.radians(place.latitude))))
        rows = lens.columns.within(place.latitude, place.longitude, north, east * 1.02)
        rows = lens.allowed(rows, for_need=True)
        far = lens.distances(rows, place.latitude, place.longitude)
        inside = far <= radius
        return lens.found(rows[inside], far[inside])

    def _in_state(self, lens: Lens, place: Place, beyond: float | None) -> Found:
        """Services of a state; with ``beyond`` those farther than that, within reach of a day."""
        rows = lens.allowed(lens.columns.in_state(place.state), for_need=True)
        if beyond is None:
            return lens.found(rows)
        far = lens.distances(rows, place.latitude, place.longitude)
        kept = (far > beyond) & (far <= STATE_KM)
        return lens.found(rows[kept], far[kept])

    def _named_somewhere(self) -> list[Found]:
        """Without a place: services that the words mean, by name or nearly so."""
        found = []
        for lens in self.lenses:
            rows = lens.columns.local()
            rows = rows[:0] if lens.words is None else rows[lens.words[rows] >= SURELY_MEANT]
            if self.query.need:
                rows = rows[lens.named(rows)]
            found.append(lens.found(lens.allowed(rows, for_need=False)))
        return found

    def _counts(self, lens: Lens, found: Found) -> Found:
        """Those that answer the question: open if it must be, not shown yet."""
        kept = ~np.isin(found.rows, self.shown[id(lens)])
        if self.query.open_now:
            kept &= found.open_now == OPEN
        return found.only(kept)

    def _counting(self, every: list[Found]) -> int:
        """How many different services answer the question."""
        count = 0
        for lens, found in zip(self.lenses, every, strict=True):
            rows = self._counts(lens, found).rows
            count += len(np.unique(lens.columns.rows["service"][rows]))
        return count

    def _is_enough(self, every: list[Found]) -> bool:
        """A choice of services, and one at least that does just what was asked for."""
        if self._counting(every) < ENOUGH:
            return False
        return not self.query.sub_need or self._does_it(every)

    def _does_it(self, every: list[Found]) -> bool:
        return any(
            lens.does_it(self._counts(lens, found).rows).any()
            for lens, found in zip(self.lenses, every, strict=True)
        )
