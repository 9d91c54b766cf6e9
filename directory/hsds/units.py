"""What is written together, and whether it has changed since it was last loaded.

A unit is a service, a place or an organisation with every row that hangs on
it. Its mark is the sum of the marks of those rows, so their order does not
count. A service's mark also holds those of its places and its organisation:
when they change, it is written and listed anew.
"""

from __future__ import annotations

import hashlib
import marshal
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Tables whose rows begin a unit; what stands later may hang on what stands earlier.
KINDS = ("organization", "location", "service")
#: The unit of rows that belong to none: they are written every time.
LOOSE = 0
#: Any odd number: what is summed from below must not look like a row of one's own.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_ALL = (1 << 64) - 1

Marks = NDArray[np.uint64]
Flags = NDArray[np.bool_]


class Units:
    """The units of one load by number, their marks, and which hang on which."""

    def __init__(self, collection: str) -> None:
        self._begin = int.from_bytes(_digest(f"{program()}/{collection}".encode()), "little")
        self._kinds = array("b", [-1])
        self._sums = array("Q", [0])
        #: Pairs: the first unit is written when the second one changes.
        self._above, self._below = array("I"), array("I")
        self._unsure: set[int] = set()

    def new(self, table: str) -> int:
        """The number of another unit."""
        self._kinds.append(KINDS.index(table))
        self._sums.append(self._begin)
        return len(self._kinds) - 1

    def highest(self, units: Sequence[int]) -> int:
        """The one that is written last: a number of a service at a place is the service's."""
        return max(units, key=self._kinds.__getitem__) if len(units) > 1 else units[0]

    def add(self, unit: int, table: str, values: list[Any]) -> None:
        """A row of the unit, as it will be written."""
        told = int.from_bytes(_digest(marshal.dumps((table, values), 2)), "little")
        self._sums[unit] = (self._sums[unit] + told) & _ALL

    def hang(self, unit: int, on: int) -> None:
        """The first is to be written whenever the second has changed."""
        if unit != on and unit and on:
            if self._kinds[unit] < self._kinds[on]:
                unit, on = on, unit
            self._above.append(unit)
            self._below.append(on)

    def doubt(self, unit: int) -> None:
        """Something of it hangs on what is not here: it is written every time."""
        self._unsure.add(unit)

    def marks(self) -> Marks:
        """The mark of each, with those that it hangs on in it."""
        marks = np.array(self._sums, np.uint64)
        kinds = np.array(self._kinds, np.int8)
        above, below = np.array(self._above, np.int64), np.array(self._below, np.int64)
        for kind in range(1, len(KINDS)):
            chosen = (kinds[above] == kind) & (kinds[below] < kind)
            np.add.at(marks, above[chosen], marks[below[chosen]] * _MIX)
        return marks

    def changed(self, known: Iterable[tuple[int, int]], marks: Marks) -> Flags:
        """Which units must be written; ``known`` are (unit, mark) of those in the database.

        A place that is gone from the database while no service of it has changed
        was taken out on purpose (a hidden address): it stays out.
        """
        changed = np.ones(len(marks), bool)
        there = np.zeros(len(marks), bool)
        signed = marks.view(np.int64)
        for unit, mark in known:
            there[unit] = True
            changed[unit] = int(signed[unit]) != mark
        changed[[LOOSE, *self._unsure]] = True
        above, below = np.array(self._above, np.int64), np.array(self._below, np.int64)
        used, needed = np.zeros(len(marks), bool), np.zeros(len(marks), bool)
        used[below] = True
        needed[below[changed[above]]] = True
        places = np.array(self._kinds, np.int8) == KINDS.index("location")
        changed[places & ~there & used & ~needed] = False
        return changed

    def mark_of(self, unit: int, marks: Marks) -> int | None:
        """The mark as the database keeps it (signed); None where it must not be trusted."""
        return None if unit in self._unsure else int(marks.view(np.int64)[unit])


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=8).digest()


@lru_cache(maxsize=1)
def program() -> str:
    """Changes with every file that decides what is written for a record."""
    here = Path(__file__).parent.parent
    files = [*here.glob("*.yml"), *here.glob("hsds/*.py"), *here.glob("records/*.py")]
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    return digest.hexdigest()
