"""Which of thousands of opening hours are open at one moment.

``directory.hours`` is the law; this is the same answer for all of them at
once. Every rule is turned to minutes of the clock when the index is made; a
question turns those into instants of its zone and day, which holds on the days
when clocks change too. Rules that are not the same every week ("1TU", from a
date, every second week) are asked for each day whether they fall on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from directory.hours import (
    DAYS,
    ZONES_OF_THE_COUNTRY,
    Hours,
    Schedule,
    holiday_name,
    is_open_at,
    schedule_from,
)

MINUTES = 24 * 60
OPEN, CLOSED, UNKNOWN = 1, 0, -1
EVERY_WEEK = -1
LOCAL = "local"
HOLIDAYS_CLOSED, HOLIDAYS_OPEN, HOLIDAYS_UNKNOWN = 0, 1, 2
_HOLIDAYS = {"closed": HOLIDAYS_CLOSED, "open": HOLIDAYS_OPEN}
#: arrays of one number a rule, then of one number for each of the hours
OF_RULES = ("days", "opens", "closes", "walk_in", "odd")
OF_HOURS = ("first", "zone", "state", "holidays", "always", "certain")
#: Covers the zones of the country and openings past midnight.
ONE_DAY = timedelta(days=2)
#: Days whose odd rules and holidays are remembered.
KEPT_DAYS = 8

Array = NDArray[Any]


class HoursTable:
    """Opening hours by number, as arrays. Make one with ``compiled`` or from what was kept."""

    def __init__(self, arrays: Mapping[str, Array], words: Mapping[str, Any]) -> None:
        self.arrays = dict(arrays)
        #: zones, states and the rules that are not weekly
        self.words = dict(words)
        self._odd = [schedule_from(rule) for rule in self.words["odd"]]
        #: Hours with days of their own (holidays, closures): (number, first and last such day, hours)
        self._special = [_special(kept) for kept in self.words.get("special", [])]
        self._occurs: dict[date, Array] = {}
        self._off: dict[date, Array] = {}

    def __len__(self) -> int:
        return len(self.arrays["zone"])

    @classmethod
    def compiled(cls, every: Iterable[Hours]) -> HoursTable:
        """The table of these hours, numbered in their order."""
        rules: dict[str, list[int]] = {name: [] for name in OF_RULES}
        group: dict[str, list[int]] = {name: [] for name in OF_HOURS}
        zones: dict[str, int] = {}
        states: dict[str, int] = {}
        odd: dict[Schedule, int] = {}
        special: list[dict[str, Any]] = []
        for number, hours in enumerate(every):
            if any(schedule.instead for schedule in hours.schedules):
                special.append({
                    "number": number, "timezone": hours.timezone, "state": hours.state,
                    "holiday_rule": hours.holiday_rule,
                    "schedules": [_plain(schedule) for schedule in hours.schedules],
                })  # fmt: skip
            group["first"].append(len(rules["days"]))
            group["zone"].append(zones.setdefault(hours.timezone, len(zones)))
            group["state"].append(states.setdefault(hours.state, len(states)))
            group["holidays"].append(_HOLIDAYS.get(hours.holiday_rule, HOLIDAYS_UNKNOWN))
            group["always"].append(hours.is_always)
            group["certain"].append(hours.is_certain)
            for schedule in hours.schedules:
                if schedule.is_timed and not schedule.instead:
                    _add_rule(schedule, rules, odd)
        group["first"].append(len(rules["days"]))
        kinds = {"days": np.uint8, "opens": np.int16, "closes": np.int16, "odd": np.int32,
                 "first": np.int32, "walk_in": np.bool_, "always": np.bool_,
                 "certain": np.bool_}  # fmt: skip
        arrays = {
            name: np.array(values, kinds.get(name, np.uint8))
            for name, values in {**rules, **group}.items()
        }
        words = {"zones": list(zones), "states": list(states), "odd": [_plain(s) for s in odd],
                 "special": special}  # fmt: skip
        return cls(arrays, words)

    def states(self, numbers: Array, at: datetime, zone: str | None) -> Array:
        """OPEN, CLOSED or UNKNOWN for each number; "local" hours are settled by ``zone``.

        Without a zone, local hours are open or closed only where they are so
        all over the country.
        """
        answer = self._states(numbers, at, zone or ZONES_OF_THE_COUNTRY[0])
        if zone is None and LOCAL in self.words["zones"]:
            local = np.flatnonzero(self._is_local(numbers))
            for other in ZONES_OF_THE_COUNTRY[1:]:
                elsewhere = self._states(numbers[local], at, other)
                differ = elsewhere != answer[local]
                answer[local[differ]] = UNKNOWN
        self._on_special_days(answer, numbers, at, zone)
        return answer

    def _on_special_days(
        self, answer: Array, numbers: Array, at: datetime, zone: str | None
    ) -> None:
        """Hours that have such a day today or next to it are asked one by one: they are few."""
        today = at.date()
        for number, first, last, hours in self._special:
            if first - ONE_DAY <= today <= last + ONE_DAY:
                place = np.flatnonzero(numbers == number)
                if len(place):
                    state = is_open_at(hours.in_zone(zone) if zone else hours, at)
                    answer[place] = {True: OPEN, False: CLOSED, None: UNKNOWN}[state]

    def _is_local(self, numbers: Array) -> Array:
        return np.asarray(self.arrays["zone"][numbers] == self.words["zones"].index(LOCAL))

    def _states(self, numbers: Array, at: datetime, local: str) -> Array:
        first = self.arrays["first"]
        begin, count = first[numbers], first[numbers + 1] - first[numbers]
        owner = np.repeat(np.arange(len(numbers)), count)
        starts = np.cumsum(count) - count
        rule = np.repeat(begin - starts, count) + np.arange(len(owner))
        group = numbers[owner]
        sure = np.zeros(len(numbers), bool)
        maybe = np.zeros(len(numbers), bool)
        zones = self.arrays["zone"][group]
        minute = int(at.timestamp()) // 60
        for number in np.flatnonzero(np.bincount(zones)).tolist():
            mine, name = np.flatnonzero(zones == number), self.words["zones"][number]
            zone = local if name == LOCAL else name
            today = at.astimezone(ZoneInfo(zone)).date()
            for day in (today, today - timedelta(days=1)):
                hit, known = self._hits(rule[mine], group[mine], zone, day, minute)
                np.logical_or.at(sure, owner[mine[hit & known]], True)
                np.logical_or.at(maybe, owner[mine[hit & ~known]], True)
        answer = np.where(self.arrays["certain"][numbers], CLOSED, UNKNOWN).astype(np.int8)
        answer[maybe | (count == 0)] = UNKNOWN
        answer[sure] = OPEN
        return answer

    def _hits(
        self, rule: Array, group: Array, zone: str, day: date, minute: int
    ) -> tuple[Array, Array]:
        """Which rules that begin on a day hold at a minute of time; and which do so for sure."""
        instants = _instants(zone, day)
        hit = (instants[self.arrays["opens"][rule]] <= minute) & (
            minute < instants[self.arrays["closes"][rule]]
        )
        odd = self.arrays["odd"][rule]
        weekly = (self.arrays["days"][rule] >> day.weekday()) & 1 == 1
        if len(self._odd):
            hit &= np.where(odd == EVERY_WEEK, weekly, self._odd_on(day)[odd])
        else:
            hit &= weekly
        known = self.arrays["walk_in"][rule]
        off = self._off_on(day)
        holiday = off[self.arrays["state"][group]]
        if holiday.any():
            law = self.arrays["holidays"][group]
            hit &= ~(holiday & (law == HOLIDAYS_CLOSED))
            works = (law == HOLIDAYS_OPEN) | self.arrays["always"][group]
            known = known & (~holiday | works)
        return hit, known

    def _off_on(self, day: date) -> Array:
        """For each state whether the day is a public holiday there."""
        known = self._off.get(day)
        if known is None:
            while len(self._off) >= KEPT_DAYS:
                self._off.pop(next(iter(self._off)), None)
            states = self.words["states"]
            known = np.array([holiday_name(day, state) is not None for state in states], bool)
            self._off[day] = known
        return known

    def _odd_on(self, day: date) -> Array:
        known = self._occurs.get(day)
        if known is None:
            while len(self._occurs) >= KEPT_DAYS:
                self._occurs.pop(next(iter(self._occurs)), None)
            known = np.array([schedule.occurs_on(day) for schedule in self._odd], bool)
            self._occurs[day] = known
        return known


def _add_rule(schedule: Schedule, rules: dict[str, list[int]], odd: dict[Schedule, int]) -> None:
    listed = schedule.byday.split(",") if schedule.byday else DAYS
    weekly = (
        schedule.freq == "WEEKLY"
        and schedule.interval == 1
        and schedule.count is None
        and not (schedule.byweekno or schedule.byyearday or schedule.bymonthday)
        and not (schedule.valid_from or schedule.valid_to or schedule.dtstart or schedule.until)
    )
    opens, closes = _minutes(schedule.opens_at), _minutes(schedule.closes_at)
    # By the law a closing that reads no later than the opening is the next day's.
    if schedule.closes_at <= schedule.opens_at:
        closes += MINUTES
    rules["days"].append(sum(1 << number for number, day in enumerate(DAYS) if day in listed))
    rules["opens"].append(opens)
    rules["closes"].append(closes)
    rules["walk_in"].append(schedule.certain and not schedule.by_appointment)
    rules["odd"].append(EVERY_WEEK if weekly else odd.setdefault(schedule, len(odd)))


def _special(kept: Mapping[str, Any]) -> tuple[int, date, date, Hours]:
    schedules = tuple(schedule_from(rule) for rule in kept["schedules"])
    days = [s for s in schedules if s.instead]
    first = min(s.valid_from or date.min + ONE_DAY for s in days)
    last = max(s.valid_to or date.max - ONE_DAY for s in days)
    hours = Hours(schedules, kept["timezone"], kept["state"], kept["holiday_rule"])
    return int(kept["number"]), first, last, hours


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute[:2] or 0)


def _plain(schedule: Schedule) -> dict[str, Any]:
    """A rule as JSON can keep it."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in vars(schedule).items()
    }


@lru_cache(maxsize=64)
def _instants(zone: str, day: date) -> Array:
    """Minute of the clock from midnight of a day -> minute of time, for two days and a bit."""
    info = ZoneInfo(zone)
    start = datetime.combine(day, time(), info)
    base = int(start.timestamp()) // 60
    end = datetime.combine(day + timedelta(days=3), time(), info)
    if start.utcoffset() == end.utcoffset():
        return base + np.arange(3 * MINUTES + 1)
    moments = (
        datetime.combine(day + timedelta(days=m // MINUTES), time(m % MINUTES // 60, m % 60), info)
        for m in range(3 * MINUTES + 1)
    )
    return np.array([int(x.astimezone(timezone.utc).timestamp()) // 60 for x in moments])
