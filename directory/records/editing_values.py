"""Values of a service as the history of changes keeps them: as text, and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from directory import models as m


class BadChange(ValueError):
    """A change that cannot be made: which field, and what to do."""

    def __init__(self, field: str, code: str, mend: str) -> None:
        super().__init__(f"{field}: {mend}")
        self.field = field
        self.code = code
        self.mend = mend


class ChangeRow(Protocol):
    """The part of a row of ``dir_metadata`` that is read here."""

    field_name: str
    previous_value: str
    replacement_value: str


@dataclass(frozen=True)
class Restored:
    """A corrected value to write again; ``differs`` where the file has moved on."""

    value: Any
    differs: bool = False


def as_text(value: Any) -> str:
    """A value as the history keeps it; "" for nothing."""
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def from_text(name: str, said: str) -> Any:
    """The value of a service's column from its text in the history."""
    kind = m.Service.__table__.c[name].type
    if said == "":
        return None
    python = kind.python_type
    if python is bool:
        return json.loads(said)
    if python in (dict, list) or kind.__class__.__name__ == "JSON":
        return json.loads(said)
    if python is date:
        return date.fromisoformat(said)
    if python in (int, float):
        return python(said)
    return said


def restored(change: ChangeRow, row: Mapping[str, Any]) -> Restored | None:
    """What a correction does to a row that a file wrote anew; None for nothing."""
    now = as_text(row[change.field_name])
    if now == change.replacement_value:
        return None
    if now == change.previous_value:
        return Restored(from_text(change.field_name, change.replacement_value))
    return Restored(None, differs=True)
