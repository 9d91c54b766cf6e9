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


def test_a_list_beside_a_translation_is_put_together_as_english_does() -> None:
    for code in ("ar", "th", "zh-Hans"):
        with catalogue.speaking(code):
            items = listed([catalogue.text(f"utter_share_{part}") for part in ("place", "needs")])
            said = catalogue.text("utter_ask_consent_share", items=items, days=30)
        whole = " and ".join(catalogue.text(f"utter_share_{part}") for part in ("place", "needs"))
        assert whole in said.split("English: ")[1]


def test_a_part_that_is_said_again_inside_another_keeps_its_english() -> None:
    """The reason on a Thai card is the need's words and nothing else."""
    with catalogue.speaking("th", beside=True):
        need = catalogue.text("utter_need_emergency_relief")
        catalogue.text("utter_why_what", label=need)
        said = catalogue.text("utter_services", need=need, place="Footscray VIC")
    assert said.split("English: ")[1].isascii()


@pytest.mark.parametrize("code", ["it", "es", "el", "tr", "vi"])
def test_a_word_of_one_letter_is_no_letter_of_the_english_beside_it(code: str) -> None:
    with catalogue.speaking(code):
        shared = [catalogue.text(f"utter_share_{part}") for part in ("needs", "place", "language")]
        said = catalogue.text("utter_ask_consent_share", items=listed(shared), days=30)

    english = [catalogue.text(f"utter_share_{part}") for part in ("needs", "place", "language")]
    assert f"{english[0]}, {english[1]} and {english[2]}" in said.split("English: ")[1]


def test_a_list_of_names_is_isolated_name_by_name() -> None:
    with catalogue.speaking("ar"):
        lines = "\n".join(f"{catalogue.isolated(name)}: 1" for name in ("Food Van", "Night Van"))
        said = catalogue.text("utter_about_number", list=lines)
    assert said.endswith("\u2068Food Van\u2069: 1\n\u2068Night Van\u2069: 1")
    with catalogue.speaking("es"):
        assert catalogue.isolated("Food Van") == "Food Van"
