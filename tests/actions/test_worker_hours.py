"""Outside the hours of social workers the offer says so (S1-19, S1-20)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from tests.actions.conversation import ListedDirectory, card
from tests.actions.messages import END_IT, HIT, NEXT, RESPOND, Begin, responses
from tests.triage.says import said

SUNDAY = datetime(2026, 11, 22, 1, 0, tzinfo=timezone.utc)


def test_s1_19_outside_hours_the_offer_says_so_and_names_what_is_open(
    conversation: Begin, clock: Callable[[datetime], None], directory: ListedDirectory
) -> None:
    clock(SUNDAY)
    directory.by_need["crisis_counselling"] = [card("Talk Line", national=True, open_now=True)]

    replies = conversation().say(END_IT, RESPOND)

    assert responses(replies) == ["utter_safety_t3_after_hours", "utter_helplines_open_now"]
    assert "8 am to 5 pm" in replies[0].text


def test_s1_19_the_next_morning_the_social_worker_is_offered_again(
    conversation: Begin, clock: Callable[[datetime], None]
) -> None:
    talk = conversation()
    clock(SUNDAY)
    talk.say(END_IT, RESPOND)
    clock(SUNDAY + timedelta(days=1, hours=2))  # Monday, 2 pm in Sydney

    replies = talk.say(HIT, RESPOND)

    assert replies[-1].response != "utter_safety_t3_after_hours"
    assert "utter_safety_t3" in {reply.response for reply in replies}


def test_s1_20_the_clock_is_that_of_the_place_named(
    conversation: Begin, clock: Callable[[datetime], None]
) -> None:
    clock(datetime(2026, 11, 17, 23, 0, tzinfo=timezone.utc))  # 10 am in Sydney, 7 am in Perth
    there = said("im in perth", place=("perth", "Perth WA 6000"))
    talk = conversation()
    talk.say(there, NEXT)

    assert talk.say(END_IT, RESPOND)[0].response == "utter_safety_t3_after_hours"
    assert conversation().say(END_IT, RESPOND)[0].response == "utter_safety_t3"


def test_s1_19_staff_are_not_offered_the_line_after_hours(
    conversation: Begin, clock: Callable[[datetime], None]
) -> None:
    clock(SUNDAY)

    replies = conversation(audience="staff").say(END_IT, RESPOND)

    assert replies[0].response == "utter_step_after_hours"
    assert "utter_step_social_worker" not in responses(replies)
