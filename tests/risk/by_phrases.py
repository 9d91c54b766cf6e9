"""What reviewed phrases make of a text, without the classifier."""

from __future__ import annotations

from bot.risk import meaning
from bot.risk.assessment import Tier
from bot.risk.compiled import rules


def highest(text: str) -> Tier:
    """The tier phrases alone give a text."""
    loaded = rules()
    reading = loaded.reader.read(text)
    found = meaning.find(loaded, reading.words)
    return max((meaning.weigh(m, found, reading).tier for m in found.matches), default=Tier.T0)
