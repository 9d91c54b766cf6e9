"""Times and days as a language writes them, with the digits a phone has and our calendar (Babel).

Babel doesn't know every language of the table: the next one of its fallbacks is taken.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from bot.language.numbers import digits
from bot.language.table import fallbacks

#: Codes of the table -> locales of Babel that write the same.
_LOCALES = {"zh-Hans": "zh_Hans", "zh-Hant": "zh_Hant", "yue": "zh_Hant", "prs": "fa_AF", "haz": "fa_AF", "pa": "pa_Guru"}  # fmt: skip
#: Where Babel's short form has English in it.
_CLOCKS = {"ko": "aaaa h:mm"}
#: Short names of the halves of a day that hardly anybody writes: the clock has 24 hours there.
_UNUSUAL_HALVES = frozenset({"so", "pa"})
#: A Monday, to count days of the week from.
_MONDAY = date(2026, 11, 16)


@lru_cache(maxsize=128)
def locale_of(code: str) -> Locale:
    """Babel's locale for a language of the table, English of Australia where it has none."""
    for known in fallbacks(code):
        if known == "en":
            break
        try:
            return Locale.parse(_LOCALES.get(known, known))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en_AU")


def clock(moment: time, code: str) -> str:
    """``9:00 μ.μ.``, ``17:00``, ``下午5:00``: a time of day as ``code`` writes it; "8 am" in English."""
    if code == "en":
        minutes = f".{moment.minute:02d}" if moment.minute else ""
        return f"{moment.hour % 12 or 12}{minutes} {'am' if moment.hour < 12 else 'pm'}"
    pattern = "HH:mm" if code in _UNUSUAL_HALVES else _CLOCKS.get(code, "short")
    return digits(format_time(moment, pattern, locale=locale_of(code)))


def day(moment: datetime, code: str, *, far: bool = False) -> str:
    """The day of the week; ``far``: with day and month, so that it can't be taken for this week's."""
    locale = locale_of(code)
    if far:
        return digits(format_skeleton("MMMMEEEEd", moment.replace(tzinfo=None), locale=locale))
    return digits(format_date(moment.date(), "EEEE", locale=locale))


def number(value: float, code: str) -> str:
    """A number with the decimal mark of ``code`` and the digits of a phone: ``0,7``, ``23``."""
    return digits(format_decimal(value, "0.#", locale=locale_of(code)))


def weekday(number: int, code: str) -> str:
    """The short name of a day of the week, 0 being Monday."""
    return digits(format_date(_MONDAY + timedelta(days=number), "EEE", locale=locale_of(code)))
