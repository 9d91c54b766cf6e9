"""The real model, trained from the data as it is (only if it changed) and shared by all tests of a run."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from bot.nlu.model import Understanding
from bot.settings import read_settings
from bot.train import train_if_needed


@pytest.fixture(scope="session")
def model() -> Path:
    """The model of the present inputs; one process trains, others wait for it."""
    models = read_settings().models_dir
    models.mkdir(parents=True, exist_ok=True)
    with (models / ".training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return train_if_needed(models, log=models / "training.log")


@pytest.fixture(scope="session")
def understanding(model: Path) -> Understanding:
    """The NLU half of the model."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    return Understanding(model)
