"""The files of phrases: every entry is reviewable, and a broken file stops the program."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from bot.risk.assessment import DOMAINS
from bot.risk.compiled import rules
from bot.risk.indicators import BENIGN, BadIndicators, load_from, overdue


def test_every_domain_has_phrases_and_every_entry_says_who_answers_for_it() -> None:
    entries = [e for e in rules().entries if e is not None]
    assert {e.domain for e in entries} == {*DOMAINS, BENIGN}
    for entry in entries:
        assert entry.source
        assert entry.reviewer
        assert entry.status in {"draft", "reviewed"}
        assert entry.review_by is not None
        assert entry.code.islower()


def test_an_indicator_past_its_review_date_is_listed() -> None:
    assert not overdue(rules(), datetime.date(2026, 11, 21))
    late = overdue(rules(), datetime.date(2030, 1, 1))
    assert len({e.code for e in late}) == len(late) > 50


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("tier: T3", "tier: T9", "T9.*is not a tier"),
        ("tier: T3", "tire: T3", "'tire' is not a field"),
        ("domain: privacy", "domain: secrecy", "not one of the fourteen"),
        ("subject: self", "subject: me", "the subject is one of"),
        ("(over my shoulder)", "(over my shoulder", "not closed"),
        ("review_by: 2027-05-31", "review_by: soon", "not a date"),
        ("reviewer: none yet", "", "say 'reviewer:'"),
        ("indicators:", "indicators: [", "not YAML"),
    ],
)
def test_a_broken_file_names_file_line_and_what_to_mend(
    folder: Path, old: str, new: str, says: str
) -> None:
    path = folder / "indicators" / "privacy.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(BadIndicators, match=says) as raised:
        load_from(folder)
    assert str(raised.value).startswith("privacy.yml, line ")


def test_a_broken_phrase_names_its_own_line(folder: Path) -> None:
    path = folder / "indicators" / "privacy.yml"
    lines = path.read_text(encoding="utf-8").splitlines()
    where = next(i for i, line in enumerate(lines) if "(over my shoulder)" in line)
    lines[where] = "      {nobody_knows_this_list} here"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(BadIndicators) as raised:
        load_from(folder)
    assert raised.value.line == where + 1


def test_a_lost_domain_stops_the_program(folder: Path) -> None:
    (folder / "indicators" / "privacy.yml").unlink()
    with pytest.raises(BadIndicators, match="no phrases for privacy"):
        load_from(folder)


def test_a_phrase_added_to_a_file_is_found(folder: Path) -> None:
    path = folder / "indicators" / "privacy.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("(over my shoulder)", "(over my shoulder)\n      zebra lemon orange")
    path.write_text(text, encoding="utf-8")
    loaded = load_from(folder)
    words = loaded.reader.read("a zebra, lemon ORANGE").words
    found = [loaded.entries[number] for number, _, _ in loaded.matcher.find(words)]
    assert [entry.domain for entry in found if entry is not None] == ["privacy"]
