"""Names that stand twice in one object of a JSON text.

A reader of JSON keeps the last one and says nothing: "phones" written twice is
half of the numbers gone. ``pairs_noted`` tells cheaply whether there is one at
all; ``doubled`` then finds where.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]')
#: Pairs of an object as the decoder hands them over.
Pairs = list[tuple[str, Any]]


def pairs_noted(differing: dict[str, bool]) -> Callable[[Pairs], dict[str, Any]]:
    """A hook for the decoder: each doubled name, and whether its values differ."""

    def made(pairs: Pairs) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: dict[str, Any] = {}
            for name, value in pairs:
                if name in seen:
                    differing[name] = differing.get(name, False) or seen[name] != value
                seen[name] = value
        return found

    return made


def doubled(raw: str) -> Iterator[tuple[str, str, int]]:
    """(name, its path such as ``phones[0].number``, lines above it) of each second one."""
    #: For each open bracket: the names seen (None in a list), and where in it we are.
    inside: list[tuple[set[str] | None, list[Any]]] = []
    named = False
    for token in _TOKEN.finditer(raw):
        said = token.group()
        if said in "{[":
            inside.append((set() if said == "{" else None, [None if said == "{" else 0]))
            named = said == "{"
        elif said in "}]":
            inside.pop()
        elif not inside:
            continue
        elif said == ",":
            names, at = inside[-1]
            named = names is not None
            if names is None:
                at[0] += 1
        elif said != ":" and named:
            names, at = inside[-1]
            assert names is not None, "a name stands in an object"
            named, at[0] = False, json.loads(said)
            if at[0] in names:
                yield at[0], _path([where[0] for _, where in inside]), _lines(raw, token.start())
            names.add(at[0])


def _lines(raw: str, end: int) -> int:
    return raw.count("\n", 0, end)


def _path(steps: list[Any]) -> str:
    said = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
    return said.removeprefix(".")[:200]
