"""The graphs that are kept are those that their scripts write."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest


@pytest.mark.parametrize("room", ["e5", "likeness"])
def test_the_graph_is_what_its_script_writes(room: str, tmp_path: Path) -> None:
    onnx = pytest.importorskip("onnx")
    graph = import_module(f"bot.language.{room}.graph")

    again = tmp_path / graph.GRAPH.name
    graph.write(again)

    written = [onnx.load(str(p), load_external_data=False).graph for p in (again, graph.GRAPH)]
    assert written[0] == written[1]
