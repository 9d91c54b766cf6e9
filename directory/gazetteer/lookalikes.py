"""Makes ``lookalikes.txt.gz``: English words within a slip of some place name.

    apt-get download wamerican wbritish   # then dpkg -x each of them
    python -m directory.gazetteer.lookalikes american-english british-english

"in hospital" must not become a suburb because one is two letters away. Only
words that ``Atlas.like`` would match are kept, a tenth of the dictionary.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

from directory.gazetteer.atlas import DATA, atlas


def main(dictionaries: list[Path]) -> int:
    """Write the file; the same dictionaries give the same bytes."""
    book = atlas()
    words = {
        word.lower().removesuffix("'s")
        for path in dictionaries
        for word in path.read_text("utf-8").split()
    }
    alike = sorted(
        word
        for word in words
        if len(word) >= 4 and word.isascii() and (word in book.names or book.like(word))
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
