"""What counts as news, as "more", as small talk and as "it is safe"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Facts
from bot.triage.telling import (
    asks_for_more,
    is_how_are_you,
    news,
    refuses_a_person,
    says_it_is_safe,
)
from tests.triage.says import after, said


@pytest.mark.parametrize(
    "text", ["go on", "next please", "more", "ok, any others?", "show me some more", "what else"]
)
def test_a_person_asks_for_more_in_many_ways(text: str) -> None:
    assert asks_for_more(said(text))


@pytest.mark.parametrize("text", ["more food please", "next Tuesday", "no more", "go on the bus"])
def test_more_of_something_is_another_wish(text: str) -> None:
    assert not asks_for_more(said(text))


@pytest.mark.parametrize("text", ["how's it going", "how r u", "G'day mate", "how are you today?"])
def test_how_are_you_is_small_talk(text: str) -> None:
    assert is_how_are_you(said(text))


@pytest.mark.parametrize("text", ["how do i get food", "how are the rents paid"])
def test_a_question_that_begins_with_how_is_not_always_small_talk(text: str) -> None:
    assert not is_how_are_you(said(text))


@pytest.mark.parametrize("text", ["I'm free to chat now", "nobody is around", "we can talk"])
def test_it_is_safe_is_heard_without_being_asked(text: str) -> None:
    assert after(said(text)).safe_to_talk == "yes"


@pytest.mark.parametrize(
    "text", ["it is not safe to talk", "is it ok to talk?", "when nobody is here", "I can't talk"]
)
def test_what_only_sounds_safe_is_not_taken_for_safe(text: str) -> None:
    assert not says_it_is_safe(said(text))


def test_news_are_facts_that_changed() -> None:
    facts = after(said("my dad in Ayr", people=("dad", "parent"), place=("Ayr", "Ayr QLD 4807")))

    assert news(Facts(), facts) == {"people", "place"}
    assert news(facts, facts) == frozenset()


def test_a_need_given_up_takes_its_question_along() -> None:
    bed = said("a room", "find_service", need=("room", "accommodation"))
    facts = after(bed).note(asked=("acc_tonight",))

    facts = after(
        said(
            "the room can wait, I want a bus",
            "find_service",
            need=[("room", "accommodation"), ("bus", "transport")],
        ),
        facts=replace(facts, pending="acc_tonight"),
    )

    assert facts.needs == ("transport",)
    assert facts.pending is None
    assert "acc_tonight" not in facts.answers


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("no i dont want a social worker", True),
        ("i really don't need anyone to call me, no person", True),
        ("do not send a worker", True),
        ("no human thanks", True),
        ("i dont want to talk to a robot, get me a person", False),
        ("can i talk to a person", False),
        ("i want someone real", False),
    ],
)
def test_words_that_refuse_a_person_are_told_from_those_that_want_one(
    words: str, refused: bool
) -> None:
    assert refuses_a_person(said(words)) is refused


@pytest.mark.parametrize(
    ("words", "safe"),
    [
        ("safe yes. our gas gets cut off", True),
        ("yeah im safe, need food", True),
        ("safe place for tonight", False),
        ("im not safe", False),
        ("is it safe?", False),
    ],
)
def test_safe_as_the_first_word_answers_before_the_matter(words: str, safe: bool) -> None:
    assert says_it_is_safe(said(words)) is safe
