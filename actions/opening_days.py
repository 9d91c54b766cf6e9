"""Which services are open on a day that somebody names, from their records; what is not known is said."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from actions import resources
from actions.cards import numbers
from actions.turn import Turn
from bot.language import catalogue, dates, lists
from bot.triage.clock import day_of
from directory.hours import clock, holiday_name
from directory.places import Place
from directory.search import Card, Query

#: The directory is asked from just after midnight: what opens "today" then opens on that day.
_FIRST_MINUTE = time(0, 1)
#: A service that shuts for lunch opens twice; more than this is no day's hours.
_MOST_OPENINGS = 3
#: How many services are looked at to find those that are open.
LOOKED_AT = 10


@dataclass(frozen=True)
class OnDay:
    """What a record says of one day: ``open``, ``closed`` or ``unknown``, and from when to when."""

    card: Card
    state: str
    spans: tuple[tuple[datetime, datetime], ...] = ()
    by_appointment: bool = False


#: What happens on the day that is named is something else than help that is open.
_DEADLINE = re.compile(
    r"\b(?:before|by|due|until|till|til|disconnect\w*|cut(?:ting)? (?:it |us |me |\w+ )?off|kick\w*|evict\w*|lock\w* out|court|hearing|"
    r"deadline|expire[sd]?|runs? out|ends?|inspection|payday|get paid|gets paid)\b"
)


def day_asked(turn: Turn) -> date | None:
    """The day that this message names, where the person is; None if it names none.

    "Today" counts where services are on the screen: a first list shows what opens next. A day by
    which something must be done ("before they disconnect me tomorrow") is none.
    """
    if _DEADLINE.search(turn.heard.words):
        return None
    # "Thursday the 10th": the date says more than the day of the week.
    named = sorted(map(str, turn.heard.values("time")), key=lambda value: not value[:1].isdigit())
    if not named or (named[0] == "today" and not turn.before.shown):
        return None
    return day_of(named[0], turn.now.astimezone(ZoneInfo(turn.zone)))


def on_day(card: Card, day: date, turn: Turn, place: Place | None) -> OnDay:
    """Whether a service is open on ``day``; raises what the directory raises when it is down."""
    zone = ZoneInfo(place.timezone if place else turn.zone)
    moment = datetime.combine(day, _FIRST_MINUTE, zone)
    spans: list[tuple[datetime, datetime]] = []
    appointment = False
    if day == turn.now.astimezone(zone).date():
        moment = turn.now.astimezone(zone)  # What has shut already is of no use today.
    for _ in range(2 * _MOST_OPENINGS):
        state, values = _state(card.id, moment, turn, place)
        if state == "always":
            return OnDay(card, "open")
        if state == "opens" and values["days"] == "0":
            appointment = appointment or "appointment" in values
            start = datetime.fromisoformat(values["start"])
            if appointment:
                spans.append((start, start))
                break
            moment = start + timedelta(minutes=1)
            continue
        if state in {"until", "until_day"}:
            end = datetime.fromisoformat(values["end"])
            spans.append((moment - timedelta(minutes=1), end))
            if end.date() > day:
                break
            moment = end
            continue
        if not spans:
            return OnDay(card, _without_hours(state, card, day, turn))
        break
    return OnDay(card, "open", tuple(spans), appointment)


def _state(
    key: str, moment: datetime, turn: Turn, place: Place | None
) -> tuple[str, dict[str, str]]:
    audience = "staff" if turn.facts.is_staff else "customer"
    query = Query(place=place, audience=audience, at=moment)  # type: ignore[arg-type]
    found = resources.directory().service(key, query)
    return (found.opening if found else None) or ("unknown", {})


def _without_hours(state: str, card: Card, day: date, turn: Turn) -> str:
    """Closed only where the record says so; on a public holiday it must say that, too."""
    if state not in {"opens", "closed"}:
        return "unknown"
    if holiday_name(day, turn.state) and "public holidays" not in card.hours:
        return "unknown"
    return "closed"


def sorted_for(cards: Sequence[Card], day: date, turn: Turn, place: Place | None) -> list[OnDay]:
    """The services in the order that helps on ``day``: open, not known, closed. Web pages are left out."""
    found = [on_day(card, day, turn, place) for card in cards if not card.web_only]
    order = ("open", "unknown", "closed")
    return sorted(found, key=lambda one: order.index(one.state))


def lines(found: Sequence[OnDay]) -> str:
    """A line for each service in the language that is spoken: its hours that day, closed, or not known."""
    return "\n".join(_line(one) for one in found)


def day_words(day: date, turn: Turn) -> str:
    """The day with its date ("Saturday 28 November")."""
    moment = datetime.combine(day, _FIRST_MINUTE, ZoneInfo(turn.zone))
    return dates.day(moment, catalogue.spoken(), far=True)


def _line(one: OnDay) -> str:
    name = catalogue.isolated(one.card.name)
    if one.state == "closed":
        return catalogue.text("utter_on_day_closed", name=name)
    if one.state == "unknown":
        ring = numbers(one.card)
        unknown = "utter_on_day_unknown" if ring else "utter_on_day_unknown_alone"
        return catalogue.text(unknown, name=name, phone=ring)
    code = catalogue.spoken()
    if not one.spans:
        return catalogue.text("utter_on_day_open", name=name, hours=_piece("all_day"))
    hours = lists.comma(code).join(_span(start, end, code) for start, end in one.spans)
    if one.by_appointment:
        hours += lists.clause_comma(code) + _piece("by_appointment")
    return catalogue.text("utter_on_day_open", name=name, hours=hours)


def _span(start: datetime, end: datetime, code: str) -> str:
    if start == end:
        return catalogue.text("utter_on_day_from", opens=_clock(start.time(), code))
    opens, closes = _clock(start.time(), code), _clock(end.time(), code)
    return catalogue.text("utter_on_day_span", opens=opens, closes=closes)


def _clock(moment: time, code: str) -> str:
    """English as on the cards ("noon")."""
    return clock(moment) if code == "en" else dates.clock(moment, code)


def _piece(name: str) -> str:
    return catalogue.text(f"utter_hours_{name}")
