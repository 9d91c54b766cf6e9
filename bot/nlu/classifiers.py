"""Graph components that are trained: what a message does, and which needs it states."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.facts import Mention
from bot.nlu.intents import ranking, train_intents
from bot.nlu.linear import LinearModel
from bot.nlu.messages import RANKING, facts_of, read_facts, text_of, vector_of
from bot.nlu.needs import ASKING, chances, decide, train_needs

Kind = DefaultV1Recipe.ComponentType


class _Trained:
    """What both trained components share: a linear model in Rasa's model storage."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, model: LinearModel | None = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    def _keep(self, model: LinearModel) -> Resource:
        self._model = model
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        return self._resource

    def _trained_model(self) -> LinearModel:
        if self._model is None:
            raise ValueError(f"{type(self).__name__} has not been trained")
        return self._model


@DefaultV1Recipe.register(Kind.INTENT_CLASSIFIER, is_trainable=True)
class TriageIntentClassifier(_Trained, IntentClassifier, GraphComponent):
    """What a message does, from vector, n-grams and found facts."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TriageIntentClassifier:
        """See GraphComponent.create."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> TriageIntentClassifier:
        """The classifier as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on every example that has an intent."""
        examples = [m for m in training_data.intent_examples if m.get(INTENT) and text_of(m)]
        model = train_intents(
            [text_of(m) for m in examples],
            [vector_of(m) for m in examples],
            [read_facts(m) for m in examples],
            [str(m.get(INTENT)) for m in examples],
        )
        return self._keep(model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking."""
        for message in messages:
            ranked = [
                {"name": name, "confidence": chance}
                for name, chance in ranking(
                    self._trained_model(), text_of(message), vector_of(message), facts_of(message)
                )
            ]
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set("intent_ranking", ranked[:RANKING], add_to_output=True)
        return messages


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=True)
class NeedClassifier(_Trained, EntityExtractorMixin, GraphComponent):
    """Which needs a message states; trained from the ``need`` annotations of the training data."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NeedClassifier:
        """See GraphComponent.create."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NeedClassifier:
        """The classifier as it was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, LinearModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples that ask for something, and on every fourth other as stating no need."""
        said = [m for m in training_data.intent_examples if m.get(INTENT) and text_of(m)]
        others = [m for m in said if m.get(INTENT) != ASKING][::4]
        examples = [m for m in said if m.get(INTENT) == ASKING] + others
        model = train_needs(
            [text_of(m) for m in examples],
            [vector_of(m) for m in examples],
            [read_facts(m) for m in examples],
            [annotated_needs(m) for m in examples],
        )
        return self._keep(model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds ``need`` and ``sub_need`` entities, in order of place."""
        for message in messages:
            text, facts = text_of(message), facts_of(message)
            chance = chances(self._trained_model(), text, vector_of(message), facts)
            ranked = message.get("intent_ranking") or []
            intents = {str(one["name"]): float(one["confidence"]) for one in ranked}
            found: list[Mention] = decide(chance, text, facts, intents)
            entities = [*(message.get(ENTITIES) or []), *(m.as_entity() for m in found)]
            entities.sort(key=lambda entity: (entity["start"], entity["end"]))
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def annotated_needs(message: Message) -> frozenset[str]:
    """The needs that a training example is annotated with."""
    entities = message.get(ENTITIES) or []
    return frozenset(str(e["value"]) for e in entities if e.get("entity") == "need")
