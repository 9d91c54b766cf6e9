"""Makes ``lookalikes.txt.gz``: English words within a slip of some place name.

    apt-get download wamerican wbritish   # then dpkg -x each of them
    python -m directory.gazetteer.lookalikes american-english british-english

"in hospital" must not become a suburb because one is two letters away. Only
words that are near a name, or near one word of a name, are kept.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from directory.gazetteer.atlas import DATA, atlas


def shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: equal ones are one slip apart."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def main(dictionaries: list[Path]) -> int:
    """Write the file; the same dictionaries give the same bytes."""
    book = atlas()
    words = {
        word.lower().removesuffix("'s")
        for path in dictionaries
        for word in path.read_text("utf-8").split()
    }
    parts = {part for name in book.names for part in name.split()}
    near_parts = {short for part in parts for short in shortened(part)}
    alike = sorted(
        word
        for word in words
        if len(word) >= 4
        and word.isascii()
        and (
            word in parts
            or not near_parts.isdisjoint(shortened(word))
            or word in book.names
            or book.like(word)
        )
    )
    # The names themselves are looked up first; they are kept here for pairs of words.
    with (
        (DATA / "lookalikes.txt.gz").open("wb") as raw,
        gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed,
    ):
        packed.write("\n".join(alike).encode("ascii"))
    return len(alike)


if __name__ == "__main__":
    sys.stdout.write(f"{main([Path(p) for p in sys.argv[1:]])} words\n")
