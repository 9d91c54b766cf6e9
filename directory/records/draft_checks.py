"""A record as it is written in a file, checked field by field.

Plain fields become a ``Draft`` and a list of problems; nothing is raised for
what somebody wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import available_timezones

from directory.gazetteer.atlas import STATES, Place
from directory.needs import NEEDS, sub_need
from directory.phones import BadPhone, PhoneNumber
from directory.places import find_places
from directory.problems import Level, Problem
from directory.records.codes import (
    ACCESS,
    CERTAINTIES,
    DELIVERY,
    GENDERS,
    HOLIDAY_RULES,
    PEOPLE,
    PHONE_TYPES,
    SITUATIONS,
    STATUSES,
)
from directory.records.drafts import FIELDS, Draft, DraftLocation, DraftPhone, Fields
from directory.records.staff_lines import CODE, names_staff_line

_DAY = re.compile(r"^(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)$")
_CLOCK = re.compile(r"^(?:[01]\d|2[0-3]):[0-5]\d$")
#: Fields that may name a line for staff alone (rule S4-03).
_NAMING = ("name", "alternate_name", "organization", "description", "phones", "words", "alert")
_LANGUAGE = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z]{2,8})*$")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """All IANA names; asking for them reads a hundred files, so once is enough."""
    return frozenset(available_timezones())


class Checker:
    """Checks the fields of one record and collects what is wrong."""

    def __init__(self, fields: Fields, file: str, line_of: Callable[[str], int]) -> None:
        self.fields = fields
        self.file = file
        self.line_of = line_of
        self.problems: list[Problem] = []

    def problem(self, field_name: str, code: str, mend: str, level: Level = "error") -> None:
        """Note a problem with one field of this record."""
        line = self.line_of(field_name.partition("[")[0].partition(".")[0])
        self.problems.append(Problem(self.file, line, field_name, code, mend, level))

    def draft(self) -> Draft | None:
        """The checked record, or None when it has an error."""
        draft = Draft(dict(self.fields), self.file, self.line_of(""))
        self._names()
        if not isinstance(self.fields.get("code"), str):
            return None
        draft.terms = self._terms()
        self._choices()
        self._dates()
        self._people()
        draft.phones = self._phones(self.fields.get("phones"), "phones")
        draft.schedules = self._schedules(self.fields.get("schedules"), "schedules")
        draft.locations = self._locations()
        self._rules(draft)
        return None if any(p.level == "error" for p in self.problems) else draft

    # --- groups of fields ---

    def _names(self) -> None:
        for name in self.fields:
            if name not in FIELDS:
                self.problem(name, "field_unknown", f"take {name!r} out or correct its spelling")
        for name, required in FIELDS.items():
            if required and self.fields.get(name) in (None, "", []):
                self.problem(name, "field_missing", f"write {name}")

    def _terms(self) -> list[str]:
        terms: list[str] = []
        needs = self.fields.get("needs") or []
        if not isinstance(needs, list):
            self.problem("needs", "not_a_list", "write needs as a list")
            return terms
        for number, code in enumerate(needs):
            sub = sub_need(str(code))
            if sub:
                terms += [sub.code, sub.need]
            elif code in NEEDS:
                terms.append(str(code))
            else:
                self.problem(
                    f"needs[{number}]", "need_unknown", f"{code!r} is no code of needs.yml"
                )
        return list(dict.fromkeys(terms))

    def _choices(self) -> None:
        one_of = {
            "status": STATUSES,
            "certainty": CERTAINTIES,
            "audience": {"customer", "staff"},
            "public_holidays": HOLIDAY_RULES,
        }
        for name, allowed in one_of.items():
            value = self.fields.get(name)
            if value is not None and value not in allowed:
                self.problem(name, f"{name}_unknown", f"write one of {', '.join(sorted(allowed))}")
        lists: dict[str, frozenset[str]] = {
            "states": frozenset(STATES),
            "genders": GENDERS,
            "delivery": DELIVERY,
            "only_for": PEOPLE,
            "not_for": PEOPLE,
        }
        for name, known in lists.items():
            for value in self._list(name):
                if value not in known:
                    self.problem(
                        name, f"{name}_unknown", f"{value!r}: write {', '.join(sorted(known))}"
                    )
        special = PEOPLE | SITUATIONS | GENDERS | ACCESS
        for code in self._list("shown_for"):
            if code not in special and code not in NEEDS and not sub_need(str(code)):
                self.problem("shown_for", "shown_for_unknown", f"{code!r} is no code of ours")
        for code in self.fields.get("situations") or {}:
            if code not in SITUATIONS:
                self.problem("situations", "situation_unknown", f"{code!r} is no risk domain")
        for name in ("languages", "text_languages"):
            for code in self._list(name):
                if not _LANGUAGE.match(str(code)):
                    self.problem(
                        name, "language_unknown", f"{code!r}: write a code such as vi or zh-Hans"
                    )
        zone = self.fields.get("timezone")
        if zone and zone != "local" and zone not in _zones():
            self.problem("timezone", "timezone_unknown", "write an IANA name or local")
        url = self.fields.get("url")
        if url and not re.match(r"^https?://[^\s/]+\.[^\s]+$", str(url)):
            self.problem("url", "url_bad", "write the whole address, with https://")

    def _list(self, name: str) -> list[Any]:
        value = self.fields.get(name) or []
        if isinstance(value, list):
            return value
        self.problem(name, "not_a_list", f"write {name} as a list")
        return []

    def _dates(self) -> None:
        for name in ("read_on", "review_by", "evidence_on"):
            value = self.fields.get(name)
            if value is not None and not isinstance(value, date):
                quoted = " without quotes" if isinstance(value, str) and "-" in value else ""
                self.problem(name, "date_bad", f"write the date as 2026-11-21{quoted}")
        read_on, review_by = self.fields.get("read_on"), self.fields.get("review_by")
        if isinstance(read_on, date) and isinstance(review_by, date) and review_by < read_on:
            self.problem("review_by", "date_order", "a review cannot be due before the check")
        evidence = self.fields.get("evidence_on")
        if isinstance(evidence, date) and isinstance(read_on, date) and evidence > read_on:
            self.problem("evidence_on", "date_order", "what was read cannot be newer than the day")

    def _people(self) -> None:
        ages = self.fields.get("ages")
        if ages is None:
            return
        good = isinstance(ages, list) and len(ages) == 2
        if not good or any(a is not None and not isinstance(a, int | float) for a in ages):
            self.problem("ages", "age_bad", "write [least, most] in years, null for no limit")
        elif None not in ages and ages[0] > ages[1]:
            self.problem("ages", "age_order", "the least age is above the most")

    def _phones(self, phones: Any, name: str) -> list[DraftPhone]:
        read: list[DraftPhone] = []
        for number, phone in enumerate(phones or []):
            where = f"{name}[{number}]"
            try:
                parsed = PhoneNumber(str(phone.get("number") or ""))
            except BadPhone as bad:
                self.problem(where, bad.fault.value, bad.mend)
                continue
            kind = phone.get("type") or "voice"
            if kind not in PHONE_TYPES:
                self.problem(where, "phone_type", f"write one of {', '.join(sorted(PHONE_TYPES))}")
            if any(other.number == parsed and other.type == kind for other in read):
                self.problem(where, "phone_duplicate", f"{parsed} is there twice: take one out")
            if self.fields.get("example") and not parsed.is_fictitious:
                self.problem(
                    where,
                    "phone_not_fictitious",
                    "made-up services use numbers set aside for fiction",
                )
            read.append(
                DraftPhone(
                    parsed,
                    kind,
                    str(phone.get("label") or ""),
                    phone.get("certainty"),
                    bool(phone.get("shared")),
                )
            )
        return read

    def _schedules(self, schedules: Any, name: str) -> list[Fields]:
        read: list[Fields] = []
        if schedules == "always":
            return [{"opens_at": "00:00", "closes_at": "00:00"}]
        for number, rule in enumerate(schedules or []):
            where = f"{name}[{number}]"
            for key in ("opens_at", "closes_at"):
                if rule.get(key) and not _CLOCK.match(str(rule[key])):
                    self.problem(where, "schedule_time", f"{key}: write 09:00, in quotes")
            if bool(rule.get("opens_at")) != bool(rule.get("closes_at")):
                self.problem(
                    where, "schedule_half", "write both opens_at and closes_at, or neither"
                )
            if not rule.get("opens_at") and not (
                rule.get("by_appointment") or rule.get("description")
            ):
                self.problem(where, "schedule_empty", "say when, or take the rule out")
            for day in str(rule.get("byday") or "").replace(" ", "").split(","):
                if day and not _DAY.match(day):
                    self.problem(where, "schedule_day", f"{day!r}: write MO, TU ... or 1TU")
            if rule.get("freq") not in (None, "WEEKLY", "MONTHLY"):
                self.problem(where, "schedule_freq", "write WEEKLY or MONTHLY")
            read.append(rule)
        return read

    def _locations(self) -> list[DraftLocation]:
        read = []
        for number, location in enumerate(self.fields.get("locations") or []):
            where = f"locations[{number}]"
            spot = self._spot(location, where)
            read.append(
                DraftLocation(
                    location,
                    spot[0],
                    spot[1],
                    spot[2],
                    spot[3],
                    self._schedules(location.get("schedules"), f"{where}.schedules"),
                    self._phones(location.get("phones"), f"{where}.phones"),
                    list(location.get("accessibility") or []),
                )
            )
        return read

    def _spot(self, location: Fields, where: str) -> tuple[float | None, float | None, str, str]:
        """Coordinates, state and zone of a location, from its own numbers or its suburb."""
        wanted = " ".join(
            str(location.get(key) or "") for key in ("suburb", "state", "postcode")
        ).strip()
        found = [p for p in find_places(wanted) if not p.is_state] if wanted else []
        place: Place | None = found[0] if found else None
        latitude, longitude = location.get("latitude"), location.get("longitude")
        if latitude is not None and longitude is not None:
            if not (-55 < latitude < -9 and 72 < longitude < 168):
                self.problem(
                    where, "coordinates_outside", "not in Australia: left off the map", "warning"
                )
                latitude = longitude = None
        elif place:
            latitude, longitude = place.latitude, place.longitude
        if place is None:
            self.problem(
                where, "place_unknown", f"{wanted!r} is no place we know: it has no time zone",
                "warning" if self.fields.get("timezone") else "error",
            )  # fmt: skip
            return latitude, longitude, str(location.get("state") or ""), ""
        return latitude, longitude, place.state, place.timezone

    def _rules(self, draft: Draft) -> None:
        """What must hold between fields."""
        fields = self.fields
        if fields.get("confidential"):
            if any(
                place.get("address") or place.get("latitude")
                for place in fields.get("locations") or []
            ):
                self.problem(
                    "confidential",
                    "confidential_with_address",
                    "take the address out: it must not be stored",
                )
            if not fields.get("region"):
                self.problem("region", "field_missing", "write the region that may be shown")
        active = (fields.get("status") or "active") == "active"
        if fields.get("crisis_capable") and not draft.phones and active:
            self.problem(
                "crisis_capable", "crisis_without_phone", "a crisis service needs a number"
            )
        if fields.get("example") and not str(fields.get("name", "")).startswith("Example: "):
            self.problem("name", "example_name", 'made-up services are called "Example: ..."')
        if any(phone.number.digits == "131202" for phone in draft.phones):
            said = f"{fields.get('name')} {fields.get('description')}".lower()
            if "interpret" in said and "not an interpret" not in said:
                self.problem(
                    "description", "not_an_interpreter", "131 202 is no interpreter service"
                )
        if fields.get("audience") != "staff" and names_staff_line(
            *(fields.get(name) for name in _NAMING)
        ):
            self.problem("audience", CODE, "Interpreter Connect is for staff: audience: staff")
