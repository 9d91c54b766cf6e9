"""The five tiers in order. A tier changes speed and route only."""

from __future__ import annotations

TIERS = ("T0", "T1", "T2", "T3", "T4")

#: From here on a person takes over at once (brief, section 3.0).
SERIOUS = "T3"


def rank(tier: object) -> int:
    """0 for T0 up to 4 for T4; raises ``ValueError`` for anything else."""
    return TIERS.index(str(tier))


def highest(*tiers: object) -> str:
    """The highest of some tiers; None and unknown words count as T0."""
    known = [str(tier) for tier in tiers if str(tier) in TIERS]
    return max(known, key=rank, default="T0")


def is_serious(tier: object) -> bool:
    """Whether a tier is T3 or T4."""
    return rank(highest(tier)) >= rank(SERIOUS)
