"""Messages that tests of danger and of courtesy share, and what was said by the names of its responses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from bot.triage import Understood
from tests.actions.conversation import Conversation, Reply
from tests.triage.says import danger, pressed, said

Begin = Callable[..., Conversation]
NEXT = "action_take_next_step"
RESPOND = "action_respond_to_danger"
CLARIFY = "action_clarify_danger"

FOOTSCRAY = "Footscray VIC 3011"
#: The button that says it is safe to talk.
SAFE = pressed("inform", question="safe_to_talk", answer="yes")
END_IT = said("i want to end it", "danger_serious", risk=danger("suicide_self_harm", "T3"))
HIT = said("he punched me", "danger_serious", risk=danger("family_violence", "T3"))
PILLS = said("i took them all", "danger_now", risk=danger("suicide_self_harm", "T4"))
UNCLEAR = said(
    "whats the point",
    "danger_unclear",
    risk={**danger("suicide_self_harm", "T1"), "clarify": "utter_clarify_suicide_self_harm"},
)
DENTIST = said(
    "i need a dentist",
    "find_service",
    need=("dentist", "community_legal_health"),
    sub_need=("dentist", "dentist"),
)
FOOD = said(
    "food in footscray",
    "find_service",
    need=("food", "emergency_relief"),
    place=("footscray", FOOTSCRAY),
)

FOOD_IN_FOOTSCRAY = said(
    "food today in footscray",
    "find_service",
    need=("food", "emergency_relief"),
    sub_need=("food", "food_parcel"),
    time=("today", "today"),
    place=("footscray", FOOTSCRAY),
)
BED = said("somewhere to stay", "find_service", need=("somewhere to stay", "accommodation"))
PERSON = said("can i talk to a real person", "request_human")


def parcel(
    text: str = "food parcel in footscray",
    intent: str = "find_service",
    *,
    food: str = "food parcel",
    place: tuple[str, str] = ("footscray", FOOTSCRAY),
    **more: Any,
) -> Understood:
    """Somebody who names a food parcel (in the words ``food``) and where."""
    return said(
        text,
        intent,
        need=(food, "emergency_relief"),
        sub_need=(food, "food_parcel"),
        place=place,
        **more,
    )


PARCEL = parcel()
#: Danger, and a need named beside it.
END_IT_AND_FOOD = parcel(
    "i want to end it. wheres a food bank in footscray",
    "danger_serious",
    food="food bank",
    risk=danger("suicide_self_harm", "T3"),
)


def fares(text: str, **more: Any) -> Understood:
    """Somebody who asks for help with a bus in Footscray."""
    return said(
        text,
        "find_service",
        need=("bus", "transport"),
        sub_need=("bus", "fares"),
        place=("footscray", FOOTSCRAY),
        **more,
    )


def at_ease(conversation: Begin, **options: Any) -> Conversation:
    """Somebody who has said that it is safe to talk."""
    talk: Conversation = conversation(**options)
    talk.say(SAFE, NEXT)
    return talk


def responses(replies: Iterable[Reply]) -> list[str | None]:
    """The names of what was said, in order."""
    return [reply.response for reply in replies]
