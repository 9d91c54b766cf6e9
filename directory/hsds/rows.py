"""A row on its way from a file to a table, and the list of what is wrong on the way."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from directory.hsds.tables import ANYWHERE, TABLES
from directory.problems import Level, Problem

#: Our ids are made under this namespace, so that they never change.
NAMESPACE = uuid.UUID("5c3a1c1e-8b1f-4d0e-9d43-0d6a1f7c2a55")
#: Problems of one kind in one file that are listed; the rest is counted.
MOST_OF_A_KIND = 200


def made_id(*parts: str) -> str:
    """A stable id for a record of ours."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


@dataclass
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
    _counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    _levels: dict[tuple[str, str, str], Level] = field(default_factory=dict)

    def add(
        self, file: str, line: int, name: str, code: str, mend: str, level: Level = "error"
    ) -> None:
        """Note one."""
        self.errors += level == "error"
        kind = (file, code, level)
        self._counts[kind] += 1
        self._levels[kind] = level
        if self._counts[kind] <= MOST_OF_A_KIND:
            self.listed.append(Problem(file, line, name, code, mend, level))

    def once(
        self, file: str, line: int, name: str, code: str, mend: str, level: Level = "warning"
    ) -> None:
        """Note one that is the same for the whole file, the first time only."""
        if not any(p.code == code and p.file == file and p.field == name for p in self.listed):
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


def flattened(
    table: str,
    item: Mapping[str, Any],
    file: str,
    line: int,
    line_of: Callable[[str, str], int] | None,
    problems: Problems,
    *,
    path: str = "",
    parent: tuple[str, str] | None = None,
    position: int = 0,
) -> Iterator[Row]:
    """The rows of a nested JSON object, so that what is pointed to comes before what points.

    ``parent`` is (column, id) of the row that it hangs on. Objects without an id
    get one made from their place, the same every time.
    """
    shape = TABLES[table]
    values: dict[str, Any] = {}
    if parent:
        values[parent[0]] = parent[1]
    own = item.get("id")
    made = own in (None, "")
    if made:
        # From what it hangs on, not from where it stands: a shared place comes up many times.
        own = made_id(*((parent[1], table, str(position)) if parent else (file, table, str(line))))
    names = shape.by_name
    below: list[Iterator[Row]] = []
    for name, value in item.items():
        if value is None:
            continue
        if name in names:
            values[name] = value
        elif name in shape.objects:
            kind, column = shape.objects[name]
            if not isinstance(value, dict):
                problems.add(file, line, f"{path}{name}", "not_an_object", "write an object {...}")
                continue
            inside = dict(value)
            inside.setdefault("id", values.get(column) or item.get(column))
            if inside["id"] in (None, ""):
                # Without an id an organisation or a term is known by its name; a place is not.
                known = "" if kind == "location" else str(value.get("name") or "")
                inside["id"] = made_id(kind, known or str(own), str(value.get("code") or ""))
            values[column] = inside["id"]
            yield from flattened(kind, inside, file, line, line_of, problems, path=f"{path}{name}.")
        elif name in shape.lists or name in ANYWHERE:
            kind, column = shape.lists.get(name) or ANYWHERE[name]
            if not isinstance(value, list):
                problems.add(file, line, f"{path}{name}", "not_a_list", "write a list [...]")
                continue
            for number, child in enumerate(value):
                where = f"{path}{name}[{number}]."
                if not isinstance(child, dict):
                    problems.add(
                        file, line, where.rstrip("."), "not_an_object", "write an object {...}"
                    )
                    continue
                below.append(
                    flattened(
                        kind, _typed(kind, child, table), file, line, line_of, problems,
                        path=where, parent=(column, str(own)), position=number,
                    )
                )  # fmt: skip
        else:
            values[name] = value
    values["id"] = own
    yield Row(table, values, file, line, line_of, path, position, made)
    for rows in below:
        yield from rows


def _typed(kind: str, child: Mapping[str, Any], table: str) -> Mapping[str, Any]:
    """Attributes and changes say which table they are about."""
    if kind == "attribute" and not child.get("link_entity"):
        return {**child, "link_entity": table}
    if kind == "metadata" and not child.get("resource_type"):
        return {**child, "resource_type": table}
    return child
