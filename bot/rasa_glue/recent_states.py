"""What Rasa's rules look at, without playing the whole conversation again.

Stock Rasa replays every event, with a copy of every slot, twice for each action, to get the
states of which its rules read the last two or three; then it tries every rule on them. A
conversation passes through the same few states again and again, so what was found is kept.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

#: What ``_find_action_from_rules`` gives: action, rule, whether a loop was left unhappily.
Found = tuple[str | None, str | None, bool]

_all_states = RulePolicy._prediction_states
_find = RulePolicy._find_action_from_rules
#: So many different states are remembered by a policy; a model has some hundred.
KEPT = 4096


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


def find_remembered(
    self: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool,
) -> Found:
    """As ``RulePolicy._find_action_from_rules``, from memory where the rules saw the same before."""
    as_text = use_text_for_last_user_input
    listening = tracker.latest_action_name == ACTION_LISTEN_NAME
    if (as_text and not listening) or _needs_all(tracker, domain):
        found: Found = _find(self, tracker, domain, as_text)
        return found
    memory: dict[str, Found] = self.__dict__.setdefault("_remembered", {})
    states = recent_states(self, tracker, domain, as_text)
    key = json.dumps(_as_rules_see(states, _features(self)), sort_keys=True)
    if key not in memory:
        if len(memory) >= KEPT:
            memory.clear()
        memory[key] = _find(self, tracker, domain, as_text)
    return memory[key]


def install() -> None:
    """Makes every ``RulePolicy`` of this process look at recent states only."""
    RulePolicy._prediction_states = recent_states
    RulePolicy._find_action_from_rules = find_remembered


def _needs_all(tracker: DialogueStateTracker, domain: Domain) -> bool:
    return (
        tracker.is_rule_tracker
        or tracker.active_loop is not None
        or any(slot.influence_conversation for slot in domain.slots)
    )


def _features(policy: RulePolicy) -> frozenset[str]:
    """The features that any rule asks for (the intent, perhaps entities or a text)."""
    known: frozenset[str] | None = policy.__dict__.get("_rule_features")
    if known is None:
        known = frozenset(
            feature
            for kind in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)
            for rule in policy.lookup.get(kind, ())
            for state in json.loads(rule)
            for part in state.values()
            for feature in part
        )
        policy.__dict__["_rule_features"] = known
    return known


def _as_rules_see(states: list[State], features: frozenset[str]) -> list[State]:
    """The states without what no rule asks for: what was said, and what it was about."""
    return [
        {
            kind: {name: value for name, value in part.items() if name in features}
            for kind, part in state.items()
        }
        for state in states
    ]


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
