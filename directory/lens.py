"""One question looked at over many rows at once: the rules, the distance, the score.

What is decided here is decided by the same functions that look at one record
(``directory.candidates``, ``directory.ranking``): each different aspect is put
to them once (``directory.verdicts``), and the answers are looked up for every row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import numpy as np

from directory import ranking
from directory.candidates import delivered
from directory.columns import DAY_ZERO, MICRO, NO_SPOT, Columns, Flags, Floats, Ints, phrase_hash
from directory.gazetteer.atlas import name_words
from directory.hours_table import OPEN, UNKNOWN, HoursTable
from directory.query import Query
from directory.verdicts import CHECK, HIDE, Verdicts

EARTH_KM = 6371.0088
#: Longest name that is looked for in a text, in words.
NAME_WORDS = 10
#: By CLOSED (0), OPEN (1), UNKNOWN (-1, the last).
_OPENNESS = np.array([0.0, ranking.OPEN_NOW, ranking.OPEN_UNKNOWN])


@dataclass
class Found:
    """Rows that may be shown, with their distance in km (NaN: none), openness and score.

    ``open_now`` is of the time that was asked about, which is now for most.
    """

    rows: Ints
    far: Floats
    open_now: Ints
    score: Floats

    def only(self, kept: Any) -> Found:
        """Those at these positions, or where a mask holds."""
        return Found(self.rows[kept], self.far[kept], self.open_now[kept], self.score[kept])

    def __len__(self) -> int:
        return len(self.rows)

    @staticmethod
    def of(parts: list[Found]) -> Found:
        """Several of one set of columns as one."""
        return Found(
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.far for part in parts]),
            np.concatenate([part.open_now for part in parts]),
            np.concatenate([part.score for part in parts]),
        )


class Lens:
    """One set of columns seen through one query."""

    def __init__(
        self,
        columns: Columns,
        query: Query,
        at: datetime,
        today: date,
        words: Any,
        sample: bool,
        moments: Sequence[datetime] = (),
    ) -> None:
        self.columns = columns
        self.query = query
        #: The time asked about: open at any of these is open.
        self.moments = moments or (at,)
        self.today = today.toordinal() - DAY_ZERO
        self.words = words
        self.verdicts = Verdicts(columns, query, sample)
        self._names: Ints | None = None

    def however_reached(self) -> None:
        """From now on any way to reach a service will do."""
        self.query = replace(self.query, delivery=frozenset())
        self.verdicts = Verdicts(self.columns, self.query, self.verdicts.sample)

    # --- rules ---

    def allowed(self, rows: Ints, *, for_need: bool, any_part: bool = False) -> Ints:
        """Rows that may be shown to this reader and take these people; others fall away.

        ``for_need`` asks for the need as well, where the query has one. ``any_part`` is for lines
        of a situation: they come first whatever part of a need was asked for.
        """
        columns, query = self.columns, self.query
        group = columns.rows
        if for_need and query.need:
            rows = rows[self.verdicts.wanted()[group["terms"][rows]]]
        elif for_need and query.text:
            rows = rows[self.matches(rows)]
        shown = self.verdicts.shown()[:, group["standing"][rows]]
        late = group["due"][rows] < self.today
        rows = rows[np.where(late, shown[1], shown[0]) != HIDE]
        people, terms = group["people"][rows], group["terms"][rows]
        finder = self.verdicts.finder()[group["standing"][rows]]
        good = self.verdicts.fits()[people] & self._delivered(rows)
        answers = self.verdicts.meant()[people] & (any_part | finder | self.verdicts.part()[terms])
        if query.text:
            answers |= self.named(rows)
        return np.asarray(rows[good & answers])

    def matches(self, rows: Ints) -> Flags:
        """Which rows hold the words asked for."""
        if self.words is None:
            return np.zeros(len(rows), bool)
        return np.asarray(self.words[rows] > 0)

    def named(self, rows: Ints) -> Flags:
        """Rows whose name, or one of whose own words, is said in the text."""
        if self._names is None:
            said = name_words(self.query.text)
            phrases = {
                phrase_hash(said[i:j])
                for i in range(len(said))
                for j in range(i + 1, min(len(said), i + NAME_WORDS) + 1)
            }
            self._names = np.array(sorted(phrases), np.uint64)
        if not len(self._names):
            return np.zeros(len(rows), bool)
        hits = np.isin(self.columns.rows["name"][rows], self._names)
        return np.asarray(hits | self.verdicts.by_words()[self.columns.rows["people"][rows]])

    def check_first(self, rows: Ints) -> Flags:
        """Which of these rows are shown with a mark."""
        shown = self.verdicts.shown()[:, self.columns.rows["standing"][rows]]
        late = self.columns.rows["due"][rows] < self.today
        return np.asarray(np.where(late, shown[1], shown[0]) == CHECK)

    def covers(self, lines: Ints) -> Ints:
        """Lines for where the person is: of the country, or of that state."""
        state = self.query.place.state if self.query.place else ""

        def covered(aspect: dict[str, Any]) -> bool:
            return not aspect["state"] or aspect["state"] == state

        here = self.verdicts.of("standing", ("covers", state), covered)
        return np.asarray(lines[here[self.columns.rows["standing"][lines]]])

    def asked_for(self, lines: Ints) -> Ints:
        """Lines for the need or the words; with neither, those of the situations and lists."""
        group, query = self.columns.rows, self.query

        def plain(aspect: dict[str, Any]) -> bool:
            return not aspect["emergency"]

        lines = lines[self.verdicts.of("standing", ("plain",), plain)[group["standing"][lines]]]
        if query.need:
            return np.asarray(lines[self.verdicts.wanted()[group["terms"][lines]]])
        if query.text:
            return np.asarray(lines[self.matches(lines)])
        listed = self.verdicts.finder()[group["standing"][lines]]
        return np.asarray(lines[listed | self.verdicts.serves()[group["people"][lines]]])

    def crisis_lines(self, lines: Ints) -> Ints:
        """Lines that can take a crisis of the situations asked about."""
        group = self.columns.rows

        def able(aspect: dict[str, Any]) -> bool:
            return bool(aspect["crisis_capable"]) and not aspect["finder"]

        lines = lines[self.verdicts.of("standing", ("able",), able)[group["standing"][lines]]]
        return np.asarray(lines[self.verdicts.serves()[group["people"][lines]]])

    def national(self) -> Ints:
        """Lines for the whole country."""
        lines = self.columns.lines()
        everywhere = self.verdicts.of("standing", ("everywhere",), lambda a: not a["state"])
        return np.asarray(lines[everywhere[self.columns.rows["standing"][lines]]])

    def finders(self, lines: Ints) -> Ints:
        """Those that list other services."""
        return np.asarray(lines[self.lists(lines)])

    def lists(self, rows: Ints) -> Flags:
        """Which of these rows are lists of other services."""
        return np.asarray(self.verdicts.finder()[self.columns.rows["standing"][rows]])

    def listeners(self, lines: Ints) -> Ints:
        """Those to talk to, whatever it is about."""

        def listens(aspect: dict[str, Any]) -> bool:
            return bool(aspect["situations"].get("severe_distress") == 1)

        return np.asarray(
            lines[
                self.verdicts.of("people", ("listens",), listens)[
                    self.columns.rows["people"][lines]
                ]
            ]
        )

    # --- what ranks ---

    def found(self, rows: Ints, far: Floats | None = None) -> Found:
        """Rows with whether they are open, not yet scored; ``far`` None: no distance counts."""
        if far is None:
            far = np.full(len(rows), np.nan)
        return Found(rows, far, self.open_states(rows), np.zeros(len(rows)))

    def scored(self, found: Found) -> Found:
        """The same with what their order hangs on, as ``ranking.score`` adds it up."""
        group, query = self.columns.rows, self.query
        rows, far = found.rows, found.far
        exact = self.verdicts.exact()[group["terms"][rows]]
        people = self.verdicts.people_fit()[:, group["people"][rows]]
        standings = group["standing"][rows]
        age = self.today - group["checked"][rows].astype(np.int64)
        dated = self.verdicts.of("standing", ("dated",), lambda a: a["dated"])[standings]
        finder = self.verdicts.finder()[standings]
        fit = self.verdicts.terms_fit()[group["terms"][rows]]
        at_once = self.verdicts.gives_at_once()[group["terms"][rows]]
        fit = np.where(finder, np.maximum(0.0, fit), fit + np.where(at_once, ranking.AT_ONCE, 0.0))
        near = ranking.DISTANCE / (1 + far / ranking.HALF_AT_KM)
        total = (
            np.where(np.isnan(far), self._reach_fit(rows), near)
            + fit
            + np.where(exact, people[1], people[0])
            + self.verdicts.speech_fit()[group["speech"][rows]]
            + self.verdicts.means_fit()[group["means"][rows]]
            + _OPENNESS[found.open_now]
            + np.where(dated, ranking.FRESH * np.maximum(0.0, 1 - age / 365), 0.0)
            + np.where(self.check_first(rows), ranking.CHECK_FIRST, 0.0)
            + np.where(finder, ranking.FINDER, 0.0)
        )
        if self.words is not None and query.text:
            total = total + ranking.WORDS * self.words[rows].astype(np.float64)
        return Found(rows, far, found.open_now, np.round(total, ranking.DECIMALS))

    def distances(self, rows: Ints, latitude: float, longitude: float) -> Floats:
        """Great-circle kilometres from a point; NaN for rows without a spot."""
        lat = self.columns.rows["latitude"][rows].astype(np.float64)
        lon = self.columns.rows["longitude"][rows].astype(np.float64)
        nowhere = lat == NO_SPOT
        phi1, phi2 = np.radians(latitude), np.radians(lat / MICRO)
        half_phi = np.sin((phi2 - phi1) / 2)
        half_lambda = np.sin(np.radians(lon / MICRO - longitude) / 2)
        chord = half_phi * half_phi + np.cos(phi1) * np.cos(phi2) * half_lambda * half_lambda
        far = 2 * EARTH_KM * np.arcsin(np.minimum(1.0, np.sqrt(chord)))
        far[nowhere] = np.nan
        return np.asarray(far)

    def open_states(self, rows: Ints) -> Ints:
        """OPEN, CLOSED or UNKNOWN for each row, at the time asked about."""
        wanted = self.columns.rows["hours"][rows].astype(np.int64)
        if len(wanted) < 2:
            return self._states(wanted)
        # Many rows keep the same hours: each is asked once.
        seen = np.zeros(len(self.columns.hours), bool)
        seen[wanted] = True
        numbers = np.flatnonzero(seen)
        states = np.zeros(len(seen), np.int8)
        states[numbers] = self._states(numbers)
        return np.asarray(states[wanted])

    def _states(self, numbers: Ints) -> Ints:
        """Open at any of the moments; closed only where that is known of each."""
        zone = self.query.place.timezone if self.query.place else None
        hours, (first, *rest) = self.columns.hours, self.moments
        answer = hours.states(numbers, first, zone)
        if not rest:
            return answer
        # The half hours of a night or a day are asked about again and again: looked at once.
        key = ("open in", rest[0], rest[-1], zone)
        later = self.verdicts.memo(key, lambda: _open_in(hours, rest, zone))[numbers]
        return np.asarray(_either(answer, later))

    def does_it(self, rows: Ints) -> Flags:
        """Which rows do just what was asked for."""
        return np.asarray(self.verdicts.exact()[self.columns.rows["terms"][rows]])

    def _delivered(self, rows: Ints) -> Flags:
        if not self.query.delivery:
            return np.ones(len(rows), bool)
        group, wanted = self.columns.rows, self.query.delivery

        def line(aspect: dict[str, Any]) -> bool:
            return delivered(aspect, False, self.query)

        def door(aspect: dict[str, Any]) -> bool:
            return delivered(aspect, True, self.query)

        means = group["means"][rows]
        local = self.columns.local_of[group["standing"][rows]]
        return np.where(
            local,
            self.verdicts.of("means", ("door", wanted), door)[means],
            self.verdicts.of("means", ("line", wanted), line)[means],
        )

    def _reach_fit(self, rows: Ints) -> Floats:
        """What counts for lines, and for doors without a distance, in place of nearness."""
        group = self.columns.rows
        means = group["means"][rows]
        country = self.verdicts.of(
            "means", ("country",), lambda a: ranking.nearness(None, a["delivery"], "national")
        )
        state = self.verdicts.of(
            "means", ("state",), lambda a: ranking.nearness(None, a["delivery"], "state")
        )
        of_state = self.columns.reach_of[group["standing"][rows]]
        return np.where(of_state, state[means], country[means])


def _open_in(hours: HoursTable, every: Sequence[datetime], zone: str | None) -> Ints:
    """For all hours of a table: open at any of these moments, closed, or not known."""
    numbers = np.arange(len(hours), dtype=np.int64)
    answer = hours.states(numbers, every[0], zone)
    for at in every[1:]:
        answer = _either(answer, hours.states(numbers, at, zone))
    return answer


def _either(one: Ints, other: Ints) -> Ints:
    """Open where one of the two is; closed where both are known to be."""
    unsure = np.where((one == UNKNOWN) | (other == UNKNOWN), UNKNOWN, one)
    return np.where((one == OPEN) | (other == OPEN), OPEN, unsure).astype(one.dtype)
