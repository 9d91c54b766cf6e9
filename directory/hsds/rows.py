"""A row on its way from a file to a table, and the list of what is wrong on the way."""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.hsds.tables import ANYWHERE, TABLES
from directory.problems import Level, Problem

#: Our ids are made under this namespace, so that they never change.
NAMESPACE = uuid.UUID("5c3a1c1e-8b1f-4d0e-9d43-0d6a1f7c2a55")
#: Problems of one kind in one file that are listed; the rest is counted.
MOST_OF_A_KIND = 200
#: Different names that are told once; a file with more is no table.
MOST_NAMES = 10_000


_SPACE = hashlib.sha1(NAMESPACE.bytes, usedforsecurity=False)
#: The digit of a UUID that carries its variant, from the digit that the hash has there.
_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}


def made_id(*parts: str) -> str:
    """A stable id for a record of ours: ``uuid5`` of the parts, made in half the time."""
    digest = _SPACE.copy()
    digest.update("/".join(parts).encode())
    said = digest.hexdigest()
    variant = _VARIANT[said[16]]
    return f"{said[:8]}-{said[8:12]}-5{said[13:16]}-{variant}{said[17:20]}-{said[20:32]}"


@dataclass(slots=True)
class Row:
    """Raw values of one table, with where they stand in the file."""

    table: str
    values: dict[str, Any]
    file: str
    line: int
    #: Field -> its line, where the file tells (JSON).
    line_of: Callable[[str, str], int] | None = None
    #: Where it is nested, for the field of a problem: ``phones[0].``
    path: str = ""
    position: int = 0
    #: Its id was made by us, because the file has none.
    made: bool = False
    #: It comes from an export of ours: what its words say stands in its fields already.
    ours: bool = False

    def at(self, name: str) -> int:
        """The line of a field, or of the row."""
        if not self.line_of or not name:
            return self.line
        name = name if name in self.values else "id"
        return self.line_of(name, "" if self.made else str(self.values.get("id") or ""))


@dataclass
class Problems:
    """What is wrong, in order; floods of one kind are cut off and counted, so memory stays flat."""

    listed: list[Problem] = field(default_factory=list)
    errors: int = 0
    #: All that were found, listed or only counted.
    noted: int = 0
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _levels: dict[tuple[str, str, str], Level] = field(default_factory=dict)
    _once: set[tuple[str, str, str]] = field(default_factory=set)

    def add(
        self, file: str, line: int, name: str, code: str, mend: str, level: Level = "error"
    ) -> None:
        """Note one."""
        self.errors += level == "error"
        self.noted += 1
        kind = (file, code, level)
        self._counts[kind] += 1
        self._levels[kind] = level
        if self._counts[kind] <= MOST_OF_A_KIND:
            self.listed.append(Problem(file, line, name, code, mend, level))

    def wants(self, file: str, code: str, level: Level) -> bool:
        """Whether another of this kind would be listed, not only counted."""
        return self._counts[file, code, level] < MOST_OF_A_KIND

    def once(
        self, file: str, line: int, name: str, code: str, mend: str, level: Level = "warning"
    ) -> None:
        """Note one that is the same for the whole file, the first time only."""
        if (file, name, code) not in self._once:
            if len(self._once) < MOST_NAMES:
                self._once.add((file, name, code))
            self.add(file, line, name, code, mend, level)

    def all(self) -> list[Problem]:
        """Every listed problem, and a line for each kind that was cut off."""
        rest = [
            Problem(file, 0, "", code, f"and {count - MOST_OF_A_KIND:,} more of these",
                    self._levels[file, code, level])
            for (file, code, level), count in self._counts.items()
            if count > MOST_OF_A_KIND
        ]  # fmt: skip
        return self.listed + rest


LineOf = Callable[[str, str], int]


def flattened(
    table: str,
    item: Mapping[str, Any],
    file: str,
    line: int,
    line_of: LineOf | None,
    problems: Problems,
    *,
    path: str = "",
    parent: tuple[str, str] | None = None,
    position: int = 0,
) -> list[Row]:
    """The rows of a nested JSON object, so that what is pointed to comes before what points.

    ``parent`` is the column and id of the row that this one hangs on.
    """
    rows: list[Row] = []
    _flatten(rows, table, item, _Source(file, line, line_of, problems), path, parent, position)
    return rows


