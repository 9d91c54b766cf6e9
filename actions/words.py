"""What is known of a person, in words of the domain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language import catalogue
from bot.language.lists import listed
from bot.language.table import UnknownLanguage, language
from bot.triage import Facts
from bot.triage.next_move import is_sensitive
from bot.triage.places import is_exact

__all__ = [
    "known_words",
    "language_words",
    "listed",
    "need_words",
    "people_words",
    "place_words",
    "shareable",
]

#: The figure in a sum as it is kept ("rent $450 a week"): the one part that needs no translation.
_FIGURE = re.compile(r"\$[\d,.]+\d")


def need_words(need: str) -> str:
    """A need in the words of the domain ("somewhere to stay")."""
    return catalogue.text(f"utter_need_{need}")


def place_words(place: str | None) -> str | None:
    """A place as people write it: "Footscray VIC" without the postcode."""
    if not place:
        return None
    return place.rsplit(" ", 1)[0] if is_exact(place) and place[-4:].isdigit() else place


def people_words(people: Sequence[str]) -> str:
    """Whom it is for ("you and your parent"), empty when nobody was named."""
    codes = [p for p in dict.fromkeys(people) if catalogue.has_text(f"utter_people_{p}")]
    if len(codes) > 1:
        # "Two of us, me and my mum": the two are named, and who is named is not alone.
        codes = [c for c in codes if c not in {"couple", "alone"}] or codes
        if "children" in codes:
            codes = [c for c in codes if c != "child"]
        codes.sort(key=lambda c: c != "self")
    return listed([catalogue.text(f"utter_people_{code}") for code in codes])


#: Languages that write the names of languages small.
_SMALL = frozenset({"es", "it", "vi", "el"})


def _in_a_sentence(code: str, endonym: str) -> str:
    return endonym[:1].lower() + endonym[1:] if code in _SMALL else endonym


def language_words(code: str | None) -> str:
    """A language by its English name, in other languages by its own; a code the table lacks itself."""
    try:
        row = language(str(code))
        return row.name if catalogue.spoken() == "en" else _in_a_sentence(row.code, row.endonym)
    except UnknownLanguage:
        return str(code)


def known_words(facts: Facts) -> list[str]:
    """What the person told, one phrase a fact; nothing about needs that others must not see."""
    parts: list[str] = []
    needs = [n for n in facts.needs if facts.safe_to_talk == "yes" or not is_sensitive(facts, n)]
    if needs:
        parts.append(_phrase("needs", listed([need_words(n) for n in needs])))
    if facts.place:
        parts.append(_phrase("place", place_words(facts.place) or ""))
    if people := people_words(facts.people):
        parts.append(_phrase("people", people))
    if facts.ages:
        parts.append(_phrase("ages", listed(list(facts.ages))))
    if figures := [figure for told in facts.amounts for figure in _FIGURE.findall(told)]:
        parts.append(_phrase("amounts", listed(figures)))
    if "language_named" in facts.signals:
        parts.append(_phrase("language", language_words(facts.language)))
    if facts.interpreter == "wanted":
        parts.append(_phrase("interpreter", ""))
    if facts.safe_to_talk == "yes":
        parts.append(_phrase("safe", ""))
    return parts


def _phrase(name: str, value: str) -> str:
    return catalogue.text(f"utter_known_{name}", value=value)


#: A fact that may be passed on -> the field it is stored as (S1-07: each by itself).
_SHAREABLE = {
    "place": "postcode",
    "contact": "phone",
    "needs": "needs",
    "people": "people",
    "language": "language",
}


def shareable(facts: Facts) -> dict[str, str]:
    """What is known that may be passed on: field -> words for it."""
    return {
        field: catalogue.text(f"utter_share_{name}")
        for name, field in _SHAREABLE.items()
        if getattr(facts, name)
    }
