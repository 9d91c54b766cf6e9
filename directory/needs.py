"""The nine needs, their sub-needs, and the everyday words that mean them.

The data are ``needs.yml``, read on first use. Two doors: ``resolve`` takes
something that is meant as a need (a code, a label, a search box);
``find_in_text`` finds mentions in anything people write.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from directory.gazetteer.atlas import edits
from directory.needs_languages import ScriptWords, is_latin, unaccented, words_of

DATA = Path(__file__).with_name("needs.yml")
EVERYDAY = Path(__file__).with_name("needs_everyday.yml")
LANGUAGES = Path(__file__).with_name("needs_languages.yml")

#: How many other words "~" in a phrase may stand for.
GAP_WORDS = 3
#: Slips of spelling are forgiven in words at least this long.
SLIP_LENGTH = 7
#: Words of another language in Latin letters are known without their accents when this long.
UNMISTAKABLE = 8

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_CLAUSE_END = re.compile(r"[,+&/]|--")
#: A wish for one thing does not reach over these to the next ("need a bed and food").
_AND = frozenset({"and", "or", "plus", "n", "also"})
_WISHING = frozenset({"need", "want", "get", "find", "help", "looking", "look"})
_SENTENCE_END = re.compile(r"[.!?;\n]")
#: "can not" and its kind, evened out before matching; both sides go through this.
_NEGATIONS = {
    ("can", "not"): "cant",
    ("could", "not"): "couldnt",
    ("do", "not"): "dont",
    ("does", "not"): "doesnt",
    ("did", "not"): "didnt",
    ("have", "not"): "havent",
    ("has", "not"): "hasnt",
    ("will", "not"): "wont",
}
_SAME_WORD = {
    "cannot": "cant", "couldnt": "cant", "carnt": "cant", "cnt": "cant", "kant": "cant",
    "ive": "have", "aint": "havent", "avnt": "havent", "havnt": "havent", "havn": "havent",
    "wanna": "want", "wan": "want", "tonite": "tonight", "2nite": "tonight", "2night": "tonight",
    "2day": "today", "2moro": "tomorrow", "nite": "night", "nothin": "nothing",
    "nuthin": "nothing", "nuthing": "nothing", "nuffin": "nothing", "somewere": "somewhere",
    "sumwhere": "somewhere", "sumwere": "somewhere", "nowere": "nowhere", "noplace": "nowhere",
    "sumone": "someone", "sum1": "someone", "some1": "someone", "mi": "my", "plase": "place",
    "munny": "money", "monies": "money", "moneys": "money", "fone": "phone", "sleap": "sleep",
    "hungery": "hungry", "hugry": "hungry", "prego": "preggo", "kidz": "kids", "hav": "have",
    "wif": "with", "dat": "that", "de": "the", "da": "the", "thru": "through", "licence": "licence",
    "license": "licence", "counciling": "counselling", "violance": "violence", "voilence": "violence",
    "docter": "doctor", "doctar": "doctor", "dentis": "dentist", "lawer": "lawyer",
    "loyer": "lawyer", "shoose": "shoes", "close2": "close", "nappys": "nappies",
    "blankit": "blanket", "blanky": "blanket", "elektricity": "electricity",
    "electrisity": "electricity", "electrcity": "electricity",
}  # fmt: skip
#: A word listed may be said so: "me kids", "sleepin" (see ``_same``).
_MY = frozenset({"me", "our", "mah"})
#: Between the parts of a list, and what may stand before a part without being of it.
_LIST_BREAK = re.compile(
    r"\s*(?:[,;+&/]|\b(?:and|plus|n)\b)\s*(?:\b(?:and|also)\b\s*)?", re.IGNORECASE
)
_LIST_LEAD = re.compile(
    r"\s*(?:(?:i|we|need|needs|want|wants|also|some|a|an|the|my|our|help|with|for|pay|paying|client|cust|get|please|pls)\s+)*",
    re.IGNORECASE,
)
#: "I don't need food, I need a bed": these two words before a mention take it back.
_TAKEN_BACK = re.compile(
    r"\b(?:(?:don'?t|dont|do not|doesn'?t|does not|no longer|not)\s+(?:really\s+)?"
    r"(?:need|want|looking for|after|about)|no need for|not for|instead of|rather than)"
    r"\s+(?:(?:any|a|the|more|help with|help for)\s+)*$",
    re.IGNORECASE,
)


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


@dataclass(frozen=True)
class NeedMention:
    """A need found in a text: where it stands, the words, and the codes."""

    start: int
    end: int
    text: str
    need: str
    sub_need: str | None


class _Needs(Mapping[str, Need]):
    """The nine needs by code, in the order of the brief; read on first use."""

    def __getitem__(self, code: str) -> Need:
        return _lexicon().needs[code]

    def __iter__(self) -> Iterator[str]:
        return iter(_lexicon().needs)

    def __len__(self) -> int:
        return len(_lexicon().needs)


NEEDS: Mapping[str, Need] = _Needs()


def terms_wanted(need: str, sub: str | None) -> frozenset[str]:
    """The terms of which a service must have one: the need, and what is related to the sub-need."""
    known = sub_need(sub) if sub else None
    return frozenset({need, *(known.related if known else ())})


def sub_need(code: str) -> SubNeed | None:
    """The sub-need with this code, whichever need it belongs to, or None."""
    return _lexicon().sub_needs.get(code)


Meaning = tuple[str, "str | None"]
#: What a false friend means ("ice cream"): its words are taken and nothing is found.
NOTHING: Meaning = ("", None)


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]  # "~" is a gap
    meaning: Meaning
    shorthand: bool = False  # means something only in capitals

    @property
    def weight(self) -> int:
        return sum(len(word) for word in self.words if word != "~")


@dataclass(frozen=True)
class _Token:
    start: int
    end: int
    word: str
    sentence: int
    capitals: bool = False
    #: Counts the commas before it; the gap of a phrase ("need ~ food") does not reach over one.
    clause: int = 0


def _tokens(text: str) -> list[_Token]:
    """Words in one spelling; "can not" is one token with the span of both."""
    found: list[_Token] = []
    sentence, clause, last_end = 0, 0, 0
    for match in _TOKEN.finditer(text):
        if _SENTENCE_END.search(text, last_end, match.start()):
            sentence += 1
        clause += bool(_CLAUSE_END.search(text, last_end, match.start()))
        last_end = match.end()
        word = match.group().lower().replace("'", "").replace("’", "")
        if found and found[-1].sentence == sentence:
            joined = _NEGATIONS.get((found[-1].word, word))
            if joined:
                start = found.pop().start
                word = _SAME_WORD.get(joined, joined)
                found.append(_Token(start, match.end(), word, sentence, clause=clause))
                continue
        capitals = match.group().isupper() and (not text.isupper() or match.group() == text.strip())
        found.append(
            _Token(
                match.start(), match.end(), _SAME_WORD.get(word, word), sentence, capitals, clause
            )
        )
    return found


def _same(said: str, listed: str) -> bool:
    """Whether a word said is the listed one, its plural, or a way of saying it."""
    if said == listed or (len(listed) > 3 and said in (listed + "s", listed + "es")):
        return True
    if listed == "my":
        return said in _MY
    return len(said) > 4 and listed == said + "g" and said.endswith("in")


class _Lexicon:
    """needs.yml in memory, indexed for matching."""

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.needs: dict[str, Need] = {}
        self.sub_needs: dict[str, SubNeed] = {}
        self.by_name: dict[str, Meaning] = {}
        #: Words that mean a need where nothing else is said with them.
        self.alone: dict[str, Meaning] = {}
        self.not_listed: frozenset[str] = raw["not_in_lists"]
        self.phrases: dict[str, list[_Phrase]] = defaultdict(list)
        self.slips: dict[str, list[_Phrase]] = defaultdict(list)
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
            )
            self._add(entry, (code, None), code, entry["label"])
        for code, words in raw["more"].items():
            self._add_words(words, self._meaning(code), "words")
        for code, words in raw["more_alone"].items():
            self._add_words(words, self._meaning(code), "alone")
        for words in raw["false_friends"]:
            self._add_words([words], NOTHING, "words")
        self.scripts = ScriptWords()
        for code, word in words_of(raw["languages"]):
            self._add_foreign(word, self._meaning(code))
        for word in raw["languages"]["false_friends"]:
            self.scripts.add(word, NOTHING)
        #: Words of needs that describe a person as well.
        self.who = frozenset(_key(words) for words in raw["who"])
        for rule in raw["together"]:
            both = self.sub_needs[rule["mean"]]
            for part in rule["parts"]:
                for other in rule["with"]:
                    self.together[part, other] = self.together[other, part] = (both.need, both.code)

    def _add(self, entry: Mapping[str, Any], meaning: Meaning, code: str, label: str) -> None:
        for name in (code.replace("_", " "), label):
            self.by_name[_key(name)] = meaning
        for kind in ("words", "shorthand", "alone"):
            self._add_words(entry.get(kind, ()), meaning, kind)

    def _add_foreign(self, word: str, meaning: Meaning) -> None:
        """A word of another language; Latin ones are phrases, but no target of English slips."""
        if not is_latin(word):
            self.scripts.add(word, meaning)
            self.by_name.setdefault(word, meaning)
            return
        plain = unaccented(word)
        # "khong co tien" is no English; "do an" (food, with its accents) is.
        for written in {word, plain} if " " in word and len(plain) >= UNMISTAKABLE else {word}:
            parts = tuple(token.word for token in _tokens(written))
            self.by_name.setdefault(" ".join(parts), meaning)
            self.phrases[parts[0]].append(_Phrase(parts, meaning))
            self.known.update(parts)

    def _meaning(self, code: str) -> Meaning:
        known = self.sub_needs.get(code)
        return (known.need, code) if known else (self.needs[code].code, None)

    def _add_words(self, every: Iterable[Any], meaning: Meaning, kind: str) -> None:
        for written in every:
            parts = tuple(
                token.word
                for piece in re.split(r"(~)", str(written))
                for token in ([_Token(0, 0, "~", 0)] if piece == "~" else _tokens(piece))
            )
            phrase = _Phrase(parts, meaning, kind == "shorthand")
            if meaning is not NOTHING:
                self.by_name.setdefault(" ".join(parts), meaning)
            if kind == "alone":
                if meaning is not NOTHING and " ".join(parts) not in self.not_listed:
                    self.alone.setdefault(" ".join(parts), meaning)
                continue
            self.known.update(parts)
            self.phrases[parts[0]].append(phrase)
            if len(parts) == 1 and len(parts[0]) >= SLIP_LENGTH and meaning is not NOTHING:
                self.slips[parts[0][0]].append(phrase)

    def describes(self, said: str) -> bool:
        """Whether the words of a mention may only say who somebody is."""
        key = _key(said)
        return key in self.who or key.removesuffix("s") in self.who

    def starting_with(self, word: str) -> list[_Phrase]:
        """Phrases whose first word this is, singular or plural."""
        found = list(self.phrases.get(word, ()))
        if word in _MY:
            found += self.phrases.get("my", ())
        if len(word) > 4 and word.endswith("in"):
            found += self.phrases.get(word + "g", ())
        for ending in ("s", "es"):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) > 3:
                found += self.phrases.get(stem, ())
        return found

    def slip_of(self, word: str) -> _Phrase | None:
        """The long single word that this is one slip away from (two when it is very long)."""
        if len(word) < SLIP_LENGTH or word in self.known:
            return None
        for phrase in self.slips.get(word[0], ()):
            listed = phrase.words[0]
            if edits(word, listed, 1 if len(listed) < 11 else 2) <= (1 if len(listed) < 11 else 2):
                return phrase
        return None


def _key(text: str) -> str:
    return " ".join(token.word for token in _tokens(text))


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    raw = yaml.safe_load(DATA.read_text("utf-8"))
    more = yaml.safe_load(EVERYDAY.read_text("utf-8"))
    raw["languages"] = {**yaml.safe_load(LANGUAGES.read_text("utf-8"))}
    raw |= {
        "more": more["words"],
        "more_alone": more["alone"],
        "not_in_lists": frozenset(more["not_in_lists"]),
        "who": more["who"],
        "false_friends": more["false_friends"],
    }
    return _Lexicon(raw)


def resolve(word: str) -> Meaning | None:
    """What a word or phrase that is meant as a need stands for: (need, sub-need or None).

    Takes a code, a label, a sub-need, or everyday words ("crash", "lekkie
    bill", "acommodation"). None when nothing is near it.
    """
    book = _lexicon()
    key = _key(word.replace("_", " "))
    if not key:
        return None
    named = book.by_name.get(key) or book.by_name.get(key.removesuffix("s"))
    if named:
        return named
    mentions = find_in_text(word.replace("_", " "))
    if mentions:
        best = max(mentions, key=lambda m: (m.sub_need is not None, m.end - m.start))
        return best.need, best.sub_need
    # "get my kids to school": words too open for a sentence still mean one need here.
    open_words = {m for token in key.split() if (m := book.by_name.get(token))}
    if len({need for need, _ in open_words}) == 1:
        return open_words.pop() if len(open_words) == 1 else (next(iter(open_words))[0], None)
    near = [
        (apart, name)
        for name in book.by_name
        if len(name) >= 5
        and name[0] == key[0]
        and (apart := edits(key, name, 1 if len(key) < 8 else 2)) <= (1 if len(key) < 8 else 2)
    ]
    return book.by_name[min(near)[1]] if near else None


def find_in_text(text: str, *, taken_back: bool = False) -> list[NeedMention]:
    """Every need mentioned in free text, in order, never overlapping; the longest phrase wins.

    A need that the person takes back ("I don't need food") is left out, unless ``taken_back``.
    """
    book = _lexicon()
    tokens = _tokens(text)
    found: list[NeedMention] = []
    i = 0
    while i < len(tokens):
        best: tuple[int, int, _Phrase] | None = None
        for phrase in book.starting_with(tokens[i].word):
            if phrase.shorthand and not tokens[i].capitals:
                continue
            end = _match(phrase.words, tokens, i)
            if end and (best is None or (phrase.weight, -end) > (best[0], -best[1])):
                best = (phrase.weight, end, phrase)
        if best is None and (slip := book.slip_of(tokens[i].word)):
            best = (slip.weight, i + 1, slip)
        if best is None:
            i += 1
            continue
        start, end = tokens[i].start, tokens[best[1] - 1].end
        before = text[max(0, start - 60) : start]
        if tokens[i].word in {"need", "want"}:  # "don't |need food|"
            before += tokens[i].word + " "
        if taken_back or not _TAKEN_BACK.search(before):
            need, sub = best[2].meaning
            if best[2].meaning is not NOTHING:
                found.append(NeedMention(start, end, text[start:end], need, sub))
        i = best[1]
    for begin, end, (need, sub) in book.scripts.find(text):
        if need:
            found.append(NeedMention(begin, end, text[begin:end], need, sub))
    found += _listed_alone(text, found, book)
    found.sort(key=lambda mention: mention.start)
    return _joined(text, _but_descriptions(found, book))


def _but_descriptions(found: list[NeedMention], book: _Lexicon) -> list[NeedMention]:
    """Without words that describe a person where another need is named ("class for seniors")."""
    named = {m.need for m in found if not book.describes(m.text)}
    return [m for m in found if not named or m.need in named or not book.describes(m.text)]


def _listed_alone(text: str, found: Sequence[NeedMention], book: _Lexicon) -> Iterator[NeedMention]:
    """Words too open for a sentence that stand alone in a list of needs ("power, food and rent")."""
    if len(found) > 3 or not _LIST_BREAK.search(text):
        return
    start, parts = 0, list[tuple[int, int, NeedMention | Meaning | None]]()
    for end in [*(m.start() for m in _LIST_BREAK.finditer(text)), len(text)]:
        lead = _LIST_LEAD.match(text, start, end)
        begin = lead.end() if lead else start
        inside = next((m for m in found if m.start < end and start < m.end), None)
        words = text[begin:end].strip(" .!?")
        known = book.alone.get(_key(words)) if words and not inside else None
        parts.append((begin, begin + len(text[begin:end].rstrip(" .!?")), inside or known))
        follow = _LIST_BREAK.match(text, end)
        start = follow.end() if follow else end
    if sum(part is not None for _, _, part in parts) < 2:
        return
    for begin, finish, part in parts:
        if isinstance(part, tuple):
            yield NeedMention(begin, finish, text[begin:finish], *part)


def _joined(text: str, found: list[NeedMention]) -> list[NeedMention]:
    """Neighbours that are one matter made one mention: legal help with a lease."""
    book = _lexicon()
    kept: list[NeedMention] = []
    for mention in found:
        if kept:
            last = kept[-1]
            codes = (last.sub_need or last.need, mention.sub_need or mention.need)
            gap = text[last.end : mention.start]
            both = book.together.get(codes)
            if both and _little(gap, book):
                kept[-1] = NeedMention(
                    last.start, mention.end, text[last.start : mention.end], *both
                )
                continue
        kept.append(mention)
    return kept


def _little(gap: str, book: _Lexicon) -> bool:
    """Whether only little words stand in a gap within one sentence."""
    return not re.search(r"[.,!?;\n]", gap) and all(t.word in book.between for t in _tokens(gap))


def _match(words: Sequence[str], tokens: Sequence[_Token], start: int) -> int:
    """Where the phrase that begins at ``start`` ends (exclusive), or 0 if it does not match."""
    sentence = tokens[start].sentence
    j, k = start + 1, 1
    while k < len(words):
        gap = words[k] == "~"
        wanted = words[k + 1] if gap else words[k]
        reach = GAP_WORDS if gap else 0
        for ahead in range(j, min(j + reach + 1, len(tokens))):
            if tokens[ahead].sentence != sentence:
                return 0
            if gap and tokens[ahead].clause != tokens[j - 1].clause:
                return 0
            if gap and words[0] in _WISHING and tokens[ahead].word in _AND:
                return 0
            if _same(tokens[ahead].word, wanted):
                j = ahead + 1
                break
        else:
            return 0
        k += 2 if gap else 1
    return j
