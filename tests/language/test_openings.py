"""First messages in languages that the assistant does not speak: known, so that an interpreter is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.language.detect import detect
from bot.language.table import languages

OPENINGS = [
    tuple(line.split("\t"))
    for line in Path(__file__).with_name("openings.tsv").read_text("utf-8").splitlines()
]
#: Read as each other in a line or two: an interpreter is asked which one.
ALIKE = ({"hr", "bs", "sr"}, {"id", "ms"}, {"rw", "rn"}, {"dz", "bo"}, {"haz", "prs", "fa"})


@pytest.mark.parametrize(("code", "text"), OPENINGS)
def test_the_language_is_known_and_is_not_english(code: str, text: str) -> None:
    found = detect(text)

    alike = next((kind for kind in ALIKE if code in kind), {code})
    assert found.code in alike
    assert found.reliable or found.confidence >= 0.75


def test_sixty_languages_that_are_not_spoken_are_tried() -> None:
    tried = {code for code, _ in OPENINGS}

    assert len(tried) >= 60
    assert {code for code in tried if languages()[code].speaks} == set()
