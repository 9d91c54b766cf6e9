"""Going back and starting again never forgets danger."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.triage import Facts
from bot.triage.rewind import gone_back, remember_for_undo, started_again
from tests.triage.says import after, danger, said


def test_going_back_takes_the_last_answer_back() -> None:
    facts = after(
        said("food", "find_service", need=("food", "emergency_relief")),
        said("footscray", place=("footscray", "Footscray VIC 3011")),
    )

    earlier = gone_back(facts)

    assert earlier is not None
    assert earlier.place is None
    assert earlier.needs == ("emergency_relief",)


def test_there_is_nothing_before_the_start() -> None:
    assert gone_back(Facts()) is None


def test_x11_going_back_and_starting_again_keep_the_danger() -> None:
    facts = after(
        said("food", "find_service", need=("food", "emergency_relief")),
        said("i want to end it", "danger_serious", risk=danger("suicide_self_harm", "T3")),
    )

    earlier = gone_back(facts)

    assert earlier is not None
    assert (earlier.tier, started_again(facts).tier) == ("T3", "T3")
    assert started_again(facts).needs == ()


def test_starting_again_or_going_back_changes_no_language() -> None:
    facts = Facts(speech="pa", speech_chosen=True)
    assert (started_again(facts).speech, started_again(facts).speech_chosen) == ("pa", True)
    undone = gone_back(
        replace(remember_for_undo(Facts(), replace(facts, place="Perth")), speech="vi")
    )
    assert undone is not None
    assert undone.speech == "vi"


@pytest.mark.parametrize(
    ("said_before", "kept"), [("no", "no"), ("unsure", "unsure"), ("yes", None)]
)
def test_starting_again_does_not_make_it_safe_to_talk(said_before: str, kept: str | None) -> None:
    fresh = started_again(Facts(safe_to_talk=said_before, signals=("companion", "other")))

    assert fresh.safe_to_talk == kept
    assert fresh.signals == ("companion",)
