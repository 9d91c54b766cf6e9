"""Numbers as people write them."""

from __future__ import annotations

_WORDS = "zero one two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS.split())}
