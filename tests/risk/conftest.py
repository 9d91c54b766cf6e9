"""What tests of the phrases share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.risk.indicators import HERE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the phrases that a test may change."""
    for name in ("words.yml", "meaning.yml", "words_near.txt"):
        shutil.copy(HERE / name, tmp_path / name)
    shutil.copytree(HERE / "indicators", tmp_path / "indicators")
    return tmp_path
