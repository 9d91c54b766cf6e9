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


#: Said of somebody who is no longer there, or of help that has come: nobody reads along.
_GONE = re.compile(
    r"\b(?:he|she|they|him|her|them|(?:my |the )?(?:husband|wife|partner|boyfriend|girlfriend|ex|bloke|mum|dad|son|daughter|boss|carer))"
    r"(?:'?s|'?re|'?ve| is| are| has| have| was| were)? (?:just |all |now |both )*"
    r"(?:gone|left(?! (?:me|us|a|my|the|bruises?|marks?))|out(?! (?:the|there|of|side|here))|away|not (?:here|home|around|in)|asleep|at work|moved out|walked off|in (?:jail|gaol|prison|custody|hospital))\b"
    r"|\bisn'?t (?:here|home|around)\b|\b(?:i'?m|im|i am|she'?s|shes|she is|he'?s|hes|he is|we'?re|we are|client is|customer is|person is) "
    r"(?:all |now |here |home )*(?:alone|by (?:my|her|him)self|on (?:my|her|his) own)\b(?! with)"
    r"|\b(?:police|cops|ambulance|ambos?|paramedics?)(?:'?s|'?re| is| are| have| has| just)* (?:here|came|come|arrived|with (?:me|us|her|him))\b"
)
#: "Just leave me alone" is anger or tiredness, and says nothing of the screen.
_WANTS_PEACE = re.compile(r"\b(?:leave|left) (?:me|us) (?:alone|be)\b|\bgo away\b|\bget lost\b")
#: Takes back that somebody has gone: "he's out but he'll be back", "she is away till five".
_BACK_SOON = re.compile(
    r"\b(?:back|until|till?|before|for (?:a|an|the|ten|five|\d+) \w+|any ?(?:minute|second|time)|soon|not (?:gone|alone|out))\b"
)

#: Codes of phrases, in languages other than English, that say so themselves.
_READ_ALONG = "privacy.read_along"


def says_nobody_reads(understood: Understood) -> bool:
    """Whether a message says that whoever might read along has gone ("shes gone now", "police are here")."""
    words = understood.words
    if not words or _BACK_SOON.search(words):
        return False
    return bool(_GONE.search(words))


def is_no_word_of_it(understood: Understood) -> bool:
    """Whether a message taken for "it is not safe" says the opposite, or something else."""
    return says_nobody_reads(understood) or bool(_WANTS_PEACE.search(understood.words))


def is_watched(understood: Understood) -> bool:
    """Whether a message says that the screen, the phone or the call is not private just now."""
    if "unsafe_to_talk" in {understood.intent, understood.wanted}:
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
