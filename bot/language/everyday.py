"""Everyday words of the other languages (``everyday/<code>.yml``): times, people, yes and no.

They are data: a language is added with a file. What is found says which word of
which language it was; what follows from it is for the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.language.detect import detect
from bot.language.folding import Folded, fold, stands
from bot.language.scripts import scripts

FOLDER = Path(__file__).with_name("everyday")
#: Languages read beside each other: people write one where the detector sees the other.
_SIBLINGS = {
    "fa": ("fa", "prs"), "prs": ("prs", "fa"), "haz": ("prs", "fa"), "hi": ("hi", "ne"), "ne": ("ne", "hi"),
    "zh-Hans": ("zh-Hans", "zh-Hant"), "zh-Hant": ("zh-Hant", "zh-Hans"), "yue": ("zh-Hant", "zh-Hans"),
}  # fmt: skip
#: What is asked about a service, in the order to look.
ASKED = ("number", "hours", "way", "bring", "cost")
#: Script -> languages of it that have a file.
_OF_SCRIPT = {
    "Arab": ("ar", "fa", "prs", "ur"), "Deva": ("hi", "ne"), "Hani": ("zh-Hans", "zh-Hant"),
    "Grek": ("el",), "Guru": ("pa",), "Taml": ("ta",), "Beng": ("bn",), "Thai": ("th",), "Hang": ("ko",),
    "Latn": ("es", "it", "tr", "vi", "fil", "so", "hi", "ur", "pa", "ne", "ar", "fa", "bn", "ta", "el"),
}  # fmt: skip
#: A word of another Latin language counts in a text of an unknown one from this length on.
_UNMISTAKABLE = {"times": 4}
_UNMISTAKABLE_ELSE = 5


@dataclass(frozen=True)
class Found:
    """``text[start:end]`` is a word of language ``code`` that says ``value``."""

    start: int
    end: int
    value: str
    code: str


class Phrases:
    """Words and what they say, looked for in folded text; the longest at a place wins."""

    def __init__(self, meanings: Mapping[str, list[str]], code: str) -> None:
        self._code = code
        self._by_letter: dict[str, list[tuple[str, str, str]]] = {}
        #: first words of those in Latin letters, and whether there are others
        self.first: set[str] = set()
        self.others = False
        for value, words in meanings.items():
            for word in words:
                letters = _open_ended(fold(word).letters)
                entry = (letters, word.lower(), value)
                self._by_letter.setdefault(letters[0], []).append(entry)
                first = re.match("[a-z0-9]+", letters)
                self.others |= first is None
                self.first |= {first.group()} if first else set()
        for entries in self._by_letter.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry[0]))

    def find(self, text: str, folded: Folded, least: int = 1) -> Iterator[Found]:
        """Every word found, in order, never overlapping; ``least`` is the shortest that counts."""
        letters, at, i = folded.letters, folded.at, 0
        if self.first.isdisjoint(folded.words) and (text.isascii() or not self.others):
            return
        while i < len(letters):
            inside = i and letters[i].isascii() and letters[i - 1].isalnum()
            here = () if inside else self._by_letter.get(letters[i], ())
            for word, written, value in here:
                end = i + len(word)
                if len(word) < least or not letters.startswith(word, i):
                    continue
                if stands(letters, i, end) and self._spelt(text[at[i] : at[end]], written):
                    yield Found(at[i], at[end], value, self._code)
                    i = end - 1
                    break
            i += 1

    def _spelt(self, said: str, written: str) -> bool:
        """Vietnamese accents tell words apart where they are written at all."""
        return self._code != "vi" or said.isascii() or said.lower() == written


#: Tamil, Hindi ...: a vowel may take the place of the mark for "no vowel" at the end of a word.
_NO_VOWEL = "்्্੍"


def _open_ended(letters: str) -> str:
    return letters.rstrip(_NO_VOWEL) if len(letters) > _UNMISTAKABLE_ELSE else letters


@dataclass(frozen=True)
class Everyday:
    """The file of one language, ready to look in."""

    code: str
    times: Phrases
    people: Phrases
    says: Mapping[str, Phrases]
    interpreter: Mapping[str, Phrases]
    #: questions about a service that was shown
    ask: Mapping[str, Phrases]
    #: which of those that were shown: "first", "second", "third", "last"
    nth: Phrases
    #: "in English", "in our language", and words that say that one is not spoken
    speak: Mapping[str, Phrases]
    #: folded word -> number
    numbers: Mapping[str, int]
    age: tuple[str, ...]
    age_before: tuple[str, ...]


@lru_cache(maxsize=1)
def codes() -> frozenset[str]:
    """The languages that have a file."""
    return frozenset(path.stem for path in FOLDER.glob("*.yml"))


@lru_cache(maxsize=32)
def everyday(code: str) -> Everyday:
    """The words of language ``code``, read once. Raises ``FileNotFoundError``."""
    # BaseLoader: "yes" and "no" are words here.
    raw: dict[str, Any] = yaml.load(
        (FOLDER / f"{code}.yml").read_text(encoding="utf-8"),
        Loader=yaml.BaseLoader,  # noqa: S506 - makes only strings
    )
    return Everyday(
        code=code,
        times=Phrases(raw["time"], code),
        people=Phrases(raw["people"], code),
        says={cue: Phrases({cue: words}, code) for cue, words in raw["say"].items()},
        interpreter={cue: Phrases({cue: words}, code) for cue, words in raw["interpreter"].items()},
        ask={cue: Phrases({cue: words}, code) for cue, words in raw["ask"].items()},
        nth=Phrases(raw["nth"], code),
        speak={cue: Phrases({cue: words}, code) for cue, words in raw["speak"].items()},
        numbers=_numbers(raw),
        age=tuple(fold(word).letters for word in raw["age"]),
        age_before=tuple(fold(word).letters for word in raw.get("age_before", ())),
    )


def _numbers(raw: Mapping[str, Any]) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for start, step, name in ((20, 10, "tens"), (1, 1, "numbers")):
        for position, words in enumerate(raw[name].split()):
            for word in words.split("/"):
                found[fold(word).letters.replace("-", " ")] = start + step * position
    return found


@lru_cache(maxsize=256)
def languages_in(text: str, conversation: str = "en") -> tuple[str, ...]:
    """Which languages' words to look for in ``text``, the likeliest first.

    ``conversation`` is the language that is being spoken. In a text of Latin
    letters whose language can't be told, all languages of that script come.
    """
    found = detect(text, fallback=conversation)
    order = list(_SIBLINGS.get(found.code, (found.code,)))
    if conversation != found.code and not found.reliable:
        order += _SIBLINGS.get(conversation, (conversation,))
    for script in scripts(text):
        sure = found.reliable and found.code in _OF_SCRIPT.get(script, ())
        if not sure:
            order += _OF_SCRIPT.get(script, ())
    return tuple(code for code in dict.fromkeys(order) if code in codes())


@lru_cache(maxsize=128)
def _first_words(group: str) -> tuple[Mapping[str, frozenset[str]], frozenset[str]]:
    """For one group: first word in Latin letters -> the languages that have it; those with others."""
    first: dict[str, set[str]] = {}
    others = set()
    for code in codes():
        phrases = _group(code, group)
        for word in phrases.first if phrases else ():
            first.setdefault(word, set()).add(code)
        others |= {code} if phrases and phrases.others else set()
    return {word: frozenset(found) for word, found in first.items()}, frozenset(others)


def _group(code: str, group: str) -> Phrases | None:
    kind, _, cue = group.partition(".")
    found = getattr(everyday(code), kind)
    phrases: Phrases | None = found.get(cue) if cue else found
    return phrases


def _could_say(group: str, text: str, folded: Folded) -> frozenset[str]:
    """The languages with a word of ``group`` that may begin in ``text``: mostly none of them."""
    first, others = _first_words(group)
    could = frozenset[str]() if text.isascii() else others
    return could.union(*(first[word] for word in folded.words if word in first))


def find(group: str, text: str, conversation: str = "en") -> list[Found]:
    """Words of one group in ``text``: "times", "people", "nth", a cue of "says", or of "interpreter".

    ``group`` is "times", "people", "says.closer", "interpreter.woman" and so on.
    Some hundredths of a millisecond for a sentence that says none of them. Values called "none" only keep words from being read as others.
    """
    folded = fold(text)
    could = _could_say(group, text, folded)
    if not could:
        return []
    found: list[Found] = []
    told = spoken_in(text, conversation)
    kind = group.partition(".")[0]
    for code in languages_in(text, conversation):
        phrases = _group(code, group) if code in could else None
        if phrases is None:
            continue
        latin = code in _OF_SCRIPT["Latn"] and code not in told
        least = _UNMISTAKABLE.get(kind, _UNMISTAKABLE_ELSE) if latin else 1
        for one in phrases.find(text, folded, least):
            if not any(o.start < one.end and one.start < o.end for o in found):
                found.append(one)
    found.sort(key=lambda one: one.start)
    return [one for one in found if one.value != "none"]


@lru_cache(maxsize=256)
def spoken_in(text: str, conversation: str) -> tuple[str, ...]:
    """Languages that the text is in or the conversation speaks: their short words count too."""
    code = detect(text, fallback=conversation).code
    return (*_SIBLINGS.get(code, (code,)), *_SIBLINGS.get(conversation, (conversation,)))


def says(cue: str, text: str, conversation: str = "en") -> bool:
    """Whether ``text`` says a cue ("closer", "open_now", "skip") in one of the other languages."""
    return bool(find(f"says.{cue}", text, conversation))


#: A message that only picks is short, and mostly the word that picks.
_PICKING_WORDS, _PICKING_SHARE = 5, 0.3
_PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}


def which_of_them(text: str, conversation: str = "en", *, only: bool = False) -> int | None:
    """Which one is meant in one of the other languages: 0 the first, -1 the last; None if none is.

    ``only``: nothing else may be said ("la segunda por favor", "第二个").
    """
    # "From the first" of a wish to begin again is none of them ("نبدي من الأول").
    again = find("ask.start_again", text, conversation)
    found = [
        one
        for one in find("nth", text, conversation)
        if not any(wish.start <= one.start < wish.end for wish in again)
    ]
    if not found:
        return None
    said = text.strip()
    share = sum(one.end - one.start for one in found) / max(1, len(said))
    if only and (len(said.split()) > _PICKING_WORDS or share < _PICKING_SHARE):
        return None
    return _PLACES[found[0].value]


#: Longer texts say more than which language to go on in.
_FEW_WORDS = 7


def asked_language(text: str, conversation: str = "en") -> str | None:
    """The language that a short text in one of the other languages asks to go on in, or None.

    "en" for "mejor sigamos en inglés", the text's own for "af Soomaali fadlan". Nothing
    where one is said to be missing ("no puedo en inglés") or an interpreter is meant.
    """
    if len(text.split()) > _FEW_WORDS:
        return None
    for group in ("interpreter.word", "interpreter.interprets", "speak.missing"):
        if find(group, text, conversation):
            return None
    if find("speak.english", text, conversation):
        return "en"
    own = find("speak.own", text, conversation)
    return own[0].code if own else None


#: Between a short answer and what follows: punctuation or a space, and Thai or Korean politeness.
_AFTER_ANSWER = re.compile(
    r"\s*(?:นะ)?(?:ค่ะ|คะ|ครับ|จ้ะ|จ้า|[呀啊喇啦吖囉])?\s*(?:$|[\s,.!?;:،。，！、؟।~-])"
)


def yes_or_no(text: str, conversation: str = "en") -> str | None:
    """``"yes"``, ``"no"``, ``"unsure"`` or None, by how ``text`` begins in one of the other languages.

    Only in the language that the text is in or the conversation speaks: "may" is
    no in Somali, "no" means other things elsewhere.
    """
    said = text.strip()
    spoken = [c for c in spoken_in(said, conversation) if c in codes()]
    if not spoken or not said:
        return None
    folded = fold(said)
    for code in spoken:
        words = everyday(code)
        if any(True for _ in words.says["unsure"].find(said, folded)):
            return "unsure"
        leads = [
            one
            for cue in ("yes", "no")
            for one in words.says[cue].find(said, folded)
            if one.start == 0 and _AFTER_ANSWER.match(said[one.end :])
        ]
        if leads:
            return max(leads, key=lambda one: one.end).value
    return None
