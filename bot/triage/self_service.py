"""Whether somebody asks how to do a thing in their own online account: report income, link myGov, send a form."""

from __future__ import annotations

import re

from bot.language import catalogue, everyday
from bot.triage.telling import misses_a_payment
from bot.triage.understood import Understood

_WHOSE = r"(?:my |our |the |a |an |this |that |these |some |your |his |her |their )?"
#: Asked or wished, and not told of: "i report my income and they still stopped it" is another matter.
_ASKS = re.compile(
    r"\b(?:how|where|which|what (?:do|does|is|page|site|website|app)|(?:can|could|should|do|does|must) (?:i|u|you|we|she|he|they|someone|somebody)|need to|have to|got to|gotta|"
    r"wants? to|wanna|trying to|tryna|try to|help|can'?t|cannot|unable|(?:don'?t|not) know|won'?t let|is there a)\b"
)
#: So few words are a question without its question word ("report income online").
_FEW = 5
_REPORT = re.compile(
    rf"\breport(?:ing)? {_WHOSE}(?:fortnightly |weekly |centrelink |employment |work |casual |extra |partner'?s |customer'?s |client'?s )*"
    r"(?:income|earnings|wages?|hours|pay)\b"
)
_MY_GOV = re.compile(r"\bmy ?gov\b")
_INTO_IT = re.compile(
    r"\b(?:link\w*|log\w*|sign\w*|set(?:ting)? (?:it )?up|creat\w*|make|open|join|get (?:in|into|on)|access|use|using|regist\w*|connect\w*|add|"
    r"passwords?|codes?|locked|account|app|online)\b"
)
_ACCOUNT = re.compile(
    r"\b(?:centrelink|medicare|child support|services australia) (?:online|app|login|log ?in|online account|account)\b|\bexpress plus\b"
)
_SEND = re.compile(
    rf"\b(?:upload|lodge|submit|send|send in|send back|hand in|give in|return|attach|scan|drop off)(?:ing)? (?:in )?{_WHOSE}(?:\w+ ){{0,2}}?"
    r"(?:forms?|documents?|docs|payslips?|paperwork|certificates?|claim)\b"
)
#: Forms of somebody else: courts, landlords, schools, other departments.
_OF_OTHERS = re.compile(
    r"\b(?:court|tribunal|[vnq]cat|visa|immigration|home affairs|passports?|citizenship|tax|ato|ndis|rent\w*|lease|landlord|real estate|housing|tenan\w*|bond|"
    r"school|enrol\w*|uni(?:versity)?|tafe|police|licen[cs]e|rego|fines?|bank|insurance|super\w*|job|resume|cv|divorce|complaints?|council|loan|birth|death|marriage)\b"
)


def asks_for_self_service(understood: Understood) -> bool:
    """Whether the words ask how or where something is done online, and nothing about getting a payment."""
    if understood.is_payload or not understood.words or misses_a_payment(understood):
        return False
    words = understood.words
    found = (
        _REPORT.search(words)
        or _ACCOUNT.search(words)
        or (_MY_GOV.search(words) and _INTO_IT.search(words))
        or (_SEND.search(words) and not _OF_OTHERS.search(words))
    )
    if found:
        return bool(_ASKS.search(words)) or len(words.split()) <= _FEW
    return _asks_elsewhere(understood.text)


def _asks_elsewhere(text: str) -> bool:
    """The same in the other languages, where the name of the account is the same; not of a partner."""
    spoken = catalogue.spoken()
    named = spoken != "en" and _MY_GOV.search(text.lower()) is not None
    if not named and not everyday.find("ask.online", text, spoken):
        return False
    return not everyday.says("partner", text, spoken)
