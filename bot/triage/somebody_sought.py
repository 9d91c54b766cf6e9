"""Who asks where somebody is, or what somebody did here (S2-12): nothing is confirmed and nothing denied.

A question about a person is made of the words of a need ("is my daughter at the women's shelter"),
and a classifier of intents hears a need. Its grammar tells the two apart: the person is the
subject, and the place is where they might be found.
"""

from __future__ import annotations

import re

from bot.triage.understood import Understood

_SOMEBODY = (
    r"(?:(?:my|our|his|her|their|the|that|a)\s+(?:\w+\s+){0,2}?(?:wife|husband|hubby|missus|partner|ex|girlfriend|boyfriend|gf|bf|"
    r"fianc\w+|mum|mom|mother|dad|father|parents|son|daughter|kids?|child(?:ren)?|baby|brother|sister|cousin|uncle|aunt\w*|niece|nephew|"
    r"nan|pop|grand\w+|mate|friend|flatmate|housemate|neighbou?r|tenant|boss|in[ -]laws?)(?:'s partner)?|she|he|they)"
)
#: Where somebody might be found who is looked for; "at the house" is where they live.
_WHERE = (
    r"(?:(?:one of (?:your|the)|your|this|the|a|that|some)\s+(?:\w+(?:'s)?\s+){0,2}?(?:refuge|shelter|hostel|safe ?house|rehab|detox|"
    r"rooming house|boarding house|crisis place|program\w*)s?"
    r"|(?:one of your|your)\s+(?:\w+\s+)?(?:houses?|units?|motels?|hotels?|places?|wards?|offices?|cent(?:re|er)s?|lists?|books|systems?|accommodation)"
    r"|(?:with|at|among) (?:you|yours|yous|youse)\b)"
)
#: "I'm scared if he is at ..." asks nobody.
_ASKS = r"\b(?:know|tell\w*|check\w*|find out|confirm\w*|see|look\w*|work out|wonder\w*|ask\w*|sure)\b[^.!?]{0,25}?\b(?:if|whether)"
_SEEKS = re.compile(
    # "to know if my brother is staying at the refuge", "whether she went to the safe house"
    rf"(?:{_ASKS}|^whether)\s+{_SOMEBODY}(?:'s)?\s+(?:(?:is|are|was|were|has|have|had|been|still|now|currently|there)\s+)*"
    rf"(?:stay\w*|liv\w+|housed|hiding|put|moved|went|gone|come|came|admitted|turned up|there|here|at|in|into|to|on|with)\b[^.!?]{{0,20}}?{_WHERE}"
    # "is my wife on your list", "are my kids in your shelter"
    rf"|^(?:\W|hi|hello|hey|please|so|ok|um|sorry|yes|and|but)*(?:is|are|was|were|has|have)\s+{_SOMEBODY}\s+(?:(?:been|still|now|currently|really)\s+)*"
    rf"(?:stay\w*|living|housed|hiding|put up|at|in|on|with)\s+[^.!?]{{0,12}}?{_WHERE}"
    # "did my son come in for a voucher", "has she been to see you"
    rf"|^(?:\W|hi|hello|hey|please|so|ok|um|sorry|yes|and|but)*(?:did|has|have|was)\s+{_SOMEBODY}\s+(?:ever\s+)?"
    r"(?:(?:come|came|go|gone|been|turn(?:ed)? up|show(?:ed)? up|call(?:ed)?|r[iau]ng)\b[^.!?]{0,12}?\b(?:in\b|here|to (?:you|see you|your)|you\b|by\b|up\b|your)"
    r"|(?:apply|applied|register(?:ed)?|sign(?:ed)? up|ask(?:ed)?)\s)"
)


def seeks_somebody(understood: Understood) -> bool:
    """Whether a message in English asks about another person's whereabouts or doings here."""
    return not understood.is_payload and bool(_SEEKS.search(understood.words))
