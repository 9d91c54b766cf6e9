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

    #: Set where an address says that it must not be shown.
    hides: bool
    #: Set where a text names a line for staff alone.
    staff_lines: bool

    @property
    def nested(self) -> bool:
        """Whether the row stands inside a record, not in a table of its own."""

    @property
    def file(self) -> str:
        """The name of the file."""

    #: Points of the places read last, for the addresses that come behind them.
    points: dict[str, tuple[float, float]]

    @property
    def mapped(self) -> bool:
        """Whether the row was made of a sheet, whose mapping says of a suburb that there is none."""

    @property
    def ours(self) -> bool:
        """Whether the row comes from an export of ours: what was unsure about it was settled."""

    def said(self, name: str) -> Any:
        """What the file says in a field, as it stands there."""

    def error(self, name: str, code: str, mend: str) -> None:
        """Note a field that cannot be used."""

    def warn(self, name: str, code: str, mend: str) -> None:
        """Note a field that was mended or left out."""
