"""The search index of a first load is made in a process beside it, and without it the load goes on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from directory import Directory, index_process
from directory.bench.country import Country
from directory.bench.files import write_json
from directory.bench.questions import QUESTIONS
from directory.hsds import importing

SIZE = 300


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(importing, "MANY", 1)
    return write_json(tmp_path / "country.jsonl", SIZE)


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were begun."""
    found: list[subprocess.Popen[bytes]] = []
    begin = index_process._begun

    def noted() -> subprocess.Popen[bytes]:
        found.append(begin())
        return found[-1]

    monkeypatch.setattr(index_process, "_begun", noted)
    return found


def test_the_process_ends_with_the_load(
    file: Path, tmp_path: Path, begun: list[subprocess.Popen[bytes]]
) -> None:
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    directory.load(file)
    directory.close()
    (process,) = begun
    assert process.poll() is not None


@pytest.mark.parametrize(
    "instead",
    ["raise SystemExit(3)", "import sys; sys.stdin.buffer.read(100)",
     "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(bytes([9] + 7 * [0] + [1]))"],
    ids=["it never begins", "it stops while listings come", "it stops while parts go back"],
)  # fmt: skip
def test_a_load_whose_process_ends_early_is_whole_and_is_found(
    instead: str, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", instead], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    well = Directory.open(f"sqlite:///{tmp_path}/well.db")
    well.load(file)
    monkeypatch.setattr(index_process, "_begun", broken)
    ill = Directory.open(f"sqlite:///{tmp_path}/ill.db")
    ill.load(file)
    for make in QUESTIONS.values():
        for query in make(Country(1), 10):
            assert ill.search(query) == well.search(query)
    well.close()
    ill.close()


def test_a_load_that_is_broken_off_ends_its_process(
    file: Path,
    tmp_path: Path,
    begun: list[subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(index_process.IndexMaker, "keep", interrupted)
    monkeypatch.setattr(index_process, "CHUNK", 10)
    directory = Directory.open(f"sqlite:///{tmp_path}/d.db")
    with pytest.raises(KeyboardInterrupt):
        directory.load(file)
    directory.close()
    (process,) = begun
    assert process.poll() is not None
