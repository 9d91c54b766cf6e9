"""Which of a question's options a person's words name, misspelt or in the language of the question."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from bot.language import catalogue
from bot.triage.questions import Option, Question
from bot.triage.remarks import ordinary_words

#: How alike a misspelt word must be ("medcine", "rehabb", "foood"). A short word has too many
#: neighbours: there only what is no ordinary word counts as a slip.
_SLIP = 0.85
_SLIP_OF_SHORT = 0.75
_SHORTEST_SLIP = 5
_SHORT_SLIP = 4

_NEGATED = re.compile(
    r"\b(?:not|never|no|isn'?t|aren'?t|wasn'?t|don'?t|doesn'?t|can'?t|hardly|without|un)"
    r"(?:\s+[\w']+){0,2}\s*$"
)


def names_other_option(
    question: Question, words: str, lead: str, speech: str | None = None
) -> bool:
    """Whether the words go on to name an option beyond yes, no and unsure ("yes, a baby")."""
    named = option_named(question, words, speech)
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


def option_named(question: Question, words: str, speech: str | None = None) -> str | None:
    """The option with the longest phrase in ``words``; a "yes" phrase that is negated means no.

    None if none is named, or only by its opposite.
    """
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
