"""What a reader says of a value that is not as it should be."""

from __future__ import annotations

from collections.abc import Callable

Warn = Callable[[str, str], None]


class Bad(ValueError):
    """A value that cannot be used."""

    def __init__(self, code: str, mend: str) -> None:
        super().__init__(mend)
        self.code = code
        self.mend = mend
