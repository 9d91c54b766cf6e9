"""The catalogues as files: each parses, keeps figures, says its states; and what may not be typed into one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.language import catalogue, cli, po
from bot.language.checks import problems
from bot.language.english import english_texts
from bot.language.po import BadCatalogue, Row, Translation
from bot.language.table import languages

SPOKEN = sorted(row.code for row in languages().values() if row.speaks and row.code != "en")
#: Catalogues a translator has begun; the issue wants all of them.
WRITTEN = po.codes()


def one(words: str, english: str) -> list[str]:
    return problems(Translation("utter_x", english, "", {"other": words}))


@pytest.mark.parametrize("code", WRITTEN)
def test_a_catalogue_parses_and_keeps_placeholders_numbers_and_addresses(code: str) -> None:
    found = {t.context: problems(t) for t in po.translations(code).values()}

    assert {context: wrong for context, wrong in found.items() if wrong} == {}


def test_every_language_the_table_says_we_speak_has_a_catalogue() -> None:
    assert WRITTEN == SPOKEN
    assert len(WRITTEN) == 20


@pytest.mark.parametrize("code", WRITTEN)
def test_a_catalogue_has_nearly_every_text_of_today_and_says_english_for_the_rest(
    code: str,
) -> None:
    known = po.translations(code)
    missing = [e for e in english_texts() if (e.context, e.text) not in known]

    assert len(missing) <= len(english_texts()) // 10
    for entry in missing:
        if catalogue.is_safety(entry.context):
            assert catalogue.text(entry.context, code) == entry.text


@pytest.mark.parametrize("code", WRITTEN)
def test_a_catalogue_is_a_language_that_the_table_says_we_speak(code: str) -> None:
    assert code in SPOKEN


@pytest.mark.parametrize("code", WRITTEN)
def test_every_plural_form_of_the_language_is_there(code: str) -> None:
    counted = [t for t in po.translations(code).values() if t.plural]

    assert counted
    assert {tuple(t.forms) for t in counted} == {po.plural_forms(code)}


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ("Gọi ngay.", "lacks ['000']"),
        ("Gọi 000 hoặc 112.", "adds ['112']"),
        ("اتصل ٠٠٠ 000", "writes digits that can't be dialled"),
        ("\u200fاتصل 000", "has marks of direction"),
        (" 000", "begins or ends with a space"),
    ],
)
def test_a_translator_types_no_number_and_no_mark(words: str, problem: str) -> None:
    assert any(problem in found for found in one(words, "Call 000 now."))


def test_a_placeholder_and_an_address_must_stand_as_they_are() -> None:
    english = "See {place} at https://example.org now"

    assert one("Xem {place} ở https://example.org", english) == []
    assert one("Xem {nơi} ở https://example.com", english) != []


def test_a_form_for_one_may_say_the_count_in_words() -> None:
    forms = {"one": "một lần nữa", "other": "{count} lần"}

    assert problems(Translation("widget.x", "once", "{count} times", forms)) == []
    assert problems(Translation("widget.x", "once", "{count} times", {"other": "lần"})) != []


def test_what_is_written_is_read_again_with_its_state() -> None:
    entry = next(e for e in english_texts() if e.plural)
    reviewed = Translation(
        entry.context,
        entry.text,
        entry.plural,
        {"one": "a", "other": "b"},
        "reviewed",
        "N 123",
        "2026-11-22",
    )

    content = po.written("es", [Row(entry, reviewed)])

    assert list(po.parse("es", content).values()) == [reviewed]


@pytest.mark.parametrize("comment", ["", "# state: fine\n", "# state: reviewed on Sunday\n"])
def test_a_text_without_a_state_makes_the_catalogue_bad(comment: str) -> None:
    content = f'{po.header("es")}\n{comment}msgctxt "utter_hello"\nmsgid "Hello."\nmsgstr "Hola."\n'

    with pytest.raises(BadCatalogue, match="utter_hello"):
        po.parse("es", content)


def test_a_changed_english_makes_the_translation_stale_and_keeps_what_it_was_made_from() -> None:
    older = Translation(
        "utter_hello", "Hi there.", "", {"other": "Hola."}, "reviewed", "N", "2026-01-01"
    )

    rows = {row.entry.context: row for row in cli.merged({("utter_hello", "Hi there."): older})}

    row = rows["utter_hello"]
    assert row.translation is not None
    assert (row.translation.state, row.previous, row.entry.text) == ("stale", "Hi there.", "Hello.")
    assert '#| msgid "Hi there."' in po.written("es", [row])


def test_drafts_from_json_are_taken_once_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(po, "FOLDER", tmp_path)
    po.translations.cache_clear()
    source, words = tmp_path / "source.json", tmp_path / "words.json"
    texts = ["Hello.", "If anyone has taken too much or feels very unwell, call 000."]
    source.write_text(json.dumps([{"id": i, "en": en} for i, en in enumerate(texts)]))
    words.write_text(json.dumps({"0": "Hola.", "1": "Llame al 911."}))

    assert cli.main(["import-json", str(source), str(words), "es"]) == 0

    found = {t.context: t for t in po.translations("es").values()}
    po.translations.cache_clear()
    assert (found["utter_hello"].text, found["utter_hello"].state) == ("Hola.", "draft")
    assert "utter_if_unwell" not in found
    assert "utter_if_unwell: left out" in capsys.readouterr().out
