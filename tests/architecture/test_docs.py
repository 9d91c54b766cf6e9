"""What the documents name is there: files, pages, decisions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DECISIONS = ROOT / "docs" / "decisions"
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
#: "[words](path)" with a path of this repository; "[words](need:code)" is an annotation.
LINK = re.compile(r"\]\((?!https?:)([^)#:\s]+)(?:#[^)]*)?\)")
#: "decision 0106", "decisions/0106", "0106 and 0107" after it.
NAMED = re.compile(r"[Dd]ecisions?[ /](0\d{3})(?:(?:, | and | to )(0\d{3}))*")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_decision_that_is_named_is_there() -> None:
    known = {path.name[:4] for path in DECISIONS.glob("0*.md")}
    texts = [*PAGES, *(p for room in ("bot", "directory", "actions") for p in room_files(room))]

    unknown = {
        f"{path.relative_to(ROOT)}: {number}"
        for path in texts
        for found in NAMED.finditer(path.read_text(encoding="utf-8"))
        for number in re.findall(r"0\d{3}", found.group())
        if number not in known
    }

    assert unknown == set()


def room_files(room: str) -> list[Path]:
    return [p for kind in ("*.py", "*.yml") for p in (ROOT / room).rglob(kind)]


@pytest.mark.parametrize("folder", [ROOT / "docs", DECISIONS], ids=["docs", "decisions"])
def test_the_index_of_a_folder_names_each_of_its_pages(folder: Path) -> None:
    index = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    pages = {page.name for page in folder.glob("*.md")} - {"README.md"}

    assert pages - index == set(), "each page wants a line in the README.md of its folder"


def test_a_decision_begins_with_its_number() -> None:
    wrong = [
        page.name
        for page in DECISIONS.glob("0*.md")
        if not page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]} ")
    ]

    assert wrong == []
