"""Plays the stories of this folder through the whole assistant.

``rasa test core`` checks that intents lead to actions. Here the same stories
are typed in as a person would: the model understands them, the actions answer,
the desk and the directory are real. What is expected of each turn stands in
the story's ``metadata``:

    says        names of responses that are said, in this order (``*`` at the end: any variant)
    not_says    names of responses that are not said
    cards       whether there are service cards
    safety      whether the answer is marked as a safety answer
    only        how many things are said
    facts       slots and their values afterwards
    facts_has   slots that are lists, and what is in them
    or          another action that does as well (a narrowing may be taken for a fact)
    case        reason or tier of the case that is open afterwards
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.language import catalogue
from tests.actions.conversation import as_pattern

HERE = Path(__file__).parent


def stories() -> list[Any]:
    """Every story of the folder, with its topic and sentence as the test's name."""
    found = []
    for path in sorted(HERE.glob("test_*.yml")):
        for story in yaml.safe_load(path.read_text(encoding="utf-8"))["stories"]:
            topic = path.stem.removeprefix("test_")
            found.append(pytest.param(story, id=f"{topic}: {story['story']}"))
    return found


def turns(story: dict[str, Any]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """What is typed, its intent, the action it leads to, and what is expected."""
    steps = story["steps"]
    expected = story["metadata"]["turns"]
    typed = [step for step in steps if "intent" in step]
    done = [step for step in steps if "action" in step]
    assert len(typed) == len(done) == len(expected), "one action and one expectation a turn"
    return [
        (said["user"], said["intent"], did["action"], wanted)
        for said, did, wanted in zip(typed, done, expected, strict=True)
    ]


def is_said(response: str, texts: list[str]) -> bool:
    """Whether one of ``texts`` is ``response``, whatever fills its placeholders."""
    names = [response]
    if response.endswith("*"):
        names = [n for n in catalogue.responses() if n.startswith(response[:-1])]
    return any(as_pattern(name).fullmatch(text) for name in names for text in texts)


def actions_of_turn(tracker: Any) -> list[str]:
    """Our actions since the latest message."""
    names: list[str] = []
    for event in reversed(tracker.events):
        if event.type_name == "user":
            break
        if event.type_name == "action" and event.action_name not in {
            "action_listen",
            "action_extract_slots",
        }:
            names.append(event.action_name)
    return list(reversed(names))


@pytest.mark.parametrize("story", stories())
async def test_conversation(whole_assistant: Any, story: dict[str, Any]) -> None:
    from actions import resources
    from bot.rasa_glue.turn import take_turn

    sender = re.sub(r"\W+", "-", story["story"]).lower()
    metadata = {"audience": story["metadata"].get("audience", "customer"), "language": "en"}
    if story["metadata"].get("channel") == "shell":
        metadata = {}
    for number, (typed, _, action, wanted) in enumerate(turns(story)):
        message = {"payload": typed} if typed.startswith("/") else {"text": typed}
        answer = await take_turn(
            whole_assistant, sender, f"{sender}-{number}", metadata=metadata, **message
        )
        tracker = await whole_assistant.tracker_store.retrieve(sender)
        where = f"{typed!r} (understood as {answer.intent}): {[r['text'] for r in answer.replies]}"

        assert actions_of_turn(tracker) in ([action], [wanted.get("or")]), where
        check(answer, wanted, tracker, where)
        if "case" in wanted:
            case = resources.desk().open_case_of(sender)
            assert case is not None, where
            assert wanted["case"] in (case.reason, case.tier), where


def check(answer: Any, wanted: dict[str, Any], tracker: Any, where: str) -> None:
    """Holds one turn against what its story expects."""
    texts = [reply["text"] for reply in answer.replies]
    positions = []
    for response in wanted.get("says", []):
        assert is_said(response, texts), f"{response} is not said after {where}"
        positions.append(next(i for i, text in enumerate(texts) if is_said(response, [text])))
    assert positions == sorted(positions), where
    for response in wanted.get("not_says", []):
        assert not is_said(response, texts), where
    if "cards" in wanted:
        assert any(reply["cards"] for reply in answer.replies) is wanted["cards"], where
    if "safety" in wanted:
        assert answer.replies[0]["safety"] is wanted["safety"], where
    if "only" in wanted:
        assert len(texts) == wanted["only"], where
    for name, value in wanted.get("facts", {}).items():
        assert tracker.get_slot(name) == value, f"{name} after {where}"
    for name, value in wanted.get("facts_has", {}).items():
        assert value in tracker.get_slot(name), f"{name} after {where}"


def test_at_least_a_hundred_and_fifty_conversations_are_told() -> None:
    assert len(stories()) >= 150
