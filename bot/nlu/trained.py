"""What trained graph components share: a model in Rasa's model storage, made once and read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage


class Stored(Protocol):
    """A model that writes itself into a folder; its class has ``load(folder)``."""

    def save(self, folder: Path) -> None:
        """Writes its files."""


ModelT = TypeVar("ModelT", bound=Stored)
SelfT = TypeVar("SelfT", bound="Trained[Any]")


class Trained(GraphComponent, Generic[ModelT]):
    """A component with one model of the class ``model_class``."""

    model_class: ClassVar[Any]

    def __init__(
        self, storage: ModelStorage, resource: Resource, name: str, model: ModelT | None = None
    ) -> None:
        """``name`` is the node's; without ``model`` it can only be trained."""
        self._storage = storage
        self._resource = resource
        self._name = name
        self._model = model

    @classmethod
    def create(
        cls: type[SelfT],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SelfT:
        """See GraphComponent.create."""
        return cls(model_storage, resource, execution_context.node_name)

    @classmethod
    def load(
        cls: type[SelfT],
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SelfT:
        """The component as it was trained."""
        with model_storage.read_from(resource) as folder:
            model = cls.model_class.load(folder)
        return cls(model_storage, resource, execution_context.node_name, model)

    def keep(self, model: ModelT) -> Resource:
        """Stores a model that was just trained."""
        self._model = model
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    @property
    def model(self) -> ModelT:
        """The trained model. Raises ``ValueError`` where there is none."""
        if self._model is None:
            raise ValueError(f"{type(self).__name__} has not been trained")
        return self._model
