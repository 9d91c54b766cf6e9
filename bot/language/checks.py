"""What a translation must keep: placeholders, numbers, addresses; and what must not be typed into it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from bot.language.po import Translation

_PLACEHOLDER = re.compile(r"\{\w+\}")
_ADDRESS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_DIGITS = re.compile(r"[0-9]+")
#: Characters that turn text round: the program sets them, a translator never.
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def figures(text: str) -> Counter[str]:
    """Placeholders, web addresses and numbers of a text, each as often as it is there."""
    addresses = _ADDRESS.findall(text)
    rest = _ADDRESS.sub(" ", text)
    placeholders = _PLACEHOLDER.findall(rest)
    return Counter([*addresses, *placeholders, *_DIGITS.findall(_PLACEHOLDER.sub(" ", rest))])


def same_figures(english: str, translated: str) -> bool:
    """Whether both have the same placeholders, numbers and addresses."""
    return figures(english) == figures(translated)


def problems(translation: Translation) -> list[str]:
    """What is wrong with one translation, each as a short sentence; empty when nothing is."""
    found: list[str] = []
    for form, words in translation.forms.items():
        english = translation.english if form == "one" else translation.plural
        english = english or translation.english
        found += [f"{form}: {problem}" for problem in _in_form(form, english, words)]
    return found


def _in_form(form: str, english: str, words: str) -> list[str]:
    found = []
    wanted, has = figures(english), figures(words)
    if form != "other":
        # "One more": a form of its own may say the count in words.
        wanted.pop("{count}", None)
        has.pop("{count}", None)
    if missing := wanted - has:
        found.append(f"lacks {sorted(missing)}")
    if added := has - wanted:
        found.append(f"adds {sorted(added)}")
    if any(unicodedata.category(c) == "Nd" and not c.isascii() for c in words):
        found.append("writes digits that can't be dialled: use 0 to 9")
    if _DIRECTION_MARKS.search(words):
        found.append("has marks of direction: the program sets them")
    if words != words.strip():
        found.append("begins or ends with a space")
    return found
