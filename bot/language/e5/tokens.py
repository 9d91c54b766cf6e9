"""Text to the numbers of its pieces: SentencePiece's unigram model over a given vocabulary."""

from __future__ import annotations

import itertools
import re

from bot.language.e5.weights import Vocabulary

#: SentencePiece's sign for a space.
_SPACE = "\u2581"
_NEVER = -1e30


class Tokens:
    """Cuts texts into the pieces that are likeliest together (Kudo 2018, Viterbi)."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        starts, pieces = vocabulary.starts, vocabulary.pieces
        self._numbers = {
            pieces[start:end]: number
            for number, (start, end) in enumerate(itertools.pairwise(starts))
            if end > start and number != vocabulary.unknown
        }
        self._scores = vocabulary.scores
        self._longest = max(map(len, self._numbers))
        self._unknown = vocabulary.unknown
        self._unknown_score = min(vocabulary.scores) - 10.0
        self._characters = vocabulary.characters

    def __call__(self, text: str) -> list[int]:
        """Numbers of the text's pieces, in order, without begin and end marks."""
        spelled = self._spelled(text)
        ends = [0]
        for character in spelled:
            ends.append(ends[-1] + len(character.encode("utf-8", "replace")))
        raw = spelled.encode("utf-8", "replace")
        last = len(spelled)
        best = [0.0] + [_NEVER] * last
        piece, came_from = [self._unknown] * (last + 1), list(range(-1, last))
        for i in range(last):
            here, start = best[i], ends[i]
            if here + self._unknown_score > best[i + 1]:
                best[i + 1] = here + self._unknown_score
                piece[i + 1], came_from[i + 1] = self._unknown, i
            for j in range(i + 1, last + 1):
                if ends[j] - start > self._longest:
                    break
                number = self._numbers.get(raw[start : ends[j]])
                if number is not None and here + self._scores[number] > best[j]:
                    best[j] = here + self._scores[number]
                    piece[j], came_from[j] = number, i
        found = []
        i = last
        while i > 0:
            found.append(piece[i])
            i = came_from[i]
        return found[::-1]

    def _spelled(self, text: str) -> str:
        """The text as the vocabulary spells it: characters mapped, one mark before each word."""
        mapped = "".join(self._characters.get(ord(c), c) for c in text)
        spaced = re.sub("  +", " ", mapped)
        if not spaced.startswith(" "):
            spaced = " " + spaced
        return spaced.replace(" ", _SPACE)
