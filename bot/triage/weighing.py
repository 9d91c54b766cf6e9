"""What a message does, where the classifier only guessed and the open question makes more of it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.language.choice import english_is_missing
from bot.triage.answers import ASIDES, Answer, read_answer
from bot.triage.facts import Facts
from bot.triage.hearing import question_meant
from bot.triage.place_names import choose
from bot.triage.plain_words import (
    asks_only_closer,
    plain_answer,
    plain_wish,
    without_english_class,
    without_needs,
)
from bot.triage.presence import is_back_again
from bot.triage.questions import SKIPPED, Questions
from bot.triage.relaying import as_meant
from bot.triage.remarks import has_no_ordinary_words, keeps_the_line_open
from bot.triage.somebody_sought import seeks_somebody
from bot.triage.speech import asks_for_speakers, wished_language, without_words_of_no
from bot.triage.telling import refuses_a_person
from bot.triage.understood import Understood
from bot.triage.watching import is_no_word_of_it, says_help_comes

#: Guesses that give way to an answer. Asking for a person and "it's not safe" are heard at any
#: confidence.
_GIVE_WAY = ASIDES | {"correct", "refine_search", "skip_question"}
_COMMANDS = frozenset({"repeat", "more_results", "start_again", "go_back"})
#: What "it's me again" is taken for.
_TAKEN_FOR_BACK = frozenset({"go_back", "goodbye", "correct", "out_of_scope", "nlu_fallback"})
#: What a classifier says that has understood nothing.
_NOTHING_MEANT = frozenset({"out_of_scope", "nlu_fallback"})


def weighed(facts: Facts, understood: Understood, questions: Questions) -> Understood:
    """``understood``, or the answer to the open question where the classifier only guessed an aside.

    "The second one, in Victoria" taken for a complaint at 0.3 is an answer. A
    guess that answers nothing stays as it is.
    """
    understood = without_words_of_no(facts, as_meant(facts, understood))
    understood = without_english_class(facts, understood)
    if understood.act == "request_human" and refuses_a_person(understood):
        understood = _with_act(understood, "deny")
    if seeks_somebody(understood):
        understood = replace(_with_act(understood, "ask_other_person"), entities=())
    if understood.act == "unsafe_to_talk" and (
        is_no_word_of_it(understood) or _answers_another_question(understood)
    ):
        understood = _with_act(understood, "inform")
    if understood.act == "unsafe_to_talk" and facts.unacknowledged and says_help_comes(understood):
        understood = _with_act(understood, "inform")  # 000 was rung
    dropped = understood.rejected_values("need")
    if dropped and understood.intent in {*_NOTHING_MEANT, "delete_chat"}:
        return replace(understood, intent="correct", wanted="")  # "forget the lawyer"
    if understood.intent in _NOTHING_MEANT and facts.shown and _names_only_a_day(understood):
        return _with_act(understood, "refine_search")
    if understood.intent == "go_back" and _IS_BACK.match(understood.words):
        if facts.undo and not _WAS_AWAY.match(understood.words):
            return understood
        return replace(understood, intent="greet", wanted="")
    if act := plain_answer(facts, understood, questions):
        return _with_act(understood, act)
    if act := plain_wish(facts, understood):
        return replace(understood, intent=act, wanted="", entities=())
    if understood.intent in _TAKEN_FOR_BACK and is_back_again(facts, understood):
        return replace(understood, intent="greet", wanted="")
    if asks_only_closer(facts, understood):
        return _with_act(without_needs(understood), "refine_search")
    if _takes_up_offer(facts, understood):
        return replace(understood, intent="request_human", wanted="")
    if _is_noise(facts, understood):
        return replace(understood, intent="nlu_fallback", wanted="", entities=())
    if _has_little_english(understood):
        without = tuple(one for one in understood.entities if one.name != "language")
        return replace(understood, intent="request_interpreter", wanted="", entities=without)
    if understood.intent in _TAKEN_FOR_WISH | {"change_language"} and asks_for_speakers(
        facts, understood
    ):
        return replace(understood, intent="refine_search", wanted="")
    if _asks_only_for_language(facts, understood):
        return replace(understood, intent="change_language", wanted="")
    plain = replace(understood, intent="inform", wanted="")
    if understood.intent in _COMMANDS and keeps_the_line_open(understood):
        return plain  # "hmm" asks for nothing, however sure the classifier is
    if _has_none_of_its_words(understood):
        return plain
    if understood.intent not in _GIVE_WAY or not understood.is_unsure:
        return understood
    if keeps_the_line_open(understood):
        return plain
    question = question_meant(facts, plain, questions)
    if question is None:
        return understood
    if question.kind == "place":
        answers = bool(plain.values("place") or choose(facts.place_candidates, plain.words))
        return plain if answers else understood
    if question.kind in {"text", "time", "need"}:
        return plain if plain.entities else understood
    answer: Answer | None = read_answer(question, plain, facts.speech or facts.language)
    return plain if answer is not None and answer.code != SKIPPED else understood


#: What a message may name that answers another question than whether it is safe to talk.
_ANSWERS = frozenset({"place", "time", "people", "age", "language"})
#: So much of its letters must be such a name.
_MOSTLY = 0.5


def _answers_another_question(understood: Understood) -> bool:
    """Whether "en footscray" or "mañana" was taken for "it is not safe": it is mostly the name of
    a place or a time, and nothing in it was noticed as danger.
    """
    if understood.is_payload or understood.risk.get("indicators"):
        return False
    named = [e for e in understood.entities if e.name in _ANSWERS and not e.guessed]
    letters = sum(map(str.isalnum, understood.text))
    told = sum(sum(map(str.isalnum, understood.text[e.start : e.end])) for e in named)
    return bool(named) and told >= _MOSTLY * letters


#: Acts that are answered at length, and words of which one is in nearly every message that means them.
_ITS_WORDS = {
    "goodbye": re.compile(
        r"bye|\b(?:later|see (?:you|ya|u)|cya|ciao|adios|hooroo|ta ta|take care|good ?night|farewell|have a|"
        r"thank\w*|ta|cheers|done|finished|that'?s (?:it|all)|thats (?:it|all)|that will do|all good|no(?:thing)? (?:more|else)|"
        r"leave|leaving|exit|quit|stop|close|end|log ?(?:off|out)|off|go|going|gotta|must|catch you|talk (?:soon|later)|tomorrow|for now|then)\b"
    ),
    "complain": re.compile(
        r"complain|feedback|report|record|rude|unfair|disgust|disgrace|treat|useless|ridicul|joke|fed up|sick of|happy|terribl|awful|hopeless|"
        r"worst|bad|poor|shock|nasty|manager|supervisor|above|hung|hang|hold|hours?\b.*(?:wait|queue|phone|life)|wait|ignor|nobody|no ?one|never|wrong|mistake|"
        r"lied|angry|furious|frustrat|disappoint|unacceptable|pathetic|slow|broken|work|crash|circles|listen|laugh|push|yell|humiliat|stuff|waste|"
        r"racis|discriminat|disrespect|ombuds|minister|\bmp\b|media|newspaper|shame|crap|shit|f+u*c*k|\bf this|\bbs\b|suck|rubbish|stupid|hate|"
        r"\byou(?:r|'re|'ve)?\b|\bthey\b|service|staff|office|chat|website|app\b|number|help|closed|shut|date|enough|turned"
    ),
    "ask_other_person": re.compile(
        r"\b(?:where|find|look\w*|know|tell|address|phone|number|live[sd]?|check|see|records?|registered|files?|details|payments?|trac\w+|locate|"
        r"contact|gives?|gets?|want|need|info\w*|called|been|in today|show|read|open|dob|report\w*|who|crn|what|messages|visit\w*|wrote|my)\b"
        r"|^(?:has|have|is|was|were|did|does|do|which|will|can)\b"
    ),
}
#: A longer message says what it is about.
_FEW_WORDS = 6
#: From here on such a guess is believed without any of them.
_SURE_OF_IT = 0.7


def _has_none_of_its_words(understood: Understood) -> bool:
    """Whether "i'm a bit embarrassed" or "her name is Kylie" was taken for a complaint or a search for somebody."""
    words = _ITS_WORDS.get(understood.intent)
    if words is None or understood.is_payload or understood.confidence >= _SURE_OF_IT:
        return False
    english = str(understood.language.get("code") or "en").startswith("en")
    few = len(understood.words.split()) <= _FEW_WORDS
    return english and few and not words.search(understood.words)


_ABOUT_A_DAY = frozenset(
    [
        "and",
        "or",
        "what",
        "about",
        "how",
        "on",
        "open",
        "any",
        "anything",
        "for",
        "the",
        "then",
        "maybe",
        "is",
        "it",
        "are",
        "they",
        "ok",
        "instead",
        "in",
        "at",
        "of",
    ]
)


def _names_only_a_day(understood: Understood) -> bool:
    """Whether a message is a day and nothing else ("christmas day?")."""
    times = understood.wanted_entities("time")
    if not times:
        return False
    left = understood.text[: times[0].start] + " " + understood.text[times[0].end :]
    return all(word in _ABOUT_A_DAY for word in re.findall(r"[\w']+", left.lower()))


#: "Back", with no step to go back to: somebody is there again.
_IS_BACK = re.compile(
    r"^(?:(?:ok|hi|hello|hey|sorry|i'?m|im|i am|right)[\s,]+)*back(?: (?:now|again|here))?[\s.!]*$"
)
#: Of those, words that nobody says who wants the step before: "ok back", "im back", "back now".
_WAS_AWAY = re.compile(r"^(?=.*\b(?:ok|sorry|right|i'?m|im|i am|now|again|here)\b).*\bback\b")
_YES_PLEASE = re.compile(
    r"^(?:(?:yes|yeah|yep|ok|okay|sure|oh|that|it)[\s,.!]+)*(?:please|pls|plz|(?:i'?d|i would|would) (?:like|love|want|be)\b.*|that (?:would|sounds)\b.*|talk to (?:them|one|someone|her|him|a)\b.*)[\s.!]*$"
)


def _takes_up_offer(facts: Facts, understood: Understood) -> bool:
    """Whether "yes please" takes up the worker that was offered beside the question."""
    if facts.offered_in != facts.turn or understood.intent.startswith("danger_"):
        return False
    named = [e for e in understood.entities if not e.guessed]
    return not named and bool(_YES_PLEASE.match(understood.words))


def _with_act(understood: Understood, act: str) -> Understood:
    """The message as one that does ``act``; danger in it stays what it is."""
    if understood.intent.startswith("danger_"):
        return replace(understood, wanted=act)
    return replace(understood, intent=act, wanted="")


#: From here on the detector has seen everyday words of a language, romanised ones too.
_LIKELY_LANGUAGE = 0.5


def _is_noise(facts: Facts, understood: Understood) -> bool:
    """Whether a need was guessed where no word is known ("zibri mu zeplun"): nobody asked for that."""
    if understood.is_payload or understood.intent != "find_service" or facts.is_staff:
        return False
    if any(not e.guessed for e in understood.entities) or (facts.speech or "en") != "en":
        return False
    found = understood.language
    sure = found.get("reliable") or float(found.get("confidence") or 0) >= _LIKELY_LANGUAGE
    if sure and not str(found.get("code")).startswith("en"):
        return False
    return understood.words.isascii() and has_no_ordinary_words(understood)


#: What a wish to speak a language is taken for where the classifier doesn't know its words.
_TAKEN_FOR_WISH = frozenset({"refine_search", "out_of_scope", "nlu_fallback", "inform", "greet"})


def _has_little_english(understood: Understood) -> bool:
    """Whether a message in another language only says that there is little English ("hablo poco inglés")."""
    if understood.is_payload or understood.act not in {*_TAKEN_FOR_WISH, "change_language"}:
        return False
    if understood.values("need") or understood.values("place"):
        return False
    return set(understood.values("language")) == {"en"} and english_is_missing(understood.text)


def _asks_only_for_language(facts: Facts, understood: Understood) -> bool:
    """Whether a message only asks for a language that its words name ("mluvim jen cesky")."""
    if understood.is_payload or understood.intent not in _TAKEN_FOR_WISH or facts.is_staff:
        return False
    if understood.values("need") or understood.values("place"):
        return False
    if understood.values("language") and (understood.intent == "inform" or facts.shown):
        return False  # It answers "which one do you speak?", or narrows what was found.
    return wished_language(facts, understood) is not None
