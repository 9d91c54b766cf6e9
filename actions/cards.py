"""Cards as people see them: why a service is shown and when it is open, in the words of the domain.

This is the one place where a card gets words of the conversation's language. What the
service says of itself (name, description, cost, who it is for) stays as it was given.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Any

from actions.words import need_words
from bot.language import catalogue, dates, lists
from directory.search import Card

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
#: The pieces that the directory writes hours with, and the response for each.
_PIECES = {
    "Every day": "utter_hours_every_day",
    "24 hours, every day": "utter_open_always",
    "24 hours": "utter_hours_all_day",
    "by appointment": "utter_hours_by_appointment",
    "By appointment": "utter_hours_by_appointment",
    "closed on public holidays": "utter_hours_holidays",
    "Hours not known: ring first": "utter_open_unknown",
    "Hours not known": "utter_open_not_known",
    "Weekdays": "utter_hours_weekdays",
    "your local time": "utter_hours_local",
    "not checked": "utter_hours_not_checked",
}
_PIECE = re.compile("|".join(re.escape(p) for p in sorted(_PIECES, key=len, reverse=True)))
_NTH_DAY = re.compile(
    rf"\b(?P<nth>first|second|third|fourth|last) (?P<day>{'|'.join(_DAYS)}) of the month\b"
)
_DAY = re.compile(rf"\b(?:{'|'.join(_DAYS)})\b")
_TIME = re.compile(
    r"\b(?P<hour>\d{1,2})(?:\.(?P<minute>\d\d))? (?P<half>am|pm)\b|\bnoon\b|\bmidnight\b"
)


def as_shown(card: Card) -> dict[str, Any]:
    """A card's dict with its reason, opening and hours in the language that is spoken.

    ``words`` is the code of that language. English hours are the directory's own.
    """
    shown, code = card.as_dict(), catalogue.spoken()
    shown["words"] = code
    if card.reasons:
        parts = [_reason(reason, dict(values)) for reason, values in card.reasons]
        end = "" if lists.ends_without_mark(code) else catalogue.text("utter_why_end")
        shown["why"] = lists.clause_comma(code).join(parts).removesuffix(end) + end
    if code != "en":
        shown["open_text"] = opening_words(card, code)
        shown["hours"] = hours_words(card.hours, code)
    return shown


def numbers(card: Card) -> str:
    """The first two numbers of a service as they are read out, in the language's own list."""
    found = (catalogue.isolated(phone.number) for phone in card.phones[:2])
    return lists.comma(catalogue.spoken()).join(found)


def name_and_numbers(card: Card) -> str:
    """A line that says which number is whose."""
    return f"{catalogue.isolated(card.name)}: {numbers(card)}"


def _reason(reason: str, values: dict[str, str]) -> str:
    """One reason; what a service does is said by its need where its label is English only."""
    need = values.pop("need", "")
    if need and catalogue.spoken() != "en":
        values["label"] = need_words(need)
    if catalogue.spoken() != "en" and re.fullmatch(r"\d+\.\d", values.get("km", "")):
        values["km"] = dates.number(float(values["km"]), catalogue.spoken())
    return catalogue.text(f"utter_why_{reason}", **values)


def opening_words(card: Card, code: str) -> str:
    """Until when it is open, or from when, as language ``code`` says and writes it."""
    state, values = card.opening or ("", {})
    if state in {"until", "until_day"}:
        end = datetime.fromisoformat(values["end"])
        words = {"time": dates.clock(end.time(), code), "day": dates.day(end, code)}
        return catalogue.text(f"utter_open_{state}", **words)
    if state == "opens":
        return _opens(values, code)
    if state in {"", "local"}:
        return card.open_text
    return catalogue.text(f"utter_open_{state}")


def _opens(values: dict[str, str], code: str) -> str:
    start, days = datetime.fromisoformat(values["start"]), int(values["days"])
    name = {0: "utter_open_today", 1: "utter_open_tomorrow"}.get(days, "utter_open_day")
    words = {"time": dates.clock(start.time(), code), "day": dates.day(start, code, far=days > 6)}
    note = ""
    if "appointment" in values:
        note = lists.clause_comma(code) + catalogue.text("utter_hours_by_appointment")
    return catalogue.text(name, **words) + note


#: What records say of their cost in a word that the pages have in every language.
_COSTS = {"Free": "card.cost_free"}


def cost_words(cost: str, code: str) -> str:
    """What a service costs, in language ``code`` where there are words for it ("Free")."""
    key = _COSTS.get(cost)
    return catalogue.page_shown(key, code).text if key and code != "en" else cost


#: Times with Latin letters ("8:30 AM–5:00 PM") would be torn apart in a line from right to left.
_LATIN_TIMES = re.compile(r"\d{1,2}:\d{2} [AP]M(?:–\d{1,2}:\d{2} [AP]M)?")


def hours_words(hours: str, code: str) -> str:
    """The week's hours with days and times as ``code`` writes them; a service's own notes stay."""
    said = _PIECE.sub(lambda m: catalogue.text(_PIECES[m.group()]), hours)
    said = _NTH_DAY.sub(lambda m: _nth_day(m, code), said)
    said = _TIME.sub(lambda m: dates.clock(_time(m), code), said)
    said = _DAY.sub(lambda m: dates.weekday(_DAYS.index(m.group()), code), said)
    said = _LATIN_TIMES.sub(lambda m: catalogue.isolated(m.group()), said)
    return said.replace("; ", lists.semicolon(code)).replace(", ", lists.comma(code))


def _nth_day(match: re.Match[str], code: str) -> str:
    day = dates.weekday(_DAYS.index(match["day"]), code)
    return catalogue.text(f"utter_hours_{match['nth']}", day=day)


def _time(match: re.Match[str]) -> time:
    if match["hour"] is None:
        return time(12 if match.group() == "noon" else 0)
    hour = int(match["hour"]) % 12 + (12 if match["half"] == "pm" else 0)
    return time(hour, int(match["minute"] or 0))
