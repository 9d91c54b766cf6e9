"""Reads the answer to the pending question, whether it came by a button or in a person's own words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from bot.language import catalogue, everyday
from bot.triage.facts import Facts, joined
from bot.triage.figures import western
from bot.triage.numbers import NUMBER_WORDS
from bot.triage.questions import SKIPPED, Option, Question
from bot.triage.remarks import ordinary_words
from bot.triage.understood import Understood

#: How alike a misspelt word must be ("medcine", "rehabb", "foood"). A short word has too many
#: neighbours: there only what is no ordinary word counts as a slip.
_SLIP = 0.85
_SLIP_OF_SHORT = 0.75
_SHORTEST_SLIP = 5
_SHORT_SLIP = 4
#: Longer answers are cut: they go into a search, not into a record.
MAX_ANSWER = 200

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
_LEAD_ALONE = re.compile(rf"^(?:{_YES}|{_NO})\s*[,.;!-]")
#: Leads into another matter as often as it says yes.
_SOFT_LEAD = re.compile(r"^(?:ok(?:ay)?|right(?:o)?|sure|fine|well|alright|thanks?)\b")
_PLAIN_YES = re.compile(r"^(?:yes|yep|yeah)\b")
#: No refusal: "yes no problem", "no worries".
_NO_TROUBLE = re.compile(
    r"\bno+ (?:problems?|prob|probs|worries|wuckers|wuckas|dramas?|trouble|stress|issues?|sweat|biggie)\b"
)
_EACH = re.compile(rf"(?P<no>(?:{_NO})\b)|(?P<yes>(?:{_YES})\b)")
_UNSURE = re.compile(
    r"\b(?:not (?:really |too |quite )?sure|unsure|(?:i )?do ?n'?t know|dunno|idk|no idea|maybe|"
    r"perhaps|might|i guess|hard to say|depends)\b"
)
_SKIP = re.compile(
    r"\b(?:rather not|prefer not|skip|pass on (?:that|this)|^pass$|next question|move on|no comment|"
    r"(?:do ?n'?t|not) (?:want(?:ing)? to|wanna|going to|gonna|comfortable) (?:say|answer|tell|talk|share|saying|answering)"
    r"|none of your business|not saying|i won'?t say|that'?s private|keep that to myself)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|no|isn'?t|aren'?t|wasn'?t|don'?t|doesn'?t|can'?t|hardly|without|un)"
    r"(?:\s+[\w']+){0,2}\s*$"
)
_AND_ME = re.compile(r"\b(?:me|myself|i|us) (?:and|plus|\+|&)|(?:and|plus|\+|&) (?:me|myself|i)\b")

#: Messages that do something else; they leave the question waiting.
NOT_ANSWERS = frozenset(
    {
        "request_human",
        "request_interpreter",
        "change_language",
        "complain",
        "ask_payment",
        "ask_other_person",
        "ask_privacy",
        "ask_my_data",
        "ask_why",
        "delete_chat",
        "start_again",
        "start_conversation",
        "worker_returned",
        "go_back",
        "more_results",
        "bot_challenge",
        "update_details",
        "repeat",
        "greet",
        "thank",
        "goodbye",
    }
)
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
    return everyday.with_digits(understood.words, _language(understood))


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
    if no is None or no.raises is None or not _NOT_THAT.search(words):
        return False
    return _named_option(question, words, None) is None


def read_answer(
    question: Question, understood: Understood, speech: str | None = None
) -> Answer | None:
    """The answer that ``understood`` gives to ``question``, or None when it gives none.

    ``speech`` is the language the question was put in: its quick answers count as words for them.
    """
    by_button = understood.first("answer") if understood.is_payload else None
    if by_button is not None:
        return Answer(question, str(by_button))
    if understood.intent == "skip_question" or _SKIP.search(understood.words) or _skips(understood):
        return Answer(question, SKIPPED)
    if understood.intent in NOT_ANSWERS or understood.is_payload:
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


def option_named(question: Question, words: str, speech: str | None = None) -> str | None:
    """The option that ``words`` name, yes and no aside; None if none or only by its opposite."""
    return _named_option(question, words, speech)


def _option_in(question: Question, understood: Understood, speech: str | None) -> str | None:
    words = understood.words
    codes = {option.code for option in question.options}
    wants = question.need in {"prelude", "offer"} and bool(understood.values("need"))
    if wants and question.need == "offer" and _SOFT_LEAD.match(words):
        return None  # "OK. I need a lawyer" takes up no offer.
    lead = _lead(understood) if understood.intent != "correct" else None
    taken_up = question.need == "offer" and _PLAIN_YES.match(words)
    if wants and not (_LEAD_ALONE.match(words) or taken_up):
        return None  # "No food, no money" says nothing about whether it is safe to talk.
    lead = lead or {"affirm": "yes", "deny": "no"}.get(understood.intent)
    if lead in codes and not _names_other_option(question, words, str(lead), speech):
        return lead
    named = None if wants else _named_option(question, words, speech)
    if named is not None:
        return named
    return lead if lead in codes else None


def _names_other_option(
    question: Question, words: str, lead: str, speech: str | None = None
) -> bool:
    """Whether the words go on to name an option beyond yes, no and unsure ("yes, a baby")."""
    named = _named_option(question, words, speech)
    return named is not None and named not in {"yes", "no", "unsure"} and lead != "no"


@lru_cache(maxsize=512)
def _titles(question_id: str, code: str, speech: str) -> tuple[str, ...]:
    """The words of a quick answer in another language, as somebody types them."""
    payload = f'/inform{{"question": "{question_id}", "answer": "{code}"}}'
    shown = [
        b["title"].partition(" / ")[0]
        for b in catalogue.buttons(f"utter_ask_{question_id}", speech)
        if b["payload"] == payload
    ]
    return tuple(title.lower().strip(" .") for title in shown)


def _phrases(question: Question, option: Option, speech: str | None) -> tuple[str, ...]:
    if not speech or speech.startswith("en") or option.code in {"yes", "no", "unsure"}:
        return option.says
    if not catalogue.has_text(question.response):
        return option.says
    return (*option.says, *_titles(question.id, option.code, speech))


def _named_option(question: Question, words: str, speech: str | None = None) -> str | None:
    """The option with the longest phrase in ``words``; a "yes" phrase that is negated means no."""
    best: tuple[int, str] | None = None
    for option in question.options:
        for phrase in _phrases(question, option, speech):
            start = _find_phrase(phrase, words)
            if start is None:
                continue
            code = option.code
            if _NEGATED.search(words[:start]):
                if code != "yes" or question.option("no") is None:
                    continue
                code = "no"
            if best is None or len(phrase) > best[0]:
                best = (len(phrase), code)
    return best[1] if best else None


def _find_phrase(phrase: str, words: str) -> int | None:
    """Where ``phrase`` stands in ``words``, plurals and small slips of spelling allowed; None if not."""
    found = re.search(rf"(?<![\w']){re.escape(phrase)}(?:s|es)?(?![\w'])", words)
    if found:
        return found.start()
    if not phrase.isascii() and not phrase[:1].isascii() and phrase in words:
        return words.index(phrase)  # Scripts that put no spaces between words.
    if " " in phrase or len(phrase) < _SHORT_SLIP:
        return None
    short = len(phrase) < _SHORTEST_SLIP
    least = _SLIP_OF_SHORT if short else _SLIP
    for word in re.finditer(r"[\w']+", words):
        if word[0][0] != phrase[0] or len(word[0]) < (_SHORT_SLIP if short else _SHORTEST_SLIP):
            continue
        if short and (word[0] in ordinary_words() or abs(len(word[0]) - len(phrase)) > 2):
            continue
        if SequenceMatcher(None, word[0], phrase).ratio() >= least:
            return word.start()
    return None


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
