"""What the benchmark says: the same turns for both sides, ten to a conversation.

People don't say the same sentences: the longer lines differ from conversation to
conversation (place, number, thing, way of putting it), so that neither side lives
off sentences it has just seen. Short ones ("yes", "hello") repeat, as in life.
"""

from __future__ import annotations

import re

#: Every line leads to understanding, screening and, in ours, a directory search or a question.
SCRIPTS: tuple[tuple[str, ...], ...] = (
    (
        "hello",
        "yes its safe to talk",
        "{we} haven't eaten since {day}",
        "{place}",
        "just me and my {n} kids",
        "is anything open {when}",
        "why do you need to know that",
        "no, {place} not {place}",
        "i also need help with a {bill} bill",
        "thanks",
    ),
    (
        "hi there",
        "yes",
        "got kicked out of {home} {day} and need a bed",
        "{place}",
        "i'm by myself",
        "do you have anything closer to {place}",
        "my {kin} needs a lawyer for the {matter} too",
        "in {place}",
        "somewhere that speaks {language}",
        "ok thank you",
    ),
    (
        "I need a financial counsellor for my {bill} debt",
        "near {place}",
        "rather not say",
        "what about {day}",
        "and rent assistance in {place}",
        "yes",
        "transport to my {matter} appointment in {place}",
        "i use a wheelchair",
        "anything else {when}",
        "bye",
    ),
)

#: What differs. Lengths share no factor, so combinations come back late.
WORDS: dict[str, tuple[str, ...]] = {
    "we": ("we", "the kids and i", "my mum and me", "i", "me and my partner"),
    "day": ("yesterday", "Monday", "the weekend", "last night", "Friday", "Tuesday", "Wednesday"),
    "place": (
        *("Footscray", "Dandenong", "Sunshine", "Fitzroy", "Cabramatta", "Parramatta", "Logan"),
        *("Ipswich", "Elizabeth", "Geelong", "Blacktown", "Liverpool", "Broadmeadows"),
    ),
    "n": ("two", "three", "4", "five", "1", "little", "teenage", "grown up", "young", "school age"),
    "when": ("now", "tomorrow", "on Saturday", "tonight", "this arvo", "early", "after five"),
    "bill": ("power", "gas", "water", "phone", "car rego", "hospital", "school", "internet"),
    "home": ("my unit", "our flat", "the share house", "my room", "the caravan", "dads place"),
    "kin": ("wife", "brother", "sister", "son", "daughter", "neighbour", "mother", "cousin"),
    "matter": ("visa", "medical", "court", "parking fine", "custody", "dental", "Centrelink"),
    "language": ("Vietnamese", "Arabic", "Greek", "Tamil", "Somali", "Hindi", "Dari", "Korean"),
}


def conversation(number: int, turns: int = 10) -> list[str]:
    """The lines of conversation ``number``, ``turns`` of them; scripts repeat with other words."""
    script = SCRIPTS[number % len(SCRIPTS)]
    return [
        _filled(script[i % len(script)], number * 31 + i // len(script) * 7 + i)
        for i in range(turns)
    ]


def _filled(line: str, number: int) -> str:
    taken = 0

    def word(slot: re.Match[str]) -> str:
        nonlocal taken
        taken += 1
        words = WORDS[slot.group(1)]
        return words[(number + taken * 5) % len(words)]

    return re.sub(r"\{(\w+)\}", word, line)
