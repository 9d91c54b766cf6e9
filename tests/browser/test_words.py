"""The pages' words: one catalogue, every key there, no phone number typed into it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language.table import LANGUAGES, fallbacks, language

WEB = Path(__file__).resolve().parents[2] / "bot" / "web"
STATIC = WEB / "static"
RECORDS = Path(__file__).resolve().parents[2] / "directory" / "records" / "contacts"
WORDS = json.loads((STATIC / "words.en.json").read_text("utf-8"))
SCRIPTS = sorted(STATIC.rglob("*.js"))
TEMPLATES = sorted((WEB / "templates").glob("*.html"))

IN_SCRIPTS = {
    (path.name, key)
    for path in SCRIPTS
    for key in re.findall(
        r"""["`]((?:widget|card|page|lookup|desk)\.(?!css)[a-z_A-Z.]+)["`]""",
        path.read_text("utf-8"),
    )
}
IN_TEMPLATES = {
    (path.name, key)
    for path in TEMPLATES
    for key in re.findall(
        r"words\.((?:widget|card|page|lookup|desk)\.[a-z_]+)", path.read_text("utf-8")
    )
}


def find(key: str) -> Any:
    node: Any = WORDS
    for part in key.split("."):
        node = node.get(part) if isinstance(node, dict) else None
    return node


def strings(node: Any) -> list[str]:
    if isinstance(node, str):
        return [node]
    children = node.values() if isinstance(node, dict) else node
    return [text for child in children for text in strings(child)]


@pytest.mark.parametrize(("file", "key"), sorted(IN_SCRIPTS | IN_TEMPLATES))
def test_every_word_a_page_asks_for_is_in_the_catalogue(file: str, key: str) -> None:
    assert find(key) is not None, f"{file} asks for {key}"


def test_no_phone_number_is_typed_into_the_words() -> None:
    numbers = [t for t in strings(WORDS) if re.search(r"\b000\b|\b1[38]00\b|\b13 ?\d\d ?\d\d\b", t)]
    assert numbers == []


def test_every_number_the_words_name_is_a_contact_with_a_source_and_a_check_date() -> None:
    contacts = json.loads((STATIC / "contacts.json").read_text("utf-8"))["contacts"]
    named = {name for text in strings(WORDS["widget"]) for name in re.findall(r"\{(\w+)\}", text)}
    filled = {"count", "sender", "text", "why", "english", "endonym"}
    assert named - filled <= set(contacts)
    assert all(contact["source"] and contact["last_check"] for contact in contacts.values())


def test_every_contact_of_the_pages_is_a_record_of_the_directory() -> None:
    contacts = json.loads((STATIC / "contacts.json").read_text("utf-8"))["contacts"]
    records = {
        phone["number"]: service["name"]
        for path in RECORDS.glob("*.yml")
        for service in yaml.safe_load(path.read_text("utf-8"))["services"]
        for phone in service.get("phones", [])
    }
    for contact in contacts.values():
        assert contact["source"] in records[contact["number"]]


def test_pages_keep_to_the_strict_policy_no_inline_script_style_or_handler() -> None:
    for path in TEMPLATES:
        html = path.read_text("utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", html), path.name


def test_nothing_is_fetched_from_another_host() -> None:
    for path in [*SCRIPTS, *TEMPLATES, *STATIC.rglob("*.css")]:
        code = re.sub(r"^\s*//.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        fetched = re.findall(r"""(?:src=|from |import |url\()["'(]?https?:""", code)
        assert fetched == [], path.name


def test_people_s_words_never_become_markup() -> None:
    for path in SCRIPTS:
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write", path.read_text("utf-8")
        ), path.name


def test_the_languages_of_the_chooser_are_those_of_the_language_table() -> None:
    shown = {row["code"]: row for row in json.loads((STATIC / "languages.json").read_text("utf-8"))}
    assert {code: (row["endonym"], row["english"], row["dir"]) for code, row in shown.items()} == {
        code: (language(code).endonym, language(code).name, language(code).dir)
        for code in LANGUAGES
    }
    assert next(iter(shown)) == "en"
    assert {code: row["written"] for code, row in shown.items() if "written" in row} == {
        code: written
        for code in LANGUAGES
        if (written := _read_in(code, shown)) not in {code, "en"}
    }


def _read_in(code: str, shown: dict[str, dict[str, object]]) -> str:
    """The first language of the chain that has words of its own: traditional Chinese for Cantonese."""
    return next(c for c in fallbacks(code) if c == "en" or shown[c].get("speaks"))
