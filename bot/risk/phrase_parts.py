"""What a compiled phrase is made of: words, gaps, edges, choices, and how each is matched.

``bot.risk.patterns`` makes them from a written phrase, ``bot.risk.matcher`` looks for many of
them in one reading.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

#: Deep dictionary of words; the key "" marks the end of a phrase.
Trie = dict[str, Any]

#: Words too common to choose candidates by.
_COMMON = frozenset(
    [
        "i",
        "a",
        "an",
        "the",
        "to",
        "and",
        "or",
        "of",
        "in",
        "on",
        "at",
        "it",
        "is",
        "am",
        "are",
        "was",
        "were",
        "be",
        "been",
        "my",
        "me",
        "you",
        "your",
        "he",
        "him",
        "his",
        "she",
        "her",
        "they",
        "them",
        "their",
        "we",
        "us",
        "our",
        "not",
        "no",
        "do",
        "does",
        "did",
        "have",
        "has",
        "had",
        "will",
        "would",
        "can",
        "could",
        "that",
        "this",
        "so",
        "for",
        "with",
        "from",
        "out",
        "up",
        "go",
        "going",
        "get",
        "got",
        "just",
        "want",
        "if",
        "what",
        "when",
        "how",
        "all",
        "any",
        "there",
        "but",
        "about",
    ]
)


class PatternError(ValueError):
    """A phrase cannot be read; ``str()`` says what to mend."""


@dataclass(frozen=True)
class Words:
    """One of several runs of plain words, as a trie."""

    trie: Trie
    lengths: tuple[int, int]

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        node, index = self.trie, start
        count = len(words)
        while index < count:
            following = node.get(words[index])
            if following is None:
                return
            node, index = following, index + 1
            if "" in node:
                yield index


@dataclass(frozen=True)
class Gap:
    """Up to ``widest`` words of any kind."""

    widest: int

    @property
    def lengths(self) -> tuple[int, int]:
        return (0, self.widest)

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        yield from range(start, min(start + self.widest, len(words)) + 1)


@dataclass(frozen=True)
class Edge:
    """The beginning or the end of the message."""

    at_start: bool
    lengths: tuple[int, int] = (0, 0)

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        if start == (0 if self.at_start else len(words)):
            yield start


@dataclass(frozen=True)
class Choice:
    """One of several rows; ``optional`` where none will do, too."""

    options: tuple[Row, ...]
    optional: bool

    @property
    def lengths(self) -> tuple[int, int]:
        least = 0 if self.optional else min(option.lengths[0] for option in self.options)
        return (least, max(option.lengths[1] for option in self.options))

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        if self.optional:
            yield start
        for option in self.options:
            yield from option.ends(words, start)


@dataclass(frozen=True)
class Row:
    """Parts one after the other."""

    parts: tuple[Part, ...]

    @property
    def lengths(self) -> tuple[int, int]:
        return (
            sum(part.lengths[0] for part in self.parts),
            sum(part.lengths[1] for part in self.parts),
        )

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        positions = {start}
        for part in self.parts:
            positions = {end for position in positions for end in part.ends(words, position)}
            if not positions:
                return
        yield from positions


Part = Words | Gap | Edge | Choice


@dataclass(frozen=True)
class Phrase:
    """One compiled phrase with its way of being found quickly."""

    source: str
    body: Row
    #: A match holds one of these words ...
    anchors: frozenset[str]
    #: ... this many words after its start (least, most).
    reach: tuple[int, int]
    #: Words a match can begin with; ``None`` when that is open.
    first: frozenset[str] | None
    #: Whether the phrase itself says "not": one inside a match is then no denial of it.
    denies: bool = False

    def match(self, words: Sequence[str], start: int) -> int | None:
        """Where the longest match that begins at ``start`` ends, or ``None``."""
        if self.first is not None and (start >= len(words) or words[start] not in self.first):
            return None
        ends = list(self.body.ends(words, start))
        best = max(ends, default=None)
        return best if best is not None and best > start else None

    def wordings(self, most: int) -> list[tuple[str, ...]]:
        """At most ``most`` plain wordings of the phrase, gaps and words that may miss left out."""
        return list(itertools.islice(_wordings(self.body), most))


def _wordings(body: Row) -> Iterator[tuple[str, ...]]:
    choices: list[list[tuple[str, ...]]] = []
    for part in body.parts:
        if isinstance(part, Words):
            choices.append(list(_walk(part.trie)))
        elif isinstance(part, Choice) and not part.optional:
            choices.append(
                [
                    words
                    for option in part.options
                    for words in itertools.islice(_wordings(option), 60)
                ]
            )
    for chosen in itertools.product(*choices):
        yield tuple(word for words in chosen for word in words)


def trimmed(body: Row) -> Row:
    """A gap at the end would swallow words that prove nothing: only what follows it may."""
    parts = list(body.parts)
    while parts and isinstance(parts[-1], Gap):
        parts.pop()
    last = parts[-1] if parts else None
    if isinstance(last, Choice) and last.optional and isinstance(parts[-2:][0], Gap):
        options = tuple(Row((parts[-2], *option.parts)) for option in last.options)
        parts[-2:] = [Choice(options, optional=True)]
    return Row(tuple(parts))


def insert(trie: Trie, words: Sequence[str]) -> None:
    """Puts a run of words into the trie."""
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    node[""] = True


def merge(options: list[Row]) -> Part:
    """Alternatives that are plain words become one trie: one look-up instead of many."""
    trie: Trie = {}
    lengths: list[int] = []
    others: list[Row] = []
    for option in options:
        phrases = _plain(option)
        if phrases is None:
            others.append(option)
            continue
        for phrase in phrases:
            insert(trie, phrase)
            lengths.append(len(phrase))
    plain = Words(trie, (min(lengths), max(lengths))) if lengths else None
    if plain and not others:
        return plain
    if plain:
        others.append(Row((plain,)))
    return Choice(tuple(others), optional=False)


def _plain(option: Row) -> list[tuple[str, ...]] | None:
    """The word sequences of an option without gaps or optional words, if they are few."""
    phrases: list[tuple[str, ...]] = [()]
    for part in option.parts:
        if not isinstance(part, Words):
            return None
        tails = list(_walk(part.trie))
        if len(tails) * len(phrases) > 200:
            return None
        phrases = [head + tail for head in phrases for tail in tails]
    return phrases


def _walk(trie: Trie) -> Iterator[tuple[str, ...]]:
    for word, node in trie.items():
        if word == "":
            yield ()
        else:
            for tail in _walk(node):
                yield (word, *tail)


def vocabulary(body: Row) -> set[str]:
    """Every word the parts of a phrase name."""
    found: set[str] = set()
    for part in body.parts:
        if isinstance(part, Words):
            found.update(word for words in _walk(part.trie) for word in words)
        elif isinstance(part, Choice):
            for option in part.options:
                found |= vocabulary(option)
    return found


def _starts(part: Part) -> frozenset[str] | None:
    """Words a part can begin with; ``None`` when it can be empty or anything."""
    if isinstance(part, Words):
        return frozenset(word for word in part.trie if word)
    if isinstance(part, Choice) and not part.optional:
        found: set[str] = set()
        for option in part.options:
            words = first_words(option)
            if words is None:
                return None
            found |= words
        return frozenset(found)
    return None


def first_words(body: Row) -> frozenset[str] | None:
    """Words a row can begin with; ``None`` when it can be empty or anything."""
    found: set[str] = set()
    for part in body.parts:
        if isinstance(part, Choice) and part.optional:
            inner: set[str] = set()
            for option in part.options:
                words = first_words(option)
                if words is None:
                    return None
                inner |= words
            found |= inner
            continue
        words = _starts(part)
        return frozenset(found | words) if words is not None else None
    return None


def found_by(body: Row) -> tuple[frozenset[str], tuple[int, int]]:
    """The rarest words a match must hold, and how far from its start they stand."""
    best: tuple[int, frozenset[str], tuple[int, int]] | None = None
    least = most = 0
    for part in body.parts:
        words = _starts(part)
        if words:
            cost = len(words) + 60 * len(words & _COMMON)
            if best is None or cost < best[0]:
                best = (cost, words, (least, most))
        least, most = least + part.lengths[0], most + part.lengths[1]
    if best is None:
        raise PatternError("a phrase needs one word or list that is always there")
    return best[1], best[2]
