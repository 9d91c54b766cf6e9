"""Whether somebody may be reading along right now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.triage.understood import Understood

#: Said of the moment, not of a mailbox, an account or an address.
_RIGHT_NOW = re.compile(
    r"\b(?:shoulder|watch\w*|listen\w*|reading|peering|looking (?:at|over)|on speaker|speaker ?phone|"
    r"in the (?:next )?room|beside me|next to me|right here|is here|'?s here|just (?:came|walked) in|"
    r"com(?:e|es|ing) (?:back|home|in)|can'?t (?:talk|type|chat|speak)|not safe to|"
    r"(?:quick\w*|hurry).*(?:hide|delete|close|clear)|see (?:my|the|this) (?:screen|phone|chat))\b"
)


#: Codes of phrases, in languages other than English, that say so themselves.
_READ_ALONG = "privacy.read_along"


def is_watched(understood: Understood) -> bool:
    """Whether a message says that the screen, the phone or the call is not private just now."""
    if understood.intent == "unsafe_to_talk" or understood.wanted == "unsafe_to_talk":
        return True
    return somebody_reads_along(understood.risk.get("indicators") or (), understood.words)


def somebody_reads_along(indicators: Iterable[Mapping[str, Any]], words: str) -> bool:
    """The same from what was noticed and the message's words in lower case.

    The screen's privacy indicators also cover accounts, addresses and people
    looking for somebody; those need an answer on the screen, not a blank one.
    """
    found = [i for i in indicators if i.get("domain") == "privacy" and str(i.get("tier")) >= "T2"]
    if any(str(i.get("code")).startswith(_READ_ALONG) for i in found):
        return True
    return bool(found) and bool(_RIGHT_NOW.search(words))
