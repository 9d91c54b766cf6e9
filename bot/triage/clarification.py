"""What became of a clarifying question: meant, denied, or still open."""

from __future__ import annotations

import re
from typing import Literal

from bot.triage.understood import Understood
from bot.triage.yes_no import yes_or_no

Verdict = Literal["confirmed", "denied", "unclear"]

_DENIED = re.compile(
    r"\b(?:jok(?:e|ing|ed)|kidding|jk|figure of speech|didn'?t mean (?:it|that|anything)|did not mean|"
    r"just (?:an expression|a saying|venting|angry|frustrated|stress(?:ed)?|tired|words)|"
    r"only (?:an expression|a saying|venting|words)|expression|not like that|nothing like that|"
    r"i'?m (?:safe|fine|ok|okay|alright|good)|all good|no one is|nobody is|of course not|"
    r"would(?:n'?t| never)|never would|not serious|"
    r"not (?:about|going|gonna|planning|gunna) to (?:do|hurt|harm|kill|end|try)|(?:won'?t|wont|not) (?:do|doing|hurting) (?:anything|myself|nothing)|"
    r"nothing (?:silly|stupid|bad)|not (?:suicidal|in danger))\b"
)
_CONFIRMED = re.compile(
    r"\b(?:i mean it|i meant it|serious(?:ly)?|for real|i (?:do )?want to|i am|thinking about it|"
    r"sometimes|every ?day|i might|a bit|kind of|kinda|sort of)\b"
)
_HEDGED = re.compile(r"\b(?:but|though|maybe|not sure|don'?t know|sometimes|haha|idk)\b")


#: Where an answer ends and another matter begins.
_ANSWER_ENDS = re.compile(
    r"[.!?;\n]|\s[-–—]+\s|,?\s(?=(?:i'?m after|can (?:i|you|we)|could (?:i|you|we)|where|how do|i (?:just )?(?:need|want)|looking for|what i need)\b)"
)
_LAUGHTER = re.compile(
    r"^(?:(?:(?:a?ha){1,}h?|he(?:he)+|lol+|lmao|rofl|oh|um+|er+|well|god|sorry|mate)[\s,.!]*)+"
)
#: In another matter these still say that the remark was meant.
_MEANT = re.compile(
    r"\b(?:i mean it|i meant it|serious(?:ly)? though|for real|thinking about it|i might|"
    r"sometimes i (?:do|think|feel)|but (?:i|sometimes|maybe|yes|yeah|he|she|they|it)\b)"
)


def tier_confirmed(domain: str) -> str:
    """The tier of a remark that was meant: somebody badly hurt or very sick right now is for 000."""
    return "T4" if domain == "medical_emergency" else "T3"


#: Acts that plainly ask for something. A farewell or thanks is none: it may be the sign itself.
_ASKS = frozenset(
    {"complain", "ask_payment", "ask_privacy", "ask_my_data", "bot_challenge",
     "request_interpreter", "change_language", "more_results", "refine_search"}
)  # fmt: skip


#: Signs that are a wish for help with the matter itself: the services are the answer.
_WISHES = frozenset({"aod.wants_help"})


def only_guessed(understood: Understood) -> bool:
    """Whether nothing but guesses of the classifier, below a concern, speaks of danger."""
    codes = {str(i.get("code", "")) for i in understood.risk.get("indicators") or ()} - _WISHES
    return bool(codes) and all(
        c.startswith("classifier.") and c.endswith(".possible") for c in codes
    )


def is_a_guess(understood: Understood) -> bool:
    """Whether danger is only guessed in a message that plainly asks for something.

    Of the sentences of our sets that name an everyday need so none was serious and more than
    half were harmless (docs/decisions/0128).
    """
    domains = {str(i.get("domain")) for i in understood.risk.get("indicators") or ()}
    if not only_guessed(understood) or "suicide_self_harm" in domains:
        return False  # of life itself one kind question is never too much
    named = [e for e in understood.wanted_entities("need") if not e.guessed]
    # Who asks to talk is heard out first, unless the guess is only about the screen.
    if any(e.value != "crisis_counselling" or domains == {"privacy"} for e in named):
        return True
    return understood.act in _ASKS and not understood.is_unsure


def read_clarification(understood: Understood, domain: str = "") -> Verdict:
    """How a message answers "did you mean ...?".

    Only a plain no counts as denied, whatever it goes on to ask for; anything
    hedged, off the point or silent is unclear, and unclear counts as serious
    (S1-14). A denial never deletes
    the flag: the caller leaves it for a person (S1-15).
    """
    if understood.is_payload:
        answer = str(understood.first("answer") or "")
        return {"yes": "confirmed", "no": "denied"}.get(answer, "unclear")  # type: ignore[return-value]
    noted = _noted(understood, domain)
    if noted is not None:
        return noted
    whole = _LAUGHTER.sub("", understood.words)
    words, rest = _answer_and_rest(whole)
    if rest and _MEANT.search(rest):
        words, rest = whole, ""
    said = yes_or_no(words)
    if rest and said != "no" and not _DENIED.search(words):
        words, said = whole, yes_or_no(whole)
    if understood.act == "skip_question":
        return "unclear"
    denied = bool(_DENIED.search(words)) or said == "no" or (understood.act == "deny" and not rest)
    if denied and not _HEDGED.search(words) and not _CONFIRMED.search(words):
        return "denied"
    if said == "yes" or understood.act == "affirm" or _CONFIRMED.search(words):
        return "confirmed"
    return "unclear"


def _noted(understood: Understood, domain: str) -> Verdict | None:
    """What the screen made of it, which was asked with the question in mind."""
    codes = {str(i.get("code", "")) for i in understood.risk.get("indicators") or ()}
    verdicts: tuple[Verdict, ...] = ("confirmed", "unclear", "denied")
    return next((v for v in verdicts if f"{domain}.{v}" in codes), None)


def _answer_and_rest(words: str) -> tuple[str, str]:
    """The part that answers, and what else the message brings ("no. I'm after a form")."""
    end = _ANSWER_ENDS.search(words)
    return (words[: end.start()], words[end.end() :]) if end else (words, "")
