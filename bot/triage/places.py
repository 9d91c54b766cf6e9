"""What to do with the places a person names; knowing the map is the directory's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.triage.facts import Facts
from bot.triage.place_names import choose, is_exact, postcode_of, state_of

__all__ = ["choose", "is_exact", "settle", "state_of", "with_places"]


def with_places(facts: Facts, found: Sequence[str]) -> Facts:
    """``facts`` after the map was asked for the place named.

    One hit settles it, several become candidates to choose from, none counts
    as a miss (after two the search goes on without a place).
    """
    postcodes = {postcode_of(place) for place in found}
    if len(found) == 1 or (len(postcodes) == 1 and None not in postcodes):
        # A postcode of three suburbs is near enough to search from.
        return facts.note(place=found[0], place_candidates=(), place_misses=0, near_me=False)
    if found:
        return facts.note(place=None, place_candidates=tuple(found))
    return facts.note(place=None, place_candidates=(), place_misses=facts.place_misses + 1)


def settle(facts: Facts, words: str) -> Facts:
    """``facts`` with the candidate that ``words`` choose, if they choose one."""
    chosen = choose(facts.place_candidates, words) if facts.place_candidates and words else None
    if chosen is None:
        return facts
    return replace(facts.note(place=chosen), place_candidates=(), skips=0, pending=None)
