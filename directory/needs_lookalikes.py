"""Makes ``needs_lookalikes.txt.gz``: English words and places within a slip of a word of a need.

    apt-get download wamerican-large wbritish-large   # then dpkg -x each of them
    python -m directory.needs_lookalikes american-english-large british-english-large

"rant" must not become "rent". To be made anew when words of needs were added.
"""

from __future__ import annotations

import sys
from pathlib import Path

from directory.gazetteer.atlas import atlas
from directory.needs_lexicon import lexicon
from directory.needs_spelling import write_lookalikes


def main(dictionaries: list[Path]) -> int:
    """Writes the file; the same dictionaries and words of needs give the same bytes."""
    words = {word for path in dictionaries for word in path.read_text("utf-8").split()}
    words |= {name for name in atlas().names if " " not in name}
    return write_lookalikes(lexicon().spelling_without(frozenset()), words)


if __name__ == "__main__":
    sys.stdout.write(f"{main([Path(p) for p in sys.argv[1:]])} words\n")