@dataclass(slots=True)
class _Source:
    """Where an object stands, and where to say what is wrong with it."""

    file: str
    line: int
    line_of: LineOf | None
    problems: Problems
    ours: bool = False

    def wrong(self, name: str, code: str, mend: str) -> None:
        self.problems.add(self.file, self.line, name, code, mend)


def _flatten(
    rows: list[Row],
    table: str,
    item: Mapping[str, Any],
    source: _Source,
    path: str,
    parent: tuple[str, str] | None,
    position: int,
) -> None:
    shape = TABLES[table]
    values: dict[str, Any] = {}
    if parent:
        values[parent[0]] = parent[1]
    own = item.get("id")
    made = own is None or (isinstance(own, str) and not own.strip())
    if made:
        # From what it hangs on, not from where it stands: a shared place comes up many times.
        under = (parent[1], table, str(position)) if parent else (
            source.file, table, str(source.line)
        )  # fmt: skip
        own = made_id(*under)
    names, objects, lists = shape.by_name, shape.objects, shape.lists
    below: list[tuple[str, Any, str, str, int]] = []
    for name, value in item.items():
        if value is None:
            continue
        if name in names:
            values[name] = value
        elif name in objects:
            kind, column = objects[name]
            if not isinstance(value, dict):
                source.wrong(f"{path}{name}", "not_an_object", "write an object {...}")
                continue
            inside = dict(value)
            inside.setdefault("id", values.get(column) or item.get(column))
            if inside["id"] in (None, ""):
                # Without an id an organisation or a term is known by its name; a place is not.
                known = "" if kind == "location" else str(value.get("name") or "")
                inside["id"] = made_id(kind, known or str(own), str(value.get("code") or ""))
            values[column] = inside["id"]
            _flatten(rows, kind, inside, source, f"{path}{name}.", None, 0)
        elif name in lists or name in ANYWHERE:
            kind, column = lists.get(name) or ANYWHERE[name]
            if not isinstance(value, list):
                source.wrong(f"{path}{name}", "not_a_list", "write a list [...]")
                continue
            if len(value) > 1:
                value = _each_id_once(value, f"{path}{name}", source)
            for number, child in enumerate(value):
                if isinstance(child, dict):
                    below.append((kind, _typed(kind, child, table), name, column, number))
                else:
                    source.wrong(
                        f"{path}{name}[{number}]", "not_an_object", "write an object {...}"
                    )
        else:
            values[name] = value
    values["id"] = own
    if table == "service" and not source.ours:
        attributes = item.get("attributes")
        source.ours = isinstance(attributes, list) and any(
            isinstance(one, dict) and one.get("link_type") == "field" for one in attributes
        )
    rows.append(Row(table, values, source.file, source.line, source.line_of, path, position, made,
                    source.ours))  # fmt: skip
    for kind, child, name, column, number in below:
        _flatten(rows, kind, child, source, f"{path}{name}[{number}].", (column, str(own)), number)


def _each_id_once(children: list[Any], where: str, source: _Source) -> list[Any]:
    """The rows of a list without what stands there twice; two rows of one id are an error."""
    ids = [str(child.get("id") or "") for child in children if isinstance(child, dict)]
    if len(set(ids)) == len(ids) or not any(ids):
        return children
    seen: dict[str, Any] = {}
    kept = []
    for number, child in enumerate(children):
        key = str(child.get("id") or "") if isinstance(child, dict) else ""
        if not key or key not in seen:
            seen[key] = child
            kept.append(child)
        elif seen[key] != child:
            mend = f"another one beside it has the id {key[:36]!r}: give it its own"
            source.wrong(f"{where}[{number}].id", "id_duplicate", mend)
    return kept


def _typed(kind: str, child: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    """Attributes and changes say which table they are about."""
    if kind == "attribute" and not child.get("link_entity"):
        return {**child, "link_entity": table}
    if kind == "metadata" and not child.get("resource_type"):
        return {**child, "resource_type": table}
    return child
