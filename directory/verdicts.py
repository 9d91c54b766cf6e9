"""What one question makes of every different aspect of the records, worked out once and looked up.

An aspect is a part that many records share (their needs, people, languages, standing): it is put to
the functions that look at one record (``directory.candidates``, ``directory.ranking``), and the
answers, one for each different value, are remembered beside the columns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from directory import ranking
from directory.candidates import fits, meant_for, standing
from directory.columns import Columns, Flags, Floats, Ints
from directory.gazetteer.atlas import name_words
from directory.needs import terms_wanted
from directory.query import Query

#: What was worked out is forgotten after this many different questions.
MOST_REMEMBERED = 400
HIDE, CHECK, SHOW = 0, 1, 2
_SHOWING = {"hide": HIDE, "check": CHECK, "show": SHOW}


class Verdicts:
    """Arrays by the number of an aspect's value, for one set of columns and one query."""

    def __init__(self, columns: Columns, query: Query, sample: bool) -> None:
        self.columns = columns
        self.query = query
        self.sample = sample

    def memo(self, key: Any, make: Callable[[], Any]) -> Any:
        """What ``make`` gives for ``key``, worked out once."""
        memo = self.columns.memo
        if key not in memo:
            if len(memo) > MOST_REMEMBERED:
                kept = memo.get("by number")
                memo.clear()
                if kept is not None:
                    memo["by number"] = kept
            memo[key] = make()
        return memo[key]

    def of(self, aspect: str, key: tuple[Any, ...], decide: Callable[[dict[str, Any]], Any]) -> Any:
        """What ``decide`` says of each different value of an aspect."""
        values = self.columns.aspects[aspect]
        return self.memo(
            (aspect, *key), lambda: np.array([decide(value) for value in values] or [False])
        )

    def wanted(self) -> Flags:
        """Which lists of needs hold what was asked for."""
        wanted = terms_wanted(self.query.need or "", self.query.sub_need)
        terms = self.columns.terms
        return np.asarray(self.memo(("wanted", wanted), lambda: terms.with_any(wanted)))

    def exact(self) -> Flags:
        """Which of them hold the very part that was asked for."""
        sub, terms = self.query.sub_need, self.columns.terms
        return np.asarray(self.memo(("exact", sub), lambda: terms.with_any({sub} if sub else ())))

    def part(self) -> Flags:
        """Which of them may stand in for that part."""
        sub, terms = self.query.sub_need, self.columns.terms
        return np.asarray(self.memo(("part", sub), lambda: terms.stands_in(sub)))

    def terms_fit(self) -> Floats:
        """What each of them counts."""
        query = self.query
        key = ("terms fit", query.need, query.sub_need, ranking.as_good_as_named(query))
        return np.asarray(self.memo(key, lambda: self.columns.terms.fit(query)))

    def gives_at_once(self) -> Flags:
        """Which of them give the thing itself today, as ``ranking.score`` counts it."""
        parts, terms = ranking.parts_at_once(self.query), self.columns.terms
        return np.asarray(self.memo(("at once", parts), lambda: terms.with_any(parts)))

    def _people_key(self) -> tuple[Any, ...]:
        query = self.query
        asked = query.sub_need or query.need
        return (
            query.people,
            query.ages,
            query.gender,
            query.situations,
            query.accessibility,
            asked,
        )

    def fits(self) -> Flags:
        """Whether these people are taken."""
        key = ("fits", *self._people_key()[:3])
        return np.asarray(self.of("people", key, lambda a: fits(a, self.query)))

    def meant(self) -> Flags:
        """Whether a record is meant for this question."""
        key = ("meant", *self._people_key())
        return np.asarray(self.of("people", key, lambda a: meant_for(a, self.query)))

    def serves(self) -> Flags:
        """Whether the situations are served."""
        situations = self.query.situations

        def serves(aspect: dict[str, Any]) -> bool:
            return not situations.isdisjoint(aspect["situations"])

        return np.asarray(self.of("people", ("serves", situations), serves))

    def by_words(self) -> Flags:
        """Whether one of the own words of a record is said in the text."""
        whole = f" {' '.join(name_words(self.query.text))} "

        def holds(aspect: dict[str, Any]) -> bool:
            return any(f" {' '.join(name_words(word))} " in whole for word in aspect["words"])

        return np.asarray(self.of("people", ("said", self.query.text), holds))

    def people_fit(self) -> Floats:
        """What it counts to be for these people: for a need nearly so, and for just that."""
        key = ("fit", self.query.people, self.query.gender)
        return np.asarray(
            self.memo(
                ("people", *key),
                lambda: np.array(
                    [
                        [ranking.people_fit(a, self.query, exact) for a in self._values("people")]
                        for exact in (False, True)
                    ]
                ),
            )
        )

    def _values(self, aspect: str) -> list[dict[str, Any]]:
        return self.columns.aspects[aspect]

    def speech_fit(self) -> Floats:
        """What the languages count."""
        key = ("speech fit", self.query.language)
        return np.asarray(self.memo(key, lambda: self.columns.speech.fit(self.query)))

    def means_fit(self) -> Floats:
        """What access and cost count."""
        key = ("fit", self.query.accessibility, self.query.cost)
        return np.asarray(self.of("means", key, lambda a: ranking.means_fit(a, self.query)))

    def finder(self) -> Flags:
        """Whether it is a list of other services."""
        return np.asarray(self.of("standing", ("finder",), lambda a: bool(a["finder"])))

    def shown(self) -> Ints:
        """For each standing, in time and past review, whether it is shown to this reader."""
        audience, sample = self.query.audience, self.sample

        def decide(aspect: dict[str, Any], late: bool) -> int:
            if aspect["example"] and not sample:
                return HIDE
            if audience != "staff" and aspect["audience"] == "staff":
                return HIDE
            return _SHOWING[standing(aspect, audience, late, aspect["reached"])]

        return np.asarray(
            self.memo(
                ("standing", "shown", audience, sample),
                lambda: np.array(
                    [[decide(a, late) for a in self._values("standing")] for late in (False, True)]
                ),
            )
        )
