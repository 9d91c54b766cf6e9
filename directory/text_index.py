"""Free text over the listings, behind one small interface.

SQLite has FTS5 (bm25), PostgreSQL its own full text; both stem English and
give a score between 0 and 1, best first, so that ranking need not know which.
"""

from __future__ import annotations

import re
from typing import Protocol

from sqlalchemy import Connection, text

from directory.places import FUNCTION_WORDS

#: More matches than this say nothing about any one of them.
MOST_MATCHES = 200
_WORD = re.compile(r"[^\W_]{2,}")


class TextIndex(Protocol):
    """Listings that match words, with how well they do."""

    def matches(self, connection: Connection, said: str) -> dict[int, float]:
        """Listing number -> score (0 to 1] of the best matches; empty when no word counts."""


def words_of(said: str) -> list[str]:
    """The words of a text that are worth looking up."""
    found = [word.lower() for word in _WORD.findall(said)]
    return list(dict.fromkeys(w for w in found if w not in FUNCTION_WORDS))[:12]


def _scaled(rows: list[tuple[int, float]]) -> dict[int, float]:
    best = max((score for _, score in rows), default=0.0)
    return {number: score / best for number, score in rows} if best > 0 else {}


class SqliteText:
    """FTS5."""

    _QUERY = text(
        "SELECT rowid, -bm25(dir_listing_text) FROM dir_listing_text"
        " WHERE dir_listing_text MATCH :words ORDER BY 2 DESC, 1 LIMIT :most"
    )

    def matches(self, connection: Connection, said: str) -> dict[int, float]:
        """See ``TextIndex``."""
        words = words_of(said)
        if not words:
            return {}
        asked = " OR ".join(f'"{word}"' for word in words)
        rows = connection.execute(self._QUERY, {"words": asked, "most": MOST_MATCHES})
        # bm25 of a word that is in every record is about zero, or below it.
        return _scaled([(row[0], max(row[1], 1e-6)) for row in rows])


class PostgresText:
    """PostgreSQL full text."""

    _QUERY = text(
        "SELECT number, ts_rank(to_tsvector('english', words), q) AS score"
        " FROM dir_listing, to_tsquery('english', :words) q"
        " WHERE to_tsvector('english', words) @@ q ORDER BY score DESC, number LIMIT :most"
    )

    def matches(self, connection: Connection, said: str) -> dict[int, float]:
        """See ``TextIndex``."""
        words = words_of(said)
        if not words:
            return {}
        asked = " | ".join(f"'{word}'" for word in words)
        rows = connection.execute(self._QUERY, {"words": asked, "most": MOST_MATCHES})
        return _scaled([(row[0], row[1]) for row in rows])


def text_index_for(dialect: str) -> TextIndex:
    """The index of a database dialect."""
    return PostgresText() if dialect == "postgresql" else SqliteText()
