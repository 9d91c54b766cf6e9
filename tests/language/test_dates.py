"""Times and days as each language writes them."""

from __future__ import annotations

from datetime import datetime, time

import pytest

from bot.language import catalogue, dates
from bot.language.catalogue import catalogues


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_times_and_days_have_the_digits_of_a_phone_and_our_calendar(code: str) -> None:
    said = dates.clock(time(17, 30), code)
    assert "30" in said
    assert "5" in said or "17" in said
    far = dates.day(datetime(2026, 11, 23), code, far=True)
    assert "23" in far
    assert "2026" not in far
    assert all(c.isascii() for c in said + far if c.isdecimal())
    assert len({dates.weekday(number, code) for number in range(7)}) == 7


@pytest.mark.parametrize(
    ("code", "clock", "day"),
    [
        ("en", "5 pm", "Monday"),
        ("it", "17:00", "lunedì"),
        ("el", "5:00 μ.μ.", "Δευτέρα"),
        ("zh-Hant", "下午5:00", "星期一"),
        ("ko", "오후 5:00", "월요일"),
        ("prs", "17:00", "دوشنبه"),
        ("haz", "17:00", "دوشنبه"),
        ("aii", "5:00 pm", "Monday"),
    ],
)
def test_a_language_that_babel_does_not_know_takes_the_next_of_its_kind(
    code: str, clock: str, day: str
) -> None:
    assert dates.clock(time(17), code).replace("\u202f", " ") == clock
    assert dates.day(datetime(2026, 11, 23), code) == day


def test_hours_in_a_text_are_written_as_its_language_does_and_in_english_beside() -> None:
    name = "utter_safety_t3_after_hours"
    said = catalogue.text(name, "it", opens=time(9, 30), closes=time(17))

    own, english = said.split("\n\nEnglish: ")
    assert "9:30" in own.replace("09", "9")
    assert " pm" not in own
    assert "from 9.30 am to 5 pm" in english
