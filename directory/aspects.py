"""Lists of codes that many records share (needs, languages), as bits.

A country has tens of thousands of different combinations of needs; which of
them hold one of the codes asked for is a question to bits, not to lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from directory import ranking
from directory.need_kinds import kind_of, parts_of, set_apart
from directory.needs import NEEDS, sub_need
from directory.query import Query

Array = NDArray[Any]
Flags = NDArray[np.bool_]


class CodeSets:
    """Sets of codes by number. ``codes`` is the vocabulary, a bit for each."""

    def __init__(self, bits: Array, codes: Sequence[str]) -> None:
        self.bits = bits
        self.codes = list(codes)
        self._number = {code: number for number, code in enumerate(self.codes)}

    @classmethod
    def of(cls, sets: Sequence[Iterable[str]]) -> CodeSets:
        """These sets, numbered in their order."""
        codes = sorted({code for one in sets for code in one})
        number = {code: i for i, code in enumerate(codes)}
        words = max(1, -(-len(codes) // 64))
        bits = np.zeros((len(sets), words), np.uint64)
        for row, one in enumerate(sets):
            for code in one:
                bits[row, number[code] // 64] |= np.uint64(1 << (number[code] % 64))
        return cls(bits, codes)

    def with_any(self, wanted: Iterable[str]) -> Flags:
        """Which sets hold one of these codes."""
        mask = np.zeros(self.bits.shape[1], np.uint64)
        for code in wanted:
            number = self._number.get(code)
            if number is not None:
                mask[number // 64] |= np.uint64(1 << (number % 64))
        return np.asarray((self.bits & mask).any(axis=1))


class TermSets(CodeSets):
    """The needs and sub-needs of records, with the first of each and how many."""

    def __init__(self, bits: Array, codes: Sequence[str], first: Array, count: Array) -> None:
        super().__init__(bits, codes)
        self.first = first
        self.count = count

    @classmethod
    def made(cls, lists: Sequence[Sequence[str]]) -> TermSets:
        """From lists in the order of the record."""
        sets = CodeSets.of(lists)
        needs = list(NEEDS)
        first = [_need_number(terms, needs) for terms in lists]
        return cls(
            sets.bits,
            sets.codes,
            np.array(first, np.int8),
            np.array([ranking.terms_counted(terms) for terms in lists], np.int16),
        )

    def stands_in(self, sub: str | None) -> Flags:
        """As ``candidates.same_part`` for records that are no lists of services."""
        asked = sub_need(sub) if sub else None
        if asked is None:
            return np.ones(len(self.bits), bool)
        if NEEDS[asked.need].parts_alike:
            no_help, makes_up = set_apart(asked.code)
            return ~self.with_any(no_help) | self.with_any(makes_up)
        parts = self.with_any(parts_of(self.codes))
        return ~parts | self.with_any({asked.code, *asked.related})

    def fit(self, query: Query) -> NDArray[np.float64]:
        """As ``ranking.terms_fit``."""
        total = np.zeros(len(self.bits))
        if query.sub_need:
            exact = self.with_any({query.sub_need})
            asked = sub_need(query.sub_need)
            related = self.with_any(asked.related if asked else ())
            single = ranking.SUB_NEED + 0.3 / np.maximum(1, self.count.astype(np.float64) - 1)
            kind = kind_of(query.sub_need)
            likely = self.with_any({kind} if kind else ())
            other = np.where(likely, ranking.PART_LIKELY, ranking.other_part(query.sub_need))
            as_good = self.with_any(ranking.as_good_as_named(query))
            total = np.where(related, ranking.RELATED_SUB_NEED, other)
            total = np.where(exact, single, np.where(as_good, ranking.SUB_NEED, total))
        if query.need:
            first = self.first == list(NEEDS).index(query.need)
            total = total + np.where(first, ranking.FIRST_NEED, 0.0)
        return total


def _need_number(terms: Sequence[str], needs: list[str]) -> int:
    if not terms:
        return -1
    first = sub_need(terms[0])
    need = first.need if first else terms[0]
    return needs.index(need) if need in needs else -1


class Speech(CodeSets):
    """The languages that staff speak, and whether there is an interpreter."""

    def __init__(self, bits: Array, codes: Sequence[str], interpreter: Array) -> None:
        super().__init__(bits, codes)
        self.interpreter = interpreter

    @classmethod
    def made(cls, values: Sequence[Mapping[str, Any]]) -> Speech:
        """From payloads' ``languages`` and ``interpreter``."""
        sets = CodeSets.of([value["languages"] for value in values])
        return cls(
            sets.bits, sets.codes, np.array([bool(value["interpreter"]) for value in values], bool)
        )

    def fit(self, query: Query) -> NDArray[np.float64]:
        """As ``ranking.speech_fit``."""
        if not query.language or query.language == "en":
            return np.zeros(len(self.bits))
        spoken = self.with_any(
            code for code in self.codes if ranking.speaks([code], query.language)
        )
        other = np.where(self.interpreter, ranking.INTERPRETER, 0.0)
        return np.where(spoken, ranking.SPEAKS_LANGUAGE, other)
