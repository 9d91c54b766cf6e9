"""The nine needs, their sub-needs and their words in memory, for ``directory.needs``.

Read on first use from ``needs.yml``, ``needs_everyday.yml``, ``needs_by_ear.yml`` and a file a language in
``needs_languages/``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml

from directory.needs_by_ear import ByEar
from directory.needs_languages import ScriptWords, is_latin, unaccented, words_of
from directory.needs_spelling import Speller, lookalikes
from directory.needs_words import MY, Token, tokens

DATA = Path(__file__).with_name("needs.yml")
EVERYDAY = Path(__file__).with_name("needs_everyday.yml")
LANGUAGES = Path(__file__).with_name("needs_languages")
BY_EAR = Path(__file__).with_name("needs_by_ear.yml")

#: Words of another language in Latin letters are known without their accents when this long.
UNMISTAKABLE = 8
#: A part of such a phrase this short may be a slip of an English word.
SHORT_SLIP = 4
#: Parts of needs whose words, in other languages, say who somebody is as well ("yaşlılar için servis").
_OF_A_PERSON = ("aged_care", "disability", "youth", "veterans", "prison_release")
#: Little words that people run together with the next one ("nofood").
_SMALL = ("no", "my", "need", "the", "free", "cheap", "get", "for", "cant", "want", "help")


@dataclass(frozen=True)
class SubNeed:
    """A narrower need, with the label that people see."""

    code: str
    need: str
    label: str
    open_eligibility: tuple[str, ...]
    #: Sub-needs, of any need, whose services help here as well.
    related: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """One of the nine needs. ``open_eligibility`` is a cross-walk, see the head of needs.yml.

    ``parts_alike`` says that a service for another part of the need is better
    than none (a meal for a food parcel); a dentist for a lawyer is not.
    """

    code: str
    label: str
    open_eligibility: tuple[str, ...]
    parts_alike: bool
    sub_needs: Mapping[str, SubNeed]
    #: Parts that give the thing itself today, and the situations this holds in (none: in all).
    at_once: tuple[str, ...] = ()
    at_once_in: tuple[str, ...] = ()
    #: Situations in which one of these parts is as good as a related one that was named.
    alike_in: tuple[str, ...] = ()


Meaning = tuple[str, "str | None"]
#: What a false friend means ("ice cream"): its words are taken and nothing is found.
NOTHING: Meaning = ("", None)


@dataclass(frozen=True)
class Phrase:
    words: tuple[str, ...]  # "~" is a gap
    meaning: Meaning
    shorthand: bool = False  # means something only in capitals

    @property
    def weight(self) -> int:
        return sum(len(word) for word in self.words if word != "~")


class Lexicon:
    """needs.yml in memory, indexed for matching."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.needs: dict[str, Need] = {}
        self.sub_needs: dict[str, SubNeed] = {}
        self.by_name: dict[str, Meaning] = {}
        #: Words that mean a need where nothing else is said with them.
        self.alone: dict[str, Meaning] = {}
        self.not_listed: frozenset[str] = raw["not_in_lists"]
        self.phrases: dict[str, list[Phrase]] = defaultdict(list)
        #: English words of phrases -> the need that they name alone, or "".
        self.meant: dict[str, str] = {}
        #: Neighbours within a phrase ("wheel", "chair"): two words that stay two.
        self.pairs: set[tuple[str, str]] = set()
        #: Words that are no slip of anything: those of the phrases and the false friends.
        self.known: set[str] = set(raw["not_slips"].split())
        #: Two meanings -> the one need that they make together.
        self.together: dict[tuple[str, str], Meaning] = {}
        self.between: frozenset[str] = frozenset(raw["between"].split())
        for code, entry in raw["needs"].items():
            subs = {}
            for sub_code, sub in entry["sub_needs"].items():
                subs[sub_code] = SubNeed(
                    sub_code,
                    code,
                    sub["label"],
                    tuple(sub["open_eligibility"]),
                    tuple(sub.get("related", ())),
                )
                self._add(sub, (code, sub_code), sub_code, sub["label"])
            self.sub_needs.update(subs)
            self.needs[code] = Need(
                code,
                entry["label"],
                tuple(entry["open_eligibility"]),
                entry.get("parts_alike", True),
                subs,
                tuple(entry.get("at_once", ())),
                tuple(entry.get("at_once_in", ())),
                tuple(entry.get("alike_in", ())),
            )
            self._add(entry, (code, None), code, entry["label"])
        for code, words in raw["more"].items():
            self._add_words(words, self._meaning(code), "words")
        for code, words in raw["more_alone"].items():
            self._add_words(words, self._meaning(code), "alone")
        for words in raw["false_friends"]:
            self._add_words([words], NOTHING, "words")
        self.scripts = ScriptWords()
        for file, code, word in words_of(raw["languages"]):
            self._add_foreign(word, self._meaning(code), file)
        for file, words in raw["languages_false_friends"].items():
            for word in words:
                self._add_foreign(word, NOTHING, file)
        #: Words of other languages as they are heard.
        self.heard = ByEar(raw["by_ear"]["beside"])
        for book, short in ((raw["languages"], False), (raw["by_ear"]["languages"], True)):
            for language, needs in book.items():
                for code, listed in needs.items():
                    for word in listed:
                        self.heard.add(language, str(word), self._meaning(code), short=short)
        #: Words of needs that describe a person as well.
        self.who = frozenset(key_of(words) for words in raw["who"]) | {
            key_of(str(word))
            for needs in raw["languages"].values()
            for code in _OF_A_PERSON
            for word in needs.get(code, ())
            if " " not in str(word)
        }
        for rule in raw["together"]:
            both = self.sub_needs[rule["mean"]]
            for part in rule["parts"]:
                for other in rule["with"]:
                    self.together[part, other] = self.together[other, part] = (both.need, both.code)

    def _add(self, entry: Mapping[str, Any], meaning: Meaning, code: str, label: str) -> None:
        for name in (code.replace("_", " "), label):
            self.by_name[key_of(name)] = meaning
        for kind in ("words", "shorthand", "alone"):
            self._add_words(entry.get(kind, ()), meaning, kind)

    def _add_foreign(self, word: str, meaning: Meaning, file: str) -> None:
        """A word of another language; Latin ones are phrases, but no target of English slips."""
        if not is_latin(word):
            self.scripts.add(word, meaning, file)
            if meaning is not NOTHING:
                self.by_name.setdefault(word, meaning)
            return
        plain = unaccented(word)
        # "khong co tien" is no English; "do an" (food, with its accents) is.
        for written in {word, plain} if " " in word and len(plain) >= UNMISTAKABLE else {word}:
            parts = tuple(token.word for token in tokens(written))
            if meaning is not NOTHING:
                self.by_name.setdefault(" ".join(parts), meaning)
            self.phrases[parts[0]].append(Phrase(parts, meaning))
            # "Bos" of "dolap bos" may still be the boss of somebody who misspells.
            self.known.update(part for part in parts if written == word or len(part) > SHORT_SLIP)

    def _meaning(self, code: str) -> Meaning:
        known = self.sub_needs.get(code)
        return (known.need, code) if known else (self.needs[code].code, None)

    def _add_words(self, every: Iterable[Any], meaning: Meaning, kind: str) -> None:
        for written in every:
            parts = tuple(
                token.word
                for piece in re.split(r"(~)", str(written))
                for token in ([Token(0, 0, "~", 0)] if piece == "~" else tokens(piece))
            )
            phrase = Phrase(parts, meaning, kind == "shorthand")
            if meaning is not NOTHING:
                self.by_name.setdefault(" ".join(parts), meaning)
            if kind == "alone":
                if len(parts) == 1:
                    self.known.add(parts[0])
                if meaning is not NOTHING and " ".join(parts) not in self.not_listed:
                    self.alone.setdefault(" ".join(parts), meaning)
                continue
            self.known.update(parts)
            self.phrases[parts[0]].append(phrase)
            self.pairs.update(pairwise(parts))
            if meaning is NOTHING:
                continue
            for part in parts:
                self.meant.setdefault(part, "")
            if len(parts) == 1 and not phrase.shorthand:
                self.meant[parts[0]] = meaning[0]
                if len(parts[0]) > 3 and not parts[0].endswith("s"):
                    self.meant[parts[0] + "s"] = meaning[0]

    @cached_property
    def speller(self) -> Speller:
        """What misspelt words of the phrases are."""
        return self.spelling_without(lookalikes())

    def spelling_without(self, real: frozenset[str]) -> Speller:
        """A speller for which ``real`` are words of their own."""
        known = self.known | {word + "s" for word in self.known}
        return Speller(self.meant, known, real, _SMALL, self.pairs)

    def describes(self, said: str) -> bool:
        """Whether the words of a mention may only say who somebody is."""
        key = key_of(said)
        return key in self.who or key.removesuffix("s") in self.who

    def starting_with(self, word: str) -> list[Phrase]:
        """Phrases whose first word this is, singular or plural."""
        found = list(self.phrases.get(word, ()))
        if word in MY:
            found += self.phrases.get("my", ())
        if len(word) > 4 and word.endswith("in"):
            found += self.phrases.get(word + "g", ())
        for ending in ("s", "es"):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 3:
                found += self.phrases.get(stem, ())
        return found


def key_of(text: str) -> str:
    return " ".join(token.word for token in tokens(text))


def _read(path: Path) -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where it was built
    found: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=loader)  # noqa: S506 - safe
    return found


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    raw, more, by_ear = (_read(path) for path in (DATA, EVERYDAY, BY_EAR))
    languages = {path.stem: _read(path) for path in sorted(LANGUAGES.glob("*.yml"))}
    raw |= {
        "languages": {code: book["needs"] for code, book in languages.items()},
        "languages_false_friends": {
            code: book.get("false_friends", ()) for code, book in languages.items()
        },
        "by_ear": by_ear,
        "more": more["words"],
        "more_alone": more["alone"],
        "not_in_lists": frozenset(more["not_in_lists"]),
        "who": more["who"],
        "false_friends": more["false_friends"],
    }
    return Lexicon(raw)
