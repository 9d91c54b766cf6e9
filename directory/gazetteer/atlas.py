"""The places of Australia in memory: by name, by postcode, by likeness.

Loaded once, on first use (``atlas()``), from ``places.csv.gz``: about 17,700
places, 0.15 s, about 15 MB. Nothing here reads free text; see
``directory.places`` for that.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from directory.gazetteer.areas import Area, read_areas

DATA = Path(__file__).parent

STATES = ("NSW", "VIC", "QLD", "WA", "SA", "TAS", "ACT", "NT")
STATE_NAMES = {
    "new south wales": "NSW",
    "victoria": "VIC",
    "queensland": "QLD",
    "western australia": "WA",
    "south australia": "SA",
    "tasmania": "TAS",
    "tassie": "TAS",
    "australian capital territory": "ACT",
    "northern territory": "NT",
    "n s w": "NSW",
    "q l d": "QLD",
    "a c t": "ACT",
    **{state.lower(): state for state in STATES},
}
#: What a state on its own stands for on the map, and its full name.
CAPITALS = {
    "NSW": ("New South Wales", "Sydney"),
    "VIC": ("Victoria", "Melbourne"),
    "QLD": ("Queensland", "Brisbane"),
    "WA": ("Western Australia", "Perth"),
    "SA": ("South Australia", "Adelaide"),
    "TAS": ("Tasmania", "Hobart"),
    "ACT": ("Australian Capital Territory", "Canberra"),
    "NT": ("Northern Territory", "Darwin"),
}
TIMEZONES = {
    "NSW": "Australia/Sydney",
    "ACT": "Australia/Sydney",
    "VIC": "Australia/Melbourne",
    "QLD": "Australia/Brisbane",
    "WA": "Australia/Perth",
    "SA": "Australia/Adelaide",
    "TAS": "Australia/Hobart",
    "NT": "Australia/Darwin",
}
#: Places that keep another time than their state: (state, south, north, west, east, zone).
#: Yancowinna County (Broken Hill) keeps South Australian time; the Eucla strip
#: from east of Caiguna to the border keeps UTC+8:45.
OTHER_TIME = (
    ("NSW", -32.4, -31.2, 141.0, 142.0, "Australia/Broken_Hill"),
    ("NSW", -32.0, -31.0, 158.5, 159.5, "Australia/Lord_Howe"),
    ("NSW", -29.2, -28.8, 167.5, 168.2, "Pacific/Norfolk"),
    ("WA", -33.0, -31.0, 125.5, 129.1, "Australia/Eucla"),
    ("SA", -31.75, -31.5, 128.9, 129.2, "Australia/Eucla"),
    ("WA", -10.7, -10.3, 105.0, 106.0, "Indian/Christmas"),
    ("WA", -12.4, -11.8, 96.0, 97.5, "Indian/Cocos"),
)

#: One spelling for the ways a word of a place name is written.
SAME_WORD = {
    "saint": "st",
    "snt": "st",
    "mount": "mt",
    "mnt": "mt",
    "nth": "north",
    "sth": "south",
    "hts": "heights",
    "hgts": "heights",
    "ck": "creek",
    "pt": "port",
    "ft": "fort",
    "jct": "junction",
}
DIRECTIONS = ("north", "south", "east", "west", "upper", "lower")
#: What people call a place -> its name and state on the map. Regions stand at
#: their largest centre.
NICKNAMES = {
    "gold coast": ("Southport", "QLD"),
    "sunshine coast": ("Maroochydore", "QLD"),
    "central coast": ("Gosford", "NSW"),
    "western sydney": ("Parramatta", "NSW"),
    "inner west": ("Ashfield", "NSW"),
    "blue mountains": ("Katoomba", "NSW"),
    "mornington peninsula": ("Mornington", "VIC"),
    "sunny coast": ("Maroochydore", "QLD"),
    "surfers": ("Surfers Paradise", "QLD"),
    "northern beaches": ("Dee Why", "NSW"),
    "the shire": ("Sutherland", "NSW"),
    "sutherland shire": ("Sutherland", "NSW"),
    "hills district": ("Castle Hill", "NSW"),
    "south west sydney": ("Liverpool", "NSW"),
    "southwest sydney": ("Liverpool", "NSW"),
    "the illawarra": ("Wollongong", "NSW"),
    "northern rivers": ("Lismore", "NSW"),
    "mid north coast": ("Port Macquarie", "NSW"),
    "the riverina": ("Wagga Wagga", "NSW"),
    "hunter valley": ("Maitland", "NSW"),
    "gippsland": ("Traralgon", "VIC"),
    "latrobe valley": ("Morwell", "VIC"),
    "yarra valley": ("Lilydale", "VIC"),
    "far north queensland": ("Cairns", "QLD"),
    "fnq": ("Cairns", "QLD"),
    "top end": ("Darwin", "NT"),
    "the kimberley": ("Broome", "WA"),
    "the pilbara": ("Karratha", "WA"),
    "barossa valley": ("Nuriootpa", "SA"),
    "tweed": ("Tweed Heads", "NSW"),
    "parra": ("Parramatta", "NSW"),
    "dandy": ("Dandenong", "VIC"),
    "cabra": ("Cabramatta", "NSW"),
    "alice": ("Alice Springs", "NT"),
    "freo": ("Fremantle", "WA"),
    "rocky": ("Rockhampton", "QLD"),
    "brissie": ("Brisbane", "QLD"),
    "brisvegas": ("Brisbane", "QLD"),
    "melb": ("Melbourne", "VIC"),
    "syd": ("Sydney", "NSW"),
    "radelaide": ("Adelaide", "SA"),
    "broady": ("Broadmeadows", "VIC"),
    "newy": ("Newcastle", "NSW"),
    "gong": ("Wollongong", "NSW"),
    "the gong": ("Wollongong", "NSW"),
    "franga": ("Frankston", "VIC"),
    "franger": ("Frankston", "VIC"),
    "kings cross": ("Potts Point", "NSW"),
    "kings x": ("Potts Point", "NSW"),
    "wagga": ("Wagga Wagga", "NSW"),
    "coffs": ("Coffs Harbour", "NSW"),
    "port mac": ("Port Macquarie", "NSW"),
    "townie": ("Townsville", "QLD"),
    "shepp": ("Shepparton", "VIC"),
    # as other languages in Latin letters write them
    "sidney": ("Sydney", "NSW"),
    "sidni": ("Sydney", "NSW"),
    "xít ni": ("Sydney", "NSW"),
    "melburn": ("Melbourne", "VIC"),
    "melbun": ("Melbourne", "VIC"),
    "mel bơn": ("Melbourne", "VIC"),
}
#: Nicknames that are ordinary words or names too.
CAREFUL_NICKNAMES = frozenset(
    {
        "alice",
        "rocky",
        "dandy",
        "inner west",
        "cabra",
        "gong",
        "syd",
        "surfers",
        "the shire",
        "tweed",
        "top end",
    }
)

#: Names that share the most letters in a row with a slip; the rest cannot be near it.
MOST_ALIKE = 120
_DOUBLED = re.compile(r"(.)\1")
_VOWELS = frozenset("aeiouy")
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True)
class Place:
    """A suburb or town, or a whole state (``postcode`` empty).

    ``id`` is what a person can read back ("Footscray VIC 3011", "Victoria");
    coordinates are WGS 84 degrees, a few kilometres off at worst.
    """

    id: str
    name: str
    state: str
    postcode: str
    latitude: float
    longitude: float
    timezone: str

    @property
    def is_state(self) -> bool:
        """Whether this is a whole state, so that distances from it mean nothing."""
        return not self.postcode

    def distance_km(self, latitude: float, longitude: float) -> float:
        """Great-circle distance in kilometres to a point."""
        return distance_km(self.latitude, self.longitude, latitude, longitude)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle (haversine) distance in kilometres between two points in degrees."""
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_phi = math.sin((phi2 - phi1) / 2)
    half_lambda = math.sin(math.radians(lon2 - lon1) / 2)
    chord = half_phi * half_phi + math.cos(phi1) * math.cos(phi2) * half_lambda * half_lambda
    return 2 * 6371.0088 * math.asin(min(1.0, math.sqrt(chord)))


