"""Who cannot use the internet: said in passing or as the matter itself (S0-06)."""

from __future__ import annotations

import re

_NO_DIGITAL = re.compile(
    r"\b(?:no|without(?: any| an| the)?|do ?n'?t have(?: any| the| a| an)?|dont have(?: any| the| a| an)?|haven'?t got(?: any| the| a| an)?|"
    r"got no|have no|can'?t (?:afford|get)(?: the| any)?|lost(?: my| the)?) "
    r"(?:internet|wi-?fi|data|computers?|smart ?phones?|email|online access|laptops?)\b"
    r"|\b(?:can'?t|cannot|can not|don'?t know how to|dont know how to|not able to|unable to|never learn(?:ed|t)(?: how)? to|struggle to|hopeless (?:with|at)|no good (?:with|at)|not (?:very |any )?good (?:with|at)|hate) "
    r"(?:(?:use|using|do|doing|go|get|work)\s+)?(?:the |a |any |on |things |stuff |it |this )*(?:internet|computers?|online|web ?sites?|apps?|smart ?phones?|technology|email|my ?gov)\b"
    r"|\bnot (?:on(?: the)?|connected to the) internet\b|\bnot online\b"
)


def is_not_online(words: str) -> bool:
    """Whether ``words`` (lower case) say that somebody cannot use digital ways."""
    return bool(_NO_DIGITAL.search(words))
