"""Text and JSON as a database can keep them."""

from __future__ import annotations

from typing import Any


def storable(text: str) -> str:
    """``text`` without what a database refuses: NUL goes, a lone surrogate becomes U+FFFD.

    PostgreSQL keeps no NUL in text and no database keeps half a surrogate
    pair; a person's message must not be lost over either.
    """
    text = text.replace("\x00", "")
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def storable_json(value: Any) -> Any:
    """A JSON value with every text in it made ``storable``; sets become sorted lists."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {storable(str(k)): storable_json(v) for k, v in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(storable_json(v) for v in value)
    if isinstance(value, (list, tuple)):
        return [storable_json(v) for v in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return storable(str(value))
