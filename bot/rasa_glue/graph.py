"""Runs Rasa's graph in an order that is planned once.

Stock Rasa trims the graph, sorts it and hands it to dask anew at every run, three
times a turn. The order never changes while a model is loaded.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import GraphNode
from rasa.engine.runner.dask import DaskGraphRunner


class PlannedRunner(DaskGraphRunner):
    """A graph runner for a loaded model; results and errors as those of its parent."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As the parent's."""
        super().__init__(*args, **kwargs)
        self._plans: dict[tuple[str, ...], list[tuple[str, GraphNode, tuple[str, ...]]]] = {}

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Outputs of ``targets`` (else of the schema's own), by node name."""
        names = tuple(targets or self._graph_schema.target_names)
        if names not in self._plans:
            self._plans[names] = self._plan(names)
        handed: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        clash = handed.keys() & self._instantiated_nodes.keys()
        if clash:
            raise GraphRunError(f"inputs that are called like nodes: {', '.join(sorted(clash))}")
        try:
            for name, node, needs in self._plans[names]:
                handed[name] = node(*(handed.get(need, need) for need in needs))
        except RuntimeError as error:
            raise GraphRunError("Error running runner.") from error
        return dict(handed[name] for name in names)

    def _plan(self, names: tuple[str, ...]) -> list[tuple[str, GraphNode, tuple[str, ...]]]:
        """The nodes that ``names`` need, each after what it needs itself."""
        nodes = self._graph_schema.minimal_graph_schema(list(names)).nodes
        order: list[str] = []

        def visit(name: str) -> None:
            if name in nodes and name not in order:
                for need in nodes[name].needs.values():
                    visit(need)
                order.append(name)

        for name in names:
            visit(name)
        return [
            (name, self._instantiated_nodes[name], tuple(nodes[name].needs.values()))
            for name in order
        ]
