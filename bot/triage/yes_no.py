"""Yes, no and "not sure" in a person's own words ("yeah nah" is no)."""

from __future__ import annotations

import re

_YES = (
    r"yes+|yeah?|yea|yep|yup|ya|yas|sure|ok(?:ay)?|of course|correct|that'?s right|right|true|"
    r"definitely|absolutely|please|course|too right|y|"
    # "I do." is yes; "I have two kids" is something else.
    r"(?:i|we) (?:do|am|are|have)(?=\s*(?:$|[,.!]))"
)
_NO = (
    r"no+|nope|nah+|naw|never|not really|not at all|no way|negative|none|nothing|"
    r"i do ?n'?t|we do ?n'?t|i have ?n'?t|i'?m not|we'?re not|do ?n'?t|n"
)
# "Yeah nah" is no and "nah yeah" is yes: the last of the run counts.
_LEADING = re.compile(
    rf"^(?:oh|um+|uh|well|er+|hmm+|look|like|honestly)?[\s,.]*"
    rf"(?P<run>(?:(?:{_YES}|{_NO})\b[\s,.!]*)+)"
)
LEAD_ALONE = re.compile(rf"^(?:{_YES}|{_NO})\s*[,.;!-]")
#: Leads into another matter as often as it says yes.
SOFT_LEAD = re.compile(r"^(?:ok(?:ay)?|right(?:o)?|sure|fine|well|alright|thanks?)\b")
PLAIN_YES = re.compile(r"^(?:yes|yep|yeah)\b")
#: No refusal: "yes no problem", "no worries".
_NO_TROUBLE = re.compile(
    r"\bno+ (?:problems?|prob|probs|worries|wuckers|wuckas|dramas?|trouble|stress|issues?|sweat|biggie)\b"
)
_EACH = re.compile(rf"(?P<no>(?:{_NO})\b)|(?P<yes>(?:{_YES})\b)")
_UNSURE = re.compile(
    r"\b(?:not (?:really |too |quite )?sure|unsure|(?:i )?do ?n'?t know|dunno|idk|no idea|maybe|"
    r"perhaps|might|i guess|hard to say|depends)\b"
)


_EASY = re.compile(
    r"\b(?:fine|good|ok|okay|alright|sweet|safe|right|go (?:on|ahead|for it)|ask away|fire away)\b"
)


def is_easy_no(words: str) -> bool:
    """Whether yes and no in one breath go on easily: "yeah nah, it's fine" refuses nothing."""
    leading = _LEADING.match(words)
    if leading is None:
        return False
    found = list(_EACH.finditer(leading["run"]))
    mixed = any(m["no"] for m in found) and any(m["yes"] for m in found)
    return mixed and bool(_EASY.search(words[leading.end() :]))


def yes_or_no(words: str) -> str | None:
    """``"yes"``, ``"no"``, ``"unsure"`` or None, from lower-case words ("yeah nah" is no)."""
    if _UNSURE.search(words):
        return "unsure"
    easy = _NO_TROUBLE.search(words)
    words = _NO_TROUBLE.sub("", words).strip(" ,.!") if easy else words
    leading = _LEADING.match(words)
    if not leading:
        return "yes" if easy and not words else None
    last = list(_EACH.finditer(leading["run"]))[-1]
    return "no" if last["no"] else "yes"
