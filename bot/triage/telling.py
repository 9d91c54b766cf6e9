"""What a message told that was not known before, and what small things it asks."""

from __future__ import annotations

import re

from bot.triage.facts import Facts
from bot.triage.understood import Understood

#: Facts that a person tells about a situation; needs are a matter of their own.
_TOLD = (
    "place",
    "people",
    "ages",
    "gender",
    "accessibility",
    "cost",
    "when",
    "urgency",
    "contact",
    "safe_to_talk",
)

_HOW_ARE_YOU = re.compile(
    r"\bhow(?:'?s|s| is| are| r|'?re)? (?:(?:it|things?|life|your day|the day|ya|you|u|everyone)\b ?)+"
    r"(?:going|doing|been|today|tonight|all|travell?ing|hanging|feeling|goin'?)?\b"
    r"|\bhow(?:'?s| is) (?:it|your|tricks|business)\b|\bwhat'?s (?:up|new|happening|doing|crackin)\b"
    r"|\b(?:sup|wassup|hru|g'?day|howdy)\b|\bnice to meet (?:you|ya|u)\b"
)
_MORE = re.compile(
    r"^(?:(?:ok(?:ay)?|yes|yeah|yep|and|please|then|so|can you|could you)[\s,]+)*"
    r"(?:go on|go ahead|carry on|continue|keep going|next(?: (?:one|ones|page|lot))?|(?:some )?more|"
    r"(?:any(?:thing)?|something|what|who|where) else|any (?:more|others?)|others?|"
    r"(?:show|give|tell|list)(?: me)? (?:some |the )?(?:more|others?|rest|next)(?: \w+)?|the rest)"
    r"(?:[\s,]+(?:please|pls|then|thanks|mate))*[\s.?!]*$"
)

_PAYMENT_MISSING = re.compile(
    r"\b(?:late|(?:has|is|was|did|have)(?:n'?t| not)|not (?:come|in|there|arrived|landed|paid)|stopped|cut(?: me)? off|"
    r"cancel\w*|suspended|missing|where(?:'?s| is) my|never (?:came|got)|no(?:thing)? (?:pay|money|in my account)|"
    r"still waiting|overdue|held up|zero|nil)\b"
)

_SAFE = re.compile(
    r"\b(?:safe|free|right|ok(?:ay)?|fine|good|able|alright)\s+(?:for me\s+)?to\s+(?:talk|chat|type|write|speak)\b"
    r"|\b(?:i|we) can (?:talk|chat|type|write|speak)\b"
    r"|\b(?:no ?one|nobody)(?: else)?(?:'?s| is)? (?:here|around|home|watching|listening)\b"
    # "Safe yes. Our gas is cut off ...": the answer before the matter; a safe place is the matter.
    r"|^(?:(?:yes|yeah|yep|ok|okay|its|it'?s|i'?m|im|hi|hello|hey|all|pretty|very)[\s,.!]+)*safe\b"
    r"(?!\s+(?:place|house|home|room|bed|space|spot|somewhere|accommodation|shelter|refuge|way|from|for (?:tonight|the))\b)"
)
_UNSAFE_BEFORE = re.compile(
    r"(?:\bnot|n'?t|\bnever|\bun|\bhardly|\buntil|\bwhen|\bif|\bis it)\s*(?:\w+\s+){0,2}$"
)


def news(before: Facts, facts: Facts) -> frozenset[str]:
    """Names of the facts about the situation that changed and are known now."""
    told = {n for n in _TOLD if getattr(facts, n) and getattr(facts, n) != getattr(before, n)}
    if facts.place_candidates and facts.place_candidates != before.place_candidates:
        told.add("place")
    return frozenset(told)


def is_how_are_you(understood: Understood) -> bool:
    """Whether somebody only asks how things are ("how ya going")."""
    return bool(_HOW_ARE_YOU.search(understood.words))


def asks_for_more(understood: Understood) -> bool:
    """Whether the whole message is "go on", "next", "any others?", whatever it was taken for."""
    return bool(_MORE.match(understood.words))


def says_it_is_safe(understood: Understood) -> bool:
    """Whether a person says, asked or not, that they can talk just now."""
    words = understood.words
    found = _SAFE.search(words)
    if found is None or words.endswith("?"):
        return False
    return not _UNSAFE_BEFORE.search(words[: found.start()])


_PERSON = (
    r"(?:(?:social |case |support )?workers?|person|people|human|someone|somebody|anyone|anybody|"
    r"staff|counsellors?|real one)"
)
_REFUSES_PERSON = re.compile(
    r"\b(?:do ?n[o']?t|dont|do not|did ?n[o']?t|never|no,? (?:i )?don'?t|not) (?:really |actually |even )?"
    rf"(?:want|need|wanna|like|send|get|call|asking for|ask for|wanting)(?: to)?(?: \w+){{0,4}}? {_PERSON}\b"
    rf"|\b(?:no|without(?: a| any)?) (?:social |case )?(?:workers?|person|human)\b"
)
_OTHER_WISH = re.compile(r"\b(?:robot|bot|machine|computer|automated|ai|chatbot|but|just want)\b")


def refuses_a_person(understood: Understood) -> bool:
    """Whether the words say that nobody shall come ("no i dont want a social worker")."""
    words = understood.words
    return bool(_REFUSES_PERSON.search(words)) and not _OTHER_WISH.search(words)


def misses_a_payment(understood: Understood) -> bool:
    """Whether a question about a payment says that the money has not come."""
    return bool(_PAYMENT_MISSING.search(understood.words))
