"""000 in a text, for somebody whom it does not reach: overseas or in custody (rule S1-26).

Whole texts about danger now have one of their own for these; in all others the sentence that
names 000 gives way to one that says whom to turn to. It works on a text as it is written in a
language, so that no path and no translation can be forgotten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from fnmatch import fnmatchcase

NUMBER = "000"
_WHERE: ContextVar[str | None] = ContextVar("where", default=None)
#: Texts that are said in another way altogether; ``{}`` is "overseas" or "custody".
_OTHER_TEXTS = {
    "utter_safety_t4*": "utter_safety_{}_t4",
    "utter_after_t4": "utter_safety_{}_t4",
    "utter_staff_safety_t4*": "utter_staff_safety_{}_t4",
}
#: What takes the place of a sentence that names 000: for officers (first that fits), for customers.
_SENTENCES = {
    "utter_staff_*": "utter_step_{}",
    "utter_step_*": "utter_step_{}",
    "*": "utter_if_danger_{}",
}
_END = ".!?؟।۔。！？"
_SENTENCE = re.compile(
    rf"[^{_END}\s][^{_END}]*{NUMBER}[^{_END}]*[{_END}]?|{NUMBER}[^{_END}]*[{_END}]?"
)
#: Thai has no mark at the end: a sentence about danger begins with "if".
_THAI = re.compile(rf"(?:(?:ถ้า|หาก)(?:(?!ถ้า|หาก).)*?|โทร ?){NUMBER}(?: ?(?:ก่อน|และ\S+))?")


@contextmanager
def told_elsewhere(where: str | None) -> Iterator[None]:
    """Everything said inside is for somebody who is ``overseas`` or in ``custody``, or (None) here."""
    token = _WHERE.set(where)
    try:
        yield
    finally:
        _WHERE.reset(token)


def where() -> str | None:
    """``overseas`` or ``custody`` inside ``told_elsewhere``; None where 000 is right."""
    return _WHERE.get()


def other_text(name: str) -> str:
    """The text to say in place of response ``name``; ``name`` itself where 000 is right or not in it."""
    place = where()
    if place is None:
        return name
    return next(
        (own for pattern, own in _OTHER_TEXTS.items() if fnmatchcase(name, pattern)), name
    ).format(place)


def sentence_for(name: str, english: str) -> str | None:
    """The response whose words take the place of 000 in ``name``; None where nothing has to."""
    place = where()
    if place is None or NUMBER not in english or f"_{place}_" in name:
        return None  # Their own texts may say that 000 is not the way.
    return next(own for pattern, own in _SENTENCES.items() if fnmatchcase(name, pattern)).format(
        place
    )


def replaced(words: str, sentence: str, code: str) -> str:
    """``words`` (of language ``code``) with ``sentence`` where it named 000; said once."""
    pattern = _THAI if code == "th" else _SENTENCE
    said = iter([sentence])
    return " ".join(pattern.sub(lambda _: next(said, ""), words).split(" ")).strip()
