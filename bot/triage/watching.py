"""Whether somebody may be reading along right now."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from bot.language import everyday
from bot.triage.understood import Understood

#: Said of the moment, not of a mailbox, an account or an address.
_RIGHT_NOW = re.compile(
    r"\b(?:shoulder|watch\w*|listen\w*|reading|peering|looking (?:at|over)|on speaker|speaker ?phone|"
    r"in the (?:next )?room|beside me|next to me|right here|is here|'?s here|just (?:came|walked) in|"
    r"com(?:e|es|ing) (?:back|home|in)|can'?t (?:talk|type|chat|speak)|not safe to|"
    r"(?:quick\w*|hurry).*(?:hide|delete|close|clear)|see (?:my|the|this) (?:screen|phone|chat)|"
    r"(?:sees?|reads?|checks?|following) (?:\w+ ){0,2}(?:i|we)(?:'?m| am|'?re| are)? (?:typ\w+|writ\w+|sa(?:y|ying)|put(?:ting)? (?:here|in)))\b"
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

#: A voice would be heard, or there is none; reading and typing go on (rule X-02).
_NOT_ALOUD = re.compile(
    r"\b(?:can'?t|cannot|can not|couldn'?t|(?:not|un)[ -]?able to|(?:too )?(?:scared|afraid|frightened) to|must ?n'?t|must not|dare ?n'?t|don'?t dare(?: to)?) "
    r"(?:really |even |risk )?(?:talk\w*|speak\w*|call\w*|ring\w*|phone|say (?:anything|a word)|make (?:a |any |the )?(?:noise|sound|call))\b"
    r"|\bhear (?:me|us)\b|\bwhisper\w*\b|\bout loud\b|\baloud\b|\b(?:no|lost my) voice\b|\bhave to (?:be|stay|keep) (?:quiet|silent)\b"
    r"|\bwithout (?:speaking|talking)\b"
)
#: Said of the screen itself, or of somebody near enough to see it.
_SEES_IT = re.compile(
    r"\bscreen\b|\bshoulder\b|\b(?:read|watch|look|check|monitor|track)(?:s|es|ing)?\b|\bsee (?:what|this|me typ|my|the)|"
    r"\b(?:has|got|took|takes|holds?|holding|wants) (?:my|the|this) (?:phone|mobile)\b|\bspeaker\b|\btype\b|\bchat\b|"
    r"\b(?:beside|next to|behind|near|with) (?:me|us)\b|\bright here\b|\b(?:is|'?s|are|'?re) (?:right )?here\b"
)

#: Codes of phrases, in languages other than English, that say so themselves.
_READ_ALONG = "privacy.read_along"


#: Longer messages of another language tell more than that somebody has gone.
_FEW_WORDS = 8


def says_nobody_reads(understood: Understood) -> bool:
    """Whether a message says that whoever might read along has gone ("shes gone now", "ya estoy sola")."""
    words = understood.words
    if not words or _BACK_SOON.search(words):
        return False
    if _GONE.search(words):
        return True
    spoken = str(understood.language.get("code") or "en")
    return len(words.split()) <= _FEW_WORDS and everyday.says("gone", understood.text, spoken)


#: Said after 000 was shown: those who were called.
_HELP_COMES = re.compile(
    r"\b(?:they|police|cops|ambulance|ambos?|paramedics?|help)(?:'?re|'?s| are| is| r)? (?:all |now |already )*"
    r"(?:coming|on (?:the|their|its|it'?s) way|nearly here|almost here|sending)\b"
)


def says_help_comes(understood: Understood) -> bool:
    """Whether "they are coming" speaks of those whom 000 has sent, as far as words can tell."""
    return bool(_HELP_COMES.search(understood.words))


def is_no_word_of_it(understood: Understood) -> bool:
    """Whether a message taken for "it is not safe" says the opposite, or something else."""
    return says_nobody_reads(understood) or bool(_WANTS_PEACE.search(understood.words))


def only_a_voice_is_unsafe(words: str) -> bool:
    """Whether ``words`` (lower case) say that speaking is what cannot be done, and nothing of the screen."""
    return bool(_NOT_ALOUD.search(words)) and not _SEES_IT.search(words)


def is_watched(understood: Understood) -> bool:
    """Whether a message says that the screen, the phone or the call is not private just now."""
    if needs_000_unheard(understood.risk.get("indicators") or (), understood.words):
        return False
    if "unsafe_to_talk" in {understood.intent, understood.wanted}:
        return True
    return somebody_reads_along(understood.risk.get("indicators") or (), understood.words)


def somebody_reads_along(indicators: Iterable[Mapping[str, Any]], words: str) -> bool:
    """The same from what was noticed and the message's words in lower case.

    The screen's privacy indicators also cover accounts, addresses and people
    looking for somebody; those need an answer on the screen, not a blank one.
    """
    indicators = list(indicators)
    if needs_000_unheard(indicators, words):
        return False
    found = [i for i in indicators if i.get("domain") == "privacy" and str(i.get("tier")) >= "T2"]
    if any(str(i.get("code")).startswith(_READ_ALONG) for i in found):
        return True
    return bool(found) and bool(_RIGHT_NOW.search(words))


def needs_000_unheard(indicators: Iterable[Mapping[str, Any]], words: str) -> bool:
    """Whether life is in danger of a person who can read and type and only cannot be heard (X-02).

    A blank screen would leave them alone with it; 000 can be rung without a word.
    """
    return only_a_voice_is_unsafe(words) and any(str(i.get("tier")) == "T4" for i in indicators)
