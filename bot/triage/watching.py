"""Whether somebody may be reading along right now."""

from __future__ import annotations

import re

from bot.triage.understood import Understood

#: Said of the moment, not of a mailbox, an account or an address.
_RIGHT_NOW = re.compile(
    r"\b(?:shoulder|watch\w*|listen\w*|reading|peering|looking (?:at|over)|on speaker|speaker ?phone|"
    r"in the (?:next )?room|beside me|next to me|right here|is here|'?s here|just (?:came|walked) in|"
    r"com(?:e|es|ing) (?:back|home|in)|can'?t (?:talk|type|chat|speak)|not safe to|"
    r"(?:quick\w*|hurry).*(?:hide|delete|close|clear)|see (?:my|the|this) (?:screen|phone|chat))\b"
)


def is_watched(understood: Understood) -> bool:
    """Whether a message says that the screen, the phone or the call is not private just now.

    The screen's privacy indicators also cover accounts, addresses and people
    looking for somebody; those need an answer on the screen, not a blank one.
    """
    if understood.intent == "unsafe_to_talk" or understood.wanted == "unsafe_to_talk":
        return True
    found = understood.risk.get("indicators") or []
    if not any(i.get("domain") == "privacy" and str(i.get("tier")) >= "T2" for i in found):
        return False
    return bool(_RIGHT_NOW.search(understood.words))
