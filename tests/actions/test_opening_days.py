"""What is open on a day that somebody names, after results and about one service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from actions import resources
from directory.search import Card, Query
from tests.actions.conversation import Conversation, ListedDirectory, card
from tests.actions.messages import FOOD, NEXT, Begin, responses
from tests.triage.says import said

REFINE = "action_refine_search"
SATURDAY = said("Open Saturday", "refine_search", time=("Saturday", "saturday"))
MELBOURNE = ZoneInfo("Australia/Melbourne")


class WeekDirectory(ListedDirectory):
    """Answers for the moment it is asked about, from opening hours by day of the week (0 is Monday)."""

    def __init__(self) -> None:
        super().__init__()
        self.week: dict[str, dict[int, tuple[int, int]] | str] = {}

    def service(self, key: str, query: Query | None = None) -> Card | None:
        found = super().service(key, query)
        at = query.at.astimezone(MELBOURNE) if query and query.at else None
        hours = self.week.get(key)
        if found is None or at is None or hours is None:
            return found
        if isinstance(hours, str):
            return replace(found, opening=(hours, {}))
        for ahead in range(8):
            day = (at.weekday() + ahead) % 7
            if day not in hours:
                continue
            opens, closes = hours[day]
            start = datetime(at.year, at.month, at.day + ahead, opens, tzinfo=MELBOURNE)
            end = start.replace(hour=closes)
            if start <= at < end:
                return replace(found, opening=("until", {"end": end.isoformat()}))
            if at < start:
                when = {"start": start.isoformat(), "days": str(ahead)}
                return replace(found, opening=("opens", when))
        return replace(found, opening=("closed", {}))


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> WeekDirectory:
    listed = WeekDirectory()
    listed.by_need = {
        "emergency_relief": [card("Weekday Pantry"), card("Daily Kitchen"), card("Old Shed")],
    }
    listed.week = {
        "weekday-pantry": dict.fromkeys(range(5), (10, 14)),
        "daily-kitchen": dict.fromkeys(range(7), (8, 12)),
        "old-shed": "unknown",
    }
    monkeypatch.setattr(resources, "directory", lambda: listed)
    return listed


@pytest.fixture
def shown(conversation: Begin) -> Conversation:
    talk = conversation()
    talk.say(FOOD, NEXT)
    return talk


def test_a_day_after_results_says_what_is_open_what_is_closed_and_what_is_not_known(
    shown: Conversation,
) -> None:
    (reply,) = shown.say(SATURDAY, REFINE)

    assert reply.response == "utter_on_day"
    assert "Saturday 21 November" in reply.text
    assert reply.text.splitlines()[1:] == [
        "Daily Kitchen: 8 am to noon",
        "Old Shed: I do not know the hours. Please ring first: 13 00 00",
        "Weekday Pantry: closed that day",
    ]


def test_only_what_may_be_open_stands_on_the_screen(shown: Conversation) -> None:
    (reply,) = shown.say(SATURDAY, REFINE)

    assert [c["name"] for c in reply.cards] == ["Daily Kitchen", "Old Shed"]


def test_the_next_day_is_looked_at_anew(shown: Conversation) -> None:
    shown.say(SATURDAY, REFINE)

    (reply,) = shown.say(said("and monday?", time=("monday", "monday")), NEXT)

    assert "Monday 23 November" in reply.text
    assert "Weekday Pantry: 10 am to 2 pm" in reply.text


def test_where_nothing_is_surely_open_that_is_said(
    directory: WeekDirectory, conversation: Begin
) -> None:
    del directory.week["daily-kitchen"]
    directory.by_need["emergency_relief"] = [card("Weekday Pantry")]
    talk = conversation()
    talk.say(FOOD, NEXT)

    (reply,) = talk.say(SATURDAY, REFINE)

    assert reply.response == "utter_on_day_none"
    assert "Weekday Pantry: closed that day" in reply.text
    assert reply.cards, "somebody may go on another day"


def test_a_day_named_with_the_need_shapes_the_first_list(conversation: Begin) -> None:
    (reply,) = conversation(audience="staff").say(
        said(
            "food footscray saturday",
            "find_service",
            need=("food", "emergency_relief"),
            place=("footscray", "Footscray VIC 3011"),
            time=("saturday", "saturday"),
        ),
        NEXT,
    )

    assert reply.response == "utter_on_day"
    assert [c["name"] for c in reply.cards] == ["Daily Kitchen", "Old Shed"]


def test_a_question_about_one_of_them_on_a_day_is_answered_for_that_day(
    shown: Conversation,
) -> None:
    question = said("is the weekday pantry open on saturday", "refine_search")
    question = replace(question, entities=SATURDAY.entities)

    (reply,) = shown.say(question, REFINE)

    assert reply.response == "utter_on_day_these"
    assert reply.text.endswith("Weekday Pantry: closed that day")


def test_a_day_alone_is_no_remark_about_the_world(shown: Conversation) -> None:
    replies = shown.say(
        said("christmas day?", "out_of_scope", time=("christmas day", "2026-12-25")),
        "action_fallback",
    )

    assert responses(replies)[0] in {"utter_on_day", "utter_on_day_none"}


def test_a_date_says_more_than_the_day_of_the_week(shown: Conversation) -> None:
    times = [("Thursday", "thursday"), ("the 10th", "2026-12-10")]

    (reply,) = shown.say(said("Thursday the 10th", "inform", time=times), NEXT)

    assert "10 December" in reply.text


def test_open_now_on_a_list_that_stays_tells_the_hours_of_today(shown: Conversation) -> None:
    (reply,) = shown.say(said("whats open now", "refine_search", time=("now", "now")), REFINE)

    assert reply.response == "utter_on_day_these"
    assert "Daily Kitchen" in reply.text
    assert "Old Shed: I do not know the hours" in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "Saturday they disconnect the power, any help with the bill",
        "court is on Saturday and i have no food",
        "need food before Saturday",
    ],
)
def test_a_day_by_which_something_must_be_done_is_no_day_to_be_open(
    shown: Conversation, text: str
) -> None:
    replies = shown.say(said(text, "refine_search", time=("Saturday", "saturday")), REFINE)

    assert "utter_on_day" not in responses(replies)
