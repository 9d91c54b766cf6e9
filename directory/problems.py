"""What is wrong with a file that somebody wants to load: data, not prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Problem:
    """One thing to mend: where it stands, its code, and what to do."""

    file: str
    line: int
    field: str
    code: str
    mend: str
    level: Level = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.level}: {self.field}: {self.mend} [{self.code}]"


class BadRecords(ValueError):
    """Records cannot be loaded; nothing was written. Carries every problem found."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        errors = [problem for problem in problems if problem.level == "error"]
        super().__init__(f"{len(errors)} errors: " + "; ".join(map(str, errors[:5])))
        self.problems = tuple(problems)


class NotThere(LookupError):
    """A record that was named is not in the directory."""
