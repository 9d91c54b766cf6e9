"""A small language for phrases, and its matcher.

A phrase is words in order::

    want~ to die            "~": any form of the word (want, wants, wanted, wanting)
    (end|finish~) my life   one of several; alternatives may be phrases
    {kin} hits me           a named list of words.yml
    cut~ myself again?      "?": may be missing
    kill~ ..3 himself       up to three other words between
    < sleep rough           "<" the message begins here, ">" it ends here

The words of a phrase are read like the words of a person (``bot.risk.text``), so
"can't", "cant" and "can not" are the same. Matching walks sets of positions instead
of backtracking: time is bounded by phrase length times gap width, whatever the text.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Deep dictionary of words; the key "" marks the end of a phrase.
Trie = dict[str, Any]

#: No phrase needs a wider gap, and wider ones join sentences that have nothing in common.
WIDEST_GAP = 12
#: A phrase found this often in one text adds nothing by being found again.
ENOUGH = 8

_PIECE = re.compile(r"\(|\)|\||\?|<|>|\.\.\d+|\{[a-z_]+\}|[^\s()|?<>{}]+")

#: Words that turn what follows them round.
NEGATORS = frozenset({"not", "never", "no", "without", "nor", "neither"})

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
class _Words:
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
class _Gap:
    widest: int

    @property
    def lengths(self) -> tuple[int, int]:
        return (0, self.widest)

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        yield from range(start, min(start + self.widest, len(words)) + 1)


@dataclass(frozen=True)
class _Edge:
    at_start: bool
    lengths: tuple[int, int] = (0, 0)

    def ends(self, words: Sequence[str], start: int) -> Iterator[int]:
        if start == (0 if self.at_start else len(words)):
            yield start


@dataclass(frozen=True)
class _Choice:
    options: tuple[_Sequence, ...]
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
class _Sequence:
    parts: tuple[_Part, ...]

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


_Part = _Words | _Gap | _Edge | _Choice


@dataclass(frozen=True)
class Phrase:
    """One compiled phrase with its way of being found quickly."""

    source: str
    body: _Sequence
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


def _wordings(body: _Sequence) -> Iterator[tuple[str, ...]]:
    choices: list[list[tuple[str, ...]]] = []
    for part in body.parts:
        if isinstance(part, _Words):
            choices.append(list(_walk(part.trie)))
        elif isinstance(part, _Choice) and not part.optional:
            choices.append(
                [
                    words
                    for option in part.options
                    for words in itertools.islice(_wordings(option), 60)
                ]
            )
    for chosen in itertools.product(*choices):
        yield tuple(word for words in chosen for word in words)


class Compiler:
    """Compiles phrases with shared word lists; remembers every word asked for."""

    def __init__(
        self,
        read: Callable[[str], Sequence[str]],
        lists: Mapping[str, Iterable[str]],
        irregular: Mapping[str, Iterable[str]],
    ) -> None:
        self._read = read
        self._irregular = {base: tuple(forms) for base, forms in irregular.items()}
        self._lists: dict[str, _Choice | _Words] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._pieces: dict[str, _Words] = {}
        self.vocabulary: set[str] = set()
        self._raw = lists

    def compile(self, source: str) -> Phrase:
        """Raises ``PatternError`` when the phrase is empty, unbalanced or names an unknown list."""
        pieces = _PIECE.findall(source)
        body, rest = self._sequence(source, pieces, 0, depth=0)
        if rest != len(pieces):
            raise PatternError(f"{source!r}: a ')' too many")
        body = _trimmed(body)
        if body.lengths[0] == 0:
            raise PatternError(f"{source!r}: a phrase needs at least one word that must be there")
        anchors, reach = _anchors(body)
        denies = not NEGATORS.isdisjoint(_vocabulary(body))
        return Phrase(source, body, anchors, reach, _first_words(body), denies)

    def _sequence(
        self, source: str, pieces: list[str], index: int, depth: int
    ) -> tuple[_Sequence, int]:
        parts: list[_Part] = []
        while index < len(pieces):
            piece = pieces[index]
            if piece in {")", "|"}:
                if depth == 0 and piece == "|":
                    raise PatternError(f"{source!r}: put alternatives in brackets: (this|that)")
                break
            if piece == "?":
                if not parts:
                    raise PatternError(f"{source!r}: '?' follows the word that may be missing")
                parts[-1] = _Choice((_Sequence((parts[-1],)),), optional=True)
                index += 1
                continue
            if piece == "(":
                part, index = self._choice(source, pieces, index + 1, depth + 1)
                parts.append(part)
                continue
            parts.append(self._part(source, piece))
            index += 1
        return _Sequence(tuple(parts)), index

    def _choice(self, source: str, pieces: list[str], index: int, depth: int) -> tuple[_Part, int]:
        options: list[_Sequence] = []
        while True:
            option, index = self._sequence(source, pieces, index, depth)
            if not option.parts:
                raise PatternError(f"{source!r}: an alternative is empty; use '?' instead")
            options.append(option)
            if index >= len(pieces):
                raise PatternError(f"{source!r}: a '(' is not closed")
            closing, index = pieces[index], index + 1
            if closing == ")":
                return _merge(options), index

    def _part(self, source: str, piece: str) -> _Part:
        if piece in {"<", ">"}:
            return _Edge(piece == "<")
        if piece.startswith(".."):
            width = int(piece[2:]) if piece[2:].isdigit() else 0
            if not 1 <= width <= WIDEST_GAP:
                raise PatternError(f"{source!r}: a gap is ..1 to ..{WIDEST_GAP}")
            return _Gap(width)
        if piece.startswith("{"):
            return self._list(source, piece[1:-1])
        known = self._pieces.get(piece)
        if known is None:
            known = self._pieces[piece] = self._words([piece], source)
        return known

    def _list(self, source: str, name: str) -> _Part:
        if name not in self._lists:
            if name not in self._raw:
                raise PatternError(f"{source!r}: words.yml has no list {name!r}")
            options: list[_Sequence] = []
            for entry in self._raw[name]:
                pieces = _PIECE.findall(str(entry))
                option, rest = self._sequence(f"{{{name}}}: {entry}", pieces, 0, depth=0)
                if rest != len(pieces) or not option.parts:
                    raise PatternError(f"{{{name}}}: {entry!r} can't be read")
                options.append(option)
            merged = _merge(options)
            assert isinstance(merged, _Words | _Choice)
            self._lists[name] = merged
        return self._lists[name]

    def _words(self, written: list[str], source: str) -> _Words:
        trie: Trie = {}
        lengths: list[int] = []
        for word in written:
            for form in self._forms(word, source):
                # Forty thousand words, six thousand different ones: read each once.
                read = self._known.get(form)
                if read is None:
                    read = self._known[form] = tuple(self._read(form))
                if not read:
                    raise PatternError(f"{source!r}: {word!r} is no word")
                self.vocabulary.update(read)
                _insert(trie, read)
                lengths.append(len(read))
        return _Words(trie, (min(lengths), max(lengths)))

    def _forms(self, word: str, source: str) -> Iterable[str]:
        if not word.endswith("~"):
            return (word,)
        base = word[:-1]
        if not base:
            raise PatternError(f"{source!r}: '~' follows a word")
        return inflections(base, self._irregular.get(base, ()))


def _trimmed(body: _Sequence) -> _Sequence:
    """A gap at the end would swallow words that prove nothing: only what follows it may."""
    parts = list(body.parts)
    while parts and isinstance(parts[-1], _Gap):
        parts.pop()
    last = parts[-1] if parts else None
    if isinstance(last, _Choice) and last.optional and isinstance(parts[-2:][0], _Gap):
        options = tuple(_Sequence((parts[-2], *option.parts)) for option in last.options)
        parts[-2:] = [_Choice(options, optional=True)]
    return _Sequence(tuple(parts))


def inflections(base: str, irregular: Iterable[str] = ()) -> tuple[str, ...]:
    """Every form of an English word as people type them, ``-in`` for ``-ing`` included."""
    forms = [base, *irregular]
    if base.endswith("e"):
        stem = base[:-1]
        forms += [base + "s", base + "d", stem + "ing", stem + "in", base + "r", base + "rs"]
    elif base.endswith("y") and base[-2:-1] not in set("aeiou"):
        stem = base[:-1]
        forms += [stem + "ies", stem + "ied", base + "ing", base + "in"]
    else:
        sibilant = base.endswith(("s", "sh", "ch", "x", "z", "o"))
        forms += [base + ("es" if sibilant else "s"), base + "ed", base + "ing", base + "in"]
        doubles = len(base) > 2 and base[-1] in set("bdgklmnprt") and base[-2] in set("aeiou")
        if doubles and base[-3] not in set("aeiou"):
            forms += [base + base[-1] + ending for ending in ("ed", "ing", "in")]
    return tuple(dict.fromkeys(forms))


def _insert(trie: Trie, words: Sequence[str]) -> None:
    node = trie
    for word in words:
        node = node.setdefault(word, {})
    node[""] = True


def _merge(options: list[_Sequence]) -> _Part:
    """Alternatives that are plain words become one trie: one look-up instead of many."""
    trie: Trie = {}
    lengths: list[int] = []
    others: list[_Sequence] = []
    for option in options:
        phrases = _plain(option)
        if phrases is None:
            others.append(option)
            continue
        for phrase in phrases:
            _insert(trie, phrase)
            lengths.append(len(phrase))
    plain = _Words(trie, (min(lengths), max(lengths))) if lengths else None
    if plain and not others:
        return plain
    if plain:
        others.append(_Sequence((plain,)))
    return _Choice(tuple(others), optional=False)


def _plain(option: _Sequence) -> list[tuple[str, ...]] | None:
    """The word sequences of an option without gaps or optional words, if they are few."""
    phrases: list[tuple[str, ...]] = [()]
    for part in option.parts:
        if not isinstance(part, _Words):
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


def _vocabulary(body: _Sequence) -> set[str]:
    """Every word the parts of a phrase name."""
    found: set[str] = set()
    for part in body.parts:
        if isinstance(part, _Words):
            found.update(word for words in _walk(part.trie) for word in words)
        elif isinstance(part, _Choice):
            for option in part.options:
                found |= _vocabulary(option)
    return found


def _starts(part: _Part) -> frozenset[str] | None:
    """Words a part can begin with; ``None`` when it can be empty or anything."""
    if isinstance(part, _Words):
        return frozenset(word for word in part.trie if word)
    if isinstance(part, _Choice) and not part.optional:
        found: set[str] = set()
        for option in part.options:
            words = _first_words(option)
            if words is None:
                return None
            found |= words
        return frozenset(found)
    return None


def _first_words(body: _Sequence) -> frozenset[str] | None:
    found: set[str] = set()
    for part in body.parts:
        if isinstance(part, _Choice) and part.optional:
            inner: set[str] = set()
            for option in part.options:
                words = _first_words(option)
                if words is None:
                    return None
                inner |= words
            found |= inner
            continue
        words = _starts(part)
        return frozenset(found | words) if words is not None else None
    return None


def _anchors(body: _Sequence) -> tuple[frozenset[str], tuple[int, int]]:
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


@dataclass
class Matcher:
    """Finds many phrases in one reading: only those whose rarest words occur are tried."""

    phrases: list[Phrase] = field(default_factory=list)
    _index: dict[str, list[int]] = field(default_factory=dict)

    def add(self, phrase: Phrase) -> int:
        """Adds a phrase and returns its number."""
        number = len(self.phrases)
        self.phrases.append(phrase)
        for word in phrase.anchors:
            self._index.setdefault(word, []).append(number)
        return number

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """``(phrase number, first word, word after the last)`` for every phrase found."""
        found: dict[int, int] = {}
        tried: set[tuple[int, int]] = set()
        for position, word in enumerate(words):
            for number in self._index.get(word, ()):
                if found.get(number, 0) >= ENOUGH:
                    continue
                phrase = self.phrases[number]
                least, most = phrase.reach
                for start in range(max(0, position - most), position - least + 1):
                    first = phrase.first
                    if first is not None and words[start] not in first:
                        continue
                    if (number, start) in tried:
                        continue
                    tried.add((number, start))
                    end = phrase.match(words, start)
                    if end is not None:
                        found[number] = found.get(number, 0) + 1
                        yield number, start, end
