"""Where 000 and the police are not the way (rule S1-26)."""

from __future__ import annotations

import pytest

from bot.triage import Facts
from bot.triage.whereabouts import _ALSO, said_now, told, whereabouts, with_whereabouts
from directory.places import find_places
from tests.triage.says import said


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("i'm in bali and he hit me", "overseas"),
        ("im overseas and scared", "overseas"),
        ("we are stuck in lebanon with the kids", "overseas"),
        ("stuck here in dubai", "overseas"),
        ("i have family in india", None),
        ("i am from sudan", None),
        ("i'm indian, in dandenong", None),
        ("my family is here in new zealand", "overseas"),
        ("i am currently outside australia", "overseas"),
        ("calling from thailand", "overseas"),
        ("he took my passport, i'm in pakistan", "overseas"),
        ("i'm in jail and want to die", "custody"),
        ("i am on remand", "custody"),
        ("calling from prison", "custody"),
        ("i was born in iran", None),
        ("we came from afghanistan last year", None),
        ("just got out of prison got nothing", None),
        ("he's in jail so i'm safe", None),
        ("i'm in denmark wa", None),
        ("i am in mexico st", None),
        ("im in canada bay", None),
        ("the custody fight is killing me", None),
        ("custody battle over my kids", None),
        ("i live in norway", None),
        ("i want to go to india", None),
        ("i'm in footscray", None),
        ("my husband is overseas", None),
        ("my sister is in bali and he beats her", None),
        ("my husband sends money overseas", None),
        ("do you know services for people in jail", None),
        ("overseas, no money left", "overseas"),
        ("im in lebenon they are bombing", "overseas"),
        ("we're currently over in the philippines", "overseas"),
        ("stuck in ubud no money", "overseas"),
        ("im in t\u00fcrkiye", "overseas"),
        ("me and my kids in beirut, bombs all night", "overseas"),
        ("my mum in beirut is scared", None),
        ("he is in the philippines", None),
        ("i was in karachi last year", None),
        ("in london street", None),
    ],
)
def test_where_somebody_is_now(text: str, where: str | None) -> None:
    assert said_now(text) == where


@pytest.mark.parametrize("name", _ALSO)
def test_a_city_that_tells_of_another_country_is_no_place_in_this_one(name: str) -> None:
    assert not [place for place in find_places(name) if place.name.lower() == name]


@pytest.mark.parametrize("text", ["customer is in custody", "he's in prison, says he'll end it"])
def test_an_officer_speaks_of_the_customer(text: str) -> None:
    assert told(text, staff=True) == "custody"


def test_it_is_taken_back_when_they_are_home() -> None:
    there = with_whereabouts(Facts(), said("i'm in bali"))
    assert whereabouts(there) == "overseas"
    assert whereabouts(with_whereabouts(there, said("im back home now"))) is None
