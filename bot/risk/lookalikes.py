"""Makes ``words_near.txt``: English words and names within a slip of a word that phrases use.

    apt-get download wamerican wbritish   # then dpkg -x each of them
    python -m bot.risk.lookalikes american-english british-english

"green" must not become "greek". To be made anew when words were added to phrases; what the file
holds already stays (words of a frequency list, suburbs and names that no dictionary has).
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from bot.risk.compiled import rules
from bot.risk.text import Spelling, nearest

FILE = Path(__file__).with_name("words_near.txt")


def lookalikes(spelling: Spelling, words: Iterable[str]) -> set[str]:
    """Those of ``words`` that would be read as another word."""
    plain = {word.lower() for word in words if word.isascii() and word.isalpha()}
    return {
        word
        for word in plain - spelling.vocabulary - spelling.real - spelling.rewrite.keys()
        if nearest(spelling, word)
    }


def main(dictionaries: list[Path]) -> int:
    """Writes the file; the same dictionaries and phrases give the same bytes."""
    spelling = rules().reader.spelling
    words = {word for path in dictionaries for word in path.read_text("utf-8").split()}
    kept = set(FILE.read_text("utf-8").split()) | lookalikes(spelling, words)
    FILE.write_text("".join(f"{word}\n" for word in sorted(kept)), "utf-8")
    return len(kept)


if __name__ == "__main__":
    sys.stdout.write(f"{main([Path(p) for p in sys.argv[1:]])} words\n")
