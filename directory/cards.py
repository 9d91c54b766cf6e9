"""From a candidate to the card that people read: words for what search decided."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from directory.candidates import Candidate, Listing
from directory.gazetteer.atlas import CAPITALS
from directory.hours import Hours, OpenState, open_state
from directory.hours_words import hours_text, state_text
from directory.needs import NEEDS, sub_need
from directory.query import Card, CardPhone, Query

#: Staff are told of evidence that is older.
OLD_AFTER = timedelta(days=365)


#: Open at the time asked about, as a card says it.
_THEN = {True: "open", False: "closed", None: "unknown"}


def make_card(candidate: Candidate, query: Query, at: datetime, today: date) -> Card:
    """The card for one reader: customers and staff see different things of one record."""
    data = candidate.listing.data
    staff = query.audience == "staff"
    zone = query.place.timezone if query.place else None
    hours = candidate.listing.hours.in_zone(zone) if zone else candidate.listing.hours
    state = open_state(hours, at, (candidate.open_now,))
    phones = tuple(_phones(data, query))
    distance = None if data["confidential"] else candidate.distance_km
    reasons = tuple(_reasons(candidate, query))
    return Card(
        id=data["id"],
        name=data["name"],
        organization=data["organization"],
        description=data["description"],
        phones=phones,
        hours=_hours_text(candidate.listing, hours)
        if phones
        else _unrung(candidate.listing, hours),
        open_now=candidate.open_now,
        open_text=_open_text(data, bool(phones), state_text(hours, state), state),
        distance_km=None if distance is None else round(distance, 1),
        address=data["address"],
        region=data["region"] or _region(data["states"]),
        url=data["url"],
        languages=tuple(data["languages"]),
        interpreter=data["interpreter"],
        cost=data["cost"],
        eligibility=data["eligibility"],
        why=_sentence(reasons),
        open_then=_THEN[candidate.open_then] if query.when else None,
        reasons=reasons,
        opening=_opening(data, bool(phones), state),
        source=data["source"],
        last_check=data["last_check"],
        read_on=data["read_on"],
        dated=data["dated"],
        certainty=data["certainty"],
        check_first=candidate.showing == "check",
        example=data["example"],
        # "Unknown" is treated as no by whoever builds the actions (rule S1-04).
        warm_transfer=data["warm_transfer"] if staff else None,
        alert=_alert(data, candidate, today, staff),
        national=candidate.listing.reach != "local",
        web_only=not phones and not data["address"] and not data["confidential"],
    )


def _hours_text(listing: Listing, hours: Hours) -> str:
    """The week in words, written once for each listing that is kept."""
    if listing.hours.timezone == "local":
        return hours_text(hours)
    if not listing.hours_text:
        listing.hours_text = hours_text(hours)
    return listing.hours_text


def _phones(data: dict[str, Any], query: Query) -> list[CardPhone]:
    """Numbers for this reader: doubtful ones for staff alone, text lines in their languages."""
    phones = []
    for phone in data["phones"]:
        doubtful = phone["certainty"] in {"B", "C"}
        if doubtful and query.audience != "staff":
            continue
        languages = data["text_languages"]
        spoken = (query.language or "en").split("-")[0]
        if phone["kind"] == "text" and languages and spoken not in languages:
            continue
        label = phone["label"] + (" (check first)" if doubtful else "")
        phones.append(CardPhone(phone["number"], label, phone["kind"]))
    return phones


#: What is said of hours by "ring first": nothing to somebody who is shown no number.
_TO_RING = frozenset({"unknown", "unchecked", "holiday", "appointment", "closed"})
_UNRUNG = {
    "site": "See the website for the hours",
    "not_known": "Hours not known",
    "paused_unrung": "Closed for now",
}


def _open_text(data: dict[str, Any], rung: bool, text: str, state: OpenState) -> str:
    """The state of now in English; ``rung``: whether the card shows a number to ring."""
    if data["status"] == "temporarily closed":
        until = data.get("closed_until")
        closed = f"Closed until {_long(until)}" if until else "Closed for now"
        return f"{closed}: ring first" if rung else closed
    if data["delivery"] == ["web"]:
        return "On the web at any time"
    code, _ = _opening(data, rung, state)
    return _UNRUNG.get(code, text)


def _opening(data: dict[str, Any], rung: bool, state: OpenState) -> OpenState:
    """The same as ``_open_text``, as a code."""
    if data["status"] == "temporarily closed":
        return "paused" if rung else "paused_unrung", {}
    if data["delivery"] == ["web"]:
        return "web", {}
    if not rung and state[0] in _TO_RING:
        return "site" if data["url"] else "not_known", {}
    return state


def _unrung(listing: Listing, hours: Hours) -> str:
    """The week's hours of a card without a number."""
    return _hours_text(listing, hours).replace("Hours not known: ring first", "Hours not known")


