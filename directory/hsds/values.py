"""One value of a file, read strictly: what is certain is mended and said, the rest refused.

Each reader takes what the file says and gives what the table keeps. It raises
``Bad`` with the code of the problem and what to do, or calls ``warn`` with both
where it could mend the value itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from directory.hsds.bad_values import Bad, Warn
from directory.hsds.tables import Column
from directory.hsds.texts import CONTROL, plain
from directory.hsds.times import clock, day, iso_day, moment

#: What people write where there is nothing.
NOTHING = frozenset({"", "n/a", "na", "nil", "none", "null", "-", "--", "#n/a", "tbc", "tba"})


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
        text = CONTROL.sub("", str(raw))
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
    """A text that is as it should be: what ``plain`` looks closer at, in a third of the time."""

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
    return iso_day(said) if type(said) is str and len(said) == 10 else None


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
