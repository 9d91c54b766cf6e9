"""Writing to the terminal: results on stdout, what went wrong and progress on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from directory.problems import Problem


def say(text: str) -> None:
    """A line of the answer."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """The whole answer for a script; dates and the like are written as text."""
    say(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def complain(text: str) -> None:
    """A line about what is wrong; never part of the answer."""
    sys.stderr.write(f"{text}\n")


def problems_as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems for a script, in the order of the file."""
    return [dict(vars(problem)) for problem in problems]


def progress(text: str) -> None:
    """One line that is written over, where somebody watches; nothing in a log file."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}")
        sys.stderr.flush()


def progress_done() -> None:
    """Clear the line of ``progress``."""
    progress("")
