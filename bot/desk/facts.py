"""What is known of a conversation, turn by turn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.desk.plain import storable_json

_EMPTY: tuple[Any, ...] = (None, [], {}, "")


def with_latest(known: Mapping[str, Any], told: Mapping[str, Any] | None) -> dict[str, Any]:
    """``known`` with what a turn tells laid over it; both by the slots' names, JSON values.

    A fact that the turn has emptied ("forget the lawyer") is kept as None, so that
    no older copy shows through it; one that was never known leaves no trace.
    """
    latest = dict(known)
    for name, value in storable_json(told or {}).items():
        if value not in _EMPTY:
            latest[name] = value
        elif name in latest:
            latest[name] = None
    return latest
