"""Going back one answer and starting again, without forgetting danger."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from bot.triage.facts import Facts

#: How many steps back are kept.
MAX_STEPS = 3

#: What no going back undoes: only a person may lower a tier or take back a hand-over.
_KEPT = (
    "audience",
    "indicators",
    "tier",
    "told",
    "warned",
    "lines_shown",
    "consent",
    "turn",
    "last_seen",
    "pending_clarification",
    "clarify_when_safe",
    "unacknowledged",
    "speech",
    "speech_chosen",
)
#: What starting again keeps besides.
_KEPT_AT_RESTART = (*_KEPT, "language", "interpreter", "accessibility")


def remember_for_undo(before: Facts, facts: Facts, *, more: bool = False) -> Facts:
    """``facts`` with ``before`` as the state to go back to, when an answer or a wish changed it.

    ``more``: further services were asked for, so that another list takes the place of the one shown.
    """
    same = facts.needs == before.needs and facts.place == before.place
    narrowed = bool(before.shown) and (more or facts.search_key != before.search_key)
    if facts.answered is None and same and not narrowed:
        return facts
    state = _state(before)
    return replace(facts, undo=(*facts.undo, state)[-MAX_STEPS:])


#: A signal that begins so names a language in which a safety text was read.
WHOM_TO_CALL = "000_in:"


def _state(facts: Facts) -> dict[str, Any]:
    state: dict[str, Any] = {}
    for item in fields(facts):
        value = getattr(facts, item.name)
        if item.name in {*_KEPT, "undo"} or value in (None, (), {}, False, 0):
            continue
        state[item.name] = list(value) if isinstance(value, tuple) else value
    return state


def gone_back(facts: Facts) -> Facts | None:
    """``facts`` as they were before the last answer, or None when there is nothing to go back to."""
    if not facts.undo:
        return None
    earlier = {k: tuple(v) if isinstance(v, list) else v for k, v in facts.undo[-1].items()}
    kept = {name: getattr(facts, name) for name in _KEPT}
    return Facts(**{**earlier, **kept, "undo": facts.undo[:-1]})


def started_again(facts: Facts) -> Facts:
    """Empty facts, but for danger, hand-over, language and access.

    That it is not safe to talk stays, too, until somebody says that it is: who reads along or
    stands beside does not go away with what was said.
    """
    beside = tuple(
        signal
        for signal in facts.signals
        if signal == "companion" or signal.startswith(WHOM_TO_CALL)
    )
    fresh = Facts(**{name: getattr(facts, name) for name in _KEPT_AT_RESTART}, signals=beside)
    return fresh if facts.safe_to_talk == "yes" else fresh.note(safe_to_talk=facts.safe_to_talk)
