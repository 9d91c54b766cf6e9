"""One service as it is written in a file.

A draft is the shape that every reader of our own records ends in; ``draft_checks``
makes it from plain fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.phones import PhoneNumber

Fields = Mapping[str, Any]

#: Fields of a record: True where it must be there.
FIELDS = {
    **dict.fromkeys(
        ("code", "name", "organization", "description", "source", "read_on", "review_by",
         "certainty", "needs"),
        True,
    ),
    **dict.fromkeys(
        ("alternate_name", "url", "email", "status", "alert", "situations", "crisis_capable",
         "warm_transfer", "phones", "schedules", "timezone", "public_holidays", "states",
         "delivery", "finder", "languages", "interpreter", "text_languages",
         "idle_timeout_minutes", "cost", "eligibility", "ages", "genders", "only_for", "not_for",
         "accessibility", "documents", "locations", "confidential", "region", "audience",
         "example", "apply", "wait", "contact_when_unsafe", "on_behalf", "free_from_mobile",
         "child_location_rule", "words", "id", "emergency", "shown_for", "evidence_on", "dated"),
        False,
    ),
}  # fmt: skip


@dataclass
class DraftPhone:
    """A number that was read and its label."""

    number: PhoneNumber
    type: str
    label: str
    certainty: str | None
    shared: bool


@dataclass
class DraftLocation:
    """A place of service. ``place`` gives coordinates where the file has none."""

    fields: Fields
    latitude: float | None
    longitude: float | None
    state: str
    timezone: str
    schedules: list[Fields]
    phones: list[DraftPhone]
    accessibility: list[str]


@dataclass
class Draft:
    """A service that can be loaded. ``fields`` are the record's own, checked."""

    fields: dict[str, Any]
    file: str
    line: int
    terms: list[str] = field(default_factory=list)
    phones: list[DraftPhone] = field(default_factory=list)
    schedules: list[Fields] = field(default_factory=list)
    locations: list[DraftLocation] = field(default_factory=list)

    @property
    def code(self) -> str:
        return str(self.fields["code"])


def warm_transfer_of(fields: Fields) -> dict[str, str | None]:
    """``yes``, ``{value: no, basis: ...}`` and YAML's own true and false, evened out."""
    raw = fields.get("warm_transfer", "unknown")
    parts = raw if isinstance(raw, dict) else {"value": raw}
    value = parts.get("value")
    if isinstance(value, bool):  # YAML reads a bare yes and no so
        value = "yes" if value else "no"
    return {
        "warm_transfer": str(value or "unknown"),
        "warm_transfer_basis": parts.get("basis"),
        "warm_transfer_program": parts.get("program"),
        "warm_transfer_scenario": parts.get("scenario"),
    }
