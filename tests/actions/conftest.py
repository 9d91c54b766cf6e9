"""Actions with a real desk on a temporary file and a directory of a few cards."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.utils import all_subclasses

from actions import resources
from bot.desk import Desk
from directory import Directory
from tests.actions.conversation import Conversation, ListedDirectory, card

#: A Wednesday at noon in Sydney: social workers answer.
IN_HOURS = datetime(2026, 11, 18, 1, 0, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock; it stands in office hours at first."""

    def stand_at(moment: datetime) -> None:
        monkeypatch.setattr(resources, "now", lambda: moment)

    stand_at(IN_HOURS)
    return stand_at


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Directory]:
    """The shipped records, loaded once a file of tests."""
    directory = Directory.open(f"sqlite:///{tmp_path_factory.mktemp('directory') / 'd.db'}")
    assert directory.load_shipped()
    yield directory
    directory.close()


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> ListedDirectory:
    listed = ListedDirectory()
    listed.by_need = {
        "emergency_relief": [card("Food Store"), card("Soup Van"), card("Pantry")],
        "accommodation": [card("Bed Line", national=True), card("House of Rooms")],
        "transport": [card("Community Bus")],
        "community_legal_health": [card("Teeth Clinic"), card("Legal Centre")],
        "crisis_counselling": [card("Talk Line", national=True)],
        None: [card("TIS National"), card("Talk Line", national=True)],
    }
    monkeypatch.setattr(resources, "directory", lambda: listed)
    return listed


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    opened = Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")
    monkeypatch.setattr(resources, "desk", lambda: opened)
    yield opened
    opened.close()


@pytest.fixture
def conversation(directory: ListedDirectory, desk: Desk) -> Callable[..., Conversation]:
    executor = ActionExecutor()
    executor.register_package("actions")
    # Other tests define actions of the same names, and the SDK registers every class it can see.
    for cls in all_subclasses(Action):
        if cls.__module__.startswith("actions.") and not inspect.isabstract(cls):
            executor.register_action(cls())
    actions = {
        name: run.__self__
        for name, run in executor.actions.items()
        if type(run.__self__).__module__.startswith("actions.")
    }

    def begin(shell: bool = False, **metadata: Any) -> Conversation:
        """Through the gateway, which has greeted; or in ``rasa shell``, where nobody has."""
        return Conversation(actions, {} if shell else {"audience": "customer", **metadata})

    return begin


@pytest.fixture
def real_directory(
    conversation: Callable[..., Conversation], shipped: Directory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The conversation's listed directory gives way to the shipped records."""
    monkeypatch.setattr(resources, "directory", lambda: shipped)
