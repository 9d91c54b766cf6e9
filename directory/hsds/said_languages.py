"""Several languages in one row ("Arabic, Vietnamese and Dari"), made a row each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from directory.hsds.fixing import language_names
from directory.hsds.rows import Row, made_id

_BETWEEN = re.compile(r"\s*(?:[,;/&+|]|\band\b)\s*", re.I)


def one_each(row: Row) -> Iterator[Row]:
    """A row for each language of a list whose parts are all known; else the row as it is."""
    said = row.values.get("name") or row.values.get("code")
    parts = [part for part in _BETWEEN.split(said) if part] if isinstance(said, str) else []
    known = language_names()
    if len(parts) < 2 or row.ours or not all(part.lower() in known for part in parts):
        yield row
        return
    for number, part in enumerate(parts):
        key = row.values.get("id")
        if number:
            key = made_id(str(key), "language", part.lower())
        values = {**row.values, "id": key, "name": part, "code": known[part.lower()]}
        yield Row(row.table, values, row.file, row.line, row.line_of, row.path,
                  row.position, row.made or bool(number))  # fmt: skip
