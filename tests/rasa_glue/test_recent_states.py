"""Rules look at the last states of a conversation: the same ones as Rasa's own way gives."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.desk import Desk
from bot.rasa_glue.launcher import load_agent
from bot.rasa_glue.recent_states import _all_states, recent_states
from bot.rasa_glue.tracker_store import DialogueStore

INTENTS = ("greet", "find_service", "break_it")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk.open(f"sqlite:///{tmp_path_factory.mktemp('states') / 'desk.db'}")


@pytest.fixture(scope="module")
def agent(small_model: Path, desk: Desk) -> Agent:
    return load_agent(small_model, DialogueStore(None, desk=desk))


@pytest.fixture(scope="module")
def policy(agent: Agent) -> RulePolicy:
    assert agent.processor is not None
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    found = [node._component for node in nodes if isinstance(node._component, RulePolicy)]
    assert len(found) == 1
    policy: RulePolicy = found[0]
    return policy


def conversation(domain: Domain, seed: int) -> DialogueStateTracker:
    """A conversation of random turns, ended before or after an action."""
    rng = random.Random(seed)
    events: list[Event] = [ActionExecuted("action_listen")]
    for turn in range(rng.randint(0, 6)):
        events.append(UserUttered("x", {"name": rng.choice(INTENTS), "confidence": 1.0}))
        if rng.random() < 0.1:
            events.append(UserUtteranceReverted())
            continue
        for _ in range(rng.randint(0, 2)):
            events += [ActionExecuted("action_count"), BotUttered("y"), SlotSet("needs", [turn])]
        if rng.random() < 0.8:
            events.append(ActionExecuted("action_listen"))
    return DialogueStateTracker.from_events("c", events, domain.slots)


@pytest.mark.parametrize("as_text", [True, False])
def test_the_last_states_are_those_of_the_whole_conversation(
    agent: Agent, policy: RulePolicy, as_text: bool
) -> None:
    shorter = 0
    for seed in range(200):
        tracker = conversation(agent.domain, seed)

        mine = recent_states(policy, tracker, agent.domain, as_text)
        whole = _all_states(policy, tracker, agent.domain, as_text)

        assert mine == whole[-len(mine) :]
        assert len(mine) in (2, 3, len(whole))
        shorter += len(mine) < len(whole)
    assert shorter > 50


def test_the_prediction_is_the_same_as_with_all_states(
    agent: Agent, policy: RulePolicy, monkeypatch: pytest.MonkeyPatch
) -> None:
    trackers = [conversation(agent.domain, seed) for seed in range(100)]
    mine = [policy.predict_action_probabilities(t, agent.domain) for t in trackers]

    monkeypatch.setattr(RulePolicy, "_prediction_states", _all_states)
    whole = [policy.predict_action_probabilities(t, agent.domain) for t in trackers]

    assert [p.probabilities for p in mine] == [p.probabilities for p in whole]
    assert len({tuple(p.probabilities) for p in mine}) > 2


def test_a_conversation_with_a_loop_is_looked_at_whole(agent: Agent, policy: RulePolicy) -> None:
    tracker = conversation(agent.domain, 3)
    tracker.update(ActiveLoop("a_form"))

    mine = recent_states(policy, tracker, agent.domain)

    assert mine == _all_states(policy, tracker, agent.domain)
