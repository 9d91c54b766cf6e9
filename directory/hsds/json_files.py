"""HSDS 3.0 JSON, read as a stream: one object in memory at a time.

Takes a list of objects, a page of the API (``contents``), a single object, JSON
Lines, and the tables of a package in one object (``"services.csv": [...]``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

from directory.hsds.encodings import open_text
from directory.hsds.json_keys import doubled, pairs_noted
from directory.hsds.rows import Problems, Row, flattened
from directory.hsds.tables import FILES, TABLES

#: Characters read at once.
PIECE = 1 << 20
#: One object longer than this is no service.
LONGEST = 32 << 20
#: Properties of an outer object that hold the records.
LISTS = ("contents", "services", "organizations", "locations", "service_at_locations",
         "taxonomies", "taxonomy_terms", "data", "results", "items", "records",
         "value")  # fmt: skip
#: What is pointed to comes first.
ORDER = ("taxonomy", "taxonomy_term", "organization", "location", "service", "service_at_location")


class Broken(ValueError):
    """The file is no JSON from here on."""

    def __init__(self, line: int, mend: str) -> None:
        super().__init__(mend)
        self.line = line
        self.mend = mend


class _Stream:
    """A text with a window that moves, and the line on which the window begins."""

    def __init__(self, file: TextIO) -> None:
        self.file = file
        self.text = ""
        self.line = 1
        self.at = 0
        self.counted = 0
        self.ended = False
        #: How many pages an API's answer says that there are.
        self.pages = 1
        #: Names that the value read last has twice in one object -> whether they differ.
        self.doubled: dict[str, bool] = {}
        self.decoder = json.JSONDecoder(object_pairs_hook=pairs_noted(self.doubled))

    def more(self) -> bool:
        """Read on; False at the end."""
        piece = self.file.read(PIECE)
        self.ended = not piece
        self.line = self.here()
        self.text = self.text[self.at :] + piece
        self.at = self.counted = 0
        return bool(piece)

    def here(self) -> int:
        """The line of the position; what was counted once is not counted again."""
        self.line += self.text.count("\n", self.counted, self.at)
        self.counted = self.at
        return self.line

    def peek(self) -> str:
        """The next character that is no space; "" at the end."""
        while True:
            while self.at < len(self.text):
                if not self.text[self.at].isspace():
                    return self.text[self.at]
                self.at += 1
            if not self.more():
                return ""

    def take(self, wanted: str) -> None:
        """Step over one character."""
        found = self.peek()
        if found != wanted:
            what = f"{found!r} stands here" if found else "the file ends here"
            raise Broken(self.here(), f"mend the JSON: {wanted!r} was expected, {what}")
        self.at += 1

    def value(self) -> tuple[Any, int, str]:
        """(value, its line, its text), reading on as long as it is not whole."""
        self.peek()
        while True:
            self.doubled.clear()
            try:
                found, end = self.decoder.raw_decode(self.text, self.at)
            except json.JSONDecodeError as bad:
                if len(self.text) - self.at > LONGEST:
                    raise Broken(self.here(), "one object is longer than 32 MB") from None
                if self.more():
                    continue
                line = self.here() + self.text.count("\n", self.at, bad.pos)
                raise Broken(line, f"mend the JSON: {_SAID.get(bad.msg, bad.msg)}") from None
            except RecursionError:
                raise Broken(self.here(), "objects are nested too deep") from None
            # A number at the window's edge may go on.
            if end == len(self.text) and not self.ended and self.more():
                continue
            line, raw = self.here(), self.text[self.at : end]
            self.at = end
            return found, line, raw


def json_rows(path: Path, name: str, problems: Problems, *, alone: bool = False) -> Iterator[Row]:
    """Every row of a JSON file; problems of its form are noted and end it.

    ``alone`` says that no other file is loaded with it: a page of several wants the others.
    """
    with open_text(path, name, problems) as file:
        stream = _Stream(file)
        try:
            for kind, item, line, raw in _items(stream, path.suffix.lower()):
                if stream.doubled:
                    _told_doubled(stream.doubled, line, raw, name, problems)
                if not isinstance(item, dict):
                    problems.add(name, line, "", "not_an_object", "a record is an object {...}")
                    continue
                yield from _rows_of(kind, item, line, raw, name, problems)
            if alone and stream.pages > 1:
                mend = f"one of {stream.pages:,} pages: put all of them in a folder and load that"
                problems.add(name, 1, "", "page_of_several", mend, "warning")
        except Broken as broken:
            problems.add(name, broken.line, "", "json_broken", broken.mend)


def _rows_of(
    kind: str, item: dict[str, Any], line: int, raw: str, name: str, problems: Problems
) -> Iterator[Row]:
    line_of = _lines(raw, line)
    if kind in TABLES:  # a table of a package: its rows are flat
        yield Row(kind, item, name, line, line_of)
        return
    table = kind_of(item)
    if table is None:
        if not {"version", "profile"} <= set(item):  # the API's own description holds no record
            problems.add(name, line, "", "record_unknown", "no kind of HSDS record looks like this")
        return
    yield from flattened(table, item, name, line, line_of, problems)


def _told_doubled(
    differing: dict[str, bool], line: int, raw: str, name: str, problems: Problems
) -> None:
    """Say where a name stands twice; which of two different values is right nobody can tell."""
    for key, path, below in doubled(raw):
        if differing.get(key):
            mend = f"{key[:40]!r} stands twice in one object with different values: keep one"
            problems.add(name, line + below, path, "name_doubled", mend)
        else:
            mend = f"{key[:40]!r} stands twice in one object: it was read once"
            problems.add(name, line + below, path, "name_doubled", mend, "warning")


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\]]')


def _lines(raw: str, first: int) -> Callable[[str, str], int]:
    """The line of a field of the object that has an id, deeper objects left aside."""

    def line_of(field: str, row_id: str) -> int:
        begin = max(0, raw.find(f'"{row_id}"')) if row_id else 0
        depth = 0 if begin else -1
        at = begin
        for token in _TOKEN.finditer(raw, begin):
            said = token.group()
            depth += (said in "{[") - (said in "}]")
            if depth < 0 and at == begin and begin:
                break
            if depth == 0 and said == f'"{field}"':
                at = token.start()
                break
        return first + raw.count("\n", 0, at)

    return line_of


def kind_of(item: Mapping[str, Any]) -> str | None:
    """Which table an object of no stated kind belongs to, by what it has."""
    if "link_entity" in item and "service" not in item:
        return None
    if "location_type" in item or ("addresses" in item and "status" not in item):
        return "location"
    if ("location" in item or "location_id" in item) and "name" not in item:
        return "service_at_location"
    if {"taxonomy_detail", "term_uri", "taxonomy", "taxonomy_id"} & set(item):
        return "taxonomy_term"
    services = {"status", "organization", "organization_id", "service_at_locations", "schedules",
                "service_areas", "eligibility_description", "program", "alert",
                "assured_date"}  # fmt: skip
    if services & set(item):
        return "service"
    organizations = {"website", "legal_status", "locations", "programs", "year_incorporated",
                     "organization_identifiers", "parent_organization_id", "services", "tax_status",
                     "logo", "email", "funding"}  # fmt: skip
    if organizations & set(item):
        return "organization"
    if {"parent_id", "code", "language"} & set(item) and "name" in item:
        return "taxonomy_term"
    if "version" in item and "profile" not in item:
        return "taxonomy"
    if {"id", "name", "description"} <= set(item):
        return "service" if "phones" in item or "url" in item else "organization"
    return "service" if "id" in item or "name" in item else None


Found = tuple[str, Any, int, str]


def _items(stream: _Stream, suffix: str) -> Iterator[Found]:
    first = stream.peek()
    if first == "":
        raise Broken(1, "the file is empty")
    if first == "[":
        yield from _list(stream, "")
    elif first == "{" and suffix in {".jsonl", ".ndjson"}:
        while stream.peek():
            yield ("", *stream.value())
        return
    elif first == "{":
        yield from _outer(stream)
    else:
        raise Broken(stream.here(), _no_json(stream))
    if stream.peek():
        more = ": name it .jsonl, if each line is a record" if stream.peek() == "{" else ""
        raise Broken(stream.here(), f"mend the JSON: the file goes on after its end{more}")


#: What the reader of JSON says -> what to look for.
_SAID = {
    "Expecting value": "a value is missing or not in quotes, or a comma is one too many",
    "Expecting property name enclosed in double quotes":
        "a name in straight double quotes was expected, or a comma is one too many",
    "Expecting ',' delimiter": "a comma is missing, or a quote inside a text needs a backslash",
    "Expecting ':' delimiter": "a colon is missing after a name",
    "Unterminated string starting at": "a quote is never closed",
    "Invalid control character at": "a text goes over a line: write \\n in it",
    "Invalid \\escape": "a single backslash: write two",
    "Extra data": "the file goes on after its end",
}  # fmt: skip
#: How a file begins that is something else -> what it is.
_OTHER_FILES = (
    ("<<<<<<<", "two versions of the file stand in one another: settle which is right"),
    ("<!doctype", "this is a web page: ask for the data itself (is a password needed?)"),
    ("<html", "this is a web page: ask for the data itself (is a password needed?)"),
    ("<?xml", "this is XML: ask for JSON"),
    ("<", "this is XML or a web page: ask for JSON"),
    ("pk", "this is a packed file: unpack it first"),
    ("\u2039\x08", "this is a packed file: unpack it first"),
    ("%pdf", "this is a PDF: ask for the data itself"),
    ("//", "JSON has no comments: take them out"),
    ("/*", "JSON has no comments: take them out"),
)


def _no_json(stream: _Stream) -> str:
    """What stands at the beginning in place of a list or an object."""
    begins = stream.text[stream.at : stream.at + 20].lower()
    for sign, mend in _OTHER_FILES:
        if begins.startswith(sign):
            return mend
    return "mend the JSON: a list or an object was expected"


def _list(stream: _Stream, kind: str) -> Iterator[Found]:
    stream.take("[")
    if stream.peek() == "]":
        stream.take("]")
        return
    while True:
        yield (kind, *stream.value())
        if stream.peek() == "]":
            stream.take("]")
            return
        stream.take(",")


def _outer(stream: _Stream) -> Iterator[Found]:
    """An object: a page, the tables of a package, or one record."""
    line = stream.here()
    stream.take("{")
    alone: dict[str, Any] = {}
    pieces: list[str] = []
    listed = False
    twice: dict[str, bool] = {}
    while stream.peek() != "}":
        key, _, raw_key = stream.value()
        if not isinstance(key, str):
            raise Broken(stream.here(), "mend the JSON: a name in quotes was expected")
        stream.take(":")
        table = FILES.get(key.removesuffix(".csv")) if key.endswith(".csv") else None
        records = key in LISTS and not ("id" in alone or "name" in alone)
        if stream.peek() == "[" and (table or records):
            listed = True
            yield from _list(stream, table or "")
        else:
            value, at, raw = stream.value()
            twice |= stream.doubled
            if key in alone:
                twice[key] = twice.get(key, False) or alone[key] != value
            alone[key] = value
            pieces.append("," if pieces else "{")
            pieces.append("\n" * max(0, at - line - sum(p.count("\n") for p in pieces)))
            pieces.append(f"{raw_key}:{raw}")
        if stream.peek() == "," or stream.peek() != "}":
            stream.take(",")
    stream.take("}")
    pages = alone.get("total_pages")
    if listed and isinstance(pages, int):
        stream.pages = pages
    if not listed:
        stream.doubled.clear()
        stream.doubled.update(twice)
        yield "", alone, line, "".join([*pieces, "}"])
