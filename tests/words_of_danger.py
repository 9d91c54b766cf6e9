"""A stand-in for the screening: it notices a few words and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from bot.risk import Indicator, Tier


def noticed(
    text: str, words: Mapping[str, Tier], domain: str = "suicide_self_harm"
) -> Indicator | None:
    """The sign that the first of these words gives; None where the text has none of them."""
    for word, tier in words.items():
        at = text.lower().find(word)
        if at >= 0:
            return Indicator(
                code=word.replace(" ", "_"),
                domain=domain,
                tier=tier,
                subject="self",
                time="now",
                evidence=text[at : at + len(word)],
                start=at,
                end=at + len(word),
                source="pattern",
            )
    return None
