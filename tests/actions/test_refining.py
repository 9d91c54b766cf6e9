"""Closer, wider, more: a list that stays as it was is never shown again without a word."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.triage import Entity
from tests.actions.conversation import Conversation, ListedDirectory, Reply, card
from tests.actions.messages import said
from tests.triage.says import pressed

Begin = Callable[..., Conversation]
NEXT, REFINE = "action_take_next_step", "action_refine_search"
FOOD = said("food near footscray", "find_service", need=("food", "emergency_relief"),
            place=("footscray", "Footscray VIC 3011"))  # fmt: skip


@pytest.fixture
def shown(conversation: Begin, directory: ListedDirectory) -> Conversation:
    """An officer in front of four of six services."""
    directory.by_need["emergency_relief"] = [
        card(f"Pantry {number}", distance_km=float(number)) for number in range(1, 7)
    ]
    talk = conversation(audience="staff")
    assert names(talk.say(FOOD, NEXT)) == ["Pantry 1", "Pantry 2", "Pantry 3", "Pantry 4"]
    return talk


def names(replies: Sequence[Reply]) -> list[str]:
    """The cards of all replies."""
    return [one["name"] for reply in replies for one in reply.cards]


def test_an_officer_is_told_where_nothing_is_closer(shown: Conversation) -> None:
    replies = shown.say(said("closer", "refine_search"), REFINE)

    assert [reply.response for reply in replies] == ["utter_nothing_nearer"]


def test_nothing_closer_is_said_as_often_as_asked(shown: Conversation) -> None:
    answers = [shown.say(said("closer please", "refine_search"), REFINE) for _ in range(5)]

    assert names(answers[2]) == ["Pantry 1", "Pantry 2"]
    assert [a[0].response for a in (answers[3], answers[4])] == ["utter_nothing_nearer"] * 2


@pytest.fixture
def one(conversation: Begin, directory: ListedDirectory) -> Conversation:
    """A customer in front of the one service there is near by."""
    directory.by_need["emergency_relief"] = [card("Pantry", distance_km=14.0)]
    talk = conversation()
    assert names(talk.say(FOOD, NEXT)) == ["Pantry"]
    return talk


def test_closer_than_the_one_service_there_is_says_so_and_what_can_be_done(
    one: Conversation, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"].append(card("Relief Line", national=True))

    (first,) = one.say(said("something nearer", "refine_search"), REFINE)
    (second,) = one.say(said("closer", "refine_search"), REFINE)

    assert first.response == "utter_nothing_nearer_next"
    assert [b["payload"] for b in first.buttons] == ["/more_results", "/request_human"]
    assert second.response == "utter_nothing_nearer"  # Not the same words again.
    assert not names([first, second])


def test_what_is_offered_where_nothing_is_nearer_is_help_of_another_kind(
    one: Conversation, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"].append(card("Relief Line", national=True))
    one.say(said("closer", "refine_search"), REFINE)

    replies = one.say(pressed("more_results"), "action_more_results")

    assert names(replies) == ["Relief Line"]
    asked = directory.queries[-1]
    assert (asked.sub_need, asked.radius_km, asked.text) == (None, None, "")


def test_where_nothing_is_nearer_and_nothing_is_left_a_person_is_offered(one: Conversation) -> None:
    first = one.say(said("closer", "refine_search"), REFINE)
    second = one.say(said("something nearer", "refine_search"), REFINE)

    assert [r.response for r in first] == ["utter_nothing_nearer", "utter_ask_person"]
    assert [r.response for r in second] == ["utter_nothing_nearer"]


def test_lines_from_anywhere_are_not_shown_as_something_nearer(
    one: Conversation, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"].append(card("Relief Line", national=True))

    (reply,) = one.say(said("closer please", "refine_search"), REFINE)

    assert reply.response == "utter_nothing_nearer_next"
    assert not reply.cards


def test_wider_brings_what_is_farther_then_says_that_this_is_all(shown: Conversation) -> None:
    farther = shown.say(said("wider", "refine_search"), REFINE)
    nothing = shown.say(said("wider", "refine_search"), REFINE)

    assert names(farther) == ["Pantry 5", "Pantry 6"]
    assert nothing[0].response == "utter_no_more_services"
    assert not names(nothing)


def test_a_wish_that_changes_nothing_is_said_to_be_taken_into_account(shown: Conversation) -> None:
    replies = shown.say(said("for a man", "refine_search", gender=("man", "man")), REFINE)

    assert [reply.response for reply in replies] == ["utter_nothing_changed"]


def test_an_officers_line_without_a_known_need_is_looked_up_by_its_words(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need[None] = [card("Night Beds")]
    talk = conversation(audience="staff")

    replies = talk.say(said("crash pad tonight", "find_service"), NEXT)

    assert names(replies) == ["Night Beds"]


def test_closer_for_two_needs_brings_nothing_else_for_either(
    conversation: Begin, directory: ListedDirectory
) -> None:
    directory.by_need["emergency_relief"] = [card(f"Pantry {n}") for n in range(1, 9)]
    directory.by_need["transport"] = [card(f"Bus {n}") for n in range(1, 9)]
    talk = conversation(audience="staff")
    both = replace(FOOD, entities=(*FOOD.entities, Entity("need", "transport")))
    first = names(talk.say(both, NEXT))

    replies = talk.say(said("closer", "refine_search"), REFINE)

    assert len(first) == 6
    assert [reply.response for reply in replies] == ["utter_nothing_nearer"]
