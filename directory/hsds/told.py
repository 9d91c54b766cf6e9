"""What a check of one row is handed besides its values: where to say what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any, Protocol

Values = dict[str, Any]


class Told(Protocol):
    """Where a row's problems go, and what the whole file has told."""

    today: date
    #: Area code for numbers of eight digits, where the file leaves it out.
    area_code: str

    @property
    def file(self) -> str:
        """The name of the file."""

    @property
    def ours(self) -> bool:
        """Whether the row comes from an export of ours: what was unsure about it was settled."""

    def said(self, name: str) -> Any:
        """What the file says in a field, as it stands there."""

    def error(self, name: str, code: str, mend: str) -> None:
        """Note a field that cannot be used."""

    def warn(self, name: str, code: str, mend: str) -> None:
        """Note a field that was mended or left out."""
