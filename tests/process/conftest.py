"""The running program, started once for each file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.process.program import Program


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    started = Program(tmp_path_factory.mktemp("data"))
    started.wait_until_up()
    yield started
    started.stop()
