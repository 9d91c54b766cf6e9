"""Times, people, ages and wishes in the twenty other languages, by their everyday words.

English is read by its own rules; what they found stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from bot.language import everyday
from bot.language.numbers import ages
from bot.nlu.facts.mention import Mention

#: Cue of the everyday words -> the entity and value it states.
_CUES = (
    ("free", "cost", "free"),
    ("women", "gender", "woman"),
    ("men", "gender", "man"),
)
#: These words are about who may serve or interpret, not about whom the help is for.
_PART_OF = (("alone", ("partner", "couple", "family", "children", "child", "baby")),)


def other_languages(
    text: str, today: date, conversation: str, known: Sequence[Mention]
) -> Iterator[Mention]:
    """Facts that words of another language state, each value once, beside the ``known`` ones.

    ``conversation`` is the language spoken so far (for "mañana" alone); ``today``
    dates "the day after tomorrow". A time is when help is wanted, as in English.
    """
    said = {(mention.entity, mention.value) for mention in known}
    for mention in (*_times(text, today, conversation), *_people(text, conversation), *_rest(text, conversation)):  # fmt: skip
        if (mention.entity, mention.value) not in said:
            said.add((mention.entity, mention.value))
            yield mention
    if not any(mention.entity == "place" for mention in known):
        for found in everyday.find("says.near_me", text, conversation)[:1]:
            yield Mention("place", "near_me", found.start, found.end)


def _times(text: str, today: date, conversation: str) -> Iterator[Mention]:
    which = everyday.find("nth", text, conversation)
    for found in everyday.find("times", text, conversation):
        if any(one.start < found.start and found.end <= one.end for one in which):
            continue  # "chỗ thứ hai" is the second place; "thứ hai" alone is Monday.
        value = found.value
        if value == "after_tomorrow":
            value = (today + timedelta(days=2)).isoformat()
        yield Mention("time", value, found.start, found.end)


def _people(text: str, conversation: str) -> Iterator[Mention]:
    found = everyday.find("people", text, conversation)
    values = {one.value for one in found}
    for one in found:
        overruled = any(one.value == a and values.intersection(b) for a, b in _PART_OF)
        if not overruled:
            yield Mention("people", one.value, one.start, one.end)


def _rest(text: str, conversation: str) -> Iterator[Mention]:
    for age in ages(text, conversation):
        yield Mention("age", str(age.value), age.start, age.end)
    for cue, entity, value in _CUES:
        for found in everyday.find(f"says.{cue}", text, conversation)[:1]:
            yield Mention(entity, value, found.start, found.end)
