"""Questions about the services on the screen: "what's the number again", "is it open now", "the second one"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.language import catalogue, everyday
from bot.triage.understood import Understood

_THEM = r"(?:it|they|them|that|this|those|these|the place|the service|any(?: of (?:them|these|those))?|(?:the )?(?:first|second|third|last|other)(?: one)?|one)"
#: Whether somebody else may go there: asked of the service, not about that person.
_COLLECTS = (
    r"\b(?:can|could|may) (?:my|our|a|some(?:one|body)(?: else)?)(?: \w+)? "
    r"(?:(?:pick|collect|get|fetch|grab) (?:it|them|this|that|one|the \w+)\b|(?:go|come|ring|call) (?:there )?(?:for|instead of) (?:me|us)\b)"
)
#: What is asked -> the words it is asked in. The first that fits counts.
_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern))
    for aspect, pattern in (
        (
            "call",
            r"\b(?:can|could|would|will) (?:you|u|ya)(?: please| pls)? (?:call|ring|phone|contact|email|text|book|make (?:an |a |the )?(?:appointment|booking|call|appt))\b"
            r"|\byou (?:call|ring|phone) (?:them|it|for me)\b",
        ),
        (
            "number",
            r"\b(?:phone |telephone |ph )?(?:number|ph no|num)\b.{0,20}\b(?:again|please|pls|for)\b|\bwhat(?:'?s| is| was)? (?:the|their|that|its)(?: \w+)? (?:number|ph\b|phone)"
            r"|\b(?:the|their|that|its) (?:phone |telephone )?number\b.{0,12}$|\bhow (?:do|can) i (?:contact|reach|ring|call|phone) "
            rf"{_THEM}\b",
        ),
        (
            "number",
            rf"\b(?:phone|number|ph|ph no|phone number) (?:of|for) {_THEM}\b|^(?:(?:the|a|phone|ph|please|pls|what)\W+)*(?:phone|numbers?|ph)\W*(?:please|pls)?\W*$",
        ),
        (
            "number",
            r"\b(?:is there|are there|any|got|have you|do (?:they|you) have)(?: (?:a|any|some))? (?:phone|hot|help)[ -]?lines?\b",
        ),
        (
            "way",
            r"\bhow (?:do|can|would|shall) (?:i|we|you|u|she|he) (?:get|go|travel|make it) (?:there|to (?:it|them|that))\b|\bhow to (?:get|go) there\b"
            rf"|\bwhere(?:'?s| is| are|abouts (?:is|are)) {_THEM}\b|\bwhat(?:'?s| is)? the (?:street )?address\b|\bwhich (?:bus|tram|train)\b|\bdirections\b"
            r"|\b(?:near|close to|from) (?:a |the )?(?:train|bus|tram|station|stop)\b.{0,12}\?|\b(?:is there|any) parking\b",
        ),
        (
            "hours",
            r"\bwhich (?:ones?|of (?:them|these|those)|places?|services?)(?: \w+){0,2} open (?!(?:right )?now\b|today\b|at the moment\b)\w+|"
            rf"\b(?:is|are|r|will|was) (?:{_THEM}|there) (?:\w+ ){{0,2}}open\b|\b(?:what|wat) time\b.{{0,25}}\b(?:open|close|shut|start|finish)|\bwhen (?:do|does|is|are|r|will) {_THEM} .{{0,12}}\b(?:open|close|shut|start)"
            rf"|\b(?:opening|open) (?:hours|times?)\b|\b(?:is|are) {_THEM} (?:still )?(?:closed|shut)\b|\bhow late\b",
        ),
        (
            "bring",
            r"\b(?:do|should|must|will) (?:i|we) (?:need|have|want)?(?: to)? ?(?:bring|take) \w+|\bwhat (?:do|should|must) (?:i|we) (?:need to |have to )?(?:bring|take)\b"
            r"|\b(?:what|which) (?:papers?|paperwork|documents?|documentation|id|identification) (?:do|does|should|will|would|must|are)\b"
            # As learners of English put it: "what paper i bring".
            r"|\b(?:what|which) (?:(?:papers?|documents?|things?) )?(?:i|we|me|to) (?:(?:need|must|have|should) )?(?:to )?(?:bring|carry)\b"
            r"|\b(?:do|would|will|must) (?:i|we|they|she|he) need (?:an? |the |my |any )?(?:\w+ )?(?:card|id|papers|referral|letter|proof)\b"
            r"|\b(?:need|bring|have|take) (?:any |an? |my |the |some )?(?:(?:concession|health ?care|pension(?:er)?|medicare|student|bank) cards?|id|i\.d\.|identification|paperwork|papers|documents|proof)\b.{0,15}\?",
        ),
        (
            "cost",
            rf"\b(?:is|are) {_THEM} (?:all |really |for )?free\b|\b(?:do|does|will|would) (?:{_THEM}|i|we) (?:cost|charge|have to pay|need to pay|pay)\b|\bhow much (?:do|does|is|are|would|will) {_THEM}\b|\bhow much (?:do |must |should |will |would )?(?:i|we) (?:have to |need to |must )?pay\b|\bwhat (?:do|does) {_THEM} (?:cost|charge)\b",
        ),
        (
            "language",
            rf"\b(?:do|does|can|will) (?:{_THEM}|any(?:one|body)(?: there)?|someone(?: there)?) (?:speak|talk|have (?:an )?interpreter)|^(?:and )?(?:they|he|she|people|any(?:one|body)|some(?:one|body))(?: (?:there|can|know|have people))* (?:speak|talk)s? (?:my language|(?!to |with |about )\w+)\b",
        ),
        (
            "ring",
            rf"\bwalk[- ]?ins?\b|\b(?:can|do|should) (?:i|we) (?:just )?(?:turn up|rock up|show up|walk in|drop in|go in)\b|\b(?:do|will|must) (?:i|we) (?:need|have to|need to) (?:have )?(?:an? )?(?:appointment|appt|book|booking|make)"
            r"|\bhow (?:long|many (?:days?|weeks?))\b.{0,20}\b(?:wait\w*|queue|list)\b|\b(?:wait(?:ing)?|queue) (?:list|time)s?\b.{0,20}\?|\bhow long do (?:i|we) (?:have to )?wait\b"
            rf"|\b(?:is|are) {_THEM} (?:wheelchair|accessible|disabled)|\b(?:is there|are there|do they have)(?: a| any)? (?:ramp|lift|stairs|steps|parking|toilet|creche)\b"
            rf"|\b(?:do|does|will|would|can) {_THEM} (?:take|accept|help|allow|let|see|treat|do|deliver) \w+|\b(?:am i|are we) allowed\b|\bcan (?:i|we) (?:bring|take) (?:my |the |our |a )?(?:kids?|children|baby|dog|cat|pet|friend|partner)\b"
            r"|\b(?:is there|any) age limit\b"
            rf"|{_COLLECTS}"
            # What the service itself can say: "can they give me more time", "how do i stop it".
            r"|^(?:(?:and|so|ok|but|well|then)[\s,]+)*(?:can|could|will|would|do|does|did) (?:they|it) (?!have to )\w+(?: \w+){1,8}\??$"
            r"|^(?:(?:and|so|ok|but|well|then)[\s,]+)*(?:how (?:do|can|would) (?:i|we)|what (?:do|should) (?:i|we)) (?:\w+ ){1,3}(?:it|that|them|this|there)\W*$"
            r"|^(?:(?:and|so|ok|but|well|then)[\s,]+)*what (?:do|should|would|could) (?:i|we) (?:even )?(?:say|tell them|ask(?: for| them)?)\b.{0,20}$",
        ),
    )
)
#: What is asked of a service that is named, in looser words than of "it" and "them".
OF_NAMED: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hours",
        re.compile(r"\b(?:opens?|opening|opened|close[sd]?|closing|shuts?|hours|how late)\b"),
    ),
    ("number", re.compile(r"\b(?:numbers?|phone|ph|call|ring|contact|reach)\b")),
    ("way", re.compile(r"\bwhere(?:'?s| is| are)\b|\baddress\b|\b(?:get|go) to\b")),
    ("cost", re.compile(r"\b(?:costs?|free|charge|pay)\b")),
)
_WHERE = re.compile(r"\bwhere(?:'?s| is| are)\b")
_NTH = {
    "first": 0, "1st": 0, "top": 0,
    "second": 1, "2nd": 1, "other": 1,
    "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3,
    "last": -1, "bottom": -1,
}  # fmt: skip
_WHICH = re.compile(rf"\b(?:the |number )?({'|'.join(_NTH)})(?: (?:one|service|place|number))?\b")
_ONLY_WHICH = re.compile(
    rf"^(?:(?:ok|okay|and|what about|how about|tell me (?:more )?about|more (?:about|on)|show me|details (?:of|for|on))[\s,]+)*"
    rf"(?:the )?(?:{'|'.join(_NTH)}) (?:one|service|place)(?: again| please| pls)*[\s.?!]*$"
)
#: Words of names that say nothing about which service is meant.
COMMON = frozenset(
    [
        "example",
        "service",
        "services",
        "help",
        "line",
        "the",
        "and",
        "of",
        "for",
        "national",
        "australia",
        "centre",
        "community",
    ]
)


_COST = re.compile(
    r"\b(?:do|will|would|must|should) (?:i|we) (?:have to |need to |must )?pay\b|\b(?:does|will|would) (?:it|this|that) cost\b"
    r"|\b(?:is|are) (?:it|this|they|these|that|the services?|your services?) (?:all |really )?free\b|\bhow much (?:does|do|is|will) (?:it|this|that|they) (?:all )?cost\b"
)


def asks_what_it_costs(understood: Understood) -> bool:
    """Whether somebody asks about money before any service is shown ("do i have to pay")."""
    return bool(_COST.search(understood.words))


#: Taken along or taken in, and no papers: people, animals, a bus, a medicine.
_NO_PAPERS = re.compile(
    r"\b(?:bring|take) (?:the |my |our |your |a |an |any |some )?(?:\w+ )?(?:kids?|child(?:ren)?|baby|him|her|them|me|us|bus|train|tram|taxi|cab|"
    r"dogs?|cats?|pets?|pills?|tablets?|medicines?|medications?|meds|drugs?|it|that|this|care|time|action|calls?)\b"
)


def asks_what_to_bring(understood: Understood) -> bool:
    """Whether somebody asks which papers to have ready, in any of the languages ("需要带什么")."""
    words = understood.words
    if any(name == "bring" and pattern.search(words) for name, pattern in _ASPECTS):
        return not _NO_PAPERS.search(words)
    return bool(everyday.find("ask.bring", understood.text, catalogue.spoken()))


def asks_who_may_collect(understood: Understood) -> bool:
    """Whether "can my sister pick it up" asks what the service allows, and nothing about the sister."""
    return bool(re.search(_COLLECTS, understood.words))


_A_NUMBER = re.compile(
    r"\b(?:get|have|want|need|give me|send me|tell me|text me|got|is there|find) (?:\w+ ){0,3}?(?:phone |contact |telephone )?(?:numbers?|phone no)\b(?! of (?:people|kids|children|us))"
    r"|\b(?:who|what number|which number|where) (?:can|do|should|could|would) (?:i|we|she|he|they) (?:call|ring|phone)\b|\bsome(?:one|body|where) (?:to|i can) (?:call|ring|phone)\b"
    r"|\bnumbers? (?:to|i can|we can|she can|he can) (?:call|ring|phone)\b|^(?:\w+\W+){0,3}(?:just |only )?(?:the |a )?(?:phone )?numbers?(?:\W+(?:please|pls|thanks|only))*\W*$"
)


def asks_for_a_number(understood: Understood) -> bool:
    """Whether somebody wants a number to ring, and nothing else first ("can i just get a number to call")."""
    return bool(_A_NUMBER.search(understood.words))


@dataclass(frozen=True)
class AboutService:
    """What is asked (``call number way hours bring cost language ring which``) and which services are meant."""

    aspect: str
    services: tuple[str, ...]
    #: Whether the words say which ones; otherwise all on the screen are meant.
    chosen: bool = False


def read_about(
    understood: Understood, on_screen: Sequence[tuple[str, str]], most: int = 3
) -> AboutService | None:
    """The question about services on the screen, (id, name) each; None if the message asks none.

    Without a word about which one, the first ``most`` are meant. "Ring" is what
    only the service itself can say: waiting times, walk-ins, stairs.
    """
    words = understood.words
    if not words or not on_screen:
        return None
    aspect = next((name for name, pattern in _ASPECTS if pattern.search(words)), None)
    aspect = aspect or _in_other_words(understood)
    only = everyday.which_of_them(understood.text, catalogue.spoken(), only=True)
    if aspect is None and (_ONLY_WHICH.match(words) or only is not None):
        aspect = "which"
    if aspect is None and _by_name(words, on_screen):
        aspect = next((name for name, pattern in OF_NAMED[:2] if pattern.search(words)), None)
    if aspect is None and _WHERE.search(words) and _meant(words, on_screen):
        aspect = "way"  # "Where is the night van?"
    if aspect is None:
        return None
    meant = _meant(words, on_screen) or _meant_elsewhere(understood.text, on_screen)
    return AboutService(aspect, meant or tuple(i for i, _ in on_screen[:most]), bool(meant))


def _meant_elsewhere(text: str, on_screen: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Which one is meant in one of the other languages ("la segunda")."""
    position = everyday.which_of_them(text, catalogue.spoken())
    if position is None or position >= len(on_screen):
        return ()
    return (on_screen[position][0],)


def _in_other_words(understood: Understood) -> str | None:
    """What is asked in one of the other languages, by their everyday words.

    "Η μάνα μου που είναι 80" (my mother who is 80) tells of somebody, though "που είναι" is "where
    is" as well where accents are left out.
    """
    spoken = catalogue.spoken()
    told = {"people", "age"} & {e.name for e in understood.entities if not e.guessed}
    asked = (a for a in everyday.ASKED if everyday.find(f"ask.{a}", understood.text, spoken))
    return next((a for a in asked if a != "way" or not told), None)


def _by_name(words: str, on_screen: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    by_name = []
    for key, name in on_screen:
        own = [w for w in re.findall(r"[a-z]{4,}", name.lower()) if w not in COMMON]
        if sum(1 for w in own if re.search(rf"\b{w}\b", words)) >= min(2, len(own) or 9):
            by_name.append(key)
    return tuple(by_name)


def _meant(words: str, on_screen: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    if by_name := _by_name(words, on_screen):
        return by_name
    found = _WHICH.search(words)
    if found is None or (found[1] in {"top", "bottom", "other"} and found[0] == found[1]):
        return ()
    position = _NTH[found[1]]
    return (on_screen[position][0],) if -1 <= position < len(on_screen) else ()
