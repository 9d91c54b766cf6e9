"""Lists as each language writes them."""

from __future__ import annotations

import pytest

from bot.language import catalogue
from bot.language.lists import clause_comma, comma, listed, semicolon


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("en", "a, b and c"),
        ("es", "a, b y c"),
        ("ar", "a، b وc"),
        ("prs", "a، b و c"),
        ("zh-Hant", "a、b和c"),
    ],
)
def test_a_list_has_the_comma_and_the_and_of_its_language(code: str, said: str) -> None:
    with catalogue.speaking(code):
        assert listed(["a", "b", "c"]) == said
        assert listed(["a"]) == "a"
        assert listed([]) == ""


def test_marks_come_from_the_next_language_of_the_table() -> None:
    assert (comma("haz"), semicolon("yue"), clause_comma("yue")) == ("، ", "；", "，")


def test_the_english_beside_a_text_has_its_parts_in_english() -> None:
    with catalogue.speaking("ar"):
        items = listed([catalogue.text("utter_share_place"), catalogue.text("utter_share_needs")])
        said = catalogue.text("utter_ask_consent_share", items=items, days=30)

    english = said.split("English: ")[1]
    assert catalogue.text("utter_share_place") in english
    assert english.isascii()
