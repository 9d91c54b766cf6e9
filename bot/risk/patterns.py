"""A small language for phrases, and its compiler (``bot.risk.matcher`` finds them).

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

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from bot.risk.phrase_parts import (
    Choice,
    Edge,
    Gap,
    Part,
    PatternError,
    Phrase,
    Row,
    Trie,
    Words,
    first_words,
    found_by,
    insert,
    merge,
    trimmed,
    vocabulary,
)

#: No phrase needs a wider gap, and wider ones join sentences that have nothing in common.
WIDEST_GAP = 12
_PIECE = re.compile(r"\(|\)|\||\?|<|>|\.\.\d+|\{[a-z_]+\}|[^\s()|?<>{}]+")

#: Words that turn what follows them round.
NEGATORS = frozenset({"not", "never", "no", "without", "nor", "neither"})


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
        self._lists: dict[str, Choice | Words] = {}
        self._known: dict[str, tuple[str, ...]] = {}
        self._pieces: dict[str, Words] = {}
        self.vocabulary: set[str] = set()
        self._raw = lists

    def compile(self, source: str) -> Phrase:
        """Raises ``PatternError`` when the phrase is empty, unbalanced or names an unknown list."""
        pieces = _PIECE.findall(source)
        body, rest = self._sequence(source, pieces, 0, depth=0)
        if rest != len(pieces):
            raise PatternError(f"{source!r}: a ')' too many")
        body = trimmed(body)
        if body.lengths[0] == 0:
            raise PatternError(f"{source!r}: a phrase needs at least one word that must be there")
        anchors, reach = found_by(body)
        denies = not NEGATORS.isdisjoint(vocabulary(body))
        return Phrase(source, body, anchors, reach, first_words(body), denies)

    def _sequence(self, source: str, pieces: list[str], index: int, depth: int) -> tuple[Row, int]:
        parts: list[Part] = []
        while index < len(pieces):
            piece = pieces[index]
            if piece in {")", "|"}:
                if depth == 0 and piece == "|":
                    raise PatternError(f"{source!r}: put alternatives in brackets: (this|that)")
                break
            if piece == "?":
                if not parts:
                    raise PatternError(f"{source!r}: '?' follows the word that may be missing")
                parts[-1] = Choice((Row((parts[-1],)),), optional=True)
                index += 1
                continue
            if piece == "(":
                part, index = self._choice(source, pieces, index + 1, depth + 1)
                parts.append(part)
                continue
            parts.append(self._part(source, piece))
            index += 1
        return Row(tuple(parts)), index

    def _choice(self, source: str, pieces: list[str], index: int, depth: int) -> tuple[Part, int]:
        options: list[Row] = []
        while True:
            option, index = self._sequence(source, pieces, index, depth)
            if not option.parts:
                raise PatternError(f"{source!r}: an alternative is empty; use '?' instead")
            options.append(option)
            if index >= len(pieces):
                raise PatternError(f"{source!r}: a '(' is not closed")
            closing, index = pieces[index], index + 1
            if closing == ")":
                return merge(options), index

    def _part(self, source: str, piece: str) -> Part:
        if piece in {"<", ">"}:
            return Edge(piece == "<")
        if piece.startswith(".."):
            width = int(piece[2:]) if piece[2:].isdigit() else 0
            if not 1 <= width <= WIDEST_GAP:
                raise PatternError(f"{source!r}: a gap is ..1 to ..{WIDEST_GAP}")
            return Gap(width)
        if piece.startswith("{"):
            return self._list(source, piece[1:-1])
        known = self._pieces.get(piece)
        if known is None:
            known = self._pieces[piece] = self._words([piece], source)
        return known

    def _list(self, source: str, name: str) -> Part:
        if name not in self._lists:
            if name not in self._raw:
                raise PatternError(f"{source!r}: words.yml has no list {name!r}")
            options: list[Row] = []
            for entry in self._raw[name]:
                pieces = _PIECE.findall(str(entry))
                option, rest = self._sequence(f"{{{name}}}: {entry}", pieces, 0, depth=0)
                if rest != len(pieces) or not option.parts:
                    raise PatternError(f"{{{name}}}: {entry!r} can't be read")
                options.append(option)
            merged = merge(options)
            assert isinstance(merged, Words | Choice)
            self._lists[name] = merged
        return self._lists[name]

    def _words(self, written: list[str], source: str) -> Words:
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
                insert(trie, read)
                lengths.append(len(read))
        return Words(trie, (min(lengths), max(lengths)))

    def _forms(self, word: str, source: str) -> Iterable[str]:
        if not word.endswith("~"):
            return (word,)
        base = word[:-1]
        if not base:
            raise PatternError(f"{source!r}: '~' follows a word")
        return inflections(base, self._irregular.get(base, ()))


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
