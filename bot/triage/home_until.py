"""Until when somebody still has a home: "my lease ends in March", "at my cousin's till saturday".

Who must leave later has a bed tonight: the question about tonight is answered,
and must not be put. A word about the street or a car is never read so.
"""

from __future__ import annotations

import re

from bot.triage.numbers import NUMBER_WORDS
from bot.triage.understood import Understood

_COUNT = rf"(?:\d{{1,2}}|{'|'.join(w for w in NUMBER_WORDS if w != 'one')}|couple|few|several)"
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|weekend)"
#: A day that is not tonight and not tomorrow.
_LATER = (
    r"(?:next (?:week|fortnight|month|year|term|year)|(?:the )?end of (?:the |this |next |my |our )?"
    rf"(?:week|month|year|lease|term|{_MONTH})|(?:in|for|within|another|about) (?:a |about |another )?(?:{_COUNT} (?:of )?(?:more )?(?:days?|weeks?|wks?|months?)|"
    r"(?:a |one |1 )?(?:week|wk|fortnight|month)s?)|"
    rf"{_COUNT} (?:days?|weeks?|wks?|months?)'?(?: notice| left| to (?:find|move|get out|leave|go))?|"
    rf"(?:this|next|on|by|till|til|until|from|before)? ?(?:this |next |coming )?{_DAY}|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH}|{_MONTH}(?: the)? \d{{1,2}}|(?:in|by|from|till|til|until|before|after) {_MONTH}\b|"
    r"(?:the )?\d{1,2}(?:st|nd|rd|th)\b|\d{1,2}/\d{1,2}|(?:after|until|till|til|before|at) (?:christmas|xmas|easter|new year'?s?))"
)
#: How a home that is still there is spoken of. The day stands within a few words of it.
_HOME = (
    r"(?:lease|tenancy|rent(?:al|ing)?|landlord|real estate|agent|house|unit|flat|place|room|owner|notice|vacate|evict\w*|"
    r"mov(?:e|ing)(?: out)?|leave|leaving|get(?:ting)? out|be out|have to go|kicking|stay(?:ing)?|crash(?:ing)?|living|"
    r"sell\w*|renew\w*|here|somewhere|couch|refuge|shelter|motel|hospital|rehab|jail|prison|released?|discharged?)"
)
_TOLD = re.compile(
    rf"\b{_HOME}\b(?:\W+[\w']+){{0,8}}?\W+{_LATER}|\b{_LATER}\b(?:\W+[\w']+){{0,8}}?\W+{_HOME}\b"
)
_ANSWER = re.compile(
    rf"^(?:(?:yes|yeah|yep|yea|ok|well|um|oh|its|it's|only|just|for|until|till|til|by|from|on|at|about|like|the|we|i|have|got|need|it|is|be|out|safe|now)\W+)*{_LATER}"
)
#: No bed of one's own, whatever day is named besides; or a home that is lost already.
_ROOFLESS = re.compile(
    r"\b(?:since|ago|last (?:night|week|month|\w+day)|homeless|moved out|left (?:home|him|her|my|the)|"
    r"(?:was|were|got|been|just) (?:evicted|thrown|chucked|booted|kicked)|been (?:here|on|in|at|staying|living|crashing|sleeping)|locked (?:me |us )?out|"
    r"car|van|ute|tents?|streets?|rough|park|squat\w*|outside|tonight|tonite|2nite|2night|today|now|already)\b"
)


def names_a_later_day(understood: Understood) -> bool:
    """Whether the message is the name of a day to come ("next month", "till the 20th")."""
    return bool(_ANSWER.match(understood.words))


def has_home_for_now(understood: Understood, *, asked: bool = False) -> bool:
    """Whether the words say that the home is there until a later day than tomorrow.

    ``asked``: whether they answer "Do you have a safe place to sleep tonight?";
    then the day alone says it.
    """
    words = understood.words
    if not words or _ROOFLESS.search(words):
        return False
    return bool(_TOLD.search(words) or (asked and _ANSWER.match(words)))
