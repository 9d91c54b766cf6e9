"""Which of several places is meant where another language takes one back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Facts
from bot.triage.put_right import places_left
from bot.triage.understood import Entity, Understood


def named(text: str, *names: str, intent: str = "correct") -> Understood:
    entities = tuple(Entity("place", n, text.index(n), text.index(n) + len(n)) for n in names)
    return Understood(intent, text, entities)


def test_a_place_that_is_named_again_to_be_denied_is_not_the_one() -> None:
    text = "cerca de Sunshine, perdón no Sunshine, Kealba"
    again = text.rindex("Sunshine")
    denied = Entity("place", "Sunshine", again, again + 8)
    heard = replace(named(text, "Kealba"), entities=(denied, *named(text, "Kealba").entities))

    assert places_left(Facts(speech="es"), heard) == ["Kealba"]


@pytest.mark.parametrize(
    ("code", "text", "names", "left"),
    [
        ("hi", "Dandenong में, नहीं नहीं Clayton में", ("Dandenong", "Clayton"), "Clayton"),
        ("ne", "Granville मा, होइन Auburn मा", ("Granville", "Auburn"), "Auburn"),
        ("ko", "Eastwood 말고 Strathfield요", ("Eastwood", "Strathfield"), "Strathfield"),
        ("fa", "Merrylands، نه ببخشید Parramatta", ("Merrylands", "Parramatta"), "Parramatta"),
        ("prs", "ده Hallam، نی نی، ده Berwick", ("Hallam", "Berwick"), "Berwick"),
        ("fil", "sa Blacktown po, ay hindi, sa Minto", ("Blacktown", "Minto"), "Minto"),
        ("es", "por Sunshine, perdón, Kealba", ("Sunshine", "Kealba"), "Kealba"),
        ("es", "no en Sunshine, en Kealba", ("Sunshine", "Kealba"), "Kealba"),
        ("es", "en Kealba, no en Sunshine", ("Kealba", "Sunshine"), "Kealba"),
        ("it", "a Carlton, anzi a Coburg", ("Carlton", "Coburg"), "Coburg"),
        ("tr", "Auburn değil Granville", ("Auburn", "Granville"), "Granville"),
        ("zh-Hans", "在Auburn，说错了，Granville", ("Auburn", "Granville"), "Granville"),
    ],
)
def test_the_place_that_was_put_right_is_the_one(
    code: str, text: str, names: tuple[str, str], left: str
) -> None:
    assert places_left(Facts(speech=code), named(text, *names)) == [left]


def test_words_in_latin_letters_take_back_in_an_english_conversation() -> None:
    text = "la2 msh Bankstown, Punchbowl"
    heard = replace(named(text, "Bankstown", "Punchbowl"), language={"code": "ar"})

    assert places_left(Facts(speech="en"), heard) == ["Punchbowl"]


def test_a_place_that_gives_way_to_an_unknown_one_is_not_kept() -> None:
    heard = named("Granville मा, होइन होइन अबर्नमा", "Granville")

    assert places_left(Facts(speech="ne"), heard) == []


def test_what_somebody_has_not_got_takes_no_place_back() -> None:
    heard = named("estoy en Sunshine, no tengo carro", "Sunshine", intent="inform")

    assert places_left(Facts(speech="es"), heard) == ["Sunshine"]


def test_several_places_without_a_no_all_count() -> None:
    heard = named("en Sunshine o en Kealba", "Sunshine", "Kealba")

    assert places_left(Facts(speech="es"), heard) == ["Sunshine", "Kealba"]


def test_english_is_left_to_the_reader_of_the_message() -> None:
    heard = replace(named("no Sunshine, Kealba", "Sunshine", "Kealba"), language={"code": "en"})

    assert places_left(Facts(), heard) == ["Sunshine", "Kealba"]
