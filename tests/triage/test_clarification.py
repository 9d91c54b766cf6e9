"""The answer to "did you mean ...?"."""

from __future__ import annotations

import pytest

from bot.triage.clarification import read_clarification
from tests.triage.says import pressed, said


@pytest.mark.parametrize(
    "words",
    [
        "no",
        "nah just joking",
        "no it was a figure of speech",
        "lol no just an expression",
        "nope im fine",
    ],
)
def test_a_plain_no_is_denied(words: str) -> None:
    assert read_clarification(said(words, "deny")) == "denied"


@pytest.mark.parametrize(
    "words", ["yes", "yeah sometimes", "i think about it every day", "kind of"]
)
def test_a_yes_in_any_form_is_confirmed(words: str) -> None:
    assert read_clarification(said(words)) == "confirmed"


@pytest.mark.parametrize(
    "words",
    ["i need food in footscray", "whatever", "not sure", "no but maybe", "leave me alone", "haha"],
)
def test_s1_14_everything_else_is_unclear(words: str) -> None:
    assert read_clarification(said(words)) == "unclear"


@pytest.mark.parametrize(
    ("button", "verdict"),
    [
        (pressed("inform", question="clarify", answer="yes"), "confirmed"),
        (pressed("inform", question="clarify", answer="no"), "denied"),
        (pressed("skip_question", question="clarify"), "unclear"),
    ],
)
def test_buttons(button: object, verdict: str) -> None:
    assert read_clarification(button) == verdict  # type: ignore[arg-type]
