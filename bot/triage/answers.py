"""Reads the answer to the pending question, whether it came by a button or in a person's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.language import everyday
from bot.language.numbers import with_digits
from bot.triage.facts import Facts, joined
from bot.triage.figures import western
from bot.triage.numbers import NUMBER_WORDS
from bot.triage.options import names_other_option, option_named
from bot.triage.questions import SKIPPED, Option, Question
from bot.triage.understood import Understood
from bot.triage.yes_no import LEAD_ALONE, PLAIN_YES, SOFT_LEAD, is_easy_no, yes_or_no

#: Longer answers are cut: they go into a search, not into a record.
MAX_ANSWER = 200

_SKIP = re.compile(
    r"\b(?:rather not|prefer not|skip|pass on (?:that|this)|^pass$|next question|move on|no comment|"
    r"(?:do ?n'?t|not) (?:want(?:ing)? to|wanna|going to|gonna|comfortable) (?:say|answer|tell|talk|share|saying|answering)"
    r"|none of your business|not saying|i won'?t say|that'?s private|keep that to myself)\b"
)
_AND_ME = re.compile(r"\b(?:me|myself|i|us) (?:and|plus|\+|&)|(?:and|plus|\+|&) (?:me|myself|i)\b")

_YES_I_GUESS = re.compile(
    r"^(?:(?:well|um+|oh)[\s,]+)*(?:(?:ok(?:ay)?|yes|yeah|yep|sure|alright|fine)\b.{0,12}\bi guess\b|i guess (?:so|ok(?:ay)?|yes|yeah)\b)"
)

#: What a message does beside the open question; a guess of these gives way to an answer
#: (bot/triage/weighing.py).
ASIDES = frozenset(
    {
        "ask_my_data",
        "ask_other_person",
        "ask_payment",
        "ask_privacy",
        "ask_why",
        "bot_challenge",
        "change_language",
        "complain",
        "delete_chat",
        "go_back",
        "goodbye",
        "greet",
        "more_results",
        "repeat",
        "request_interpreter",
        "start_again",
        "thank",
        "update_details",
    }
)
#: Messages that do something else; they leave the question waiting. Asking for a person is heard
#: at any confidence.
_NOT_ANSWERS = ASIDES | {"request_human", "start_conversation", "worker_returned"}
#: Messages that may hold a yes or no, but whose whole text is no answer to an open question.
_NOT_FREE_TEXT = frozenset(
    {"danger_now", "danger_serious", "danger_unclear", "unsafe_to_talk", "refine_search"}
)


@dataclass(frozen=True)
class Answer:
    """What a message answers: an option's code, ``skipped``, or the words or number given."""

    question: Question
    code: str

    @property
    def option(self) -> Option | None:
        """The option it stands for, or None for a skip or free words."""
        return self.question.option(self.code)


def number_in(words: str) -> int | None:
    """How many people "4", "four of us", "me and 3 kids" or "just me" mean; None if no number."""
    words = western(words)
    if re.search(r"\b(?:just|only) me\b|\bmyself\b|\balone\b", words):
        return 1
    found = [
        int(token) if token.isdigit() else NUMBER_WORDS[token]
        for token in re.findall(r"\d{1,2}|[a-z]+", words)
        if token.isdigit() or token in NUMBER_WORDS
    ]
    if not found:
        return None
    return sum(found) + (1 if _AND_ME.search(words) else 0)


def _lead(understood: Understood) -> str | None:
    """``yes_or_no`` in the language that the message is in, else in English ("no sé" is unsure)."""
    return everyday.yes_or_no(understood.words, _language(understood)) or yes_or_no(
        understood.words
    )


def _skips(understood: Understood) -> bool:
    return everyday.says("skip", understood.words, _language(understood))


def _in_digits(understood: Understood) -> str:
    """The words with numbers of other languages and scripts as 0 to 9."""
    return with_digits(understood.words, _language(understood))


def _number_said(understood: Understood) -> int | None:
    """How many people a message means, in any of the languages."""
    number = number_in(_in_digits(understood))
    return 1 if number is None and understood.values("people") == ["alone"] else number


