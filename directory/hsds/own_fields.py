"""Our own fields in HSDS: attributes of a taxonomy that every reader of HSDS can keep.

The specification has no place for warm transfer, certainty or a hidden address.
An export carries each as an ``attribute`` with a term of the taxonomy "Fields of
the triage directory"; an import puts them back into columns.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal
from zoneinfo import available_timezones

from directory.gazetteer.atlas import STATES
from directory.hsds.bad_values import Bad
from directory.hsds.rows import made_id
from directory.records.codes import ACCESS, CERTAINTIES, DELIVERY, GENDERS, PEOPLE, SITUATIONS

#: ``link_type`` of these attributes.
FIELD = "field"
TAXONOMY_ID = made_id("taxonomy", "fields")
TAXONOMY: dict[str, Any] = {
    "id": TAXONOMY_ID,
    "name": "Fields of the triage directory",
    "description": "What HSDS has no field for: transfer, certainty, review, who may see it",
    "uri": None,
    "version": "1",
}

Kind = Literal["text", "bool", "int", "number", "date", "json"]


@dataclass(frozen=True)
class OwnField:
    """One of our columns; ``usual`` is not written out."""

    name: str
    kind: Kind = "text"
    usual: Any = None
    choices: tuple[str, ...] = ()
    limit: int = 2_000
    #: For a list (or the names of an object): what may stand in it; empty is any text.
    codes: frozenset[str] = frozenset()

    @property
    def term_id(self) -> str:
        """Id of its term."""
        return made_id("term", FIELD, self.name)

    @property
    def term(self) -> dict[str, Any]:
        """Its term."""
        return {
            "id": self.term_id,
            "code": f"field:{self.name}",
            "name": self.name.replace("_", " ").capitalize(),
            "description": f"Field {self.name} of the triage directory",
            "parent_id": None,
            "taxonomy": TAXONOMY["name"],
            "language": "en",
            "term_uri": None,
            "taxonomy_id": TAXONOMY_ID,
        }

    def written(self, value: Any) -> str:
        """The value as an attribute holds it."""
        if self.kind == "json":
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        if self.kind == "bool":
            return "true" if value else "false"
        return value.isoformat() if isinstance(value, date) else str(value)

    def read(self, said: Any) -> Any:
        """The value of an attribute. Raises ``Bad``."""
        text = str(said).strip() if not isinstance(said, (dict, list, bool)) else said
        try:
            value = self._read(text)
        except Bad:
            raise
        except (ValueError, TypeError, RecursionError):
            mend = _WRITE["timezone" if self.name == "timezone" else self.kind]
            raise Bad("own_field_bad", f"{self.name}: {str(said)[:40]!r}: {mend}") from None
        if self.choices and value not in self.choices:
            raise Bad(f"{self.name}_unknown", f"write one of {', '.join(self.choices)}")
        return value

    def _read(self, said: Any) -> Any:
        if self.kind == "text":
            if isinstance(said, (dict, list)) or len(str(said)) > self.limit:
                raise ValueError(said)
            text = str(said)
            if self.name == "timezone" and text != "local" and text not in _zones():
                raise ValueError(text)
            return text or None
        if self.kind == "bool":
            if isinstance(said, bool):
                return said
            return {"true": True, "1": True, "yes": True, "false": False, "0": False,
                    "no": False}[said.lower()] if said.lower() in _TRUTHS else int("")  # fmt: skip
        if self.kind == "int":
            return int(said)
        if self.kind == "number":
            return float(said)
        if self.kind == "date":
            return date.fromisoformat(said)
        value = json.loads(said) if isinstance(said, str) else said
        expected = dict if self.name == "situations" else list
        if not isinstance(value, expected):
            raise ValueError(said)
        self._check_codes(value)
        return value

    def _check_codes(self, value: Any) -> None:
        """Search reads these without looking: a code that nobody knows would hide a service."""
        for code in value:
            if not isinstance(code, str):
                raise Bad("own_field_bad", f"{self.name}: {code!r}: write texts in the list")
            if self.codes and code not in self.codes:
                known = ", ".join(sorted(self.codes))
                raise Bad(f"{self.name}_unknown", f"{code[:30]!r}: write one of {known}")
        if isinstance(value, dict) and not all(
            type(rank) is int and 0 < rank < MOST_RANKS for rank in value.values()
        ):
            raise Bad("own_field_bad", f"{self.name}: write the place in the order, from 1")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Names of the IANA zones; looking for them walks through a folder of the system."""
    return frozenset(available_timezones())


