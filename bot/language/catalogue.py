"""The program's words for people, by response name and language.

English lives in ``domain.yml`` (the ``utter_...`` responses), so that content
designers change every word in one place and Rasa, the gateway and the desk
say the same thing.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]


class UnknownText(KeyError):
    """A response name that ``domain.yml`` doesn't have."""


@lru_cache(maxsize=1)
def _responses(path: Path = ROOT / "domain.yml") -> dict[str, list[dict[str, Any]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe loader
    responses: dict[str, list[dict[str, Any]]] = document.get("responses", {})
    return responses


def has_text(name: str) -> bool:
    """Whether a response of this name exists."""
    return name in _responses()


def text(name: str, **values: object) -> str:
    """The first English variation of response ``name``, ``{placeholders}`` filled from ``values``.

    Raises ``UnknownText``. A placeholder without a value stays as written.
    """
    try:
        variation = _responses()[name][0]
    except (KeyError, IndexError):
        raise UnknownText(name) from None
    words = str(variation.get("text") or "")
    for key, value in values.items():
        words = words.replace("{" + key + "}", str(value))
    return words


def buttons(name: str) -> list[dict[str, str]]:
    """The buttons of response ``name``: ``[{"title", "payload"}]``, empty where it has none."""
    try:
        variation = _responses()[name][0]
    except (KeyError, IndexError):
        raise UnknownText(name) from None
    return [
        {"title": str(b["title"]), "payload": str(b["payload"])}
        for b in variation.get("buttons") or []
    ]
