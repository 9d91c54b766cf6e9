"""What search reads, made from a record: one listing for each place, or one for a line.

The payload holds everything that a card and the ranking need. What must not be
shown is not in it: a hidden address leaves here, once, for every face.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from directory.gazetteer.atlas import STATES
from directory.needs import NEEDS, sub_need
from directory.records.drafts import Draft, DraftLocation, DraftPhone, warm_transfer_of

#: Hidden places are ranked by the middle of a square of this many degrees (about
#: 20 km), so that no distance and no order of results gives them away.
GRID_DEGREES = 0.2

Payload = dict[str, Any]


def listings_of(draft: Draft, service_id: str) -> Iterator[tuple[dict[str, Any], list[str]]]:
    """(row of ``dir_listing`` without its number, terms) for each place of a service."""
    base = _payload(draft, service_id)
    words = _words(draft)
    shared = {
        "service_id": service_id,
        "audience": draft.fields.get("audience") or "customer",
        "example": bool(draft.fields.get("example")),
        "words": words,
    }
    if not draft.locations:
        states = draft.fields.get("states") or [""]
        for state in states:
            yield (
                {
                    **shared,
                    "latitude": None,
                    "longitude": None,
                    "state": state,
                    "reach": "state" if state else "national",
                    "payload": base,
                },
                draft.terms,
            )
        return
    hidden = bool(draft.fields.get("confidential"))
    for place in draft.locations:
        latitude, longitude = place.latitude, place.longitude
        if hidden and latitude is not None and longitude is not None:
            latitude, longitude = _blur(latitude), _blur(longitude)
        yield (
            {
                **shared,
                "latitude": latitude,
                "longitude": longitude,
                "state": place.state if place.state in STATES else "",
                "reach": "local",
                "payload": _at_place(base, draft, place, hidden),
            },
            draft.terms,
        )


def _blur(degrees: float) -> float:
    return round(round(degrees / GRID_DEGREES) * GRID_DEGREES, 4)


def _words(draft: Draft) -> str:
    """The words that free text is matched against: the record's own and its needs' labels."""
    f = draft.fields
    organization = f["organization"]
    labels = []
    for code in draft.terms:
        sub = sub_need(code)
        labels.append(sub.label if sub else NEEDS[code].label)
    parts = [
        f["name"],
        f.get("alternate_name"),
        organization["name"] if isinstance(organization, dict) else organization,
        f["description"],
        f.get("eligibility"),
        *labels,
        *(f.get("words") or []),
        *(place.fields.get("suburb") for place in draft.locations if not f.get("confidential")),
    ]
    return "\n".join(str(part) for part in parts if part)


def _payload(draft: Draft, service_id: str) -> Payload:
    f = draft.fields
    organization = f["organization"]
    name = organization["name"] if isinstance(organization, dict) else organization
    return {
        "id": service_id,
        "code": draft.code,
        "name": f["name"],
        "organization": name,
        "description": f["description"],
        "phones": [_phone(phone) for phone in draft.phones],
        "schedules": [_plain(rule) for rule in draft.schedules],
        "timezone": f.get("timezone") or "Australia/Sydney",
        "state": (f.get("states") or [""])[0] if len(f.get("states") or []) == 1 else "",
        "holiday_rule": f.get("public_holidays") or "unknown",
        "address": None,
        "suburb": None,
        "region": f.get("region"),
        "url": f.get("url"),
        "languages": list(f.get("languages") or []),
        "interpreter": bool(f.get("interpreter")),
        "cost": {"free": "Free", None: "Cost not known"}.get(f.get("cost"), f.get("cost")),
        "eligibility": f.get("eligibility") or "Everybody",
        "source": f["source"],
        "read_on": f["read_on"].isoformat(),
        # The day of the evidence where it is known; else the day it was read, marked undated.
        "last_check": (f.get("evidence_on") or f["read_on"]).isoformat(),
        "dated": bool(f.get("evidence_on")) or f.get("dated", True) is not False,
        "review_by": f["review_by"].isoformat(),
        "certainty": f["certainty"],
        "status": f.get("status") or "active",
        "audience": f.get("audience") or "customer",
        "example": bool(f.get("example")),
        **warm_transfer_of(f),
        "alert": f.get("alert"),
        "terms": draft.terms,
        "situations": dict(f.get("situations") or {}),
        "crisis_capable": bool(f.get("crisis_capable")),
        "ages": f.get("ages") or [None, None],
        "genders": f.get("genders") or [],
        "only_for": f.get("only_for") or [],
        "shown_for": f.get("shown_for"),
        "words": f.get("words") or [],
        "not_for": f.get("not_for") or [],
        "accessibility": f.get("accessibility") or [],
        "delivery": f.get("delivery") or [],
        "states": f.get("states") or [],
        "finder": bool(f.get("finder")),
        "emergency": bool(f.get("emergency")),
        "text_languages": f.get("text_languages"),
        "idle_timeout_minutes": f.get("idle_timeout_minutes"),
        "confidential": bool(f.get("confidential")),
    }


def _phone(phone: DraftPhone) -> dict[str, Any]:
    return {
        "number": str(phone.number),
        "label": phone.label,
        "kind": "tty" if phone.type == "textphone" else phone.type,
        "certainty": phone.certainty,
    }


def _plain(rule: Any) -> dict[str, Any]:
    """A rule as JSON can keep it."""
    return {
        key: value.isoformat() if isinstance(value, date) else value for key, value in rule.items()
    }


def _at_place(base: Payload, draft: Draft, place: DraftLocation, hidden: bool) -> Payload:
    """The payload for one place: its own hours, phones, zone and state's holidays."""
    own = dict(base)
    own["state"] = place.state
    own["timezone"] = place.timezone or base["timezone"]
    own["accessibility"] = [*base["accessibility"], *place.accessibility]
    if place.schedules:
        own["schedules"] = [_plain(rule) for rule in place.schedules]
    if place.phones:
        own["phones"] = [_phone(phone) for phone in place.phones] + base["phones"]
    if not hidden:
        own["suburb"] = place.fields.get("suburb")
        parts = [
            place.fields.get("name"),
            place.fields.get("address"),
            " ".join(
                str(part)
                for part in (own["suburb"], place.state, place.fields.get("postcode"))
                if part
            ),
        ]
        own["address"] = ", ".join(str(part) for part in parts if part) or None
    return own
