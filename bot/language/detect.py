"""Which language a text is in: script first, then pycld2 among the script's languages.

Scripts that only one language of the table uses decide alone. Where several
share one (Latin, Arabic, Cyrillic ...), pycld2's best guess among them counts.
A guess that must not switch a conversation ("ok", a place name, romanised
Hindi) comes back with ``reliable`` False.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import pycld2

from bot.language.marks import marks
from bot.language.scripts import scripts
from bot.language.table import UnknownLanguage, language, languages

#: Reading on doesn't change the answer, and pycld2 alone would read megabytes.
MAX_CHARACTERS = 2_000
#: Latin letters needed before another language than the fallback is believed.
MIN_LATIN_WORDS = 3
MIN_LATIN_LETTERS = 12


@dataclass(frozen=True)
class Detection:
    """A language code of the table, how sure (0 to 1), and whether a conversation may switch to it."""

    code: str
    confidence: float
    reliable: bool


_ONE_LANGUAGE = {
    "Grek": "el", "Armn": "hy", "Taml": "ta", "Guru": "pa", "Gujr": "gu", "Telu": "te", "Knda": "kn",
    "Mlym": "ml", "Sinh": "si", "Thai": "th", "Laoo": "lo", "Geor": "ka", "Khmr": "km",
    "Hang": "ko", "Kana": "ja", "Syrc": "aii", "Beng": "bn",
}  # fmt: skip

#: pycld2's codes among which a shared script's guess must fall -> the table's code.
_SHARED = {
    "Arab": {"ar": "ar", "fa": "fa", "ur": "ur", "ps": "ps", "ku": "ckb", "ug": "ug"},
    "Cyrl": {"ru": "ru", "uk": "uk", "mk": "mk", "sr": "sr", "sr-ME": "sr", "bg": "bg", "mn": "mn"},
    "Deva": {"hi": "hi", "ne": "ne", "mr": "mr"},
    "Ethi": {"am": "am", "ti": "ti"},
    "Hebr": {"iw": "he", "yi": "yi"},
    "Tibt": {"bo": "bo", "dz": "dz"},
}


def clean(text: str) -> str:
    """``text`` without control, private and broken characters (pycld2 raises on them), cut to length."""
    return "".join(
        " " if unicodedata.category(c) in {"Cc", "Cs", "Co", "Cn"} else c
        for c in text[:MAX_CHARACTERS]
    )


def detect(text: str, fallback: str = "en") -> Detection:
    """The language of ``text``; ``fallback`` (the conversation's language) where it can't be told.

    About 0.03 ms for a sentence. Safe for empty text, control characters and broken surrogates.
    """
    return _detect(text[:MAX_CHARACTERS], fallback)


@lru_cache(maxsize=512)
def _detect(text: str, fallback: str) -> Detection:
    text = clean(re.sub(r"https?://\S+|\S+@\S+", " ", text))
    counts = scripts(text)
    if not counts:
        return Detection(fallback, 0.0, False)
    script, share = counts.most_common(1)[0]
    # A name or a quote in another script inside an English sentence doesn't decide it.
    if script == "Hani" and counts["Kana"]:
        script = "Kana"
    if script == "Latn":
        beside = _most_words(text) if len(counts) > 1 else "Latn"
        if beside == "Latn":
            return _latin(text, fallback)
        # "ਬੱਚੇ ਲਈ childcare ਲੱਭਣਾ": English words of the office in a sentence of another language.
        script, share = beside, counts[beside]
    certainty = share / sum(counts.values())
    if script in _ONE_LANGUAGE:
        return Detection(_ONE_LANGUAGE[script], certainty, share >= 2)
    if script == "Hani":
        return Detection(_chinese(text, fallback), certainty, True)
    if script == "Mymr":
        return Detection("ksw" if marks().sgaw_letters & set(text) else "my", certainty, True)
    return _among(text, script, fallback)


def _most_words(text: str) -> str:
    """The script that most words of ``text`` are in; of two scripts with as many, not the Latin one.

    One word in another script is a name beside Latin words.
    """
    words = Counter(scripts(word).most_common(1)[0][0] for word in text.split() if scripts(word))
    found = max(words, key=lambda script: (words[script], script != "Latn"))
    return found if words[found] > 1 else "Latn"


def _chinese(text: str, fallback: str) -> str:
    letters = set(text)
    known = marks()
    if letters & known.cantonese_letters or any(word in text for word in known.cantonese_words):
        return "yue"
    traditional, simplified = (
        len(letters & known.traditional_letters),
        len(letters & known.simplified_letters),
    )
    if traditional == simplified:
        return fallback if fallback in {"yue", "zh-Hans", "zh-Hant"} else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _among(text: str, script: str, fallback: str) -> Detection:
    codes = _SHARED[script]
    guess, sure = _cld(text, codes)
    little = _by_little_words(text, script)
    code = little or codes.get(guess or "") or _by_letters(text, script)
    if little is None and code == "hi" and fallback in {"ne", "mr"}:
        return Detection(fallback, 0.5, False)  # pycld2 takes Nepali for Hindi.
    if little is None and code == "mr":
        # Marathi without one of its little words is Hindi's "lady doctor" more often.
        return Detection(fallback if fallback in codes.values() else "hi", 0.5, False)
    if script == "Arab" and code in _BESIDE_PERSIAN:
        # Without one of its letters: pycld2 takes short Arabic for Pashto, spoken Persian for Kurdish.
        letters = _by_letters(text, script)
        if letters == "ar" or (code != "ur" and letters in {"fa", None}):
            code = letters or "fa"
    if code is None:
        at_home = fallback in codes.values()
        return Detection(fallback if at_home else next(iter(codes.values())), 0.3, False)
    if script == "Arab":
        code = _persian_kind(text, code)
    serbian = set(text.lower()) & marks().cyrillic_letters["sr"]
    if code in {"sr", "bg", "ru"} and marks().macedonian & set(text.lower().split()):
        code = "sr" if serbian else "mk"
    if script in {"Arab", "Deva"} and (
        _stays(text, script, code, fallback) or _is_persian_still(text, code, fallback)
    ):
        return Detection(fallback, 0.5, False)
    several_words = len(text.split()) >= 2
    return Detection(code, 0.95 if sure else 0.6, several_words)


#: Fewer words of a script than this don't leave another language of that script.
_FEW_WORDS = 4
_FAMILIES = {"Arab": ("ar", "fa", "prs", "haz", "ur", "ps"), "Deva": ("hi", "ne", "mr")}


def _stays(text: str, script: str, code: str, fallback: str) -> bool:
    """Whether a few words stay in the conversation's language, which is written alike ("صبا صبح")."""
    if fallback == code or fallback not in _FAMILIES[script] or len(text.split()) >= _FEW_WORDS:
        return False
    return _by_letters(text, script) != code


#: Languages that a sentence in Persian or Dari is taken for, though none of their letters is in it.
_BESIDE_PERSIAN = frozenset({"ur", "ps", "ckb", "ug"})


def _is_persian_still(text: str, code: str, fallback: str) -> bool:
    """Whether nothing shows that a text of a Persian or Dari conversation is Urdu, Pashto or Kurdish."""
    at_home = fallback in {"fa", "prs", "haz"} and code in _BESIDE_PERSIAN
    return at_home and _by_letters(text, "Arab") != code


def _by_little_words(text: str, script: str) -> str | None:
    """Hindi, Nepali or Marathi by their little words, where one clearly leads."""
    if script != "Deva":
        return None
    words = set(re.findall(r"[\u0900-\u097f]+", text))
    counted = sorted((len(words & own), code) for code, own in marks().devanagari.items())
    return counted[-1][1] if counted[-1][0] > counted[-2][0] else None


def _by_letters(text: str, script: str) -> str | None:
    tables = {"Arab": marks().arabic_letters, "Cyrl": marks().cyrillic_letters}
    letters = set(text.lower())
    return next((code for code, own in tables.get(script, {}).items() if letters & own), None)


def _persian_kind(text: str, code: str) -> str:
    """Dari and Hazaragi are written almost as Persian; their own everyday words give them away."""
    if code not in {"fa", "ps", "ur", "ar", "ckb"}:
        return code
    tokens = set(re.findall(r"\w+", text))
    if tokens & marks().hazaragi and code != "ur":
        return "haz"
    # pycld2 takes spoken Dari for Kurdish or Pashto, too.
    unsure = code != "ar" and _by_letters(text, "Arab") in {None, "fa", "ar"}
    if (code == "fa" or unsure) and (
        tokens & marks().dari or any(phrase in text for phrase in marks().dari_phrases)
    ):
        return "prs"
    return code


def _cld(text: str, allowed: dict[str, str] | frozenset[str]) -> tuple[str | None, bool]:
    """pycld2's best guess among ``allowed`` (its codes) and whether pycld2 trusts it."""
    try:
        sure, _, details = pycld2.detect(text, isPlainText=True, bestEffort=True)
    except pycld2.error:  # text it can't read: no guess
        return None, False
    for position, (_, code, _, _) in enumerate(details):
        if code in allowed:
            return code, bool(sure) and position == 0
    return None, False


@lru_cache(maxsize=1)
def _latin_codes() -> frozenset[str]:
    renamed = {"fil": "tl", "no": "no", "bs": "bs"}
    return frozenset(
        renamed.get(row.code, row.code) for row in languages().values() if row.script == "Latn"
    )


def _latin(text: str, fallback: str) -> Detection:
    tokens = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", text.lower().replace("’", "'"))
    known = marks()
    english = sum(token in known.english for token in tokens)
    if set(text.lower()) & known.vietnamese_letters and len(tokens) >= 2:
        return Detection("vi", 0.97, True)
    if fallback == "vi" and all(_VIETNAMESE.fullmatch(token) for token in tokens):
        return Detection("vi", 0.6, False)  # typed without its accents ("anh ay dang ngoi ke ben")
    near = None if _names_only(text) else _by_words(_mixed_tokens(text), english, fallback)
    if near is not None and near.confidence >= _BY_WORDS:
        return near
    if len(tokens) < MIN_LATIN_WORDS or sum(map(len, tokens)) < MIN_LATIN_LETTERS:
        # An English word or two in an English conversation needs no guess.
        return Detection(fallback, 0.3, False)
    # "No", "me" and "sea" are Spanish where Spanish is spoken.
    at_home = known.latin.get(fallback, frozenset()) | known.romanised.get(fallback, frozenset())
    shared = sum(token in known.english and token in at_home for token in tokens)
    if english * 5 >= len(tokens) * 2:
        sure = english - shared >= 2 and near is None
        return Detection("en", min(0.99, 0.6 + english / len(tokens)), sure)
    topics = sum(token in known.english_topics for token in tokens)
    if near is None and topics >= 2 and (english + topics) * 2 >= len(tokens):
        # "Client Dari, Footscray, food voucher": a look-up has hardly any little words. "No
        # Melbourne, Sydney" is Spanish where Spanish is spoken.
        return Detection("en", 0.8, fallback == "en" or english > shared)
    found = _by_cld(text, tokens, english, fallback)
    ours = {row.code for row in languages().values() if row.speaks}
    # A short text with an everyday word of ours reads like many a rare language.
    return near if near and near.code in ours and found.code not in ours else found


#: How Vietnamese syllables look without their accents; every word is one.
_VIETNAMESE = re.compile(
    r"(?:[bcdghklmnprstvx]|ch|gh|gi|kh|ngh?|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
#: Words of a message whose language pycld2 alone tells, from which on a conversation in another
#: language than English goes over to it.
_LEAVES_ANOTHER = 10


def _names_only(text: str) -> bool:
    """Whether every word begins with a capital ("Nguyen Van Minh"), and not all is in capitals."""
    words = re.findall(r"[^\W\d_]+", text)
    return all(word[:1].isupper() for word in words) and not text.isupper()


def _mixed_tokens(text: str) -> list[str]:
    """The words of ``text`` with the figures people type for Arabic letters ("3andi")."""
    return re.findall(r"[^\W_]*[^\W\d_][^\W_]*(?:['’][^\W_]+)?", text.lower().replace("’", "'"))


#: From this confidence on the everyday words decide alone.
_BY_WORDS = 0.5
#: So many everyday words at least; one that English has as well counts half.
MIN_OWN_WORDS = 1.5
#: Own words of a romanised language from which on it is known, though nothing is switched.
_ROMANISED_KNOWN = 3


#: How words of a romanised language look that no list holds: figures for Arabic letters inside a
#: word, Persian verbs that deny, Tamil endings.
_SHAPES = {
    "ar": re.compile(r"[a-z]+[2379]+[a-z]+"),
    "fa": re.compile(r"nemi\w+(?:am|im|id|an|e)"),
    "ta": re.compile(r"\w{3,}(?:ukku|ukkum|irukk?ar|irukku|mudiyuma|venuma)"),
}


def _by_words(tokens: list[str], english: int, fallback: str) -> Detection | None:
    """The language in Latin letters whose everyday words ``tokens`` are; None where there are none.

    It decides where a third of the words are of the language and fewer are English only.
    The conversation's language wins a tie.
    """
    if len(tokens) < 2:
        return None
    known = marks()
    best, most, sure, foreign = "", 0.0, False, 0
    for kind in (known.latin, known.romanised):
        for code, words in kind.items():
            shape = _SHAPES.get(code)
            own = {t for t in tokens if t in words or (shape and shape.fullmatch(t))}
            plain = sum(token not in known.english for token in own)
            hits = plain + 0.5 * (len(own) - plain)
            if plain and (hits > most or (hits == most and code == fallback)):
                best, most, sure = code, hits, kind is known.latin
                foreign = english - (len(own) - plain)
    if not best or foreign > most:
        return None
    if most * 3 < len(tokens) or most < MIN_OWN_WORDS or foreign >= most:
        return Detection(best, 0.4, False)
    if sure:
        return Detection(best, 0.8, most >= 2)
    # Whoever writes in Latin letters is answered in letters that they surely read.
    enough = most >= _ROMANISED_KNOWN and most * 2 >= len(tokens)
    return Detection(best, 0.75 if enough else 0.5, False)


def _by_cld(text: str, tokens: list[str], english: int, fallback: str) -> Detection:
    guess, sure = _cld(text.title() if text.isupper() else text, _latin_codes())
    if guess is None:
        return Detection(fallback, 0.3, False)
    try:
        code = language(guess).code
    except UnknownLanguage:
        return Detection(fallback, 0.3, False)
    if code == "en":
        # Romanised text passes for English; in another conversation English must be seen to be it.
        sure = sure and (fallback == "en" or english * 3 >= len(tokens))
        return Detection("en" if sure else fallback, 0.9 if sure else 0.3, sure)
    # One English word in three, or every word a name: not enough to switch a conversation. Nor is
    # a sentence, out of one other language into the next: people type without accents, and misspell.
    foreign = english + sum(token in marks().english_topics for token in tokens)
    enough = fallback in {"en", code} or len(tokens) >= _LEAVES_ANOTHER
    reliable = sure and enough and foreign * 3 < len(tokens) and not _names_only(text)
    return Detection(code if reliable else fallback, 0.9 if reliable else 0.3, reliable)
