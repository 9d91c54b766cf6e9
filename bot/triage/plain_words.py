"""What a few plain words of another language say, whatever a classifier took them for."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language import everyday
from bot.triage.answers import ASIDES
from bot.triage.facts import Facts
from bot.triage.hearing import question_meant
from bot.triage.questions import Questions
from bot.triage.refine import asks_closer
from bot.triage.understood import Understood

#: What an answer of a word or two is taken for in a language of which few examples were seen.
_TAKEN_FOR = ASIDES - {"change_language", "request_interpreter"} | {"more_results", "refine_search"}
#: A longer message says more than yes, no or "I don't know".
_FEW_WORDS = 4
#: Known wishes of other languages (everyday "ask") and what they do.
_WISHES = {
    "start_again": "start_again",
    "about_me": "ask_my_data",
    "payment": "ask_payment",
    "what_now": "repeat",
    "anyone": "greet",
}
#: A longer message tells more, and so much of it must be those words.
_A_WISH, _MOSTLY = 7, 0.5
#: "What do I do?" and "is anybody there?" end many a telling ("孩子怎么办", what about the children).
_ALMOST_WHOLE = {"what_now": 0.75, "anyone": 0.6}
#: How much of a message says "I don't know" where it says nothing else.
_NEARLY_ALL = 0.8
#: What a wish for something nearer is taken for.
_NOTHING_MEANT = frozenset({"out_of_scope", "nlu_fallback"})
_TAKEN_FOR_SEARCH = _NOTHING_MEANT | {"find_service", "inform"}


def plain_answer(facts: Facts, understood: Understood, questions: Questions) -> str | None:
    """The act of a few words that answer the open question in the conversation's other language.

    "खै कसरी भन्नु" (how shall I put it) asks for nothing to be repeated, and "si tranqui" does not
    say that it is unsafe to talk. None where the message is no such answer.
    """
    spoken = facts.speech or "en"
    few = len(understood.words.split()) <= _FEW_WORDS
    if spoken == "en" or understood.is_payload or not few or understood.risk.get("indicators"):
        return None
    if any(not entity.guessed for entity in understood.entities) or understood.text[-1:] in "?？؟":
        return None
    question = question_meant(facts, replace(understood, intent="inform", wanted=""), questions)
    guessed = understood.intent in {"unsafe_to_talk", *_TAKEN_FOR}
    if guessed and _only_unsure(understood.text, spoken):
        if question is not None and question.need == "offer":
            return "skip_question"  # neither yes nor no: the offer stands
        if understood.intent == "unsafe_to_talk":
            return "inform"  # whatever was asked: nothing of it is about who reads along
    if question is None:
        return None
    lead = everyday.yes_or_no(understood.words, spoken)
    if understood.intent == "unsafe_to_talk":
        # A plain no says just that: it is not safe.
        asked = question.id == "safe_to_talk" and lead in {"yes", "unsure"}
        return "inform" if asked else None
    if understood.intent not in _TAKEN_FOR:
        return None
    if everyday.says("skip", understood.text, spoken):
        return "skip_question"
    return "inform" if lead is not None and question.option(lead) is not None else None


def _only_unsure(text: str, spoken: str) -> bool:
    """Whether a message says "I don't know" or "maybe", and nothing else."""
    found = everyday.find("says.unsure", text, spoken)
    said = sum(one.end - one.start for one in found)
    return bool(found) and said >= _NEARLY_ALL * len(text.strip())


def plain_wish(facts: Facts, understood: Understood) -> str | None:
    """The act of a short message that is mostly a known wish of another language, whatever it was taken for.

    People write Tamil, Urdu or Bengali in Latin letters, and Turkish without its accents: a classifier
    has seen little of that ("bastan baslayalim", let us begin again).
    """
    text, spoken = understood.text.strip(), facts.speech or "en"
    if understood.is_payload or facts.is_staff or facts.pending_clarification:
        return None
    if len(text.split()) > _A_WISH or understood.intent.startswith("danger_"):
        return None
    for cue, act in _WISHES.items():
        found = everyday.find(f"ask.{cue}", text, spoken)
        share = sum(one.end - one.start for one in found) / max(1, len(text))
        if share >= _ALMOST_WHOLE.get(cue, _MOSTLY) and not _tells(understood, cue):
            return act
    return None


def _tells(understood: Understood, cue: str) -> bool:
    """Whether a message that would only ask for the next words names something to go on with."""
    told = {e.name for e in understood.entities if not e.guessed} - {"time", "language"}
    return cue in _ALMOST_WHOLE and bool(told)


#: Learning English is a wish of its own ("my english is bad, I want a class").
_LEARNS = re.compile(
    r"\b(?:class\w*|course\w*|learn\w*|lesson\w*|stud(?:y|ies|ying)|improve|teach\w*|school)\b"
)
_NO_ENGLISH = re.compile(
    r"\bmy english (?:is |its )?(?:so |very |too |really )?(?:no|not|bad|poor|little|small|weak|broken|terrible)\b"
    r"|\b(?:no|not|don'?t|cannot|can'?t) (?:can )?(?:speak|talk|read|understand|know)(?: \w+)? english\b"
    r"|^(?:sorry\W+|i )?(?:no|little|small) english\b"
)


def without_english_class(facts: Facts, understood: Understood) -> Understood:
    """``understood`` without the English class that was heard in "I speak no English".

    With nothing else in the message it asks for an interpreter.
    """
    if understood.is_payload or "english_class" not in {
        *understood.values("sub_need"),
        *_guessed_class(understood),
    }:
        return understood
    said = _NO_ENGLISH.search(understood.words) or everyday.find(
        "speak.no_english", understood.text, facts.speech or "en"
    )
    if not said or _LEARNS.search(understood.words):
        return understood
    kept = tuple(
        e
        for e in understood.entities
        if not (e.name == "need" and e.value == "education_family")
        and not (e.name == "sub_need" and e.value == "english_class")
    )
    left = replace(understood, entities=kept)
    if left.values("need") or understood.intent.startswith("danger_"):
        return left
    return replace(left, intent="request_interpreter", wanted="")


def _guessed_class(understood: Understood) -> set[str]:
    """A need for education alone may be such a guess, with nothing said of which kind."""
    kinds = understood.values("sub_need")
    return (
        {"english_class"}
        if understood.values("need") == ["education_family"] and not kinds
        else set()
    )


def asks_only_closer(facts: Facts, understood: Understood) -> bool:
    """Whether "nothing closer? I have no car" is about the services shown, and asks for no transport."""
    if understood.is_payload or facts.is_staff or not facts.shown or "transport" in facts.needs:
        return False
    if understood.intent not in _TAKEN_FOR_SEARCH or not asks_closer(understood):
        return False
    named = {str(need.value) for need in understood.wanted_entities("need")}
    return named == {"transport"} or (not named and understood.intent in _NOTHING_MEANT)


def without_needs(understood: Understood) -> Understood:
    """``understood`` with everything it says but what is needed."""
    kept = tuple(e for e in understood.entities if e.name not in {"need", "sub_need"})
    return replace(understood, entities=kept)
