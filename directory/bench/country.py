"""Makes services as a real country has them: crowded suburbs, common needs, skewed words.

Nothing in it exists: every record is marked as an example and has a number set
aside for fiction. The same seed and size give the same country.

Where: suburbs drawn by how many other suburbs lie around them, which follows
population well enough (the five big cities hold about two thirds). What: needs,
hours, languages and words by Zipf's law, so that some things are everywhere and
most are rare.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

from directory.gazetteer.atlas import STATES, Place, atlas
from directory.needs import NEEDS

TODAY = date(2026, 11, 21)
#: Suburbs of a square of 0.1 degrees and its neighbours, to the power of this, are its weight.
CROWDING = 1.15
#: Shares of all services.
STATE_LINES, COUNTRY_LINES, REFUGES, MANY_PLACES = 0.02, 0.005, 0.004, 0.05
LANGUAGES = ("vi", "ar", "zh-Hans", "yue", "el", "it", "hi", "pa", "es", "fil", "ne", "ko", "fa",
             "prs", "ta", "tr", "ur", "bn", "th", "so", "km", "my", "ti", "am", "sw", "id", "sr",
             "hr", "mk", "ps")  # fmt: skip
KINDS = ("Community Centre", "Neighbourhood House", "Family Services", "Care", "Support Service",
         "Outreach", "Health", "Relief Fund", "Mission", "Hub", "Network", "Cooperative",
         "Foundation", "Youth Service", "Advice Centre", "Legal Service", "Wellbeing Centre")  # fmt: skip
COMMON = ("help", "support", "community", "people", "family", "families", "service", "free",
          "local", "information", "food", "housing", "referral", "appointment", "program", "group",
          "staff", "young", "children", "women", "health", "home", "advice", "care", "weekly",
          "drop", "centre", "access", "crisis", "emergency", "assistance", "volunteers", "meals",
          "counselling", "living", "low", "income", "contact", "call", "visit")  # fmt: skip
SYLLABLES = ("ba", "bri", "can", "dor", "el", "fin", "gar", "hol", "in", "ja", "kel", "lin", "mar",
             "nor", "ol", "per", "quin", "ros", "sta", "tor", "ul", "ver", "wal", "yar", "zen")  # fmt: skip
RARE_WORDS = 30_000
AREA = {"NSW": "02", "ACT": "02", "VIC": "03", "TAS": "03", "QLD": "07", "SA": "08", "WA": "08",
        "NT": "08"}  # fmt: skip


def _zipf(size: int, power: float = 1.0) -> list[float]:
    return list(accumulate(1 / (rank**power) for rank in range(1, size + 1)))


class Country:
    """A source of records; ``records`` may be asked once for each object."""

    def __init__(self, size: int, seed: int = 1) -> None:
        self.size = size
        self._random = random.Random(seed)  # noqa: S311 - nothing secret
        self.places = [p for p in atlas().places if p.state in STATES]
        self._crowd = list(accumulate(_crowding(self.places)))
        subs = [sub.code for need in NEEDS.values() for sub in need.sub_needs.values()]
        self._random.shuffle(subs)
        self._subs, self._sub_weights = subs, _zipf(len(subs), 0.7)
        self._labels = {s.code: s.label for need in NEEDS.values() for s in need.sub_needs.values()}
        self._rare = ["".join(self._random.choices(SYLLABLES, k=3)) for _ in range(RARE_WORDS)]
        self._rare_weights = _zipf(RARE_WORDS)
        self._common_weights = _zipf(len(COMMON), 0.8)
        self._language_weights = _zipf(len(LANGUAGES))
        self._hours = [self._pattern() for _ in range(3000)]
        self._hour_weights = _zipf(len(self._hours), 0.9)

    def place(self) -> Place:
        """A suburb, as often as people live there."""
        return self._random.choices(self.places, cum_weights=self._crowd)[0]

    def records(self) -> Iterator[dict[str, Any]]:
        """The fields of each service, as our own files write them."""
        for number in range(self.size):
            yield self._record(number)

    def _record(self, number: int) -> dict[str, Any]:
        r = self._random
        draw = r.random()
        subs = list(dict.fromkeys(r.choices(self._subs, cum_weights=self._sub_weights,
                                            k=r.choice((1, 1, 1, 2, 2, 3)))))  # fmt: skip
        home = self.place()
        kind = r.choice(KINDS)
        who = (
            f"{home.name} {kind}" if r.random() < 0.5 else f"{r.choice(self._rare).title()} {kind}"
        )
        checked = TODAY - timedelta(days=int(r.expovariate(1 / 120)) % 700)
        record: dict[str, Any] = {
            "code": f"made-up-{number}",
            "name": f"Example: {who} {self._labels[subs[0]].split(',')[0]}",
            "organization": f"Example: {who}",
            "description": self._prose(subs),
            "needs": subs,
            "phones": [{"number": self._phone(home), "shared": True}],
            "schedules": r.choices(self._hours, cum_weights=self._hour_weights)[0],
            "public_holidays": r.choices(("closed", "unknown", "open"), (50, 45, 5))[0],
            "source": "Made up for measuring",
            "read_on": checked,
            "review_by": checked + timedelta(days=r.choice((90, 180, 365, 365, 730))),
            "certainty": r.choices("VSBC", (82, 5, 11, 2))[0],
            "status": r.choices(("active", "inactive", "temporarily closed"), (96, 3, 1))[0],
            "example": True,
        }
        if r.random() < 0.25:
            spoken = r.choices(LANGUAGES, cum_weights=self._language_weights, k=r.randint(1, 4))
            record["languages"] = list(dict.fromkeys(spoken))
        if r.random() < 0.3:
            record["interpreter"] = True
        if r.random() < 0.55:
            record["cost"] = r.choices(("free", "Gold coin", "Fees apply"), (80, 8, 12))[0]
        self._people(record)
        if draw < COUNTRY_LINES:
            record |= {"delivery": ["phone"], "timezone": "local"}
        elif draw < COUNTRY_LINES + STATE_LINES:
            record |= {"delivery": ["phone"], "states": [home.state], "timezone": home.timezone}
        elif draw < COUNTRY_LINES + STATE_LINES + REFUGES:
            record |= {"confidential": True, "region": f"Around {home.name}", "needs": ["refuge"]}
            record["locations"] = [{"suburb": home.name, "state": home.state,
                                    "postcode": home.postcode}]  # fmt: skip
        else:
            count = r.randint(2, 6) if r.random() < MANY_PLACES else 1
            spots = [home, *(self.place() for _ in range(count - 1))]
            record["locations"] = [self._location(spot) for spot in spots]
            record["delivery"] = r.choice((["in_person"], ["in_person", "phone"], ["outreach"]))
        return record

    def _people(self, record: dict[str, Any]) -> None:
        r = self._random
        draw = r.random()
        if draw < 0.06:
            record |= {"ages": [12, 25], "only_for": ["young_person"]}
        elif draw < 0.12:
            record |= {"ages": [60, None]}
        elif draw < 0.16:
            record |= {"genders": ["woman"]}
        elif draw < 0.18:
            record |= {"genders": ["man"]}
        elif draw < 0.21:
            record |= {"only_for": ["aboriginal"]}
        elif draw < 0.25:
            record |= {"ages": [18, None]}
        if r.random() < 0.03:
            record["not_for"] = ["pet"]

    def _location(self, place: Place) -> dict[str, Any]:
        r = self._random
        spot = {
            "address": f"{r.randint(1, 400)} {r.choice(self._rare).title()} Street",
            "suburb": place.name,
            "state": place.state,
            "postcode": place.postcode,
            "latitude": round(place.latitude + r.gauss(0, 0.008), 6),
            "longitude": round(place.longitude + r.gauss(0, 0.01), 6),
        }
        if r.random() < 0.35:
            spot["accessibility"] = (
                ["wheelchair"] if r.random() < 0.8 else ["wheelchair", "hearing"]
            )
        return spot

    def _phone(self, place: Place) -> str:
        # Numbers that the regulator keeps for fiction.
        block = self._random.choice(("5550", "7010"))
        return f"{AREA[place.state]} {block} {self._random.randint(0, 9999):04}"

    def _prose(self, subs: list[str]) -> str:
        r = self._random
        words = r.choices(COMMON, cum_weights=self._common_weights, k=r.randint(8, 25))
        words += r.choices(self._rare, cum_weights=self._rare_weights, k=r.randint(3, 14))
        words += [self._labels[code].lower() for code in subs]
        r.shuffle(words)
        return " ".join(words).capitalize() + "."

    def _pattern(self) -> list[dict[str, Any]]:
        """One way of being open; nine in a hundred are not known."""
        r = self._random
        draw = r.random()
        if draw < 0.09:
            return []
        if draw < 0.12:
            return [{"opens_at": "00:00", "closes_at": "00:00"}]
        days = r.choice(("MO,TU,WE,TH,FR", "MO,TU,WE,TH,FR", "MO,WE,FR", "TU,TH", "SA", "WE",
                         "MO,TU,WE,TH,FR,SA", "MO,TU,TH"))  # fmt: skip
        opens = f"{r.choice((7, 8, 8, 9, 9, 9, 10, 11)):02}:{r.choice((0, 0, 30, 15)):02}"
        closes = f"{r.choice((12, 13, 15, 16, 16, 17, 17, 18, 20)):02}:{r.choice((0, 0, 30)):02}"
        rule = {"byday": days, "opens_at": opens, "closes_at": closes}
        if draw < 0.17:
            return [{**rule, "closes_at": "12:00"}, {**rule, "opens_at": "13:00"}]
        if draw < 0.20:
            return [{**rule, "opens_at": "18:00", "closes_at": "02:00"}]
        if draw < 0.25:
            return [{**rule, "freq": "MONTHLY", "byday": r.choice(("1TU", "3WE", "-1FR"))}]
        if draw < 0.32:
            return [{**rule, "by_appointment": True}]
        return [rule]


def _crowding(places: list[Place]) -> Iterator[float]:
    """How crowded it is around each place."""
    squares = Counter((round(p.latitude, 1), round(p.longitude, 1)) for p in places)
    for place in places:
        around = sum(
            squares[round(place.latitude + 0.1 * i, 1), round(place.longitude + 0.1 * j, 1)]
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
        )
        yield around**CROWDING
