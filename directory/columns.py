"""All listings of the country in a few bytes each: one row of numbers a listing.

A listing's payload is a page of JSON. What rules and ranking need of it is few
different things said over and over (the same hours, the same people, the same
needs), so a row holds numbers of *aspects* and each different aspect is kept
once. A search works out an aspect once and then looks rows up by the thousand.

Rows are sorted: services with a spot by square of the map, then those without
one, then lines. Measured: 450,000 listings are 24 MB.
"""

from __future__ import annotations

import hashlib
import io
import json
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from directory.aspects import Speech, TermSets
from directory.candidates import NEWER, Listing, hours_of, make_listing, reachable
from directory.gazetteer.atlas import STATES, name_words
from directory.hours_table import OF_HOURS, OF_RULES, HoursTable
from directory.text_index import Postings, WordCounter

Ints: TypeAlias = NDArray[Any]
Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

#: Squares of the map: a tenth of a degree, about 11 km north to south.
CELLS_PER_DEGREE = 10
WEST, SOUTH = 70, -56
CELLS_ACROSS = 100 * CELLS_PER_DEGREE
#: Coordinates are kept in millionths of a degree, a tenth of a metre.
MICRO = 1_000_000
NO_SPOT = -(2**31)
DAY_ZERO = date(2000, 1, 1).toordinal()
#: The cell of rows without a spot, and of lines, behind all cells of the map.
OFF_THE_MAP = 2**30
LINES = OFF_THE_MAP + 1

#: aspect -> the fields of a payload that it is made of. Needs, languages and hours, of which a
#: country has tens of thousands, are kept as arrays, the others as they are.
ASPECTS: dict[str, tuple[str, ...]] = {
    "terms": ("terms",),
    "people": ("ages", "genders", "only_for", "not_for", "shown_for", "situations", "words"),
    "speech": ("languages", "interpreter"),
    "means": ("accessibility", "delivery", "cost"),
    "hours": ("schedules", "timezone", "state", "holiday_rule"),
    "standing": ("status", "certainty", "crisis_capable", "finder", "emergency", "dated"),
}
PLAIN = ("number", "service", "latitude", "longitude", "cell", "order", "name", "due", "checked",
         "several")  # fmt: skip


#: Arrays of the aspects that are kept as arrays, and what goes with them as JSON.
KEPT_AS_ARRAYS = ("terms", "speech", "hours")


