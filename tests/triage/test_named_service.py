"""Questions about a service by its name."""

from __future__ import annotations

import pytest

from bot.triage.named_service import Named, read_named
from tests.triage.says import said


@pytest.mark.parametrize(
    ("text", "aspect", "words"),
    [
        ("when is lifeline open", "hours", ("lifeline",)),
        ("what time does Centrelink close today?", "hours", ("centrelink",)),
        ("is link2home open at night", "hours", ("link2home",)),
        ("are the salvos still open", "hours", ("salvation", "army")),
        ("opening hours of the night shelter please", "hours", ("night", "shelter")),
        ("lifeline hours", "hours", ("lifeline",)),
        ("number for 1800RESPECT please", "number", ("1800respect",)),
        ("how do i contact beyond blue", "number", ("beyond", "blue")),
        ("whats kids helplines number", "number", ("kids", "helplines")),
    ],
)
def test_the_name_and_what_is_asked_are_read(
    text: str, aspect: str, words: tuple[str, ...]
) -> None:
    assert read_named(said(text)) == Named(aspect, words)


@pytest.mark.parametrize(
    "text",
    [
        "is it open now",
        "are they open saturday",
        "when can i come",
        "what time is it",
        "food in footscray",
        "what's the number again",
        "can i get the number please",
        "when do they close",
    ],
)
def test_words_without_a_name_ask_about_none(text: str) -> None:
    assert read_named(said(text)) is None


def test_a_place_in_the_name_is_kept_apart() -> None:
    named = read_named(
        said("is the footscray food pantry open", place=("footscray", "Footscray VIC 3011"))
    )

    assert named == Named("hours", ("food", "pantry"), ("footscray",))
    assert named.fits_place("Footscray Food Pantry")
    assert not named.fits_place("Sunshine Food Pantry")


def test_a_part_of_a_name_is_not_the_whole_service() -> None:
    named = Named("hours", ("centrelink",))

    assert named.fits("Centrelink Multilingual Phone Service")
    assert not named.is_whole("Centrelink Multilingual Phone Service")
    assert named.is_whole("Centrelink Office")
