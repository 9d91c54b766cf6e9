"""The whole assistant: the trained model, its actions, a directory and a desk on temporary files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.settings import read_settings
from directory import load_shipped

#: A Wednesday at noon in Sydney: social workers answer.
IN_HOURS = datetime(2026, 11, 18, 1, 0, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def whole_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A loaded agent. The model of the present inputs is trained if it isn't there."""
    from actions import resources
    from bot.rasa_glue.launcher import load_agent
    from bot.train import train_if_needed

    folder = tmp_path_factory.mktemp("assistant")
    model = train_if_needed(read_settings().models_dir, log=folder / "train.log")
    settings = {
        "DATABASE_URL": f"sqlite:///{folder / 'desk.db'}",
        "DIRECTORY_URL": f"sqlite:///{folder / 'directory.db'}",
    }
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    load_shipped(settings["DIRECTORY_URL"])
    resources.forget()
    clock = resources.now
    resources.now = lambda: IN_HOURS
    yield load_agent(Path(model), settings=read_settings())
    resources.now = clock
    resources.forget()
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
