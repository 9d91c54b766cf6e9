"""What a training may take over from the one before it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.train import CACHES, cache_for_inputs


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project of three files: code, an example, a text."""
    for name in ("bot/nlu/linear.py", "data/nlu/search.yml", "domain.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("first", "utf-8")
    return tmp_path


def test_new_code_gets_none_of_what_the_old_code_trained(root: Path) -> None:
    old = cache_for_inputs(root)
    (old / "weights").write_bytes(b"trained by the old code")
    (root / "bot/nlu/linear.py").write_text("second", "utf-8")
    new = cache_for_inputs(root)
    assert not list(new.iterdir())
    assert [path.name for path in (root / CACHES).iterdir()] == [new.name]


@pytest.mark.parametrize("name", ["data/nlu/search.yml", "domain.yml"])
def test_a_new_example_or_text_keeps_what_does_not_hang_on_it(root: Path, name: str) -> None:
    old = cache_for_inputs(root)
    (old / "weights").write_bytes(b"trained by this code")
    (root / name).write_text("second", "utf-8")
    assert cache_for_inputs(root) == old
    assert (old / "weights").exists()
