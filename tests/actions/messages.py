"""Messages that tests of danger and of courtesy share, and what was said by the names of its responses."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tests.actions.conversation import Conversation, Reply
from tests.triage.says import danger, said

Begin = Callable[..., Conversation]
NEXT = "action_take_next_step"
RESPOND = "action_respond_to_danger"
CLARIFY = "action_clarify_danger"

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
    place=("footscray", "Footscray VIC 3011"),
)


def responses(replies: Iterable[Reply]) -> list[str | None]:
    """The names of what was said, in order."""
    return [reply.response for reply in replies]