@dataclass
class Columns:
    """The rows as arrays, the aspects by number, and the words.

    ``alive`` is None while every row counts; else False for rows whose listing
    changed since. Arrays are never written to after they are made.
    """

    rows: dict[str, Ints]
    aspects: dict[str, list[dict[str, Any]]]
    terms: TermSets
    speech: Speech
    hours: HoursTable
    words: Postings
    alive: Flags | None = None
    #: What searches worked out about aspects, by aspect and question; bounded.
    memo: dict[Any, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        standing = self.aspects["standing"]
        self.local_of = np.array([s["reach"] == "local" for s in standing], bool)
        self.reach_of = np.array([s["reach"] == "state" for s in standing], bool)
        self.state_of = np.array([_state_number(s["state"]) for s in standing], np.int8)
        self.lines_from = int(np.searchsorted(self.rows["cell"], LINES))

    def __len__(self) -> int:
        return len(self.rows["number"])

    @property
    def size_bytes(self) -> int:
        """Bytes of the arrays, words aside."""
        return sum(column.nbytes for column in self.rows.values())

    def lines(self) -> Ints:
        """Rows that are reached by phone or web: of a state or of the whole country."""
        return self.living(np.arange(self.lines_from, len(self), dtype=np.int32))

    def in_state(self, state: str) -> Ints:
        """Rows of services with a door (or a hidden one) in a state."""
        wanted = self.local_of & (self.state_of == _state_number(state))
        rows = np.flatnonzero(wanted[self.rows["standing"][: self.lines_from]])
        return self.living(rows.astype(np.int32))

    def local(self) -> Ints:
        """Rows of all services that are somewhere."""
        return self.living(np.arange(self.lines_from, dtype=np.int32))

    def within(self, latitude: float, longitude: float, north: float, east: float) -> Ints:
        """Rows in the squares that a box of so many degrees to each side touches, and a few more."""
        bottom, top = _row(latitude - north), _row(latitude + north)
        left, right = _column(longitude - east), _column(longitude + east)
        starts = np.arange(bottom, top + 1, dtype=np.int64) * CELLS_ACROSS
        cells = self.rows["cell"]
        first = np.searchsorted(cells, starts + left, "left")
        last = np.searchsorted(cells, starts + right, "right")
        runs = [np.arange(a, b, dtype=np.int32) for a, b in zip(first, last, strict=True) if b > a]
        return self.living(np.concatenate(runs) if runs else np.empty(0, np.int32))

    def rows_of(self, numbers: Iterable[int]) -> Ints:
        """Rows of listings by their numbers; those that are not here are left out."""
        wanted = np.fromiter(numbers, np.int64)
        if not len(wanted) or not len(self):
            return np.empty(0, np.int32)
        if "by number" not in self.memo:
            by_number = np.argsort(self.rows["number"], kind="stable").astype(np.int32)
            self.memo["by number"] = (by_number, self.rows["number"][by_number])
        by_number, ordered = self.memo["by number"]
        at = np.minimum(np.searchsorted(ordered, wanted), len(ordered) - 1)
        return np.asarray(by_number[at[ordered[at] == wanted]])

    def without(self, numbers: Iterable[int]) -> Columns:
        """The same rows with these listings left out."""
        gone = self.rows_of(numbers)
        if not len(gone):
            return self
        alive = np.ones(len(self), bool)
        alive[gone] = False
        return replace(self, alive=alive)

    def living(self, rows: Ints) -> Ints:
        """Those of these rows whose listing has not changed since."""
        return rows if self.alive is None else rows[self.alive[rows]]

    # --- bytes ---

    def parts(self) -> Iterator[tuple[str, str, bytes]]:
        """Everything as (part, name, bytes), for keeping."""
        arrays = {
            **self.rows,
            "terms.bits": self.terms.bits,
            "terms.first": self.terms.first,
            "terms.count": self.terms.count,
            "speech.bits": self.speech.bits,
            "speech.interpreter": self.speech.interpreter,
            **{f"hours.{name}": column for name, column in self.hours.arrays.items()},
        }
        for name, column in arrays.items():
            file = io.BytesIO()
            np.save(file, column, allow_pickle=False)
            yield "column", name, file.getvalue()
        values = {
            **self.aspects,
            "terms": self.terms.codes,
            "speech": self.speech.codes,
            "hours": self.hours.words,
        }
        for name, value in values.items():
            yield "aspect", name, json.dumps(value).encode()
        for word, data in self.words.made.items():
            yield "word", word, data

    @classmethod
    def read(cls, parts: Iterable[tuple[str, str, bytes]], words: Postings) -> Columns:
        """The columns from what ``parts`` gave; ``words`` fetches postings when they are asked for."""
        rows: dict[str, Ints] = {}
        values: dict[str, Any] = {}
        for part, name, data in parts:
            if part == "column":
                rows[name] = np.load(io.BytesIO(data), allow_pickle=False)
            else:
                values[name] = json.loads(data)

        def taken(*names: str) -> list[Ints]:
            return [rows.pop(name) for name in names]

        bits, first, count = taken("terms.bits", "terms.first", "terms.count")
        terms = TermSets(bits, values.pop("terms"), first, count)
        spoken, interpreter = taken("speech.bits", "speech.interpreter")
        speech = Speech(spoken, values.pop("speech"), interpreter)
        names = [*OF_RULES, *OF_HOURS]
        arrays = dict(zip(names, taken(*(f"hours.{name}" for name in names)), strict=True))
        return cls(rows, values, terms, speech, HoursTable(arrays, values.pop("hours")), words)


def _state_number(state: str) -> int:
    return STATES.index(state) if state in STATES else -1


def _row(latitude: float) -> int:
    return max(0, int((latitude - SOUTH) * CELLS_PER_DEGREE))


def _column(longitude: float) -> int:
    return min(CELLS_ACROSS - 1, max(0, int((longitude - WEST) * CELLS_PER_DEGREE)))


def phrase_hash(words: Iterable[str]) -> int:
    """A number for a name, so that a name said in a text is found without reading names."""
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")


#: Columns of the builder that need eight bytes; the others are numbers of a few millions.
_WIDE = {"name": "Q", "service": "q", "number": "q"}


class Builder:
    """Takes listings one by one and makes the columns."""

    def __init__(self) -> None:
        self._plain = {
            name: array(_WIDE.get(name, "i"))
            for name in (*PLAIN, *ASPECTS)
            if name not in {"order", "several"}
        }
        self._aspects: dict[str, dict[str, int]] = {name: {} for name in ASPECTS}
        self._values: dict[str, list[dict[str, Any]]] = {name: [] for name in ASPECTS}
        #: Name and id in one text each, in which a zero stands before any letter.
        self._names: list[str] = []
        self._words = WordCounter()

    def add(self, listing: Any, words: str) -> None:
        """One row of ``dir_listing`` (number, reach, state, spot, payload, audience, example)."""
        data = {**NEWER, "last_check": listing.payload["read_on"], **listing.payload}
        number = len(self._names)
        plain = self._plain
        plain["number"].append(listing.number)
        # 64 bits tell half a million ids apart, and are numbered once all are there.
        plain["service"].append(hash(data["id"]))
        local = listing.reach == "local"
        spot = local and listing.latitude is not None and listing.longitude is not None
        latitude = round(listing.latitude * MICRO) if spot else NO_SPOT
        longitude = round(listing.longitude * MICRO) if spot else NO_SPOT
        plain["latitude"].append(latitude)
        plain["longitude"].append(longitude)
        if spot:
            cell = _row(listing.latitude) * CELLS_ACROSS + _column(listing.longitude)
        else:
            cell = OFF_THE_MAP if local else LINES
        plain["cell"].append(cell)
        plain["name"].append(phrase_hash(name_words(data["name"])))
        plain["due"].append(_days(data["review_by"]))
        plain["checked"].append(_days(data["last_check"]))
        self._names.append(f"{data['name']}\0{data['id']}")
        for aspect, fields in ASPECTS.items():
            value = {name: data[name] for name in fields}
            if aspect == "standing":
                value |= {
                    "reach": listing.reach,
                    "state": listing.state,
                    "audience": listing.audience,
                    "example": bool(listing.example),
                    "reached": reachable(data, "customer"),
                }
            # The same fields in the same order: how they print tells them apart, and quickly.
            known, key = self._aspects[aspect], repr(value)
            if key not in known:
                known[key] = len(known)
                self._values[aspect].append(value)
            plain[aspect].append(known[key])
        self._words.add(number, words)

    def columns(self) -> Columns:
        """The columns of everything added."""
        size = len(self._names)
        rows = {name: np.array(values) for name, values in self._plain.items()}
        order = np.empty(size, np.int64)
        order[sorted(range(size), key=self._names.__getitem__)] = np.arange(size)
        rows["order"] = order
        self._names = []
        rows["service"] = np.unique(rows["service"], return_inverse=True)[1]
        counts = np.bincount(rows["service"], minlength=1) if size else np.zeros(1, int)
        rows["several"] = (counts > 1)[rows["service"]] if size else np.zeros(0, bool)
        sorting = np.lexsort((rows["longitude"], rows["cell"])) if size else np.zeros(0, int)
        small = {name: _smallest(values[sorting]) for name, values in rows.items()}
        place_of = np.empty(size, np.int64)
        place_of[sorting] = np.arange(size)
        return Columns(
            small,
            {name: self._values[name] for name in ASPECTS if name not in KEPT_AS_ARRAYS},
            TermSets.made([value["terms"] for value in self._values["terms"]]),
            Speech.made(self._values["speech"]),
            HoursTable.compiled(hours_of(value) for value in self._values["hours"]),
            self._words.postings(place_of),
        )


def _days(iso: str) -> int:
    return date.fromisoformat(iso).toordinal() - DAY_ZERO


def _smallest(values: Ints) -> Ints:
    """The same numbers in the fewest bytes that hold them."""
    if values.dtype in (np.bool_, np.uint64):
        return values
    least, most = (int(values.min()), int(values.max())) if len(values) else (0, 0)
    for kind in (np.uint8, np.uint16, np.int32):
        limits = np.iinfo(kind)
        if limits.min <= least and most <= limits.max:
            return values.astype(kind)
    return values


def listing_of(row: Any) -> Listing:
    """A listing as cards and rules see it, from a row of ``dir_listing``."""
    return make_listing(row.number, row.reach, row.state, row.latitude, row.longitude, row.payload)
