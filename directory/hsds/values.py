"""One value of a file, read strictly: what is certain is mended and said, the rest refused.

Each reader takes what the file says and gives what the table keeps. It raises
``Bad`` with the code of the problem and what to do, or calls ``warn`` with both
where it could mend the value itself.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, datetime, timezone
from functools import lru_cache
from typing import Any

from directory.hsds.tables import Column

Warn = Callable[[str, str], None]


class Bad(ValueError):
    """A value that cannot be used."""

    def __init__(self, code: str, mend: str) -> None:
        super().__init__(mend)
        self.code = code
        self.mend = mend


#: With them zero-width spaces, soft hyphens and marks that turn the direction of what follows;
#: the joiners and marks that Persian, Hindi or Arabic are written with stay.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\xad\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff"
    r"\ufffe\uffff\ud800-\udfff]"
)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|$)", re.I | re.S)
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.S)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31});")
#: UTF-8 that somebody read as Windows-1252: "Ã©", "â€™".
_MOJIBAKE = re.compile(
    "[\u00c3\u00c2][\u0080-\u00bf\u0152-\u2122]|\u00e2[\u20ac\u201a-\u201e\u0080]"
)
#: ="0399990000": how Excel keeps a leading zero. Any other formula is refused.
_KEPT_ZERO = re.compile(r'^="([^"]*)"$')
_FORMULA = re.compile(r"^=\s*[A-Za-z@+\-(\d]")
#: What needs a closer look: marks of HTML, formulas and invisible characters, double spaces.
_ODD = re.compile(r"[<&=\x00-\x1f\x7f]|  |^ | $")
#: What people write where there is nothing.
NOTHING = frozenset({"", "n/a", "na", "nil", "none", "null", "-", "--", "#n/a", "tbc", "tba"})


def plain(text: str, warn: Warn, limit: int = 0, *, markup: bool = False) -> str | None:
    """Text without HTML, control characters and double spaces; None where nothing is left.

    ``markup`` is for descriptions, where HSDS allows HTML: taking it out needs no word.
    """
    if text.isascii() and not _ODD.search(text) and not (limit and len(text) > limit):
        return text or None  # nearly every text is as it should be
    if _KEPT_ZERO.match(text):
        warn("formula_text", 'the cell was ="...": its text was taken')
        text = _KEPT_ZERO.sub(r"\1", text)
    for _ in range(5):  # what was escaped twice shows its tags only then
        before = text
        if _CONTROL.search(text):
            warn("control_characters", "characters that nobody can see were left out")
            text = _CONTROL.sub("", text)
        if ("<" in text and _TAG.search(_SCRIPT.sub(" ", text))) or _SCRIPT.search(text):
            if not markup or _SCRIPT.search(text):
                warn("html_removed", "HTML was taken out, its words were kept")
            text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
        if "&" in text and _ENTITY.search(text):
            text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
        if _MOJIBAKE.search(text):
            text = _mended(text, warn)
        if text == before:
            break
    text = " ".join(text.split())
    if _FORMULA.match(text):
        raise Bad("formula_cell", "save the sheet with values instead of formulas")
    if limit and len(text) > limit:
        raise Bad("field_too_long", f"{len(text):,} characters: {limit:,} at most")
    return text or None


def _mended(text: str, warn: Warn) -> str:
    try:
        better = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        warn("encoding_mixed", "letters look wrong: check how the file was saved")
        return text
    warn("encoding_mended", "letters were saved twice over and were put right")
    return better


def number(text: Any) -> float:
    """A number, with a decimal point."""
    try:
        value = float(str(text).strip().replace("\u2212", "-"))
    except ValueError:
        raise Bad("number_bad", "write a number, with a point before decimals") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise Bad("number_bad", "write a number, with a point before decimals")
    return value


_AGE = re.compile(
    r"(?:aged?\s+)?(\d{1,3})\s*(?:\+|(?:years?|yrs?|y\.?o\.?)(?:\s+old)?|years?\s+and\s+(?:over|under))\s*",
    re.I,
)
_MONTHS = re.compile(r"(\d{1,2})\s*(?:months?|mths?)(?:\s+old)?\s*", re.I)
_MONEY = re.compile(r"^(?:AUD|A\$|AU\$|\$)\s*(\d+(?:\.\d+)?)$", re.I)


def age(said: str, warn: Warn) -> str:
    """Years of "18+", "16 years", "6 months"; other texts as they are."""
    years, months = _AGE.fullmatch(said.strip()), _MONTHS.fullmatch(said.strip())
    if years:
        warn("age_read", f"read as {years[1]} years")
        return years[1]
    if months:
        read = f"{int(months[1]) / 12:.2f}"
        warn("age_read", f"read as {read} years")
        return read
    if not re.fullmatch(r"\s*-?[\d.]*\s*", said):
        raise Bad("number_bad", f"{said[:20]!r}: write an age in years as a number, such as 18")
    return said


def whole(text: Any) -> int:
    """A whole number."""
    value = number(text)
    if value != int(value):
        raise Bad("number_bad", "write a whole number")
    if abs(value) > 2**31 - 1:
        raise Bad("number_bad", "the number is too large")
    return int(value)


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


#: What no link for others may hold: a name with a password, or a place inside somebody's network.
_PASSWORD = re.compile(r"^(https?://)[^/?#@\s]*@", re.I)
_INSIDE = re.compile(
    r"^https?://(?:localhost|127\.|10\.\d|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\."
    r"|[^/?#]*\.(?:local|internal|lan|intranet)(?=[:/?#]|$))",
    re.I,
)
_URI = re.compile(r"^https?://[^\s/]+\.[^\s]+$", re.I)
_BARE = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:[/?#]\S*)?$")


def _first(text: str, warn: Warn, code: str) -> str:
    """The first of several addresses in one cell."""
    parts = [part for part in re.split(r"\s*[;,|]\s+|\s+(?:or|and)\s+|;", text) if part]
    if len(parts) > 1:
        warn(code, f"the first of {len(parts)} was taken: HSDS has room for one")
        return parts[0]
    return text


def uri(text: str, warn: Warn) -> str | None:
    """A web address with its scheme; one that cannot be repaired is left out and said."""
    if " " in text or ";" in text:
        text = _first(text, warn, "url_several")
    if _PASSWORD.match(text):
        warn("url_password", "a name or password stood in it and was taken out")
        text = _PASSWORD.sub(r"\1", text)
    if _INSIDE.match(text):
        warn("url_bad", "left out: an address inside somebody's own network")
        return None
    if _URI.match(text):
        return text
    if _BARE.match(text) and "@" not in text:
        return f"https://{text}"
    if re.match(r"^[a-z][a-z0-9+.\-]*:", text, re.I) and not text.lower().startswith("http"):
        if re.match(r"^(?:urn|geo|tel|mailto|openreferral):", text, re.I):
            return text
        warn("url_bad", "left out: links of this kind are not shown")
        return None
    warn("url_bad", "left out: it is no web address; write it with https://")
    return None


_MAIL = re.compile(r"^[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+$")


def email(text: str, warn: Warn) -> str | None:
    """One address for mail; what is none is left out and said."""
    text = re.sub(r"^mailto:", "", _first(text, warn, "email_several"), flags=re.I)
    if _MAIL.match(text):
        return text
    warn("email_bad", "left out: it is no e-mail address")
    return None


#: Fields whose values programs like to write as a list.
_LISTED = frozenset({"byday", "bymonthday", "byweekno", "byyearday"})
_FREE = frozenset({"free", "no cost", "no charge", "nothing", "no fee", "free of charge"})
_DOLLARS = frozenset({"$", "a$", "au$", "dollar", "dollars", "australian dollar",
                      "australian dollars"})  # fmt: skip


def _plain_list(raw: list[Any]) -> bool:
    return all(isinstance(one, (str, int)) and not isinstance(one, bool) for one in raw)


def read(column: Column, raw: Any, warn: Warn) -> Any:
    """The value of one column (links and ids apart); None where the file says nothing."""
    if isinstance(raw, list) and column.name in _LISTED and raw and _plain_list(raw):
        raw = ",".join(map(str, raw))
    if isinstance(raw, (dict, list)):
        raise Bad("not_a_value", "one value was expected, not a list or an object")
    if isinstance(raw, bool):
        raw = "true" if raw else "false"
    kind = column.kind
    if column.name in ("minimum_age", "maximum_age") and isinstance(raw, str):
        raw = age(raw, warn)
    elif column.name == "amount" and isinstance(raw, str):
        raw = _MONEY.sub(r"\1", raw.strip().replace(",", ""))
        if raw.lower() in _FREE:
            warn("cost_read", "read as 0")
            raw = "0"
    elif column.name == "currency" and isinstance(raw, str) and raw.strip().lower() in _DOLLARS:
        warn("currency_read", "read as AUD")
        raw = "AUD"
    elif column.name in ("valid_to", "until") and str(raw).startswith("9999"):
        warn("date_open", "the year 9999 stands for no end: left empty")
        return None
    if kind == "raw":  # the words of a change or an attribute stay as they are
        text = _CONTROL.sub("", str(raw))
        if len(text) > column.limit:
            raise Bad("field_too_long", f"{len(text):,} characters: {column.limit:,} at most")
        return text
    text = str(raw).strip()
    if not text or (len(text) < 5 and column.name != "code" and text.lower() in NOTHING):
        return None
    if kind in ("line", "text"):
        return plain(text, warn, column.limit, markup=kind == "text")
    if kind == "number":
        return number(text)
    if kind == "int":
        return whole(text)
    if kind == "date":
        return day(text, warn)
    if kind == "moment":
        return moment(text, warn)
    if kind == "time":
        return clock(text)
    cleaned = plain(text, warn, column.limit or 2_000)
    if cleaned is None:
        return None
    if kind == "uri":
        return uri(cleaned, warn)
    if kind == "email":
        return email(cleaned, warn)
    for choice in column.choices:
        if cleaned.lower().replace("_", " ") == choice.lower():
            return choice
    raise Bad(f"{column.name}_unknown", f"{cleaned[:40]!r}: write {', '.join(column.choices)}")


# --- values that are as they should be -------------------------------------------------

Quick = Callable[[Any], Any]
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_PLAIN_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def quick_reader(column: Column) -> Quick | None:
    """A reader that gives what ``read`` would for a value with nothing odd about it, else None.

    Ten times as fast, and most values of a file are like that.
    """
    limit = column.limit
    if column.kind == "id":
        return _quick_id
    if column.kind in ("line", "text"):
        return _quick_text(limit)
    if column.kind == "uri":
        plainly = _quick_text(limit)
        return lambda said: said if plainly(said) and _is_link(said) else None
    if column.kind == "email":
        plainly = _quick_text(limit)
        return lambda said: said if plainly(said) and _MAIL.match(said) else None
    if column.kind == "choice":
        known = {choice: choice for choice in column.choices}
        return lambda said: known.get(said) if type(said) is str else None
    return _QUICK.get(column.kind)


def _is_link(said: str) -> bool:
    if "@" in said and _PASSWORD.match(said):
        return False
    return bool(_URI.match(said)) and not _INSIDE.match(said)


def _quick_text(limit: int) -> Quick:
    """A text that is as it should be: what ``_ODD`` looks for, in a third of the time."""

    def quick(said: Any) -> str | None:
        if (
            type(said) is str
            and 0 < len(said) <= limit
            and said.isascii()
            and said.isprintable()
            and "<" not in said
            and "&" not in said
            and "=" not in said
            and "  " not in said
            and said[0] != " "
            and said[-1] != " "
            and (len(said) > 4 or said.lower() not in NOTHING)
        ):
            return said
        return None

    return quick


def _quick_id(said: Any) -> str | None:
    return said if type(said) is str and _UUID.fullmatch(said) else None


def _quick_number(said: Any) -> float | None:
    return said if type(said) is float and -1e12 < said < 1e12 else None


def _quick_day(said: Any) -> date | None:
    return _day(said) if type(said) is str and len(said) == 10 else None


@lru_cache(maxsize=20_000)
def _day(said: str) -> date | None:
    try:
        return _sane(date.fromisoformat(said)) if _PLAIN_DAY.fullmatch(said) else None
    except ValueError:
        return None


def _quick_clock(said: Any) -> str | None:
    return _time(said) if type(said) is str and 0 < len(said) < 12 else None


@lru_cache(maxsize=5_000)
def _time(said: str) -> str | None:
    try:
        return clock(said) if said.lower() not in NOTHING else None
    except Bad:
        return None


def _quick_raw(said: Any) -> str | None:
    return said if type(said) is str and len(said) <= 200 and said.isascii() and (
        said.isprintable()
    ) else None  # fmt: skip


_QUICK: dict[str, Quick] = {
    "number": _quick_number, "date": _quick_day, "time": _quick_clock, "raw": _quick_raw,
}  # fmt: skip
