"""Facts that rules read out of one message: exact values with offsets into the original text.

No model is involved: places come from the gazetteer, needs from the directory's
lexicon, languages from the languages table, the rest from words and patterns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from bot.language.names import find_language_names
from bot.nlu.facts.corrections import taken_back
from bot.nlu.facts.lexicon import access, find
from bot.nlu.facts.mention import Mention, straight
from bot.nlu.facts.people import ages, gender, people
from bot.nlu.facts.times import times
from directory import needs as directory_needs
from directory import places as directory_places

#: Facts are read from the beginning of a very long message only; danger is read from all of it.
MAX_CHARACTERS = 2_000

__all__ = ["Facts", "Mention", "extract"]


@dataclass(frozen=True)
class Facts:
    """What was found: ``mentions`` to use, ``rejected`` what a correction took back."""

    mentions: tuple[Mention, ...]
    rejected: tuple[Mention, ...]

    def values(self, entity: str) -> list[str]:
        """The values of one kind, in order."""
        return [mention.value for mention in self.mentions if mention.entity == entity]


def extract(text: str, today: date) -> Facts:
    """All facts of ``text``, in order of place. ``today`` is the person's date (for "the 12th").

    Safe for empty and odd text. About 1 ms.
    """
    text = text[:MAX_CHARACTERS]
    lowered = straight(text)
    found: list[Mention] = []
    for group in (
        _languages(text),
        _places(text, lowered),
        _needs(text),
        list(times(lowered, today)),
        list(people(lowered)),
        list(ages(lowered)),
        list(gender(lowered)),
        list(access(lowered)),
    ):
        found.extend(group)
    found.sort(key=lambda mention: (mention.start, mention.end, mention.entity))
    back = taken_back(lowered, found)
    return Facts(tuple(m for m in found if m not in back), tuple(back))


def _languages(text: str) -> list[Mention]:
    return [Mention("language", m.code, m.start, m.end, "table") for m in find_language_names(text)]


def _places(text: str, lowered: str) -> list[Mention]:
    found = []
    for mention in directory_places.find_in_text(text):
        found.append(
            Mention("place", _place_value(mention), mention.start, mention.end, "gazetteer")
        )
    if not found:
        near = next(iter(find("near_me", lowered)), None)
        if near:
            found.append(Mention("place", *near))
    return found


def _place_value(mention: directory_places.PlaceMention) -> str:
    """The canonical place, or the plain name where several places have it (somebody must ask).

    A slip of spelling counts as the name it is nearest to ("parramata").
    """
    written = mention.text.lower()
    names = sorted({place.name for place in mention.candidates})
    if mention.text.isdigit() and len(mention.candidates) > 1:
        return mention.text
    name = max(names, key=lambda n: SequenceMatcher(None, written, n.lower()).ratio())
    fitting = [place for place in mention.candidates if place.name == name]
    return fitting[0].id if len(fitting) == 1 else name


def _needs(text: str) -> list[Mention]:
    found = []
    for mention in directory_needs.find_in_text(text):
        found.append(Mention("need", mention.need, mention.start, mention.end, "lexicon"))
        if mention.sub_need:
            found.append(
                Mention("sub_need", mention.sub_need, mention.start, mention.end, "lexicon")
            )
    return found
