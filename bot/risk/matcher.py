"""Finds many phrases in one reading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.risk.phrase_parts import Phrase

#: A phrase found this often in one text adds nothing by being found again.
ENOUGH = 8


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
