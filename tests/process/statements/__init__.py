"""What a machine can decide of the statements in ``dialogues.yml``: each rule reads one kind of sentence.

A statement that no rule reads stays prose for a person to judge; a rule never
holds less than its sentence says. What was said is recognised by the names of
the responses in ``domain.yml``, what is remembered is read from the desk.
"""

from __future__ import annotations

# Each of these adds its forms when it is read.
from tests.process.statements import cards, danger, facts, questions
from tests.process.statements.forms import FORMS
from tests.process.statements.played import Played

__all__ = ["Played", "cards", "danger", "decide", "facts", "is_decidable", "questions"]


def decide(played: Played, statement: str) -> bool | None:
    """Whether a statement holds; None where only a person can tell."""
    for pattern, function in FORMS:
        found = pattern.fullmatch(statement)
        if found:
            return function(played, found)
    return None


def is_decidable(statement: str) -> bool:
    """Whether a rule reads the statement."""
    return any(pattern.fullmatch(statement) for pattern, _ in FORMS)
