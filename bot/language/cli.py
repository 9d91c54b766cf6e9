"""``python -m bot.language COMMAND``: the upkeep of the translation catalogues.

extract               writes the template (catalogues/template.pot) from today's English
update [CODE ...]     brings catalogues up to today's English; changed texts become stale
check [CODE ...]      says what is wrong, and how many texts are in which state
import-json SOURCE TRANSLATIONS CODE
                      takes translations by number from JSON as drafts
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.language import catalogue, po
from bot.language.checks import problems
from bot.language.english import English, english_texts
from bot.language.po import Row, Translation
from bot.language.table import UnknownLanguage, language

TEMPLATE = po.FOLDER / "template.pot"


def main(argv: list[str]) -> int:
    """Runs one command; 0 when all is well, 1 when ``check`` found something, 2 for a bad call."""
    parser = argparse.ArgumentParser(prog="python -m bot.language", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract")
    for name in ("update", "check"):
        commands.add_parser(name).add_argument("codes", nargs="*")
    importing = commands.add_parser("import-json")
    importing.add_argument("source", type=Path)
    importing.add_argument("translations", type=Path)
    importing.add_argument("code")
    asked = parser.parse_args(argv)
    try:
        if asked.command == "extract":
            return extract()
        if asked.command == "update":
            return update(asked.codes or po.codes())
        if asked.command == "check":
            return check(asked.codes or po.codes())
        return import_json(asked.source, asked.translations, asked.code)
    except (po.BadCatalogue, UnknownLanguage, OSError, ValueError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 2


def extract() -> int:
    """Writes the template that translators' tools start from."""
    rows = [Row(entry, safety=_is_safety(entry)) for entry in english_texts()]
    TEMPLATE.write_text(po.written(None, rows), encoding="utf-8")
    print(f"{TEMPLATE.name}: {len(rows)} texts")
    return 0


def update(codes: list[str]) -> int:
    """Rewrites catalogues in the order of today's English; what changed is kept as stale."""
    for code in codes:
        rows = merged(po.translations(code))
        _write(code, rows)
        stale = sum(bool(row.translation and row.translation.state == "stale") for row in rows)
        missing = sum(row.translation is None for row in rows)
        print(f"{code}: {len(rows)} texts, {stale} stale, {missing} missing")
    return 0


def merged(known: Mapping[tuple[str, str], Translation]) -> list[Row]:
    """Today's English with the translations there are; translations without English are left out.

    Entries for one single button (context ``utter_x /payload``) are kept behind.
    """
    by_context = {t.context: t for t in known.values() if t.context != "button"}
    rows = []
    for entry in english_texts():
        found = known.get((entry.context, entry.text))
        previous = ""
        if found is None and (older := by_context.get(entry.context)) is not None:
            found, previous = replace(older, state="stale"), older.english
        rows.append(Row(entry, found, previous, _is_safety(entry)))
    titles = {entry.text for entry in english_texts()}
    own = [t for t in known.values() if " /" in t.context and t.english in titles]
    return [*rows, *(Row(English(t.context, t.english), t) for t in own)]


def check(codes: list[str]) -> int:
    """Prints problems and states; 1 when there is a problem."""
    bad = 0
    today = {(entry.context, entry.text) for entry in english_texts()}
    for code in codes:
        found = po.translations(code)
        for translation in found.values():
            for problem in problems(translation):
                bad += 1
                print(f"{code}: {translation.context}: {problem}")
        states = Counter(t.state for t in found.values() if (t.context, t.english) in today)
        missing = len(today - set(found))
        shown = ", ".join(f"{n} {state}" for state, n in sorted(states.items()))
        print(f"{code} ({language(code).name}): {shown or 'nothing'}, {missing} missing")
    return 1 if bad else 0


def import_json(source: Path, translations: Path, code: str) -> int:
    """Drafts from ``translations`` ({id: words}) for the texts of ``source`` ([{id, en}]).

    A text that has been reviewed is not overwritten; one with a problem is left out and named.
    """
    language(code)
    english = {str(row["id"]): str(row["en"]) for row in json.loads(source.read_text("utf-8"))}
    words = {
        english[number]: str(said).strip()
        for number, said in json.loads(translations.read_text("utf-8")).items()
        if number in english and str(said).strip()
    }
    known = po.translations(code)
    rows, left_out = [], 0
    for row in merged(known):
        draft = _draft(code, row.entry, words)
        if draft is None or (row.translation and row.translation.state == "reviewed"):
            rows.append(row)
            continue
        if wrong := problems(draft):
            left_out += 1
            print(f"{code}: {draft.context}: left out, {'; '.join(wrong)}")
            rows.append(row)
            continue
        rows.append(replace(row, translation=draft, previous=""))
    _write(code, rows)
    drafts = sum(row.translation is not None for row in rows)
    print(f"{code}: {drafts} of {len(rows)} texts, {left_out} left out")
    return 0


def _draft(code: str, entry: English, words: Mapping[str, str]) -> Translation | None:
    if entry.text not in words or (entry.plural and entry.plural not in words):
        return None
    if not entry.plural:
        return Translation(entry.context, entry.text, "", {"other": words[entry.text]})
    forms = {
        form: words[entry.text if form == "one" else entry.plural] for form in po.plural_forms(code)
    }
    return Translation(entry.context, entry.text, entry.plural, forms)


def _write(code: str, rows: list[Row]) -> None:
    (po.FOLDER / f"{code}.po").write_text(po.written(code, rows), encoding="utf-8")
    po.translations.cache_clear()


def _is_safety(entry: English) -> bool:
    return any(catalogue.is_safety(name) for name in (entry.context, *entry.used))
