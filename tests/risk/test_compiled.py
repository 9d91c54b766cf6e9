"""Compiled phrases are kept between starts, and never outlive what they were made from."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.risk import indicators
from bot.risk.compiled import compiled, fingerprint
from bot.risk.indicators import BadIndicators


@pytest.fixture
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kept")


def test_kept_phrases_find_what_compiled_ones_find(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = compiled(folder, cache)
    monkeypatch.setattr("bot.risk.compiled.load_from", lambda _: pytest.fail("compiled again"))

    kept = compiled(folder, cache)

    words = kept.reader.read("i want to kill myself").words
    assert kept.count == made.count
    assert list(kept.matcher.find(words)) == list(made.matcher.find(words)) != []


def test_a_changed_file_is_compiled_anew_and_the_old_ones_go(folder: Path, cache: Path) -> None:
    before = compiled(folder, cache).count
    file = folder / "indicators" / "privacy.yml"
    text = file.read_text("utf-8")
    file.write_text(
        text.replace("phrases: |\n", "phrases: |\n      purple zebra password\n", 1), "utf-8"
    )

    assert compiled(folder, cache).count == before + 1
    assert [kept.stem for kept in cache.iterdir()] == [fingerprint(folder)]


def test_a_mistake_in_a_file_is_reported_whatever_is_kept(folder: Path, cache: Path) -> None:
    compiled(folder, cache)
    (folder / "indicators" / "privacy.yml").write_text("domain: nonsense\n", "utf-8")

    with pytest.raises(BadIndicators):
        compiled(folder, cache)


def test_kept_phrases_that_are_broken_are_made_again(folder: Path, cache: Path) -> None:
    compiled(folder, cache)
    for kept in cache.iterdir():
        kept.write_bytes(kept.read_bytes()[:100])

    assert compiled(folder, cache).count == indicators.load_from(folder).count


def test_a_folder_that_cannot_be_written_costs_time_only(folder: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file where a folder should be")

    assert compiled(folder, taken).count > 1000
