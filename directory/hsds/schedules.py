"""One row of opening hours: a rule of RFC 5545 that can be followed, or words alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from directory.hours import clock_text
from directory.hsds.tables import DAYS
from directory.hsds.told import Told, Values

#: Days that are spelt out or a range: what they were read as is said.
_SPELT = re.compile(r"[a-z]{3}|[A-Z]{2}\s*(?:-|–|to\b)")
_BYDAY = re.compile(r"^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$")


def schedule(values: Values, own: dict[str, Any], told: Told) -> None:
    """A rule of RFC 5545 that can be followed, or words alone."""
    freq = str(values["freq"] or "").strip().upper() or None
    if freq == "DAILY":
        told.warn("freq", "schedule_daily", "DAILY is written as WEEKLY on all days in HSDS")
        freq, values["byday"] = "WEEKLY", ",".join(DAYS)
    elif freq not in (None, "WEEKLY", "MONTHLY"):
        told.error("freq", "schedule_freq", f"{freq[:20]!r}: write WEEKLY or MONTHLY")
    values["freq"] = freq
    if values["byday"]:
        said, wrong = _days(str(values["byday"]))
        if said and not wrong and _SPELT.search(str(values["byday"])):
            told.warn("byday", "schedule_day_name", f"read as {said}")
        if re.search(r"\d", said) and not wrong:
            if freq is None:
                values["freq"] = "MONTHLY"
                told.warn("freq", "schedule_monthly", f"{said} is a day of the month: MONTHLY")
            elif freq == "WEEKLY":
                mend = f"{said[:20]}: a day with a number needs MONTHLY"
                told.error("byday", "schedule_ordinal", mend)
        for day in wrong:
            told.error("byday", "schedule_day", f"{day[:20]!r}: write MO, TU ... or 1TU")
        values["byday"] = said
    for name, least, most in (("bymonthday", 1, 31), ("byweekno", 1, 53), ("byyearday", 1, 366)):
        if values[name]:
            values[name] = _numbers(name, str(values[name]), least, most, told)
    for name, most in (("count", MOST_TIMES), ("interval", MOST_WEEKS)):
        if values[name] is not None and not 1 <= values[name] <= most:
            told.error(name, "schedule_count", f"write a number from 1 to {most:,}")
    for first, last in (("valid_from", "valid_to"), ("dtstart", "until")):
        if values[first] and values[last] and values[last] < values[first]:
            told.error(last, "date_order", f"{last} comes before {first}")
    opens, closes = values["opens_at"], values["closes_at"]
    if bool(opens) != bool(closes):
        name = "closes_at" if opens else "opens_at"
        told.warn(name, "schedule_half", f"{name} is missing: the hours are shown as words only")
    elif opens and opens == closes and opens != "00:00":
        # 00:00 to 00:00 is a whole day; any other time twice is a slip.
        told.warn("closes_at", "schedule_equal", "it opens when it closes: shown as words only")
        values["closes_at"] = None
    offset = values["utc_offset"]
    if offset is not None and not -14 <= offset <= 14:
        told.error("timezone", "timezone_unknown", "write hours from UTC, such as 10 or 9.5")
    if values["opens_at"] and values["closes_at"] and not told.ours:
        _settle(values, own, told)


#: Offsets from UTC that clocks of the country have, summer time and Lord Howe included.
_OFFSETS = {"+0800", "+0845", "+0930", "+1000", "+1030", "+1100"}
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$", re.I)
_DAYS_SAID = ("byday", "bymonthday", "byweekno", "byyearday")
#: Opening in the morning and closing in the small hours: most often 17:00 written as 05:00.
MORNING, SMALL_HOURS = ("05:00", "12:00"), ("00:15", "07:30")


def _settle(values: Values, own: dict[str, Any], told: Told) -> None:
    """Hours that leave open on which days, or at which time, never count as open.

    RFC 5545 gives a rule without days the day of ``dtstart``; without that they become words.
    Where the weeks or the clock are in doubt they are shown with "ring first" (``certain``
    false).
    """
    opens, closes, start = values["opens_at"], values["closes_at"], values["dtstart"]
    all_day = opens == "00:00" and closes in ("00:00", "23:59")
    rule = values["freq"] == "WEEKLY"
    if not any(values[name] for name in _DAYS_SAID) and not all_day:
        if rule and start:
            values["byday"] = DAYS[start.weekday()]
            mend = f"no day is said: by RFC 5545 the day of dtstart, {values['byday']}"
            told.warn("byday", "schedule_day_of_start", mend)
        elif rule or not (values["valid_from"] and values["valid_to"]):
            times = f"{clock_text(opens)}–{clock_text(closes)}, days not known"
            values["description"] = f"{values['description'] or ''} {times}".strip()
            values["opens_at"] = values["closes_at"] = None
            mend = "shown as words only: write the days, such as MO,TU"
            told.warn("byday", "schedule_days_missing", mend)
            return
    if not start and ((values["interval"] or 1) > 1 or values["count"]):
        name = "interval" if values["interval"] else "count"
        mend = "write dtstart, or nobody can tell which weeks"
        _unsure(own, told, name, "schedule_start_missing", mend)
    morning = MORNING[0] <= opens < MORNING[1] and SMALL_HOURS[0] <= closes <= SMALL_HOURS[1]
    if morning and closes < opens:
        later = f"{int(closes[:2]) + 12}{closes[2:]}"
        mend = f"{opens} to {closes} goes through the night: is {later} meant?"
        _unsure(own, told, "closes_at", "schedule_night", mend)
    for name in ("opens_at", "closes_at"):
        if told.said(name) == values[name]:
            continue  # nearly all
        found = _OFFSET.search(str(told.said(name)).strip())
        if found and found[0].replace(":", "").upper() not in _OFFSETS:
            mend = f"{found[0]} is no time of Australia: write the clock of the place, 09:00"
            _unsure(own, told, name, "schedule_offset", mend)


def _unsure(own: dict[str, Any], told: Told, name: str, code: str, mend: str) -> None:
    own["certain"] = False
    told.warn(name, code, f'{mend}; shown with "ring first"')


#: A rule that repeats oftener or more seldom than this is a slip.
MOST_TIMES, MOST_WEEKS = 10_000, 520
_DAY_NAME = re.compile(
    r"(MO)(?:N(?:DAYS?)?)?|(TU)(?:E(?:S(?:DAYS?)?)?)?|(WE)(?:D(?:S|NESDAYS?)?)?|(TH)(?:U(?:R(?:S(?:DAYS?)?)?)?)?"
    r"|(FR)(?:I(?:DAYS?)?)?|(SA)(?:T(?:URDAYS?)?)?|(SU)(?:N(?:DAYS?)?)?"
)


@lru_cache(maxsize=2_000)
def _days(said: str) -> tuple[str, tuple[str, ...]]:
    """The days of a rule in one spelling, and those that are none."""
    text = re.sub(r"\s*(?:-|–|\bTO\b)\s*(?=[A-Z])", "-", said.upper())
    days = [day for day in re.split(r"[,;/\s&]+|\bAND\b", text) if day]
    days = [one for day in days for one in _range(day)]
    named = (_DAY_NAME.fullmatch(day) for day in days)
    days = [
        next(filter(None, name.groups())) if name else day
        for name, day in zip(named, days, strict=True)
    ]
    return ",".join(days), tuple(day for day in days if not _BYDAY.match(day))


def _range(said: str) -> list[str]:
    """The days of "MO-FR"; a day alone as it is."""
    ends = [_DAY_NAME.fullmatch(end) for end in said.split("-")] if said[:1].isalpha() else []
    if len(ends) != 2 or not all(ends):
        return [said]
    first, last = (DAYS.index(next(filter(None, end.groups()))) for end in ends if end)
    return [DAYS[number % 7] for number in range(first, last + 1 + 7 * (last < first))]


def _numbers(name: str, said: str, least: int, most: int, told: Told) -> str | None:
    parts = [part.strip() for part in said.split(",") if part.strip()]
    for part in parts:
        if not re.fullmatch(r"[+-]?\d{1,3}(?:\.0)?", part) or not least <= abs(float(part)) <= most:
            told.error(name, "schedule_rule", f"{part[:20]!r}: write {least} to {most}")
            return None
    return ",".join(str(int(float(part))) for part in parts)
