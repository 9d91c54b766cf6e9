"""What Rasa's rules look at, without playing the whole conversation again.

Stock Rasa replays every event, with a copy of every slot, twice for each action, to get the
states of which its rules read the last two or three.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_all_states = RulePolicy._prediction_states


def recent_states(
    self: RulePolicy, tracker: DialogueStateTracker, domain: Domain, *args: Any, **kwargs: Any
) -> list[State]:
    """The last states of ``tracker``, as many as the longest rule has; all of them where the
    conversation has a loop, or slots take part in rules."""
    recent = None if _needs_all(tracker, domain) else _recent(tracker, _longest_rule(self))
    if recent is None:
        states: list[State] = _all_states(self, tracker, domain, *args, **kwargs)
        return states
    shown, kept = recent
    states = _all_states(self, shown, domain, *args, **kwargs)
    return states[-kept:]


def install() -> None:
    """Makes every ``RulePolicy`` of this process look at recent states only."""
    RulePolicy._prediction_states = recent_states


def _needs_all(tracker: DialogueStateTracker, domain: Domain) -> bool:
    return (
        tracker.is_rule_tracker
        or tracker.active_loop is not None
        or any(slot.influence_conversation for slot in domain.slots)
    )


def _longest_rule(policy: RulePolicy) -> int:
    known: int | None = policy.__dict__.get("_longest_rule")
    if known is None:
        keys = [*policy.lookup.get(RULES, ()), *policy.lookup.get(RULES_FOR_LOOP_UNHAPPY_PATH, ())]
        known = max((len(json.loads(key)) for key in keys), default=1)
        policy.__dict__["_longest_rule"] = known
    return known


def _recent(tracker: DialogueStateTracker, kept: int) -> tuple[DialogueStateTracker, int] | None:
    """A tracker of the last events that give ``kept`` states, and ``kept``; None where they are all."""
    events = tracker.applied_events()
    if any(isinstance(event, ActiveLoop) for event in events):
        return None
    first = None
    actions = 0
    for index in range(len(events) - 1, -1, -1):
        # A state is what was known before an action: who spoke before it is part of it.
        if actions >= kept and isinstance(events[index], UserUttered):
            first = index
            break
        actions += isinstance(events[index], ActionExecuted)
    if first is None:
        return None
    shown = DialogueStateTracker(tracker.sender_id, ())
    for event in events[first:]:
        if not isinstance(event, (SlotSet, BotUttered)):
            shown.update(event)
    return shown, kept
