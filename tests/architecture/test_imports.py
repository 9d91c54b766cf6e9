"""Who may import whom: the plan of the house, held by a test."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: room -> packages it must never import (a prefix forbids everything below it)
FORBIDDEN = {
    "directory": ("bot", "actions", "rasa", "rasa_sdk", "aiohttp"),
    "bot/risk": ("rasa", "rasa_sdk", "aiohttp", "sqlalchemy", "directory", "actions", "bot.web"),
    "bot/triage": ("rasa", "rasa_sdk", "aiohttp", "sqlalchemy", "directory", "actions", "bot.web"),
    "bot/language": (
        "rasa",
        "rasa_sdk",
        "aiohttp",
        "sqlalchemy",
        "directory",
        "actions",
        "bot.web",
    ),
    "bot/desk": ("rasa", "rasa_sdk", "aiohttp", "actions", "bot.web"),
    "bot/nlu": ("rasa_sdk", "aiohttp", "actions", "bot.web"),
    "bot/rasa_glue": ("aiohttp", "actions", "bot.web"),
    "bot/web": ("rasa", "rasa_sdk", "actions"),
    "actions": ("rasa", "aiohttp", "bot.nlu", "bot.web"),
}

#: The launcher alone speaks to the SDK.
SDK_IN_GLUE = {"in_process.py"}


def imported(path: Path) -> set[str]:
    """Dotted names of everything a file imports, at the top or inside a function."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def is_below(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize("room", FORBIDDEN)
def test_a_room_imports_only_what_the_plan_allows(room: str) -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        if "tensorflow_standin" not in path.parts
        for name in sorted(imported(path))
        for package in FORBIDDEN[room]
        if is_below(name, package)
    ]

    assert found == []


def test_only_the_in_process_runner_imports_the_action_sdk_in_the_glue() -> None:
    users = {
        path.name
        for path in (ROOT / "bot/rasa_glue").rglob("*.py")
        if any(is_below(name, "rasa_sdk") for name in imported(path))
    }

    assert users == SDK_IN_GLUE


def test_nobody_imports_the_actions_or_the_pages_of_the_gateway() -> None:
    intruders = [
        f"{path.relative_to(ROOT)} imports {name}"
        for room in ("bot", "directory")
        for path in (ROOT / room).rglob("*.py")
        for name in sorted(imported(path))
        if is_below(name, "actions")
        or (is_below(name, "bot.web") and not path.is_relative_to(ROOT / "bot/web"))
    ]

    assert intruders == []
