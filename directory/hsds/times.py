"""Days, instants and times of day as files write them, each read where it can be in one way only."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any

from directory.hsds.bad_values import Bad, Warn

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_DAY = re.compile(
    r"^(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+([a-z]{3,9})\.?|([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?)"
    r"[\s,-]+(\d{4})$",
    re.I,
)
#: A day as Excel counts it, between 2000 and 2099.
_SERIAL = re.compile(r"^(?:3[67]|[4-6]\d|7[0-2])\d{3}(?:\.0)?$")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_OTHER_DAY = re.compile(r"^(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})$")
_PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def day(text: Any, warn: Warn) -> date:
    """2026-11-21; 21/11/2026 where it can be read in one way only."""
    said = str(text).strip()
    iso = _ISO_DAY.match(said)
    try:
        if iso:
            return _sane(date(*(int(part) for part in iso.groups())))
        other = _OTHER_DAY.match(said)
        if other:
            first, second, year = (int(part) for part in other.groups())
            if first <= 12 and second <= 12 and first != second:
                raise Bad("date_ambiguous", f"{said!r}: write 2026-11-21")
            if first <= 12 < second:
                first, second = second, first
            warn("date_turned", f"read as {year:04}-{second:02}-{first:02}")
            return _sane(date(year, second, first))
        named = _LONG_DAY.match(said)
        if named and (named[2] or named[3])[:3].lower() in _MONTH_NAMES:
            month = _MONTH_NAMES.index((named[2] or named[3])[:3].lower()) + 1
            found = _sane(date(int(named[5]), month, int(named[1] or named[4])))
            warn("date_turned", f"read as {found}")
            return found
    except ValueError as bad:
        if isinstance(bad, Bad):
            raise
    if _SERIAL.match(said):
        mend = f"{said} is a date as Excel counts it: format the column as a date, 2026-11-21"
        raise Bad("date_bad", mend)
    raise Bad("date_bad", f"{said[:40]!r} is no date: write 2026-11-21")


@lru_cache(maxsize=20_000)
def iso_day(said: str) -> date | None:
    """The day of 2026-11-21; None where it is written otherwise or cannot be."""
    try:
        return _sane(date.fromisoformat(said)) if _PLAIN_DAY.fullmatch(said) else None
    except ValueError:
        return None


def _sane(found: date) -> date:
    if not 1900 <= found.year <= 2100:
        raise Bad("date_bad", f"the year {found.year} cannot be right")
    return found


def moment(text: Any, warn: Warn) -> datetime:
    """An instant as UTC without zone; a time without a zone is taken as UTC."""
    said = str(text).strip()
    if "T" not in said and " " not in said:
        found = day(said, warn)
        return datetime(found.year, found.month, found.day)  # noqa: DTZ001 - UTC, as stored
    try:
        read = datetime.fromisoformat(
            re.sub(r"\.(\d+)", _microseconds, said.replace("Z", "+00:00"))
        )
    except ValueError:
        raise Bad("date_bad", f"{said[:40]!r} is no time: write 2026-11-21T10:30:00Z") from None
    _sane(read.date())
    return read.astimezone(timezone.utc).replace(tzinfo=None) if read.tzinfo else read


def _microseconds(found: re.Match[str]) -> str:
    return "." + found.group(1)[:6].ljust(6, "0")


_CLOCK = re.compile(
    r"^(\d{1,2})(?:[:.](\d{2}))?(?::\d{2}(?:\.\d+)?)?\s*([ap]\.?m\.?)?(?:Z|[+-]\d{2}:?\d{2})?$",
    re.I,
)


_CLOCK_WORDS = {"noon": "12:00", "midday": "12:00", "midnight": "00:00"}
_FOUR_DIGITS = re.compile(r"^([01]\d|2[0-4])([0-5]\d)(?:\s*h(?:rs?|ours?)?)?$", re.I)


def clock(text: Any) -> str:
    """``09:00`` of "09:00:00", "9:00", "9am", "9.30 pm", "0900", "noon"; 24:00 is 00:00."""
    said = str(text).strip()
    said = _CLOCK_WORDS.get(said.lower()) or _FOUR_DIGITS.sub(r"\1:\2", said)
    found = _CLOCK.match(said)
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()[:1]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half == "p" else 0)
        elif half or not (found[2] or half):  # "14pm", a bare "9"
            hour = 99
        if hour == 24 and minute == 0:
            hour = 0
        if hour < 24 and minute < 60:
            return f"{hour:02}:{minute:02}"
    raise Bad("schedule_time", f"{str(text)[:20]!r} is no time of day: write 09:00")
