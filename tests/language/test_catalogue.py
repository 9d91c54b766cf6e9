"""What people read: the chosen language, the English beside unreviewed safety texts, never a lost number."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time

import pytest

from bot.language import catalogue, po
from bot.language.english import english_texts, responses
from bot.language.po import Translation

NEW = "xx-new"


def known(code: str, *texts: Translation) -> dict[tuple[str, str], Translation]:
    return {(t.context, t.english): t for t in texts}


def translated(context: str, words: str, state: str = "draft", english: str = "") -> Translation:
    return Translation(context, english or catalogue.text(context), "", {"other": words}, state)


@pytest.fixture
def vietnamese(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, str], Translation]]:
    """A Vietnamese catalogue of the test's own."""
    texts: dict[tuple[str, str], Translation] = {}
    monkeypatch.setattr(po, "translations", lambda code: texts if code == "vi" else {})
    catalogue._by_context.cache_clear()
    yield texts
    catalogue._by_context.cache_clear()


def put(texts: dict[tuple[str, str], Translation], *new: Translation) -> None:
    texts.update({(t.context, t.english): t for t in new})


def test_words_come_in_the_language_being_spoken(
    vietnamese: dict[tuple[str, str], Translation],
) -> None:
    put(vietnamese, translated("utter_hello", "Xin chào."))

    with catalogue.speaking("vi"):
        assert catalogue.text("utter_hello") == "Xin chào."
    assert catalogue.text("utter_hello") == "Hello."


def test_what_is_not_translated_is_said_in_english(
    vietnamese: dict[tuple[str, str], Translation],
) -> None:
    assert catalogue.text("utter_hello", "vi") == "Hello."
    assert catalogue.text("utter_hello", "no-such-language") == "Hello."


def test_an_unreviewed_safety_text_carries_its_english_and_so_do_its_buttons(
    vietnamese: dict[tuple[str, str], Translation],
) -> None:
    english = catalogue.text("utter_safety_t4")
    button = Translation("button", "I am safe now", "", {"other": "Tôi an toàn rồi"})
    put(vietnamese, translated("utter_safety_t4", "Gọi 000 ngay."), button)

    assert catalogue.text("utter_safety_t4", "vi") == f"Gọi 000 ngay.\n\nEnglish: {english}"
    titles = [b["title"] for b in catalogue.buttons("utter_safety_t4", "vi")]
    assert titles == ["I have called 000", "Tôi an toàn rồi / I am safe now"]


def test_s4_11_a_reviewed_safety_text_stands_alone_a_stale_one_is_not_used(
    vietnamese: dict[tuple[str, str], Translation],
) -> None:
    put(
        vietnamese,
        translated("utter_safety_t4", "Gọi 000.", "reviewed"),
        translated("utter_safety_t3", "Cũ 000.", "stale"),
        translated("utter_handed_over", "Cũ 000.", "reviewed", english="An earlier English: 000."),
    )

    assert catalogue.text("utter_safety_t4", "vi") == "Gọi 000."
    assert catalogue.text("utter_safety_t3", "vi") == catalogue.text("utter_safety_t3")
    assert catalogue.text("utter_handed_over", "vi") == catalogue.text("utter_handed_over")


def test_a_stale_text_that_nothing_rests_on_is_shown_while_its_figures_are_right(
    vietnamese: dict[tuple[str, str], Translation],
) -> None:
    put(
        vietnamese,
        translated("utter_thanked", "Không có chi.", english="No worries."),
        translated("utter_place_changed", "Không có chỗ điền.", english="OK, near you."),
    )

    assert catalogue.text("utter_thanked", "vi") == "Không có chi."
    assert catalogue.text("utter_place_changed", "vi", place="Sale") == "OK, I will look near Sale."


def test_the_stricter_setting_hides_what_nobody_has_reviewed(
    vietnamese: dict[tuple[str, str], Translation], monkeypatch: pytest.MonkeyPatch
) -> None:
    put(
        vietnamese,
        translated("utter_hello", "Xin chào."),
        translated("utter_thanked", "Không có chi.", "reviewed"),
    )
    monkeypatch.setattr(catalogue, "hides_unreviewed", lambda: True)

    assert catalogue.text("utter_hello", "vi") == "Hello."
    assert catalogue.text("utter_thanked", "vi") == "Không có chi."


def test_one_quick_answer_may_have_words_of_its_own(
    vietnamese: dict[tuple[str, str], Translation],
) -> None:
    payload = catalogue.buttons("utter_ask_acc_tonight")[0]["payload"]
    own = Translation(f"utter_ask_acc_tonight {payload}", "Yes", "", {"other": "Có chỗ"})
    put(vietnamese, Translation("button", "Yes", "", {"other": "Vâng"}), own)

    assert catalogue.buttons("utter_ask_acc_tonight", "vi")[0]["title"] == "Có chỗ"
    assert catalogue.buttons("utter_ask_fin_food", "vi")[0]["title"] == "Vâng"


def test_names_and_numbers_filled_into_right_to_left_text_are_isolated() -> None:
    words = catalogue.text("utter_place_changed", "ar", place="Footscray VIC")

    assert "\u2068Footscray VIC\u2069" in words


def test_every_text_that_names_000_is_a_safety_text() -> None:
    named = [e.context for e in english_texts() if "000" in e.text and e.context != "button"]

    assert [name for name in named if not catalogue.is_safety(name)] == []


def test_every_pattern_of_the_safety_list_is_of_some_use() -> None:
    from fnmatch import fnmatchcase

    names = {*responses(), *(e.context for e in english_texts())}
    coming = {"utter_*consent*"}
    unused = {
        p for p in catalogue._safety_patterns() if not any(fnmatchcase(name, p) for name in names)
    }

    assert unused <= coming


def test_with_the_english_beside_its_parts_are_english_too() -> None:
    with catalogue.speaking("ar", beside=True):
        need = catalogue.text("utter_need_financial_aid")
        said = catalogue.text("utter_no_services", need=need)

    own, english = said.split("\n\nEnglish: ")
    assert need in own
    assert (
        english
        == "I did not find a service for help with money in my list. A person may know more."
    )


def test_hours_beside_a_translation_are_written_as_english_writes_them() -> None:
    with catalogue.speaking("ta", beside=True):
        shown = catalogue.text("utter_safety_t3_after_hours", opens=time(8), closes=time(17))

    assert "from 8 am to 5 pm" in shown
