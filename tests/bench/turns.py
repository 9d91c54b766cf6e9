"""What the benchmark says: the same turns for both sides, ten to a conversation."""

from __future__ import annotations

#: Every line leads to understanding, screening and, in ours, a directory search or a question.
SCRIPTS: tuple[tuple[str, ...], ...] = (
    (
        "hello",
        "yes its safe to talk",
        "we haven't eaten since yesterday",
        "Footscray",
        "just me and my two kids",
        "is anything open now",
        "why do you need to know that",
        "no, Fitzroy not Footscray",
        "i also need help with a power bill",
        "thanks",
    ),
    (
        "hi there",
        "yes",
        "got kicked out of my unit and need a bed",
        "Dandenong",
        "i'm by myself",
        "do you have anything closer",
        "my wife needs a lawyer for the visa too",
        "in Sunshine",
        "somewhere that speaks Vietnamese",
        "ok thank you",
    ),
    (
        "I need a financial counsellor",
        "near 3011",
        "rather not say",
        "what about Monday",
        "and rent assistance in Fitzroy",
        "yes",
        "transport to my medical appointment in Sunshine",
        "i use a wheelchair",
        "anything else",
        "bye",
    ),
)


def conversation(number: int, turns: int = 10) -> list[str]:
    """The lines of conversation ``number``, repeated in turn until there are ``turns``."""
    script = SCRIPTS[number % len(SCRIPTS)]
    return [script[i % len(script)] for i in range(turns)]
