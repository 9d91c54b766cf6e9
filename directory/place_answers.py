"""Which of several places an answer leaves: "the Victorian one", "3072", "near Geelong".

Reads the answer with ``directory.places``; what needs no answer is in ``directory.choosing``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from directory.choosing import NEAR_KM, apart, states_said
from directory.gazetteer.atlas import Place, name_words
from directory.places import find_in_text, find_places

_POSTCODE = re.compile(r"(?<!\d)\d{4}(?!\d)")


def restrict(candidates: Sequence[Place], text: str) -> list[Place]:
    """The candidates that an answer leaves ("the Victorian one", "3072", "near Geelong").

    All of them when the answer says nothing about it; none when it names a
    state where no candidate lies, so that nothing of another state is taken.
    """
    left = list(candidates)
    codes = set(_POSTCODE.findall(text))
    if by_code := [p for p in left if p.postcode in codes]:
        left = by_code
    wanted, unwanted = states_said(text, answer=True)
    if wanted:
        left = [p for p in left if p.state in wanted]
    elif unwanted:
        left = [p for p in left if p.state not in unwanted] or left
    if len(left) > 1 and (by_name := _of_name(left, text)):
        left = by_name
    if len(left) > 1 and not wanted:
        left = _beside_other_place(left, text)
    return left


def _of_name(candidates: Sequence[Place], text: str) -> list[Place]:
    """Those whose name is said, the longest of the names that are ("Preston West")."""
    said = f" {' '.join(name_words(text))} "
    names = {p.id: " ".join(name_words(p.name)) for p in candidates}
    held = [p for p in candidates if f" {names[p.id]} " in said]
    longest = max((len(names[p.id]) for p in held), default=0)
    return [p for p in held if len(names[p.id]) == longest]


def _beside_other_place(candidates: list[Place], text: str) -> list[Place]:
    """Those near a bigger place that is named too ("Richmond, the one near Hobart")."""
    own = {p.name for p in candidates}
    mentions = [m.candidates for m in find_in_text(text)]
    if not mentions and len(text.split()) <= 4:
        mentions = [tuple(find_places(text))]
    for others in mentions:
        beside = [o for o in others if o.name not in own and not o.is_state]
        close = [
            p
            for p in candidates
            if any(o.state == p.state and apart(p, o) <= NEAR_KM for o in beside)
        ]
        if close:
            return close
    return candidates
