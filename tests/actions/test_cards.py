"""Cards in the conversation's language: opening, hours and reasons; what the service says stays."""

from __future__ import annotations

import pytest

from actions.cards import as_shown, hours_words
from bot.language import catalogue
from tests.actions.conversation import card

OPENS = ("opens", {"start": "2026-11-23T09:00:00+11:00", "days": "1"})
UNTIL = ("until", {"end": "2026-11-22T17:00:00+11:00"})


@pytest.mark.parametrize(
    ("code", "opening", "words"),
    [
        ("es", UNTIL, "Abierto ahora hasta las 17:00"),
        ("it", OPENS, "Apre domani alle 09:00"),
        ("zh-Hans", UNTIL, "现在开放，至17:00"),
        ("ko", OPENS, "내일 오전 9:00에 엽니다"),
        ("ta", ("unknown", {}), "நேரம் தெரியவில்லை: முதலில் தொலைபேசியில் கேளுங்கள்"),
        ("tr", ("web", {}), "İnternette her zaman"),
    ],
)
def test_when_it_is_open_is_said_in_the_language(
    code: str, opening: tuple[str, dict[str, str]], words: str
) -> None:
    with catalogue.speaking(code):
        shown = as_shown(card("Food Store", open_text="Open now until 5 pm", opening=opening))
    assert (shown["open_text"], shown["words"], shown["name"]) == (words, code, "Food Store")


def test_english_keeps_the_words_of_the_directory() -> None:
    shown = as_shown(card("Food Store", open_text="Open now until 5 pm", opening=UNTIL))
    assert (shown["open_text"], shown["words"]) == ("Open now until 5 pm", "en")


@pytest.mark.parametrize("code", sorted(catalogue.catalogues()))
def test_no_english_is_left_in_opening_hours_and_reasons(code: str) -> None:
    reasons = (("what", {"label": "Food parcel", "need": "emergency_relief"}), ("open_now", {}))
    hours = "Mon–Wed, Fri 9.30 am–5 pm; Sat noon–1 pm by appointment; first Tue of the month 10 am–noon; Weekdays (your local time) (not checked); closed on public holidays"
    states = [
        (c, {}) for c in ("always", "holiday", "appointment", "unchecked", "closed", "paused")
    ]
    with catalogue.speaking(code):
        said = [
            as_shown(card("x", opening=state, hours=hours, reasons=reasons))
            for state in [*states, UNTIL, OPENS, ("until_day", UNTIL[1])]
        ]
    words = " ".join(f"{one['open_text']} {one['hours']} {one['why']}" for one in said)
    for english in (
        "Open",
        "Closed",
        "ring",
        "Mon",
        "Wed",
        "noon",
        "public",
        "Food",
        "Tue",
        "month",
        "checked",
        "time",
        "Weekdays",
    ):
        assert english not in words


def test_a_note_of_the_service_stays_as_it_was_given() -> None:
    with catalogue.speaking("es"):
        shown = as_shown(card("x", hours="Mon 9 am–noon; Ring the bell at the side door"))
    assert shown["hours"] == "lun 9:00–12:00; Ring the bell at the side door"


def test_a_distance_has_the_decimal_mark_of_the_language_and_no_end_is_doubled() -> None:
    reasons = (("distance", {"km": "23.0", "place": "Footscray"}),)
    near = (("distance", {"km": "0.7", "place": "Footscray"}),)
    with catalogue.speaking("es"):
        assert "a 23 km" in as_shown(card("x", reasons=reasons))["why"]
        assert "a 0,7 km" in as_shown(card("x", reasons=near))["why"]
    for code in sorted(catalogue.catalogues()):
        with catalogue.speaking(code):
            why = as_shown(card("x", reasons=near))["why"]
        assert not why.endswith((catalogue.text("utter_why_end", code) * 2, "।।")), code


def test_times_in_latin_letters_keep_their_order_in_a_line_from_right_to_left() -> None:
    with catalogue.speaking("ur"):
        said = hours_words("Mon–Fri 8.30 am–8 pm", "ur")

    assert said.endswith("\u20688:30 AM–8:00 PM\u2069")
