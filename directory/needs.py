"""The nine needs, their sub-needs, and the everyday words that mean them.

The data are ``needs.yml`` and its neighbours, read on first use (``directory.needs_lexicon``).
Two doors: ``resolve`` takes something that is meant as a need (a code, a label, a search box);
``find_in_text`` finds mentions in anything people write, misspelt words among them
(``directory.needs_spelling``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from directory.gazetteer.atlas import edits
from directory.needs_lexicon import (
    DATA,
    EVERYDAY,
    LANGUAGES,
    NOTHING,
    Lexicon,
    Meaning,
    Need,
    Phrase,
    SubNeed,
    key_of,
    lexicon,
)
from directory.needs_spelling import respelt
from directory.needs_words import Token, same, tokens

__all__ = [
    "DATA",
    "EVERYDAY",
    "LANGUAGES",
    "NEEDS",
    "Need",
    "NeedMention",
    "SubNeed",
    "find_in_text",
    "resolve",
    "sub_need",
    "terms_wanted",
]

#: How many other words "~" in a phrase may stand for.
GAP_WORDS = 3
#: A wish for one thing does not reach over these to the next ("need a bed and food").
_AND = frozenset({"and", "or", "plus", "n", "also"})
#: Words that make no guess surer ("the bnd" is no bond).
_LITTLE = frozenset({"a", "an", "the", "my", "to", "of", "in", "on", "is", "i", "and", "or"})
_WISHING = frozenset({"need", "want", "get", "find", "help", "looking", "look"})
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
class NeedMention:
    """A need found in a text: where it stands, the words, and the codes."""

    start: int
    end: int
    text: str
    need: str
    sub_need: str | None
    #: Found as it is heard in the language of the text, by no English word.
    heard: bool = False


class _Needs(Mapping[str, Need]):
    """The nine needs by code, in the order of the brief; read on first use."""

    def __getitem__(self, code: str) -> Need:
        return lexicon().needs[code]

    def __iter__(self) -> Iterator[str]:
        return iter(lexicon().needs)

    def __len__(self) -> int:
        return len(lexicon().needs)


NEEDS: Mapping[str, Need] = _Needs()


def terms_wanted(need: str, sub: str | None) -> frozenset[str]:
    """The terms of which a service must have one: the need, and what is related to the sub-need."""
    known = sub_need(sub) if sub else None
    return frozenset({need, *(known.related if known else ())})


def sub_need(code: str) -> SubNeed | None:
    """The sub-need with this code, whichever need it belongs to, or None."""
    return lexicon().sub_needs.get(code)


def resolve(word: str) -> Meaning | None:
    """What a word or phrase that is meant as a need stands for: (need, sub-need or None).

    Takes a code, a label, a sub-need, or everyday words ("crash", "lekkie
    bill", "acommodation"). None when nothing is near it.
    """
    book = lexicon()
    key = key_of(word.replace("_", " "))
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


def find_in_text(
    text: str, *, taken_back: bool = False, slips: bool = True, language: str = ""
) -> list[NeedMention]:
    """Every need mentioned in free text, in order, never overlapping; the longest phrase wins.

    A need that the person takes back ("I don't need food") is left out, unless ``taken_back``.
    Misspelt English words are read too (``slips``); not for texts in other languages. Of the
    ``language`` that a text is in, words are found as they are heard (``needs_by_ear``).
    """
    book = lexicon()
    said = tokens(text)
    if slips:
        said = respelt(text, said, book.speller)
    found: list[NeedMention] = []
    i = 0
    while i < len(said):
        best: tuple[int, int, Phrase] | None = None
        for phrase in _beginning(said[i], book):
            if phrase.shorthand and not said[i].capitals:
                continue
            end = _match(phrase.words, said, i)
            if end and (best is None or (phrase.weight, -end) > (best[0], -best[1])):
                best = (phrase.weight, end, phrase)
        if best is None:
            i += 1
            continue
        start, end = said[i].start, said[best[1] - 1].end
        before = text[max(0, start - 60) : start]
        if said[i].word in {"need", "want"}:  # "don't |need food|"
            before += said[i].word + " "
        if taken_back or not _TAKEN_BACK.search(before):
            need, sub = best[2].meaning
            if best[2].meaning is not NOTHING:
                found.append(NeedMention(start, end, text[start:end], need, sub))
        i = best[1]
    for begin, end, (need, sub) in book.heard.find(said, language):
        if any(m.end - m.start > end - begin for m in found if m.start < end and begin < m.end):
            continue
        found = [m for m in found if not (m.start < end and begin < m.end)]
        found.append(NeedMention(begin, end, text[begin:end], need, sub, heard=True))
    for begin, end, (need, sub) in book.scripts.find(text, language):
        if need:
            found.append(NeedMention(begin, end, text[begin:end], need, sub))
    found += _listed_alone(text, found, book)
    found.sort(key=lambda mention: mention.start)
    return _joined(text, _but_descriptions(found, book))


def _beginning(token: Token, book: Lexicon) -> list[Phrase]:
    """Phrases that may begin with ``token``; what it only may be begins no phrase of one word."""
    found = book.starting_with(token.word)
    for word in token.maybe:
        found += [p for p in book.starting_with(word) if len(p.words) > 1]
    return found


def _but_descriptions(found: list[NeedMention], book: Lexicon) -> list[NeedMention]:
    """Without words that describe a person where another need is named ("class for seniors")."""
    named = {m.need for m in found if not book.describes(m.text)}
    return [m for m in found if not named or m.need in named or not book.describes(m.text)]


def _listed_alone(text: str, found: Sequence[NeedMention], book: Lexicon) -> Iterator[NeedMention]:
    """Words too open for a sentence that stand alone in a list of needs ("power, food and rent")."""
    if len(found) > 3 or not _LIST_BREAK.search(text):
        return
    start, parts = 0, list[tuple[int, int, NeedMention | Meaning | None]]()
    for end in [*(m.start() for m in _LIST_BREAK.finditer(text)), len(text)]:
        lead = _LIST_LEAD.match(text, start, end)
        begin = lead.end() if lead else start
        inside = next((m for m in found if m.start < end and start < m.end), None)
        words = text[begin:end].strip(" .!?")
        known = book.alone.get(key_of(words)) if words and not inside else None
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
    book = lexicon()
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


def _little(gap: str, book: Lexicon) -> bool:
    """Whether only little words stand in a gap within one sentence."""
    return not re.search(r"[.,!?;\n]", gap) and all(t.word in book.between for t in tokens(gap))


def _match(words: Sequence[str], said: Sequence[Token], start: int) -> int:
    """Where the phrase that begins at ``start`` ends (exclusive), or 0 if it does not match.

    Of a phrase with a word that is only possibly meant another one must be there as it is listed.
    """
    sentence = said[start].sentence
    exact = same(said[start].word, words[0])
    sure, guessed = exact and words[0] not in _LITTLE, not exact
    j, k = start + 1, 1
    while k < len(words):
        gap = words[k] == "~"
        wanted = words[k + 1] if gap else words[k]
        reach = GAP_WORDS if gap else 0
        for ahead in range(j, min(j + reach + 1, len(said))):
            if said[ahead].sentence != sentence:
                return 0
            if gap and said[ahead].clause != said[j - 1].clause:
                return 0
            if gap and words[0] in _WISHING and said[ahead].word in _AND:
                return 0
            exact = same(said[ahead].word, wanted)
            if exact or wanted in said[ahead].maybe:
                sure = sure or (exact and wanted not in _LITTLE)
                guessed = guessed or not exact
                j = ahead + 1
                break
        else:
            return 0
        k += 2 if gap else 1
    return 0 if guessed and not sure else j
