"""Cards as people see them: why a service is shown, in the words of the domain."""

from __future__ import annotations

from typing import Any

from bot.language import catalogue
from directory.search import Card


def as_shown(card: Card) -> dict[str, Any]:
    """A card's dict; its reason is said by ``utter_why_<code>``, not by the directory's own English."""
    shown = card.as_dict()
    if card.reasons:
        parts = [catalogue.text(f"utter_why_{code}", **values) for code, values in card.reasons]
        shown["why"] = ", ".join(parts) + catalogue.text("utter_why_end")
    return shown
