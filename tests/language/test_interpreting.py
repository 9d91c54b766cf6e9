"""Which interpreter is wished for, and offers of somebody close that must be declined."""

from __future__ import annotations

import pytest

from bot.language.interpreting import offers_relative, read_wishes


@pytest.mark.parametrize(
    ("text", "wishes"),
    [
        ("a female interpreter please", {"gender": "woman"}),
        ("can I have an interpreter who is a man", {"gender": "man"}),
        ("woman interpreter by phone", {"gender": "woman", "mode": "phone"}),
        ("interpreter in person", {"mode": "on_site"}),
        ("I want video", {"mode": "video"}),
        ("someone outside my community", {"community": "other_community"}),
        ("nobody from my village please", {"community": "other_community"}),
        ("Auslan interpreter", {"mode": "auslan"}),
        ("I need an interpreter", {}),
    ],
)
def test_s4_07_wishes_are_read_and_reasons_are_not(text: str, wishes: dict[str, str]) -> None:
    assert read_wishes(text) == wishes


@pytest.mark.parametrize(
    "text",
    [
        "my daughter can translate for me",
        "my husband will interpret",
        "my little boy speaks for me",
        "our neighbour usually translates",
        "can my son interpret?",
        "my friend's going to interpret",
    ],
)
def test_s4_02_somebody_close_is_noticed_as_interpreter(text: str) -> None:
    assert offers_relative(text)


@pytest.mark.parametrize(
    "text",
    [
        "my son needs an interpreter",
        "my mum doesn't speak english, she needs an interpreter",
        "can you translate for my daughter",
        "my husband hurts me and I need an interpreter",
        "I need food for my kids",
    ],
)
def test_somebody_who_needs_one_is_not_taken_for_one(text: str) -> None:
    assert not offers_relative(text)
