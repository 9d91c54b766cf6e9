"""Which language a conversation goes on in.

A person who names a language has chosen it. Otherwise a message that is surely
in another language of ours turns the conversation to it; one English sentence
turns it back only where nobody chose. "ok", a name and a place turn nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language import catalogue, everyday
from bot.language.detect import detect
from bot.language.names import find_language_names
from bot.language.scripts import scripts
from bot.language.table import UnknownLanguage, fallbacks, language

#: Words of English that may stand beside a language's name in a wish to speak it.
_WISHING = frozenset(
    [
        "please",
        "pls",
        "plz",
        "in",
        "to",
        "speak",
        "i",
        "want",
        "can",
        "you",
        "we",
        "talk",
        "the",
        "only",
        "switch",
        "change",
        "use",
        "my",
        "language",
        "is",
        "me",
        "ok",
        "okay",
        "yes",
        "no",
        "prefer",
        "would",
        "like",
        "write",
        "do",
        "hi",
        "hello",
        "thanks",
        "let's",
        "lets",
        "now",
        "instead",
        "could",
        "id",
        "i'd",
        "back",
        "go",
        "continue",
        "reply",
        "answer",
        "chat",
        "with",
        "am",
        "im",
        "i'm",
        "a",
        "bit",
        "little",
        "need",
        "this",
        "it",
        "have",
        "our",
        "conversation",
        "rather",
        "maybe",
        "shall",
        "should",
        "possible",
        "better",
        "easier",
        "keep",
        "going",
        "carry",
        "on",
        "try",
        "type",
        "text",
        "sorry",
    ]
)
#: Words that show that somebody else's language, an interpreter or a service is meant.
_NOT_A_WISH = re.compile(
    r"\b(?:speaks|speaker|speaking|she|he|they|her|his|their|mum|mom|mother|dad|father|wife|husband|"
    r"client|customer|worker|doctor|lawyer|class\w*|course|lesson\w*|learn\w*|teach\w*|study|test|"
    r"interp\w*|intep\w*|translat\w*|food|not|n't|cant|can't|dont|don't)\b",
    re.IGNORECASE,
)
#: More other words than these in a language we can't judge, and it is a sentence of its own.
_FEW_WORDS = 3
#: Longer texts that name their language say more than that.
_A_SENTENCE = 6
#: Characters beside the name in a script without spaces ("我说中文").
_FEW_CHARACTERS = 8
#: An English sentence, not a word of it.
_ENGLISH_SENTENCE = 4


@dataclass(frozen=True)
class Speech:
    """The language to answer in (None: English, as it began) and whether the person chose it."""

    code: str | None = None
    chosen: bool = False


def asked_language(text: str) -> str | None:
    """The language that ``text`` asks to speak ("English please", "mluvim cesky", "中文"), or None.

    A text that says more than that ("my mum speaks Greek", "Greek interpreter") asks nothing.
    """
    elsewhere = everyday.asked_language(text, catalogue.spoken())
    if elsewhere == "en":
        return elsewhere
    if everyday.find("interpreter.word", text, catalogue.spoken()):
        return None
    named = find_language_names(text)
    if len({mention.code for mention in named}) != 1 or _NOT_A_WISH.search(text):
        return elsewhere
    if named[0].code == "en" and english_is_missing(text):
        return None
    if _is_said_in(named[0].code, text):
        return named[0].code
    rest = text
    for mention in reversed(named):
        rest = rest[: mention.start] + " " + rest[mention.end :]
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", rest.lower())
    if "Latn" not in scripts(rest) and rest.strip():
        few = len("".join(words)) <= _FEW_CHARACTERS or len(words) <= _FEW_WORDS
        return named[0].code if few else elsewhere
    if all(word.replace("’", "'") in _WISHING for word in words) or len(words) <= 2:
        return named[0].code
    return elsewhere


def english_is_missing(text: str) -> bool:
    """Whether ``text``, in one of our other languages, says that its writer has little English.

    "Hablo poco inglés", "ingilizcem az": English is named, and asked for by nobody.
    """
    return bool(everyday.find("speak.missing", text, catalogue.spoken()))


def _is_said_in(code: str, text: str) -> bool:
    """Whether a short text names the very language that it is in ("mujhe hindi aati hai")."""
    if code == "en" or len(text.split()) > _A_SENTENCE:
        return False
    return detect(text).code == code


def writes(code: str) -> str:
    """The written language for ``code``: "Chinese" and Mandarin are written in simplified characters."""
    return {"zh": "zh-Hans", "cmn": "zh-Hans"}.get(code, code)


def go_on(
    now: Speech,
    *,
    asked: str | None = None,
    found: str | None = None,
    words: int = 0,
    can_speak: frozenset[str],
) -> Speech:
    """How a conversation goes on after one message.

    ``asked``: a language the person named to be used; ``found``: the language the
    message is surely written in; ``words``: how many it has; ``can_speak``: codes
    with a catalogue. A language we have no words for changes nothing.
    """
    if asked and (code := _speakable(asked, can_speak)):
        return Speech(_own_characters(code, found), True)
    if not found:
        return now
    code = _speakable(found, can_speak)
    if code is None or code == (now.code or "en"):
        return now
    if code == "en":
        return now if now.chosen or words < _ENGLISH_SENTENCE else Speech("en")
    kin = now.code is not None and now.code in fallbacks(code) and now.code != "en"
    if now.code and (code in fallbacks(now.code) or kin):
        # Dari that reads like Persian, Filipino that reads like Cebuano, characters that both
        # ways of writing Chinese share.
        return now
    return Speech(code, now.chosen)


def _own_characters(code: str, found: str | None) -> str:
    """Traditional characters for whoever asks for Chinese in them ("講返中文")."""
    return "zh-Hant" if code == "zh-Hans" and found in {"zh-Hant", "yue"} else code


def _speakable(code: str, can_speak: frozenset[str]) -> str | None:
    """``code`` as it is written, when we have words for it or for the next language of its kind."""
    try:
        own = language(writes(code)).code
    except UnknownLanguage:
        return None
    chain = fallbacks(own)
    return own if own == "en" or any(c in can_speak for c in chain if c != "en") else None
