"""HSDS 3.0 service objects turned into the fields of our records.

HSDS does not say how sure its data are. A service that somebody assured keeps
that date as its check and is due a year later; one that nobody assured counts
as background ("B"), so customers do not see it before a check.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from directory.needs import NEEDS, find_in_text, sub_need

REVIEW_AFTER = timedelta(days=365)
_TAG = re.compile(r"<[^>]+>")
#: HSDS kinds of phone -> ours.
PHONE_TYPES = {
    "sms": "text",
    "text": "text",
    "fax": "fax",
    "textphone": "textphone",
    "tty": "textphone",
}

Notes = list[tuple[str, str, str]]


def from_hsds(service: Mapping[str, Any], file: str) -> tuple[dict[str, Any], Notes]:
    """(fields of our record, notes as (field, code, what to do)) of one HSDS service."""
    notes: Notes = []
    organization = service.get("organization") or {}
    assured = _day(service.get("assured_date"))
    checked = assured or _day(service.get("last_modified")) or date.today()  # noqa: DTZ011 - a day
    if not assured:
        notes.append(("assured_date", "not_assured", "nobody assured it: staff check it first"))
    fields: dict[str, Any] = {
        "id": service["id"],
        "code": service["id"],
        "name": _plain(service["name"]),
        "alternate_name": _plain(service.get("alternate_name")),
        "organization": {
            "name": _plain(organization.get("name")) or _plain(service["name"]),
            "description": _plain(organization.get("description")) or "",
            "website": organization.get("website"),
        },
        "description": _plain(service.get("description")) or _plain(service["name"]),
        "url": _url(service.get("url"), notes),
        "email": service.get("email"),
        "status": service.get("status") or "active",
        "alert": _plain(service.get("alert")),
        "interpreter": _plain(service.get("interpretation_services")),
        "apply": _plain(service.get("application_process")),
        "wait": _plain(service.get("wait_time")),
        "cost": _plain(service.get("fees_description")),
        "eligibility": _plain(service.get("eligibility_description")),
        "source": f"HSDS file {file}",
        "read_on": checked,
        "review_by": checked + REVIEW_AFTER,
        "certainty": "V" if assured else "B",
        "needs": _needs(service, notes),
        "phones": [_phone(phone) for phone in service.get("phones") or []],
        "schedules": _schedules(service.get("schedules")),
        "languages": [lang["code"] for lang in service.get("languages") or [] if lang.get("code")],
        "documents": [
            d["document"] for d in service.get("required_documents") or [] if d.get("document")
        ],
        "confidential": bool(service.get("confidential_address")),
        "region": service.get("region"),
    }
    ages = [service.get("minimum_age"), service.get("maximum_age")]
    if any(age is not None for age in ages):
        fields["ages"] = ages
    fields["locations"] = [
        location
        for at in service.get("service_at_locations") or []
        if (location := _location(at, fields["confidential"]))
    ]
    # Only where no address gives the zone; a line without a place keeps the caller's time.
    fields["timezone"] = "Australia/Sydney" if fields["locations"] else "local"
    if fields["confidential"] and not fields["region"]:
        fields["region"] = (
            next((place.get("state") for place in fields["locations"]), "") or "Australia"
        )
    return {key: value for key, value in fields.items() if value not in (None, [], "")}, notes


def _plain(value: Any) -> str | None:
    """Text without HTML and with single spaces."""
    if value is None:
        return None
    return " ".join(html.unescape(_TAG.sub(" ", str(value))).split())


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _url(value: Any, notes: Notes) -> str | None:
    if not value:
        return None
    url = str(value).strip()
    if re.match(r"^https?://[^\s/]+\.[^\s]+$", url):
        return url
    if re.match(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?$", url):
        return f"https://{url}"
    notes.append(("url", "url_bad", "left out: it is no web address"))
    return None


def _needs(service: Mapping[str, Any], notes: Notes) -> list[str]:
    """Our codes from the terms; Open Eligibility by its cross-walk; else the words of the name."""
    codes: list[str] = []
    for attribute in service.get("attributes") or []:
        term = attribute.get("taxonomy_term") or {}
        code = str(term.get("code") or "")
        if code in NEEDS or sub_need(code):
            codes.append(code)
            continue
        for need in NEEDS.values():
            codes += [s.code for s in need.sub_needs.values() if code in s.open_eligibility][:1]
            if code in need.open_eligibility:
                codes.append(need.code)
    if not codes:
        said = f"{service.get('name')}. {_plain(service.get('description')) or ''}"
        codes = [m.sub_need or m.need for m in find_in_text(said)]
        codes = list(dict.fromkeys(codes))
        read_as = ", ".join(codes) or "support_advocacy"
        notes.append(("needs", "need_guessed", f"no term we know: read as {read_as}"))
    return list(dict.fromkeys(codes)) or ["support_advocacy"]


def _phone(phone: Mapping[str, Any]) -> dict[str, Any]:
    kind = str(phone.get("type") or "voice").lower()
    return {
        "number": str(phone.get("number") or "").strip(" \"'"),
        "type": PHONE_TYPES.get(kind, "voice"),
        "label": _plain(phone.get("description")) or "",
    }


def _schedules(schedules: Any) -> list[dict[str, Any]]:
    """HSDS rules with times cut to minutes; a rule without times keeps its words."""
    rules = []
    for schedule in schedules or []:
        rule = {
            key: schedule.get(key)
            for key in ("freq", "byday", "bymonthday", "wkst", "interval", "count")
            if schedule.get(key) not in (None, "")
        }
        for key in ("valid_from", "valid_to", "dtstart", "until"):
            if _day(schedule.get(key)):
                rule[key] = _day(schedule[key])
        for key in ("opens_at", "closes_at"):
            if schedule.get(key):
                rule[key] = str(schedule[key])[:5]
        rule["description"] = (
            _plain(schedule.get("description")) if not rule.get("opens_at") else ""
        )
        if rule.get("opens_at") and not rule.get("closes_at"):
            rule = {
                "description": _plain(schedule.get("description")) or f"From {rule['opens_at']}"
            }
        if rule.get("opens_at") or rule.get("description"):
            rules.append(rule)
    return rules


def _location(at: Mapping[str, Any], confidential: bool) -> dict[str, Any] | None:
    location = at.get("location") or {}
    addresses = location.get("addresses") or [{}]
    address = next((a for a in addresses if a.get("address_type") != "postal"), addresses[0])
    fields: dict[str, Any] = {
        "id": at.get("id"),
        "name": _plain(location.get("name")),
        "suburb": address.get("city"),
        "state": address.get("state_province"),
        "postcode": address.get("postal_code"),
        "schedules": _schedules(at.get("schedules") or location.get("schedules")),
        "phones": [_phone(phone) for phone in at.get("phones") or []],
        "accessibility": [
            _plain(a.get("description"))
            for a in location.get("accessibility") or []
            if a.get("description")
        ],
    }
    if not confidential:
        fields["address"] = _plain(address.get("address_1"))
        fields["latitude"], fields["longitude"] = (
            location.get("latitude"),
            location.get("longitude"),
        )
    return fields
