"""A reviewer changes a file of phrases, runs one command and reads what it changes."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.risk import phrases
from bot.risk.compiled import rules, using
from bot.risk.examples import Example
from bot.risk.indicators import HERE, load_from

LEARNED = [
    Example("the zebra took my lemon orange, help", "privacy", "D", band="serious"),
    Example("a zebra, a lemon, an orange: my fruit stall", "privacy", "F", band="harmless"),
    Example("where is the library", "everyday", "D", band="harmless"),
]
MEASURED = "tier\tforms\ttext\nT3\tD\tzebra lemon orange nobody may see\n"

Edit = Callable[[str, str], None]


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the files to be changed; few sentences, so that the test is quick."""
    (folder / "sets" / "one").mkdir(parents=True)
    (folder / "sets" / "one" / "privacy.tsv").write_text(MEASURED, encoding="utf-8")
    monkeypatch.setattr(phrases, "SETS", folder / "sets")
    monkeypatch.setattr(phrases, "training", lambda: LEARNED)
    monkeypatch.setattr(phrases, "everyday", list)
    return folder


@pytest.fixture
def edit(folder: Path) -> Edit:
    def change(old: str, new: str) -> None:
        path = folder / "indicators" / "privacy.yml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def reported(folder: Path, *sentences: str, wanted: int = 0) -> str:
    out = io.StringIO()
    assert phrases.run(HERE, folder, sentences, out) == wanted
    return out.getvalue()


def test_an_unchanged_file_changes_nothing(folder: Path) -> None:
    said = reported(folder)

    assert "The files can be used." in said
    assert "none" in said
    assert "No sentence that the program learns from changes its tier." in said


def test_a_new_phrase_shows_what_it_finds_its_false_alarms_and_no_measured_sentence(
    folder: Path, edit: Edit
) -> None:
    edit("(over my shoulder)", "(over my shoulder)\n      zebra ..2 lemon ..1 orange")

    said = reported(folder, "the zebra with the lemon and orange")

    assert "+ zebra ..2 lemon ..1 orange" in said
    assert "found in 1 of 3 sentences" in said or "found in 2 of 3 sentences" in said
    assert "Your sentence:" in said
    assert "by privacy.watched_now: 'zebra with the lemon and orange'" in said
    assert "1 more found, 0 lost" in said
    assert "nobody may see" not in said


def test_a_new_false_alarm_comes_first(folder: Path, edit: Edit) -> None:
    edit(
        "(over my shoulder)",
        "(over my shoulder)\n      zebra ..2 lemon ..2 orange ..1 my fruit stall",
    )

    said = reported(folder)

    assert "NEW FALSE ALARMS" in said
    assert "[en] a zebra, a lemon, an orange: my fruit stall" in said


def test_what_is_taken_out_is_shown_and_what_is_lost_by_it(folder: Path, edit: Edit) -> None:
    edit("(over my shoulder)", "")

    assert "- (over my shoulder)" in reported(folder)


def test_a_phrase_that_finds_nothing_says_so(folder: Path, edit: Edit) -> None:
    edit("(over my shoulder)", "(over my shoulder)\n      quagga quince quartz")

    assert "found in no sentence here; try your own" in reported(folder)


def test_every_fault_is_shown_with_file_line_words_and_what_to_mend(
    folder: Path, edit: Edit
) -> None:
    edit("(over my shoulder)", "(over my shoulder\n      {nobody_knows} here")
    path = folder / "indicators" / "money_crisis.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tier: T4", "tier: T9", 1), encoding="utf-8")
    (folder / "indicators" / "languages" / "ar.yml").write_text("language: ar\n  x: [", "utf-8")

    said = reported(folder, wanted=1)

    assert said.startswith("4 things to mend")
    assert "privacy.yml, line " in said
    assert "| (over my shoulder" in said
    assert "words.yml has no list 'nobody_knows'" in said
    assert "'T9' is not a tier" in said
    assert "ar.yml, line 2: this is not YAML" in said
    assert "indent the line like its neighbours" in said


def test_two_versions_are_compared_without_touching_the_programs_own(folder: Path) -> None:
    own = rules()

    with using(load_from(folder)):
        assert rules() is not own

    assert rules() is own


def test_without_an_earlier_version_the_reviewer_is_told_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = phrases.earlier
    monkeypatch.setattr(phrases, "earlier", lambda to, since: real(to, since, tmp_path))

    assert phrases.main([]) == 1

    assert "--against COPY" in capsys.readouterr().err


def test_the_last_commit_is_what_is_compared_with(tmp_path: Path) -> None:
    try:
        found = phrases.earlier(tmp_path, "HEAD")
    except phrases.NothingToCompare:
        pytest.skip("not a checkout of git")

    assert (found / "indicators" / "privacy.yml").is_file()
