"""The rules of data/rules and what the actions say of themselves agree."""

from __future__ import annotations

from pathlib import Path

import yaml
from rasa_sdk.executor import ActionExecutor

from actions.base import DialogueAction

RULES = Path(__file__).resolve().parents[2] / "data" / "rules"


def rules() -> dict[str, str]:
    """Intent -> action."""
    return {
        rule["steps"][0]["intent"]: rule["steps"][1]["action"]
        for path in RULES.glob("*.yml")
        for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]
    }


def test_each_intent_leads_to_the_action_that_says_so() -> None:
    ActionExecutor().register_package("actions")
    told = {intent: action().name() for intent, action in DialogueAction._of_intent.items()}

    assert told == rules()
