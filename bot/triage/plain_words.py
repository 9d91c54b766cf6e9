"""What a few plain words of another language say, whatever a classifier took them for."""

from __future__ import annotations

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