def _language(understood: Understood) -> str:
    return str(understood.language.get("code") or "en")


#: Says no to something that was not asked: "nothing like that", "no it's not that", "no, just looking".
#: Where a plain no would mean danger, it is asked once more in other words.
_NOT_THAT = re.compile(
    r"\b(?:nothing|not|none|isn'?t|aint|ain'?t|wasn'?t) (?:\w+ )?(?:like|of) that\b"
    r"|\bnot (?:that|it|that bad|so bad|about that|what i (?:mean|meant|need|want|asked|said))\b"
    r"|\b(?:isn'?t|not|wasn'?t) (?:it|that|the (?:problem|issue|reason|case))\b"
    r"|^(?:no+|nah+|nope)[\s,.]+(?:(?:no|nah)[\s,.]+)*(?:i'?m |im |it'?s |its |i )?(?:just|only) "
    r"(?!(?:in|sleep\w*|crash\w*|on|the (?:car|street|couch|tent|park)|my car)\b)"
    r"|^(?:no+|nah+|nope)[\s,.]+(?:no worries|no problem|all good|i'?m (?:fine|good|ok|okay|right)|we'?re (?:fine|good|ok|okay|right))\b"
)


#: "No medicare card", "no car": what somebody hasn't got, and no answer to whether there is food or a bed.
_HAS_NOT = re.compile(
    r"^no+ (?:\w+ ){0,2}?(?:m\w{2,4}care|cards?|crad|id|identification|passport|visa|licen[cs]e|car|ride|jobs?|work|phone|credit|internet|wifi|data|"
    r"paperwork|papers|documents?|bank|account|computer|email|doctor|dentist|lawyer|english|kids|children|pets?|partner|appointment|appt|insurance)\b"
)


#: "Yes it's for tonight": a yes to another question than the one about danger that waits.
_YES_TO_THAT = re.compile(
    r"^(?:yes|yeah|yep|yea|ya)[\s,.]+(?:it'?s|its|this is|that'?s|thats|is) (?:just |only )?(?:for|in|at|on|near)\b"
)


def answers_something_else(question: Question, words: str) -> bool:
    """Whether a yes or no may well mean something else than the danger it would be for ``question``."""
    yes = question.option("yes")
    if yes is not None and yes.raises is not None and _YES_TO_THAT.match(words):
        return True
    no = question.option("no")
    if no is None or no.raises is None:
        return False
    if not _NOT_THAT.search(words) and not _HAS_NOT.match(words):
        return False
    return option_named(question, words, None) is None


def read_answer(
    question: Question, understood: Understood, speech: str | None = None
) -> Answer | None:
    """The answer that ``understood`` gives to ``question``, or None when it gives none.

    ``speech`` is the language the question was put in: its quick answers count as words for them.
    """
    by_button = understood.first("answer") if understood.is_payload else None
    if by_button is not None:
        pressed = str(by_button)
        # An old button, or one that nobody made: only what the question offers answers it.
        known = not question.options or pressed == SKIPPED or question.option(pressed) is not None
        return Answer(question, pressed) if known else None
    if understood.intent == "skip_question" or _SKIP.search(understood.words) or _skips(understood):
        return Answer(question, SKIPPED)
    if understood.intent in _NOT_ANSWERS or understood.is_payload:
        return None
    if question.kind == "place":
        refused = understood.intent == "deny" or _lead(understood) == "no"
        return Answer(question, SKIPPED) if refused and not understood.values("place") else None
    if answers_something_else(question, understood.words):
        return None
    code = _option_in(question, understood, speech or _language(understood))
    if code is not None:
        return Answer(question, code)
    return _free_answer(question, understood)


