"""The words of a text message, and how many parts they make."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.web.sheets import words_for
from bot.web.text_bodies import body, parts
from directory.query import Card, CardPhone
from directory.sheets import DayHours, Entry

CARD = Card(
    id="legal", name="Coburg Legal Desk", organization="Northern Law", description="Legal help.",
    phones=(CardPhone("(03) 9347 0009", "Desk", "voice"),), hours="Monday to Friday 9 am to 5 pm",
    open_now=True, open_text="Open now", distance_km=None, address="5 Long Street, Coburg VIC 3058",
    region=None, url=None, languages=(), interpreter=False, cost="Free", eligibility="", why="",
    source="", last_check="2026-11-03", read_on="2026-11-03", dated=True, certainty="V",
    check_first=False, example=False, warm_transfer=None, alert=None, national=False,
    web_only=False,
)  # fmt: skip
NINE = (("09:00", "17:00"),)
WEEK = (*(DayHours(day, NINE) for day in range(4)), DayHours(5, (("10:00", "12:00"),)))


def entry(**changes: Any) -> Entry:
    values = {"week": WEEK, "always": False, "phone": "(03) 9347 0009", **changes}
    return Entry(CARD, bring=(), getting_there=None, **values)


def test_a_text_has_name_number_hours_and_address() -> None:
    assert body([entry()], words_for("en"), neutral=False).splitlines() == [
        "Coburg Legal Desk",
        "(03) 9347 0009",
        "Mon-Thu 9:00 am-5:00 pm",
        "Sat 10:00 am-12:00 pm",
        "5 Long Street, Coburg VIC 3058",
    ]


def test_days_with_the_same_hours_stand_in_one_line() -> None:
    days = tuple(DayHours(day, NINE) for day in (0, 2, 4, 5))

    assert body([entry(week=days)], words_for("en"), neutral=True).splitlines() == [
        "(03) 9347 0009",
        "Mon, Wed, Fri-Sat 9:00 am-5:00 pm",
    ]


def test_s3_04_a_neutral_text_has_numbers_and_hours_alone() -> None:
    written = body([entry(), entry(week=(), always=True)], words_for("en"), neutral=True)

    for never in ("Legal", "Law", "Coburg", "Long", "Free", "help"):
        assert never not in written
    assert written.count("(03) 9347 0009") == 2
    assert "24 hours, every day" in written


def test_hours_in_free_words_stay_out_of_a_neutral_text() -> None:
    told = replace(entry(week=()), card=replace(CARD, hours="Refuge line after 6 pm"))

    assert "Refuge" not in body([told], words_for("en"), neutral=True)
    assert "Refuge line after 6 pm" in body([told], words_for("en"), neutral=False)


def test_a_place_without_a_number_has_no_neutral_text() -> None:
    assert body([entry(phone=None)], words_for("en"), neutral=True) == ""


@pytest.mark.parametrize("language", ["ar", "zh-Hans", "ta", "so"])
def test_a_draft_has_the_english_beside_it(language: str) -> None:
    written = body([entry(week=(), always=True)], words_for(language), neutral=True)

    assert "(24 hours, every day)" in written


@pytest.mark.parametrize(
    ("text", "count"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 306, 2), ("a" * 307, 3), ("[" * 80, 1), ("[" * 81, 2),
     ("ع" * 70, 1), ("ع" * 71, 2), ("ع" * 135, 3), ("😀" * 35, 1), ("😀" * 36, 2)],
)  # fmt: skip
def test_parts_are_counted_as_a_network_cuts_them(text: str, count: int) -> None:
    assert parts(text) == count


def test_an_english_text_stays_in_the_cheap_alphabet() -> None:
    written = body([entry()], words_for("en"), neutral=False)

    assert parts(written) == 1
