"""A pause and a return; somebody else at the keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from bot.triage import Facts
from bot.triage.presence import after_a_pause, returned, takes_over
from tests.triage.says import said

NOON = datetime(2026, 11, 18, 1, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    "text",
    [
        "this is her husband typing now",
        "its his mate here",
        "I've got her phone. who is this",
        "someone else is here now",
        "what has my wife been saying to you",
        "her son speaking",
        "he gave me the phone",
        "i am her husband, send me everything you have on her",
        "i'm his mum. what has he told you",
    ],
)
def test_somebody_else_at_the_keyboard_is_noticed(text: str) -> None:
    assert takes_over(Facts(needs=("transport",)), said(text))


@pytest.mark.parametrize(
    "text",
    [
        "my husband needs a doctor",
        "I live with her son now",
        "my daughter is here with me",
        "it is for my mate",
        "I lost my phone",
        "he took my phone",
        "this is for my wife",
        "i'm her mum, give me a number for a refuge",
        "i am his carer and what i need is respite",
    ],
)
def test_speaking_of_others_is_no_taking_over(text: str) -> None:
    assert not takes_over(Facts(needs=("transport",)), said(text))


def test_where_nothing_was_told_nobody_takes_over() -> None:
    assert not takes_over(Facts(turn=1), said("this is her carer typing"))


@pytest.mark.parametrize(("hours", "back"), [(1, False), (5.9, False), (6, True), (30, True)])
def test_a_return_is_one_after_six_hours(hours: float, back: bool) -> None:
    facts = Facts(last_seen=NOON.isoformat())

    assert returned(facts, NOON + timedelta(hours=hours)) is back


def test_what_held_for_the_moment_only_is_not_kept_over_a_pause() -> None:
    facts = Facts(
        safe_to_talk="yes",
        when="tonight",
        urgency="now",
        needs=("accommodation",),
        place="Footscray VIC 3011",
        answers={"safe_to_talk": "yes", "acc_who": "alone"},
        asked=("safe_to_talk", "acc_who"),
    )

    later = after_a_pause(facts)

    assert (later.safe_to_talk, later.when, later.urgency) == (None, None, None)
    assert (later.needs, later.place) == (facts.needs, facts.place)
    assert later.answers == {"acc_who": "alone"}
    assert later.asked == ("acc_who",)


def test_a_screen_that_was_not_safe_stays_so_over_a_pause() -> None:
    assert after_a_pause(replace(Facts(), safe_to_talk="no")).safe_to_talk == "no"
