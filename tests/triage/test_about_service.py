"""Questions about the services on the screen."""

from __future__ import annotations

import pytest

from bot.triage.about_service import asks_for_a_number, read_about
from tests.triage.says import said

SHOWN = (("a", "Westside Food Pantry"), ("b", "Night Van"), ("c", "Pantry of Hope"))
ALL = ("a", "b", "c")


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("what's the number again", "number"),
        ("sorry whats their phone number", "number"),
        ("how do i contact them", "number"),
        ("is it open now", "hours"),
        ("what time do they close", "hours"),
        ("are any of them open on sunday", "hours"),
        ("how do I get there", "way"),
        ("where is it", "way"),
        ("whats the address", "way"),
        ("do i need to bring anything", "bring"),
        ("what should i bring", "bring"),
        ("what paper i bring", "bring"),
        ("is it free", "cost"),
        ("do they charge", "cost"),
        ("do they speak Arabic", "language"),
        ("how long is the wait", "ring"),
        ("do they take walk ins", "ring"),
        ("is it wheelchair accessible", "ring"),
        ("can i bring my dog", "ring"),
        ("can you call them for me", "call"),
        ("could you please make a booking for me", "call"),
    ],
)
def test_what_is_asked_about_the_services_shown(text: str, aspect: str) -> None:
    asked = read_about(said(text), SHOWN)

    assert asked is not None
    assert (asked.aspect, asked.services) == (aspect, ALL)


@pytest.mark.parametrize(
    ("text", "services"),
    [
        ("what's the number of the second one", ("b",)),
        ("is the first one open now", ("a",)),
        ("where is the night van", ("b",)),
        ("and the last one?", ("c",)),
    ],
)
def test_one_of_them_may_be_meant(text: str, services: tuple[str, ...]) -> None:
    asked = read_about(said(text), SHOWN)

    assert asked is not None
    assert asked.services == services


@pytest.mark.parametrize(
    "text",
    ["open now", "closer", "wheelchair", "in Punjabi", "something free", "i need a lawyer",
     "what about monday", "show more", "can you help me", "thanks", "the first of march"],
)  # fmt: skip
def test_a_wish_to_narrow_is_no_question_about_a_service(text: str) -> None:
    assert read_about(said(text), SHOWN) is None


def test_without_services_on_the_screen_nothing_is_asked_about_them() -> None:
    assert read_about(said("is it open now"), ()) is None


@pytest.mark.parametrize(
    "text",
    [
        "can i just get a number to call",
        "no thanks i just want the number",
        "who can i ring",
        "what number do i call",
        "is there someone i can call",
        "number please",
        "just give me the phone number",
        "do you have a number she can ring",
    ],
)
def test_a_number_may_be_all_that_is_wanted(text: str) -> None:
    assert asks_for_a_number(said(text))


@pytest.mark.parametrize(
    "text",
    ["we have a number of kids", "he rang me a number of times", "what is it", "can you call me"],
)
def test_other_numbers_are_no_wish_for_one(text: str) -> None:
    assert not asks_for_a_number(said(text))


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("second one", "b"), ("first one please", "a"), ("last one", "c"),
        ("la segunda por favor", "b"), ("el primero", "a"), ("il secondo", "b"), ("ikincisi", "b"),
        ("cái thứ hai", "b"), ("yung pangalawa po", "b"), ("kan labaad", "b"), ("το δεύτερο", "b"),
        ("الثاني", "b"), ("el tani", "b"), ("دومی", "b"), ("دوسرا", "b"), ("dusra wala", "b"), ("दूसरा", "b"),
        ("पहिलो", "a"), ("ਦੂਜਾ", "b"), ("দ্বিতীয়টা", "b"), ("இரண்டாவது", "b"), ("อันที่สอง", "b"),
        ("두 번째요", "b"), ("第二个", "b"), ("第二個", "b"), ("最后一个", "c"), ("آخری", "c"),
    ],
)  # fmt: skip
def test_one_of_them_is_picked_in_any_language(text: str, service: str) -> None:
    asked = read_about(said(text), SHOWN)

    assert asked is not None
    assert (asked.aspect, asked.services) == ("which", (service,))


def test_which_one_is_asked_about_in_another_language() -> None:
    asked = read_about(said("a qué hora abren la segunda"), SHOWN)

    assert asked is not None
    assert (asked.aspect, asked.services) == ("hours", ("b",))


@pytest.mark.parametrize(
    "text",
    ["es la primera vez que pido ayuda y necesito comida", "primero quiero hablar con alguien del dinero",
     "πρέπει να φύγω την πρώτη του μηνός", "第一次来，需要食物和住处，请帮帮我", "نبدي من الأول"],
)  # fmt: skip
def test_an_ordinal_in_a_longer_message_picks_nothing(text: str) -> None:
    assert read_about(said(text), SHOWN) is None


def test_whose_age_is_told_asks_for_no_address() -> None:
    told = said("εγώ και η μάνα μου που είναι 80", "inform", people=("μάνα", "parent"))
    asked = said("το πρώτο πού είναι", "find_service")

    assert read_about(told, SHOWN) is None
    about = read_about(asked, SHOWN)
    assert about is not None
    assert about.aspect == "way"
