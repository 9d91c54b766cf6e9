"""The right service comes out, the wrong one never, and never nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest

from directory import Results
from directory.needs import NEEDS
from tests.directory.conftest import MONDAY_NOON

Ask = Callable[..., Results]
PLACES = ["Footscray", "Cabramatta", "Broken Hill", "Alice Springs", "Lord Howe Island", "Eucla"]


def names(results: Results) -> list[str]:
    return [card.name for card in results.cards]


# --- what everybody gets ---


@pytest.mark.parametrize(("need", "near"), product(NEEDS, PLACES))
def test_s3_11_no_search_is_ever_empty(ask: Ask, need: str, near: str) -> None:
    for open_now in (False, True):
        assert ask(near, need=need, open_now=open_now).cards


@pytest.mark.parametrize(("need", "near"), product(NEEDS, PLACES))
def test_s3_01_every_card_carries_source_and_last_check(ask: Ask, need: str, near: str) -> None:
    for audience in ("customer", "staff"):
        for card in ask(near, need=need, audience=audience, limit=50).cards:
            assert card.source
            assert "2018-01-01" <= card.last_check <= card.read_on
            assert card.dated or "undated" in card.source.lower() or card.check_first
            assert card.why.endswith(".")
            assert card.name
            assert card.open_text


def test_near_services_come_first_with_their_distance(ask: Ask) -> None:
    first = ask("Footscray", need="emergency_relief").cards[0]
    assert first.name == "Example: Footscray Food Pantry"
    assert first.distance_km is not None
    assert first.distance_km < 2
    assert "km from Footscray" in first.why


def test_what_was_asked_for_exactly_comes_before_its_neighbours(ask: Ask) -> None:
    cards = ask("Footscray", need="emergency_relief", sub_need="baby_supplies").cards
    assert "Baby" in cards[0].name


def test_a_language_that_staff_speak_moves_a_service_up(ask: Ask) -> None:
    without = names(ask("Footscray", need="emergency_relief", sub_need="meal"))
    results = ask("Footscray", need="emergency_relief", sub_need="meal", language="vi")
    spoken = [card for card in results.cards if "vi" in card.languages]
    assert spoken
    assert results.cards[0] == spoken[0]
    assert "speaks your language" in spoken[0].why
    assert without[0] != spoken[0].name


def test_open_now_shows_only_what_is_open(ask: Ask) -> None:
    for need in NEEDS:
        cards = ask("Footscray", need=need, open_now=True, limit=20).cards
        assert cards
        assert all(card.open_now is True for card in cards)


def test_when_nothing_is_open_the_next_openings_are_shown_and_said(ask: Ask) -> None:
    night = MONDAY_NOON + timedelta(hours=15)
    results = ask("Footscray", need="transport", open_now=True, at=night)
    assert "none_open_now" in results.reasons
    assert results.cards


def test_the_same_query_gives_the_same_list(ask: Ask) -> None:
    def once() -> Results:
        return ask("Dandenong", need="accommodation", language="vi", limit=20)

    assert [c.as_dict() for c in once().cards] == [c.as_dict() for c in once().cards]


def test_services_shown_before_are_left_out(ask: Ask) -> None:
    first = ask("Footscray", need="emergency_relief")
    shown = frozenset(card.id for card in first.cards)
    more = ask("Footscray", need="emergency_relief", exclude=shown)
    assert more.cards
    assert not shown & {card.id for card in more.cards}


def test_each_service_is_there_once(ask: Ask) -> None:
    cards = ask("Footscray", need="crisis_counselling", limit=100).cards
    assert len({card.id for card in cards}) == len(cards)


# --- widening ---


def test_enough_near_by_does_not_widen(ask: Ask) -> None:
    results = ask("Footscray", need="emergency_relief")
    assert results.widened is None
    assert results.radius_km == 10


def test_too_few_near_by_widens_and_says_so(ask: Ask) -> None:
    results = ask("Bacchus Marsh", need="emergency_relief")
    assert results.widened == "wider_area"
    assert results.radius_km in (25, 50)
    assert any(not card.national for card in results.cards)


def test_nothing_in_reach_gives_the_state_before_the_nation(ask: Ask) -> None:
    results = ask("Bendigo", need="emergency_relief")
    assert results.widened == "state"
    assert any(card.distance_km and card.distance_km > 50 for card in results.cards)


def test_far_from_everything_there_are_lines(ask: Ask) -> None:
    results = ask("Broken Hill", need="accommodation")
    assert results.widened == "national"
    assert "Link2home" in names(results)
    assert all(card.national for card in results.cards)


def test_without_a_place_there_are_lines_for_the_whole_country(ask: Ask) -> None:
    results = ask(None, need="drug_alcohol_gambling")
    assert results.cards
    assert all(card.national and card.region is None for card in results.cards)


def test_a_state_alone_is_a_place(ask: Ask) -> None:
    assert "Crisis accommodation line Victoria" in names(
        ask("Victoria", need="accommodation", limit=30)
    )


def test_lines_of_another_state_never_show(ask: Ask) -> None:
    for near in ("Footscray", "Perth", "Hobart"):
        assert "Link2home" not in names(ask(near, need="accommodation", limit=100))


# --- people ---


@pytest.mark.parametrize(
    ("query", "never"),
    [
        ({"gender": "man"}, ["Family Violence Service", "west Refuge"]),
        ({"gender": "woman"}, ["Men's Behaviour Change", "MensLine"]),
        ({"ages": (40,)}, ["Youth Hub", "Youth Refuge", "Kids Helpline", "headspace"]),
        ({"ages": (14,)}, ["Night Shelter", "Elder Support", "Rooming House"]),
        ({"people": frozenset({"young_person"})}, ["Elder Support"]),
        ({"people": frozenset({"pet"})}, ["Night Shelter"]),
        ({"people": frozenset({"self", "children"})}, ["Night Shelter"]),
        ({"people": frozenset({"alone"})}, ["Family Housing", "Playgroup", "Baby Basics"]),
    ],
)
def test_services_that_exclude_this_person_never_show(
    ask: Ask, query: dict[str, object], never: list[str]
) -> None:
    for need in NEEDS:
        for name in names(ask("Footscray", need=need, limit=100, radius_km=60.0, **query)):
            assert not any(word in name for word in never)


def test_a_man_who_lives_with_violence_still_gets_a_crisis_line(ask: Ask) -> None:
    results = ask("Footscray", situations=frozenset({"family_violence"}), gender="man")
    assert names(results)[0] == "1800RESPECT"
    assert "Safe Steps" not in names(results)


def test_services_run_for_a_group_come_up_for_that_group(ask: Ask) -> None:
    def rank(people: frozenset[str]) -> int:
        found = names(ask("Footscray", need="support_advocacy", people=people, limit=100))
        return next(i for i, name in enumerate(found) if "Gathering Place" in name)

    assert rank(frozenset({"aboriginal"})) < rank(frozenset())
