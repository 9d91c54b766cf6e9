"""What a text message says: numbers, hours and, where nobody may mind, names and addresses.

It is made of the same records as the take-away sheet, with hardly a word of our own: what
is nearly all data needs no translation. The neutral one holds phone numbers and hours and
nothing else: no name, no kind of help, no place.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from babel import Locale
from babel.dates import get_day_names

from bot.web.sheets import NO_HOURS, Words, locale_of, times_in
from directory.sheets import DayHours, Entry

#: More services than this are no text message but a list: print the sheet.
MOST_SERVICES = 3
#: Parts that a gateway cuts a long message into, each of which costs and may come alone.
MOST_PARTS = 6
_LONGEST_HOURS = 120
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    "ÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
#: Characters of the basic alphabet that take two places.
_GSM_TWO = frozenset("^{}\\[~]|€")
#: Written signs that would make a phone send a long message for nothing.
_PLAIN = str.maketrans({"\u202f": " ", "\u00a0": " ", "–": "-", "—": "-", "’": "'", "‘": "'",
                        "“": '"', "”": '"', "…": "..."})  # fmt: skip


def body(entries: Sequence[Entry], words: Words, *, neutral: bool) -> str:
    """The whole text, one block a service."""
    locale = locale_of(words.language)
    blocks = [_block(entry, words, locale, neutral) for entry in entries]
    return "\n\n".join(block for block in blocks if block).translate(_PLAIN)


def parts(text: str) -> int:
    """How many messages a network makes of it (GSM 03.38: 160 or 153 places, else 70 or 67)."""
    if all(c in _GSM or c in _GSM_TWO for c in text):
        places, single, many = len(text) + sum(c in _GSM_TWO for c in text), 160, 153
    else:
        places, single, many = len(text.encode("utf-16-le")) // 2, 70, 67
    return 1 if places <= single else -(-places // many)


def _block(entry: Entry, words: Words, locale: Locale, neutral: bool) -> str:
    card = entry.card
    lines = [] if neutral else [card.name]
    if entry.phone:
        lines.append(entry.phone)
    lines.append(_hours(entry, words, locale, neutral))
    if not neutral and card.address:
        lines.append(card.address)
    if neutral and not entry.phone:
        return ""
    return "\n".join(line for line in lines if line)


def _hours(entry: Entry, words: Words, locale: Locale, neutral: bool) -> str:
    if entry.always:
        return _said("all_day", words)
    if entry.week:
        return "\n".join(_week(entry.week, locale))
    said = entry.card.hours
    # Hours in free words may say what kind of place it is.
    if neutral or len(said) > _LONGEST_HOURS or said.startswith(NO_HOURS):
        return _said("ring_first", words)
    return said


def _said(name: str, words: Words) -> str:
    """The sheet's word for it, with the English beside a draft."""
    own, english = words.text[name], words.english[name]
    return f"{own} ({english})" if words.draft and own != english else own


def _week(week: Sequence[DayHours], locale: Locale) -> list[str]:
    """Days with the same hours in one line: "Mon-Wed, Fri 9:00 am-5:00 pm"."""
    names = get_day_names("abbreviated", locale=locale)
    same: dict[tuple[tuple[str, str], ...], list[int]] = {}
    for day in week:
        same.setdefault(day.times, []).append(day.day)
    lines = []
    for times, days in same.items():
        runs = [
            [number for _, number in run]
            for _, run in groupby(enumerate(days), lambda at: at[1] - at[0])
        ]
        named = ", ".join(
            names[run[0]] if len(run) == 1 else f"{names[run[0]]}-{names[run[-1]]}" for run in runs
        )
        hours = ", ".join(f"{opens}-{closes}" for opens, closes in times_in(times, locale))
        lines.append(f"{named} {hours}")
    return lines