def _option_in(question: Question, understood: Understood, speech: str | None) -> str | None:
    words = understood.words
    codes = {option.code for option in question.options}
    wants = question.need in {"prelude", "offer"} and bool(understood.values("need"))
    if wants and question.need == "offer" and SOFT_LEAD.match(words):
        return None  # "OK. I need a lawyer" takes up no offer.
    offered = question.need == "offer"
    lead = _lead(understood) if understood.intent != "correct" or offered else None
    if offered and lead == "unsure" and _YES_I_GUESS.match(words):
        return "yes"
    taken_up = question.need == "offer" and PLAIN_YES.match(words)
    if wants and not (LEAD_ALONE.match(words) or taken_up):
        return None  # "No food, no money" says nothing about whether it is safe to talk.
    lead = lead or {"affirm": "yes", "deny": "no"}.get(understood.intent)
    if lead == "no" and question.need == "prelude" and "yes" in codes and is_easy_no(words):
        return "yes"  # "Is it safe to talk?" "Yeah nah, it's fine."
    if lead in codes and not names_other_option(question, words, str(lead), speech):
        return lead
    named = None if wants else option_named(question, words, speech)
    if named is not None:
        return named
    return lead if lead in codes else None


def _free_answer(question: Question, understood: Understood) -> Answer | None:
    words = understood.words
    if question.kind in {"number", "ages"}:
        ages = understood.values("age")
        if question.kind == "ages":
            numbers = re.findall(r"\d{1,2}", _in_digits(understood))
            if ages or numbers:
                return Answer(question, " ".join(map(str, ages or numbers)))
        number = _number_said(understood) if question.kind == "number" else None
        return Answer(question, str(number)) if number is not None else None
    if question.kind == "people" and understood.values("people"):
        return Answer(question, str(understood.first("people")))
    if question.kind in {"time", "text"} and words and understood.intent not in _NOT_FREE_TEXT:
        when = understood.first("time")
        if question.kind == "time" and when:
            return Answer(question, str(when))
        return Answer(question, yes_or_no(words) or understood.text.strip()[:MAX_ANSWER])
    return None


def apply_answer(facts: Facts, answer: Answer) -> Facts:
    """``facts`` after ``answer``: what its option settles, the danger it means, the skips in a row."""
    question = answer.question
    facts = replace(
        facts.note(answers={**facts.answers, question.id: answer.code}),
        skips=_skips_after(facts, answer),
        pending=None if facts.pending == question.id else facts.pending,
        answered=question.id,
        misses=0,
    )
    if answer.code == SKIPPED:
        return facts
    option = answer.option
    if option is None:
        return _apply_words(facts, answer)
    for name, value in option.sets:
        facts = _set(facts, question, name, value)
    if option.raises is not None:
        domain, tier = option.raises
        if option.of_known_danger:
            domain = facts.gravest_domain or domain
        facts = facts.raised(domain, tier, question=question.id)
    return facts


def _skips_after(facts: Facts, answer: Answer) -> int:
    if answer.question.need == "offer":
        return 0
    return facts.skips + 1 if answer.code == SKIPPED else 0


def _apply_words(facts: Facts, answer: Answer) -> Facts:
    question = answer.question
    if question.fact == "contact":
        return facts.note(contact=answer.code)
    if question.kind == "ages":
        return facts.note(ages=joined(facts.ages, answer.code.split()))
    if question.seeks and answer.code not in {"yes", "no", "unsure"}:
        return _set(facts, question, "seek", answer.code)
    return facts


def _set(facts: Facts, question: Question, name: str, value: object) -> Facts:
    if name == "seek":
        need = question.need
        words = " ".join(joined((facts.seek.get(need, ""),), (str(value),))).strip()
        return replace(facts, seek={**facts.seek, need: words})
    if name == "sub_need":
        sub_of = {**facts.sub_of, question.need: str(value)}
        return replace(facts.note(sub_needs=joined(facts.sub_needs, (str(value),))), sub_of=sub_of)
    if name in _FACT_NAMES:
        old = getattr(facts, name)
        new = joined(old, value) if isinstance(value, list) else value
        return facts.note(**{name: new})
    return replace(facts, wishes={**facts.wishes, name: str(value)})


_FACT_NAMES = frozenset(Facts.__dataclass_fields__) - {"seek", "wishes"}
