"""What became of a clarifying question: meant, denied, or still open."""

from __future__ import annotations

import re
from typing import Literal

from bot.triage.answers import yes_or_no
from bot.triage.understood import Understood

Verdict = Literal["confirmed", "denied", "unclear"]

_DENIED = re.compile(
    r"\b(?:jok(?:e|ing|ed)|kidding|jk|figure of speech|didn'?t mean (?:it|that|anything)|did not mean|"
    r"just (?:an expression|a saying|venting|angry|frustrated|stress(?:ed)?|tired|words)|"
    r"only (?:an expression|a saying|venting|words)|expression|not like that|nothing like that|"
    r"i'?m (?:safe|fine|ok|okay|alright|good)|all good|no one is|nobody is|of course not|"
    r"would(?:n'?t| never)|never would|not serious)\b"
)
_CONFIRMED = re.compile(
    r"\b(?:i mean it|i meant it|serious(?:ly)?|for real|i (?:do )?want to|i am|thinking about it|"
    r"sometimes|every ?day|i might|a bit|kind of|kinda|sort of)\b"
)
_HEDGED = re.compile(r"\b(?:but|though|maybe|not sure|don'?t know|sometimes|haha|idk)\b")


def read_clarification(understood: Understood) -> Verdict:
    """How a message answers "did you mean ...?".

    Only a plain no counts as denied; anything hedged, off the point or silent
    is unclear, and unclear counts as serious (S1-14). A denial never deletes
    the flag: the caller leaves it for a person (S1-15).
    """
    if understood.is_payload:
        answer = str(understood.first("answer") or "")
        return {"yes": "confirmed", "no": "denied"}.get(answer, "unclear")  # type: ignore[return-value]
    words = understood.words
    said = yes_or_no(words)
    denied = bool(_DENIED.search(words)) or said == "no" or understood.intent == "deny"
    if denied and not _HEDGED.search(words) and not _CONFIRMED.search(words):
        return "denied"
    if said == "yes" or understood.intent == "affirm" or _CONFIRMED.search(words):
        return "confirmed"
    return "unclear"