def _long(day: str) -> str:
    return f"{date.fromisoformat(day):%-d %B %Y}"


def _region(states: list[str]) -> str | None:
    return ", ".join(CAPITALS[state][0] for state in states) if states else None


def _alert(data: dict[str, Any], candidate: Candidate, today: date, staff: bool) -> str | None:
    parts = [data["alert"]] if data["alert"] else []
    if data["review_by"] < today.isoformat():
        parts.append(f"Last checked on {data['last_check']}: the details may have changed")
    elif staff and data["last_check"] < (today - OLD_AFTER).isoformat():
        parts.append(f"Read in a copy of {data['last_check']}: the details may have changed")
    elif candidate.showing == "check" and data["certainty"] in {"B", "C"}:
        parts.append("Not confirmed by a source: check before giving it to anybody")
    return ". ".join(parts) or None


Reason = tuple[str, dict[str, str]]


def _reasons(candidate: Candidate, query: Query) -> list[Reason]:
    """Why it is shown: what it matches, where it is, whether it is open, in which language."""
    data, listing = candidate.listing.data, candidate.listing
    if candidate.crisis_rank is not None:
        return [_of_area("crisis", listing.state)]
    if data["finder"]:
        return [("finder", {})]
    parts: list[Reason] = [_what(listing, query)]
    if data["confidential"]:
        parts.append(("hidden", {"region": str(data["region"])}))
    elif candidate.distance_km is not None and query.place:
        far = f"{candidate.distance_km:.1f}"
        parts.append(("distance", {"km": far, "place": query.place.name}))
    elif listing.reach != "local":
        parts.append(_of_area("phone" if data["phones"] else "web", listing.state))
    if candidate.open_now:
        parts.append(("open_now", {}))
    if query.language and query.language in data["languages"]:
        parts.append(("speaks", {}))
    elif query.language and query.language != "en" and data["interpreter"]:
        parts.append(("interpreter", {}))
    if query.people.intersection(data["only_for"]) or (query.gender and data["genders"]):
        parts.append(("for_them", {}))
    return parts


def _of_area(code: str, state: str) -> Reason:
    """A reason that says for which part of the country a line is."""
    return (f"{code}_state", {"state": CAPITALS[state][0]}) if state else (f"{code}_country", {})


#: The directory's own English; who talks with people in other words has the codes.
_ENGLISH = {
    "crisis_state": "Comes first: this line is for situations like this, for all of {state}",
    "crisis_country": "Comes first: this line is for situations like this, for the whole country",
    "finder": "Lists more services near you",
    "what": "{label}",
    "listens_always": "Somebody to talk to, at any hour",
    "listens": "Somebody to talk to",
    "hidden": "in {region}, address not shown",
    "distance": "{km} km from {place}",
    "phone_state": "by phone for all of {state}",
    "phone_country": "by phone for the whole country",
    "web_state": "by web for all of {state}",
    "web_country": "by web for the whole country",
    "open_now": "open now",
    "speaks": "speaks your language",
    "interpreter": "with an interpreter",
    "for_them": "run for people like you",
}


def _sentence(reasons: tuple[Reason, ...]) -> str:
    return ", ".join(_ENGLISH[code].format(**values) for code, values in reasons) + "."


#: Parts of needs that a card names only to somebody who asked, where it does anything else.
NAMES_A_DANGER = frozenset(
    {"suicide_support", "family_violence", "sexual_assault", "using_violence"}
)

#: The need that somebody who listens meets.
LISTENING = "crisis_counselling"


def _what(listing: Listing, query: Query) -> Reason:
    """What was asked for, if this service does it; else what it does, and never what it doesn't."""
    terms = listing.data["terms"]
    if query.sub_need in terms:
        terms = [query.sub_need]
    if query.sub_need not in terms:
        # Nobody asked for it: a line that listens to anybody is no sign of a suspicion.
        terms = sorted(terms, key=NAMES_A_DANGER.__contains__)
    parts = [sub for code in terms if (sub := sub_need(code))]
    if fitting := [sub for sub in parts if query.need in (None, sub.need)]:
        return ("what", {"label": fitting[0].label, "need": query.need or fitting[0].need})
    if query.need is None:
        return ("what", {"label": "Matches your words", "need": ""})
    if query.need in terms or not (parts or LISTENING in terms):
        return ("what", {"label": NEEDS[query.need].label, "need": query.need})
    if LISTENING in terms:
        return ("listens_always" if listing.hours.is_always else "listens", {})
    own = next((sub for sub in parts if sub.code not in NAMES_A_DANGER), None)
    if own is None:
        return ("what", {"label": NEEDS[query.need].label, "need": query.need})
    return ("what", {"label": own.label, "need": own.need})
