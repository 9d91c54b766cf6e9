"""The phrase board: fixed texts, their states, and what stays off it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.language import catalogue
from bot.web.phrase_board import BOARD, ELSEWHERE, board, spoken_languages


def names() -> list[str]:
    raw = yaml.safe_load(Path(BOARD).read_text(encoding="utf-8"))
    return [name for situation in raw["situations"] for name in situation["texts"]]


@pytest.mark.parametrize("name", names())
def test_every_phrase_is_a_fixed_text_of_the_domain(name: str) -> None:
    assert "{" not in catalogue.text(name, "en")


@pytest.mark.parametrize("language", [one["code"] for one in spoken_languages()])
def test_every_phrase_has_its_english_and_a_state(language: str) -> None:
    phrases = [p for _, situation in board(language).situations for p in situation]

    assert all(p.said.english for p in phrases)
    assert {p.said.state for p in phrases} <= {"reviewed", "draft", "stale", "english"}


def test_drafts_are_hidden_where_the_operator_wants_reviewed_ones_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(catalogue, "hides_unreviewed", lambda: True)

    shown = board("ar")

    assert shown.missing == sum(len(phrases) for _, phrases in shown.situations)
    assert all(answer.said.language == "en" for answer in shown.answers)


@pytest.mark.parametrize("code", ["xx", "", "../etc", "de", "a" * 500])
def test_a_language_without_a_catalogue_is_shown_in_english(code: str) -> None:
    assert board(code).language == "en"


@pytest.mark.parametrize("where", ELSEWHERE)
@pytest.mark.parametrize("language", ["en", *(one["code"] for one in spoken_languages())])
def test_s1_26_no_phrase_names_000_to_whom_it_does_not_reach(language: str, where: str) -> None:
    usual = [p.said for _, situation in board(language).situations for p in situation]
    said = [p.said for _, situation in board(language, where).situations for p in situation]

    assert any("000" in one.text for one in usual)
    assert not [one for one in said if "000" in one.text + one.english]
    instead = catalogue.shown(f"utter_if_danger_{where}", language).text
    assert any(instead in one.text for one in said)


@pytest.mark.parametrize("where", ["here", "", "<b>", "custody "])
def test_an_unknown_whereabouts_leaves_000_in_place(where: str) -> None:
    assert board("ar", where) == board("ar")


@pytest.mark.parametrize("code", sorted(catalogue.catalogues()))
def test_where_a_person_is_stands_in_their_language_beside_the_english(code: str) -> None:
    shown = board(code)

    said = [shown.where_label, *[words for _, words in shown.wheres]]
    assert [one for one, _ in shown.wheres] == ["", "overseas", "custody"]
    assert all(one.language == code and one.text for one in said)
    assert said[0].english == "Where the person is"


def test_in_english_the_places_stand_once() -> None:
    assert {words.state for _, words in board("en").wheres} == {"english"}