def timezone_at(state: str, latitude: float, longitude: float) -> str:
    """The IANA zone that clocks keep at a point of a state."""
    for other, south, north, west, east, zone in OTHER_TIME:
        if state == other and south <= latitude <= north and west <= longitude <= east:
            return zone
    return TIMEZONES[state]


def name_words(text: str) -> list[str]:
    """The words of a name in one spelling: ``St. Kilda`` and ``SAINT KILDA`` -> ``st kilda``."""
    return [word_key(match) for match in _TOKEN.findall(text)]


def word_key(word: str) -> str:
    """One word of a name in its one spelling."""
    low = word.lower().replace("'", "").replace("’", "")
    return SAME_WORD.get(low, low)


def edits(a: str, b: str, limit: int) -> int:
    """Edits from one string to another (swapped neighbours count one), or ``limit + 1`` if more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, char in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (char != other))
            if i > 1 and j > 1 and char == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, last = last, row
    return last[-1]


def edits_allowed(length: int) -> int:
    """How many slips a name of this length may hold and still be taken for it."""
    if length < 4:
        return 0
    return 1 if length < 7 else 2


def _trigrams(key: str) -> set[str]:
    padded = f"^{key}$"
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def vowels_left_out(key: str, name: str, most: int = 2) -> bool:
    """Whether ``key`` is ``name`` without one to ``most`` of its inner vowels: ``sunshne``, ``penrth``.

    The slip that is least likely to be another word: every consonant stands in its place.
    """
    if not 1 <= len(name) - len(key) <= most or key[:1] != name[:1] or key[-1:] != name[-1:]:
        return False
    left = iter(name)
    skipped = [letter for wanted in key for letter in _until(left, wanted)]
    return len(skipped) == len(name) - len(key) and _VOWELS.issuperset(skipped)


def _until(letters: Iterator[str], wanted: str) -> Iterator[str]:
    for letter in letters:
        if letter == wanted:
            return
        yield letter


def undoubled(key: str) -> str:
    """Doubled letters once: people rarely know whether it is Parramatta or Paramatta."""
    return _DOUBLED.sub(r"\1", key)


class Atlas:
    """Look-up tables over all places. Read-only once built."""

    def __init__(
        self, rows: Iterable[tuple[Place, Sequence[str], str]], areas: Iterable[Area] = ()
    ) -> None:
        self.places: list[Place] = []
        self.by_id: dict[str, Place] = {}
        names: dict[str, list[Place]] = defaultdict(list)
        postcodes: dict[str, list[Place]] = defaultdict(list)
        more: dict[str, list[Place]] = defaultdict(list)
        #: name key -> mark of the data file (w, x, n, f); most names have none.
        self.marks: dict[str, str] = {}
        for place, further, mark in rows:
            self.places.append(place)
            self.by_id[place.id] = place
            postcodes[place.postcode].append(place)
            for postcode in further:
                more[postcode].append(place)
            for key in self._keys(place.name):
                names[key].append(place)
                if mark:
                    self.marks[key] = mark
        # "West Footscray" and "Footscray West" are one place unless both are on the map.
        for key, found in list(names.items()):
            words = key.split()
            if len(words) > 1 and (words[0] in DIRECTIONS) != (words[-1] in DIRECTIONS):
                turned = (
                    words[1:] + words[:1] if words[0] in DIRECTIONS else words[-1:] + words[:-1]
                )
                names.setdefault(" ".join(turned), found)
        for nickname, (name, state) in NICKNAMES.items():
            key = " ".join(name_words(nickname))
            target = [p for p in names[" ".join(name_words(name))] if p.state == state]
            if target and key not in names:
                names[key] = target[:1]
                if nickname in CAREFUL_NICKNAMES:
                    self.marks[key] = "w"
        #: name key -> what an area that several cities have is called ("Western suburbs").
        self.regions: dict[str, str] = {}
        #: name key -> the place that is meant where nothing else is said, of all that bear the name.
        self.rather: dict[str, Place] = {}
        for area in areas:
            found = [p for c in area.centres if (p := _centre(c, names, self.by_id))]
            for name in area.names:
                key = " ".join(name_words(name))
                if area.rather and found:
                    names[key] = [*found, *names.get(key, ())]
                    self.rather[key] = found[0]
                elif found and key not in names:
                    names[key] = found
                    if len(found) > 1:
                        self.regions[key] = area.title
                    if area.careful:
                        self.marks[key] = "w"
        order = {state: i for i, state in enumerate(STATES)}
        self.names: dict[str, tuple[Place, ...]] = {
            key: tuple(sorted(found, key=lambda p: (order[p.state], p.postcode)))
            for key, found in names.items()
        }
        for postcode, others in more.items():
            postcodes.setdefault(postcode, others)
        self.postcodes: dict[str, tuple[Place, ...]] = {k: tuple(v) for k, v in postcodes.items()}
        self.states: dict[str, Place] = {}
        for state, (full, capital) in CAPITALS.items():
            middle = next(p for p in self.names[capital.lower()] if p.state == state)
            self.states[state] = Place(
                full, full, state, "", middle.latitude, middle.longitude, TIMEZONES[state]
            )
            self.by_id[full] = self.states[state]
        self._keys_in_order = list(self.names)
        self._postings: dict[str, array[int]] = {}
        for number, key in enumerate(self._keys_in_order):
            for gram in _trigrams(key):
                self._postings.setdefault(gram, array("H")).append(number)

    @staticmethod
    def _keys(name: str) -> list[str]:
        """``Ernabella (Pukatja)`` is found by both names; ``O'Connor`` as one word."""
        parts = [part.strip() for part in re.split(r"[()]", name) if part.strip()]
        return [" ".join(name_words(part)) for part in parts]

    def like(self, key: str, limit: int | None = None, state: str = "") -> tuple[str, ...]:
        """Name keys nearest in spelling to ``key``: all those at the smallest distance.

        Among as many edits a name whose vowels were left out is nearer.

        ``limit`` is the most edits allowed; by default it grows with length.
        With a ``state`` only names of places there count.
        The first letter must agree unless one edit explains everything.
        """
        allowed = edits_allowed(len(key)) if limit is None else limit
        if not allowed:
            return ()
        return self._like(key, allowed, state)

    @lru_cache(maxsize=512)  # noqa: B019 - there is one atlas a process
    def _like(self, key: str, allowed: int, state: str) -> tuple[str, ...]:
        shared: Counter[int] = Counter()
        grams = _trigrams(key)
        for gram in grams:
            shared.update(self._postings.get(gram, ()))
        # One slip spoils at most four runs of three letters; sharing a third is generous.
        least = max(2, len(grams) // 3)
        alike = sorted((-count, n) for n, count in shared.items() if count >= least)
        best, found = float(allowed + 1), list[str]()
        single = undoubled(key)
        # Ties are cut in the order of the data, so that the answer never varies.
        for _count, number in alike[:MOST_ALIKE]:
            name = self._keys_in_order[number]
            if state and all(place.state != state for place in self.names[name]):
                continue
            apart: float = edits(single, undoubled(name), allowed)
            if apart and key != single:
                apart = min(apart, edits(key, name, allowed))
            if apart > allowed:
                continue
            if name[0] != key[0]:
                if apart > 1:
                    continue
                apart += 0.5  # people rarely miss the first letter
            elif vowels_left_out(key, name):
                apart -= 0.5  # "penrth" is Penrith before it is Perth
            if apart < best:
                best, found = apart, [name]
            elif apart == best:
                found.append(name)
        return tuple(sorted(found))


def _centre(
    said: str, names: Mapping[str, list[Place]], by_id: Mapping[str, Place]
) -> Place | None:
    """The place of "Sunshine VIC", with the postcode where one state has several of the name."""
    if said in by_id:
        return by_id[said]
    name, _, state = said.rpartition(" ")
    found = [p for p in names.get(" ".join(name_words(name)), ()) if p.state == state]
    return found[0] if len(found) == 1 else None


def _read_rows() -> Iterable[tuple[Place, Sequence[str], str]]:
    with gzip.open(DATA / "places.csv.gz") as packed:
        for row in csv.DictReader(io.TextIOWrapper(packed, "utf-8")):
            latitude, longitude = float(row["latitude"]), float(row["longitude"])
            state = row["state"]
            place = Place(
                f"{row['name']} {state} {row['postcode']}",
                row["name"],
                state,
                row["postcode"],
                latitude,
                longitude,
                timezone_at(state, latitude, longitude),
            )
            yield place, row["more_postcodes"].split(), row["everyday"]


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """The one atlas of this process, read on first use."""
    return Atlas(_read_rows(), read_areas())


@lru_cache(maxsize=1)
def lookalikes() -> frozenset[str]:
    """English words so like a place name that they must not be taken for a slip of it."""
    with gzip.open(DATA / "lookalikes.txt.gz", "rt", encoding="utf-8") as packed:
        return frozenset(packed.read().split())
