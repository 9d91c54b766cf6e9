"""An interpreter in the conversation: that one is there, and words that somebody passes on.

An interpreter speaks for the customer, often as "she" or "the lady": that is
the customer, not somebody else. Somebody close who interprets is no interpreter
(S4-02): with them in the room nothing about violence, danger or consent is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language import everyday
from bot.triage.facts import Facts
from bot.triage.understood import Understood

_KIN = (
    r"(?:son|daughter|husband|wife|partner|boyfriend|girlfriend|brother|sister|mother|father|mum|mom|dad|cousin|"
    r"nephew|niece|uncle|aunt(?:ie|y)?|grandson|granddaughter|grandchild|child|kid|friend|neighbou?r|mate|carer|in-law)"
)
_HERE = re.compile(
    r"\binterpreter(?:'?s| is| has)? (?:now )?(?:here|present|ready|joined|arrived|with (?:us|me|her|him)|on (?:the )?(?:phone|line|call|speaker|screen|video))\b"
    r"|\b(?:this is|i'?m|i am|it'?s) (?:the|an|your|their|a) (?:\w+ )?interpreter\b|^interpreter (?:speaking|here)\b"
    r"|\b(?:we|i) (?:have|'?ve got|got) (?:the|an|a|our) (?:\w+ )?interpreter (?:here|now|on|with)\b"
    r"|\b(?:with|through) (?:the|an) (?:\w+ )?interpreter (?:now|here|on the (?:phone|line))\b"
)
_GONE = re.compile(
    r"\binterpreter(?:'?s| is| has| had to)? (?:now )?(?:gone|left|leave|leaving|hung up|dropped (?:out|off)|disconnected|finished|not here)\b"
    r"|\binterpreter(?:'?s| is| has| will| must| needs?| wants?)* (?:now )?(?:(?:has |have )?to |about to |going to )?(?:go|going|leave|hang(?:ing)? up|be off|end the call|cut out|cutting out)\b(?! (?:on|to|through|with|over|back)\b)"
    r"|\b(?:we(?:'ve| have)?|i(?:'ve| have)?) (?:just )?lost (?:the|our|my) interpreter\b"
    r"|\bno interpreter (?:any ?more|now|here)\b|\bwithout (?:the|an) interpreter now\b"
)
#: Who is said to speak, before the words themselves.
_SAYS = re.compile(
    r"^(?:\W*(?:ok(?:ay)?|so|and|then|well)\W+)*"
    r"(?:the )?(?:interpreter|interp|translator|client|customer|patient|lady|woman|man|gentleman|person|mr \w+|mrs \w+|ms \w+|she|he|they)"
    r"(?: (?:here|with me))? ?(?:is (?:saying|telling me)|says?|said|tells? (?:me|us)|told (?:me|us)|:|asks?|answers?|replies|replied)"
    r"(?: that| is|:|,)*\s+(?P<said>.+)",
    re.DOTALL,
)
_CLOSE_INTERPRETS = re.compile(
    rf"\b(?:i'?m|i am|this is|it'?s|im) (?:(?:her|his|their|the) (?:\w+ )?{_KIN})\b.{{0,60}}\b(?:translat\w*|interpret\w*|(?:speak|talk|writ)\w* for)\b"
    rf"|\b(?:translate|translating|interpret|interpreting) for (?:my|our) (?:\w+ )?{_KIN}\b"
    rf"|\b(?:i'?m|i am|im) (?:translating|interpreting) (?:for )?(?:her|him|them|my)\b"
    rf"|\bmy (?:\w+ )?{_KIN} (?:is|will be|are) (?:\w+ )?(?:translating|interpreting|typing|writing) (?:this |it )?for me\b"
)

_OFFERED = re.compile(
    rf"\b(?:my|our|her|his|their) (?:\w+ )?{_KIN} (?:can|will|could|would|is going to|wants to) "
    r"(?:be|act as|do|help with) (?:the |my |our |an? )?(?:interpret\w*|translat\w*)"
)


@dataclass(frozen=True)
class Relay:
    """``event`` is ``here``, ``gone`` or None; ``said`` what somebody is said to have said."""

    event: str | None = None
    said: str | None = None


def read_relay(understood: Understood, spoken: str = "en") -> Relay | None:
    """What a message says of an interpreter in the conversation; None if nothing.

    ``spoken``: the language of the conversation, whose own words say it as well as English ones.
    """
    words = understood.words
    if not words:
        return None
    if understood.is_payload or relative_interprets(understood):
        return None
    event = "gone" if _GONE.search(words) else "here" if _HERE.search(words) else None
    event = event or _event_elsewhere(understood.text, spoken)
    passed_on = _SAYS.match(words)
    said = passed_on["said"] if passed_on else None
    return Relay(event, said) if event or said else None


#: What makes a question or a denial of the same words, where no mark and no other form does:
#: "翻译来了吗", "tercüman burada değil".
_NOT_SO = {
    "zh-Hans": r"吗|没|还未", "zh-Hant": r"嗎|咩|未|沒", "tr": r"\bm[iıuü]\b|\bdeğil\b", "th": r"ไหม|มั้ย|หรือยัง|หรือเปล่า",
    "hi": r"क्या|नहीं", "ur": r"کیا|نہیں", "pa": r"ਕੀ|ਨਹੀਂ", "ne": r"^के\s|छैन", "bn": r"কি|নেই|নি", "ta": r"இல்லை|ஆ\?", "fil": r"\bba\b|\bhindi\b",
    "vi": r"\bchưa\b|\bkhông\b$", "ar": r"\bهل\b|ليس", "fa": r"\bآیا\b|\bنیست\b", "prs": r"\bآیا\b|\bنیست\b", "so": r"\bma\b|\bmiyaa?\b", "ko": r"안 왔|없",
}  # fmt: skip


def _event_elsewhere(text: str, spoken: str) -> str | None:
    """The same in the other languages; asked or denied, it has not happened."""
    if text.rstrip().endswith(("?", "？", "؟")):
        return None
    for event in ("gone", "here"):
        for found in everyday.find(f"interpreter.{event}", text, spoken):
            around = f"{text[: found.start]} {text[found.end :]}"
            denied = _NOT_SO.get(found.code) if event == "here" else None
            if denied is None or not re.search(denied, around.lower()):
                return event
    return None


def relative_interprets(understood: Understood) -> bool:
    """Whether somebody close to the customer writes or interprets for them."""
    return bool(_CLOSE_INTERPRETS.search(understood.words))


def relative_is_offered(understood: Understood) -> bool:
    """Whether somebody close is offered as the interpreter ("my daughter can be the interpreter")."""
    return bool(_OFFERED.search(understood.words))


def as_meant(facts: Facts, understood: Understood) -> Understood:
    """``understood`` without the wish for an interpreter where one is only mentioned.

    "The interpreter says she needs food" asks for food.
    """
    if understood.act not in {"request_interpreter", "change_language", "ask_other_person"}:
        return understood
    relay = read_relay(understood, facts.speech or "en")
    if relay is None or relay.said is None:
        return understood  # "The interpreter is here" is answered by the action for interpreters.
    act = "find_service" if understood.values("need") else "inform"
    if understood.intent.startswith("danger_"):
        return replace(understood, wanted=act)
    return replace(understood, intent=act, wanted="")


def with_interpreter(facts: Facts, understood: Understood) -> Facts:
    """``facts`` after what a message says about who interprets."""
    if relative_interprets(understood):
        return replace(facts, signals=tuple(dict.fromkeys((*facts.signals, "companion"))))
    relay = read_relay(understood, facts.speech or "en")
    if relay is None or relay.event is None:
        return facts
    if relay.event == "gone":
        return facts.note(interpreter="wanted") if facts.interpreter == "present" else facts
    return interpreter_is_here(facts)


def interpreter_is_here(facts: Facts) -> Facts:
    """``facts`` with a trained interpreter in the conversation; the one who helped out is no longer needed."""
    signals = tuple(s for s in facts.signals if s != "companion")
    return replace(facts.note(interpreter="present"), signals=signals)