#: Places in the order of crisis lines.
MOST_RANKS = 1_000
#: What to write where a value cannot be read.
_WRITE = {
    "text": "write a text of at most 2,000 characters",
    "bool": "write true or false",
    "int": "write a whole number",
    "number": "write a number",
    "date": "write 2026-11-21",
    "json": 'write a list such as ["one", "two"]',
    "timezone": "write a zone such as Australia/Sydney, or local",
}
_TRUTHS = {"true", "1", "yes", "false", "0", "no"}
_UNKNOWN = ("yes", "no", "unknown")


def _named(*fields: OwnField) -> dict[str, OwnField]:
    return {field.name: field for field in fields}


#: Table -> its fields. Those of a service without ``usual`` are always written.
OWN: dict[str, dict[str, OwnField]] = {
    "service": _named(
        OwnField("code", limit=80),
        OwnField("certainty", choices=CERTAINTIES, usual="-"),
        OwnField("source", usual="-"),
        OwnField("read_on", "date", usual="-"),
        OwnField("review_by", "date", usual="-"),
        OwnField("audience", usual="customer", choices=("customer", "staff")),
        OwnField("example", "bool", False),
        OwnField("crisis_capable", "bool", False),
        OwnField("situations", "json", {}, codes=SITUATIONS),
        OwnField("warm_transfer", usual="unknown", choices=_UNKNOWN),
        OwnField("warm_transfer_basis"),
        OwnField("warm_transfer_program"),
        OwnField("warm_transfer_scenario"),
        OwnField("who_can_call_on_behalf"),
        OwnField("contact_when_unsafe"),
        OwnField("text_languages", "json"),
        OwnField("idle_timeout_minutes", "int"),
        OwnField("free_from_mobile", "bool"),
        OwnField(
            "public_holiday_rule", usual="unknown", choices=("open", "closed", "unknown")
        ),
        OwnField("child_location_rule"),
        OwnField("genders", "json", [], codes=GENDERS),
        OwnField("only_for", "json", [], codes=PEOPLE),
        OwnField("not_for", "json", [], codes=PEOPLE),
        OwnField("delivery", "json", [], codes=DELIVERY),
        OwnField("states", "json", [], codes=frozenset(STATES)),
        OwnField("finder", "bool", False),
        OwnField("confidential_address", "bool", False),
        OwnField("region"),
        OwnField("timezone"),
        OwnField("words", "json", []),
        OwnField("shown_for", "json"),
        OwnField("emergency", "bool", False),
        OwnField("dated", "bool", True),
        OwnField("accessibility", "json", [], codes=ACCESS),
        OwnField("closed_from", "date"),
        OwnField("closed_until", "date"),
    ),
    "location": _named(
        OwnField("timezone"),
        OwnField("state", choices=tuple(STATES)),
        OwnField("grid_latitude", "number"),
        OwnField("grid_longitude", "number"),
    ),
    "phone": _named(OwnField("certainty", choices=CERTAINTIES), OwnField("shared", "bool", False)),
    "schedule": _named(
        OwnField("timezone"),
        OwnField("by_appointment", "bool", False),
        OwnField("certain", "bool", True),
    ),
}  # fmt: skip

BY_TERM = {field.term_id: field for fields in OWN.values() for field in fields.values()}


def attributes_of(table: str, row: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The attributes that carry our fields of a row, the usual ones left out."""
    for name, field in OWN.get(table, {}).items():
        value = row[name]
        if value is None or value == field.usual or (name == "code" and value == row["id"]):
            continue
        yield {
            "id": made_id(str(row["id"]), FIELD, name),
            "link_id": row["id"],
            "taxonomy_term_id": field.term_id,
            "link_type": FIELD,
            "link_entity": table,
            "value": field.written(value),
        }
