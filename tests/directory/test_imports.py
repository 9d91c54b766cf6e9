"""Nothing in the directory's rooms for files and records imports itself over a corner."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("directory/records", "directory/hsds", "directory/models", "directory/commands")


def imports_of(file: Path, known: set[str]) -> set[str]:
    """Modules of these rooms that a file imports, lazily or not."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                inner = f"{node.module}.{name.name}"
                found.add(inner if inner in known else node.module)
    return found & known


def is_for_types_only(file: Path) -> bool:
    return file.parent.name == "models"


def test_files_and_records_import_each_other_in_no_circle() -> None:
    files = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): file
        for room in ROOMS
        for file in (ROOT / room).glob("*.py")
        if file.name != "__init__.py" and not is_for_types_only(file)
    }
    graph = {name: imports_of(file, set(files)) - {name} for name, file in files.items()}
    assert sum(map(len, graph.values())) > 50
    try:
        tuple(TopologicalSorter(graph).static_order())
    except CycleError as circle:
        raise AssertionError(" -> ".join(circle.args[1])) from None
