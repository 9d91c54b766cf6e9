"""A small real Rasa model with actions that work, fail or stay silent."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.desk import Desk
from bot.rasa_glue import in_process

CONFIG = """
recipe: default.v1
assistant_id: small
language: en
pipeline:
  - name: KeywordIntentClassifier
policies:
  - name: RulePolicy
"""

DOMAIN = """
version: "3.1"
intents: [greet, find_service, break_it, say_nothing]
slots:
  needs:
    type: list
    influence_conversation: false
    mappings: [{type: custom}]
responses:
  utter_greet:
    - text: Hello
      buttons: [{title: Food, payload: '/find_service'}]
actions: [action_count, action_break, action_say_nothing, action_remember_facts]
session_config: {session_expiration_time: 0, carry_over_slots_to_new_session: true}
"""

DATA = """
version: "3.1"
nlu:
  - intent: greet
    examples: |
      - hello
  - intent: find_service
    examples: |
      - food
  - intent: break_it
    examples: |
      - break
  - intent: say_nothing
    examples: |
      - silence
rules:
  - rule: greet back
    steps: [{intent: greet}, {action: utter_greet}]
  - rule: count
    steps: [{intent: find_service}, {action: action_count}]
  - rule: break
    steps: [{intent: break_it}, {action: action_break}]
  - rule: silence
    steps: [{intent: say_nothing}, {action: action_say_nothing}]
"""


class CountNeeds(Action):
    def name(self) -> str:
        return "action_count"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        needs = [*(tracker.get_slot("needs") or []), f"need {tracker.latest_message['text']}"]
        dispatcher.utter_message(text=f"{len(needs)} so far", json_message={"cards": [{"id": "a"}]})
        return [SlotSet("needs", needs)]


class RememberFacts(CountNeeds):
    def name(self) -> str:
        return "action_remember_facts"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        return [SlotSet("needs", [*(tracker.get_slot("needs") or []), "told a person"])]


class Break(CountNeeds):
    def name(self) -> str:
        return "action_break"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        raise OSError("the directory's disk is gone")


class SayNothing(CountNeeds):
    def name(self) -> str:
        return "action_say_nothing"

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any
    ) -> list[dict[str, Any]]:
        return []


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained by Rasa's own command, as an operator would."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "config.yml").write_text(CONFIG)
    (folder / "domain.yml").write_text(DOMAIN)
    (folder / "data").mkdir()
    (folder / "data" / "all.yml").write_text(DATA)
    subprocess.run(
        [sys.executable, "-m", "rasa", "train", "--fixed-model-name", "small"],
        cwd=folder,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false"},
        check=True,
        capture_output=True,
    )
    return folder / "models" / "small.tar.gz"


@pytest.fixture
def small_actions() -> Iterator[None]:
    """The small model's actions take the place of the product's."""
    executor = in_process.executor()
    before = dict(executor.actions)
    for action in (CountNeeds(), RememberFacts(), Break(), SayNothing()):
        executor.actions[action.name()] = action.run
    yield
    executor.actions.clear()
    executor.actions.update(before)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")
    yield opened
    opened.close()
