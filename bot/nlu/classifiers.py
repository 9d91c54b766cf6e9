"""Graph components that are trained: near examples, what a message does, and which needs it states."""

from __future__ import annotations

import hashlib
from functools import partial

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.language.detect import detect
from bot.nlu.clauses import Reading
from bot.nlu.facts import Facts, Mention
from bot.nlu.grams import FloatArray
from bot.nlu.intents import confident, ranking, train_intents
from bot.nlu.linear import LinearModel
from bot.nlu.messages import (
    NEAR_SUB_NEEDS,
    POINTS,
    RANKING,
    encoded,
    facts_in,
    facts_of,
    read_facts,
    shares_of,
    text_of,
    vector_of,
)
from bot.nlu.needs import ASKING, beside, chances, decide, train_needs
from bot.nlu.neighbours import Neighbours, learn
from bot.nlu.trained import Trained
from directory import needs as directory_needs

Kind = DefaultV1Recipe.ComponentType
#: Of how many texts that ask for nothing one trains the needs.
OTHERS = 4


def examples_of(training_data: TrainingData) -> list[Message]:
    """The examples that have a text and an intent."""
    return [m for m in training_data.intent_examples if m.get(INTENT) and text_of(m)]


@DefaultV1Recipe.register(Kind.MESSAGE_FEATURIZER, is_trainable=True)
class NeighbourFinder(Trained[Neighbours]):
    """Puts behind the sentence vector what the nearest training examples are (``shares_of``)."""

    model_class = Neighbours

    def train(self, training_data: TrainingData) -> Resource:
        """Keeps every example with an intent as a point."""
        examples = examples_of(training_data)
        return self.keep(
            learn(
                [vector_of(m) for m in examples],
                [detect(text_of(m)).code for m in examples],
                [outcomes_of(m) for m in examples],
            )
        )

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Adds the shares of each example's neighbours, itself left out."""
        for message in training_data.training_examples:
            if text_of(message):
                self._add(message, but_itself=True)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds the shares of each message."""
        for message in messages:
            shares = self._add(message, but_itself=False)
            near = self.model.of_kind("sub_need", shares)
            message.set(NEAR_SUB_NEEDS, near)
            message.set(POINTS, self.model)
        return messages

    def _add(self, message: Message, *, but_itself: bool) -> FloatArray:
        shares = self.model.shares(vector_of(message), but_itself=but_itself)
        row = shares.reshape(1, -1)
        message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._name))
        return shares


@DefaultV1Recipe.register(Kind.INTENT_CLASSIFIER, is_trainable=True)
class TriageIntentClassifier(Trained[LinearModel], IntentClassifier):
    """What a message does, from vector, neighbours, n-grams and found facts."""

    model_class = LinearModel

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on every example that has an intent."""
        examples = examples_of(training_data)
        model = train_intents(
            [text_of(m) for m in examples],
            [vector_of(m) for m in examples],
            [read_facts(m) for m in examples],
            [shares_of(m) for m in examples],
            [str(m.get(INTENT)) for m in examples],
        )
        return self.keep(model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets intent and ranking; "nlu_fallback" at the head where a text is like nothing known."""
        for message in messages:
            text, facts, shares = text_of(message), facts_of(message), shares_of(message)
            found = ranking(self.model, text, vector_of(message), facts, shares)
            found = confident(self.model, found, text, facts)
            ranked = [{"name": name, "confidence": chance} for name, chance in found]
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set("intent_ranking", ranked[:RANKING], add_to_output=True)
        return messages


@DefaultV1Recipe.register(Kind.ENTITY_EXTRACTOR, is_trainable=True)
class NeedClassifier(Trained[LinearModel], EntityExtractorMixin):
    """Which needs a message states; trained from the annotations of the training data."""

    model_class = LinearModel

    def train(self, training_data: TrainingData) -> Resource:
        """Trains on all examples that ask for something, and on a quarter of the others as stating no need."""
        said = examples_of(training_data)
        others = [m for m in said if m.get(INTENT) != ASKING and is_drawn(text_of(m))]
        examples = [m for m in said if m.get(INTENT) == ASKING] + others
        model = train_needs(
            [text_of(m) for m in examples],
            [vector_of(m) for m in examples],
            [read_facts(m) for m in examples],
            [shares_of(m) for m in examples],
            [annotated_needs(m) for m in examples],
        )
        return self.keep(model)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds ``need`` and ``sub_need`` entities, in order of place."""
        for message in messages:
            text, facts, shares = text_of(message), facts_of(message), shares_of(message)
            found = chances(self.model, text, vector_of(message), facts, shares)
            ranked = message.get("intent_ranking") or []
            intents = {str(one["name"]): float(one["confidence"]) for one in ranked}
            near = message.get(NEAR_SUB_NEEDS) or {}
            kept: list[Mention] = decide(found, text, facts, intents, near)
            points = message.get(POINTS)
            if isinstance(points, Neighbours):
                read = partial(self._read, points=points, message=message)
                kept = beside(kept, found, text, facts, intents, read)
            entities = [*(message.get(ENTITIES) or []), *(m.as_entity() for m in kept)]
            entities.sort(key=lambda entity: (entity["start"], entity["end"]))
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _read(self, clause: str, *, points: Neighbours, message: Message) -> Reading:
        """What one clause of ``message`` says, by a vector of its own."""
        vector = encoded(clause)
        shares = points.shares(vector)
        facts = facts_in(clause, message)
        chance = chances(self.model, clause, vector, facts, shares)
        return Reading(chance, points.of_kind("sub_need", shares))


def is_drawn(text: str) -> bool:
    """Whether a text that asks for nothing trains the needs: one in ``OTHERS``.

    By the text alone, so that a new example leaves the draw of all others as it was.
    """
    return hashlib.blake2b(text.encode(), digest_size=4).digest()[0] % OTHERS == 0


def annotated_needs(message: Message) -> frozenset[str]:
    """The needs that a training example is annotated with, by themselves or by a sub-need."""
    subs = (directory_needs.sub_need(code) for code in annotated(message, "sub_need"))
    return annotated(message, "need") | {sub.need for sub in subs if sub}


def annotated(message: Message, entity: str) -> frozenset[str]:
    """The values of ``entity`` in the annotations of a training example."""
    entities = message.get(ENTITIES) or []
    return frozenset(str(e["value"]) for e in entities if e.get("entity") == entity)


def outcomes_of(message: Message) -> frozenset[str]:
    """What an example is, as labels of ``Neighbours``; sub-needs also where the lexicon reads one of its needs."""
    needs = annotated_needs(message)
    facts: Facts = read_facts(message)
    read = {sub for code in facts.values("sub_need") if (sub := directory_needs.sub_need(code))}
    subs = annotated(message, "sub_need") | {sub.code for sub in read if sub.need in needs}
    return frozenset(
        {f"intent:{message.get(INTENT)}"}
        | {f"need:{code}" for code in needs}
        | {f"sub_need:{code}" for code in subs}
    )
