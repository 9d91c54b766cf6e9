"""``python -m bot screen``: one answer per line, in order, whatever comes in."""

from __future__ import annotations

import io
import json

import pytest

from bot.risk.cli import main, screen_lines


def _answers(*lines: str) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    code = screen_lines((line + "\n" for line in lines), out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_line_is_answered_in_order() -> None:
    code, answers = _answers(
        '{"id": "a", "text": "I want to die"}', '{"id": "b", "text": "where is the office"}'
    )
    assert code == 0
    assert [(a["id"], a["tier"]) for a in answers] == [("a", "T3"), ("b", "T0")]


def test_an_indicator_has_the_fields_others_read() -> None:
    _, answers = _answers('{"id": 1, "text": "he strangled me", "lang": "en"}')
    found = answers[0]["indicators"]
    assert isinstance(found, list)
    assert set(found[0]) == {"code", "domain", "tier", "subject", "evidence"}
    assert found[0]["evidence"] == "strangled me"


def test_empty_and_odd_texts_are_answered() -> None:
    code, answers = _answers(
        '{"id": 1, "text": ""}', '{"id": 2}', '{"id": 3, "text": "\\u0000\\ud83d🙂"}'
    )
    assert code == 0
    assert [a["tier"] for a in answers] == ["T0", "T0", "T0"]


def test_a_broken_line_keeps_its_place_and_the_exit_code_says_so() -> None:
    code, answers = _answers("nope", '{"id": 2, "text": "hi"}', "[1]", '{"id": 4, "text": 5}')
    assert code == 1
    assert answers[0]["id"] is None
    assert "error" in answers[0]
    assert answers[1]["tier"] == "T0"
    assert "error" in answers[2]
    assert answers[3] == {"id": 4, "error": "'text' is not a string"}


def test_texts_can_be_given_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["I want to die"]) == 0
    assert "suicide" in capsys.readouterr().out
    assert main([]) == 2
