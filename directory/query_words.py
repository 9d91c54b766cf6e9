"""What the words of a question mean: the need, the place, and what is left to look for."""

from __future__ import annotations

from dataclasses import replace

from directory.gazetteer.atlas import Place
from directory.needs import find_in_text, sub_need
from directory.places import place_at
from directory.query import Query
from directory.text_index import words_of


def settled(query: Query) -> Query:
    """A sub-need brings its need; words that mean a need are taken for it; a position is a place."""
    need, sub, place = query.need, query.sub_need, query.place
    if sub and not need:
        known = sub_need(sub)
        need = known.need if known else None
    if not need and query.text:
        mentions = find_in_text(query.text)
        if mentions:
            # The first that says exactly what; "no money for the rent" is about the rent.
            said = next((mention for mention in mentions if mention.sub_need), mentions[0])
            need, sub = said.need, said.sub_need
    if place is None and query.near is not None:
        place = place_at(*query.near)
    return replace(query, need=need, sub_need=sub, place=place)


def without_place(text: str, place: Place | None) -> str:
    """The text without the name of the place, which is no word of what is wanted.

    Where nothing else is said the name stays: somebody may look for a service called so.
    """
    if place is None or not text:
        return text
    gone = {word.lower() for word in place.name.split()} | {place.postcode, place.state.lower()}
    kept = [word for word in text.split() if word.strip(",.;:!?()").lower() not in gone]
    return " ".join(kept) if words_of(" ".join(kept)) else text
