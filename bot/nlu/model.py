"""The NLU half of a trained model, without a server or a dialogue."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any


class NoModel(FileNotFoundError):
    """There is no trained model in the folder; ``str()`` says how to get one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no trained model in {folder}. `python -m bot train` or `make run` makes one."
        )


def newest_model(folder: Path) -> Path:
    """The model in ``folder`` that was written last. Raises ``NoModel``."""
    models = sorted(folder.glob("*.tar.gz"), key=lambda path: (path.stat().st_mtime, path.name))
    if not models:
        raise NoModel(folder)
    return models[-1]


class Understanding:
    """Texts in, what the model understands out. Loads in about 3 s, most of it importing Rasa."""

    def __init__(self, model: Path) -> None:
        """Loads the NLU components of ``model`` (a Rasa model archive)."""
        from rasa.engine.graph import ExecutionContext, GraphSchema
        from rasa.engine.runner.dask import DaskGraphRunner
        from rasa.engine.storage.local_model_storage import LocalModelStorage

        # Components keep what they need in memory, so the unpacked files may go again.
        with tempfile.TemporaryDirectory() as folder:
            storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model)
            schema = GraphSchema(_needed(metadata.predict_schema.nodes, metadata.nlu_target))
            self._runner = DaskGraphRunner.create(
                graph_schema=schema,
                model_storage=storage,
                execution_context=ExecutionContext(schema, metadata.model_id),
            )
        self._target = metadata.nlu_target

    def parse(
        self, text: str, metadata: Mapping[str, Any] | None = None, previous: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        """What Rasa would keep of the message: intent, ranking, entities, language, risk, rejected.

        ``metadata`` as the channel sends it; ``previous`` are the person's messages before.
        """
        from rasa.core.channels.channel import UserMessage
        from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
        from rasa.shared.core.events import UserUttered
        from rasa.shared.core.trackers import DialogueStateTracker

        message = UserMessage(text, metadata=dict(metadata or {}))
        message.text = text  # the constructor strips, which would shift offsets
        tracker = DialogueStateTracker.from_events("understand", [UserUttered(t) for t in previous])
        results = self._runner.run(
            inputs={PLACEHOLDER_MESSAGE: [message], PLACEHOLDER_TRACKER: tracker},
            targets=[self._target],
        )
        parsed: dict[str, Any] = results[self._target][0].as_dict(only_output_properties=True)
        return parsed


def _needed(nodes: Mapping[str, Any], target: str) -> dict[str, Any]:
    """The nodes that ``target`` needs, so that nothing of the dialogue is loaded."""
    needed: dict[str, Any] = {}
    waiting = [target]
    while waiting:
        name = waiting.pop()
        if name in nodes and name not in needed:
            needed[name] = nodes[name]
            waiting.extend(nodes[name].needs.values())
    return needed
