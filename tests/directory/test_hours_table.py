"""Thousands of opening hours at once say what the law of one says, at every moment."""

from __future__ import annotations

from datetime import date, datetime, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.hours import DAYS, Hours, Schedule, is_open_at
from directory.hours_table import CLOSED, OPEN, UNKNOWN, HoursTable

ZONES = ["Australia/Sydney", "Australia/Broken_Hill", "Australia/Lord_Howe", "Australia/Eucla",
         "Australia/Perth", "Australia/Brisbane", "Australia/Hobart", "local"]  # fmt: skip
SAID = {True: OPEN, False: CLOSED, None: UNKNOWN}

clocks = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.sampled_from([0, 1, 30, 59]))
days = st.lists(st.sampled_from(DAYS), max_size=4, unique=True).map(",".join)
weekly = st.builds(
    Schedule,
    byday=days,
    opens_at=clocks,
    closes_at=clocks | st.just("24:00"),
    by_appointment=st.booleans(),
    certain=st.sampled_from([True, True, False]),
)
odd = st.builds(
    Schedule,
    freq=st.sampled_from(["WEEKLY", "MONTHLY"]),
    interval=st.integers(1, 2),
    byday=st.sampled_from(["MO", "1TU", "-1FR", "2SU"]),
    dtstart=st.sampled_from([None, date(2026, 3, 2)]),
    valid_to=st.sampled_from([None, date(2027, 4, 4)]),
    opens_at=clocks,
    closes_at=clocks,
).filter(lambda s: s.freq == "MONTHLY" or s.byday == "MO")
some_days = st.builds(
    Schedule,
    instead=st.just(True),
    valid_from=st.sampled_from([date(2026, 12, 24), date(2026, 4, 5)]),
    valid_to=st.sampled_from([date(2026, 12, 26), date(2026, 12, 24)]),
    opens_at=clocks | st.just(""),
    closes_at=clocks,
    description=st.sampled_from(["", "Closed for the holidays", "Ask at the desk"]),
)
hours = st.builds(
    Hours,
    schedules=st.lists(
        weekly | odd | some_days | st.just(Schedule(by_appointment=True)), max_size=3
    ).map(tuple),
    timezone=st.sampled_from(ZONES),
    state=st.sampled_from(["", "NSW", "VIC", "WA", "TAS"]),
    holiday_rule=st.sampled_from(["open", "closed", "unknown"]),
)
#: Around the days when clocks change, holidays, and any other time.
moments = st.one_of(
    st.datetimes(datetime(2026, 4, 4), datetime(2026, 4, 7)),
    st.datetimes(datetime(2026, 10, 3), datetime(2026, 10, 6)),
    st.datetimes(datetime(2026, 12, 24), datetime(2027, 1, 2)),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),
).map(lambda t: t.replace(tzinfo=timezone.utc))


@settings(max_examples=400, deadline=None)
@given(every=st.lists(hours, min_size=1, max_size=4), at=moments,
       zone=st.sampled_from([None, "Australia/Sydney", "Australia/Eucla"]))  # fmt: skip
def test_the_table_says_what_the_law_says(
    every: list[Hours], at: datetime, zone: str | None
) -> None:
    table = HoursTable.compiled(every)
    states = table.states(np.arange(len(every)), at, zone)
    law = [is_open_at(h.in_zone(zone) if zone else h, at) for h in every]
    assert states.tolist() == [SAID[answer] for answer in law]


@pytest.mark.parametrize(
    ("zone", "state", "at", "state_then"),
    [
        # Half an hour of daylight saving on Lord Howe; 8.45 ahead in Eucla all year.
        ("Australia/Lord_Howe", "NSW", "2026-07-06T22:30+00:00", OPEN),
        ("Australia/Lord_Howe", "NSW", "2026-07-06T22:29+00:00", CLOSED),
        ("Australia/Lord_Howe", "NSW", "2026-12-07T22:00+00:00", OPEN),
        ("Australia/Eucla", "WA", "2026-12-08T00:14+00:00", CLOSED),
        ("Australia/Eucla", "WA", "2026-12-08T00:15+00:00", OPEN),
        ("Australia/Broken_Hill", "NSW", "2026-12-07T22:30+00:00", OPEN),
        ("Australia/Broken_Hill", "NSW", "2026-12-07T22:29+00:00", CLOSED),
        # Melbourne Cup Day is a holiday in Victoria alone.
        ("Australia/Melbourne", "VIC", "2026-11-03T00:00+00:00", CLOSED),
        ("Australia/Sydney", "NSW", "2026-11-03T00:00+00:00", OPEN),
    ],
)
def test_clocks_and_holidays_of_the_country(
    zone: str, state: str, at: str, state_then: int
) -> None:
    nine_to_five = Schedule(byday="MO,TU,WE,TH,FR", opens_at="09:00", closes_at="17:00")
    table = HoursTable.compiled([Hours((nine_to_five,), zone, state, "closed")])
    assert table.states(np.array([0]), datetime.fromisoformat(at), None).tolist() == [state_then]
