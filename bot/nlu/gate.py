"""The last graph component: danger comes before whatever else a message does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.messages import (
    LANGUAGE,
    RANKING,
    RISK,
    UNDERSTOOD_INTENT,
    metadata_of,
    text_of,
    vector_of,
)
from bot.risk import Context, Tier, handed_on, screen

#: A button's payload: made by us, not said by a person.
PAYLOAD = re.compile(r"/[a-z_]+(?:\{.*\})?\s*", re.DOTALL)
#: How many of the person's messages before this one the screen reads.
PREVIOUS = 3


def intent_for(assessment: Mapping[str, Any]) -> str | None:
    """The intent that danger puts at the head, None where the understood one stays."""
    tier = Tier.of(assessment["tier"])
    if tier >= Tier.T4:
        return "danger_now"
    if tier >= Tier.T3:
        return "danger_serious"
    return "danger_unclear" if assessment.get("clarify") else None


def context_of(tracker: DialogueStateTracker) -> Context:
    """What the conversation before this message adds: last messages, a question that is open, tier so far."""
    said = [
        str(event.text)
        for event in tracker.applied_events()
        if isinstance(event, UserUttered) and event.text and not PAYLOAD.fullmatch(event.text)
    ]
    tier = tracker.slots["tier"].value if "tier" in tracker.slots else None
    pending = (
        tracker.slots["pending_clarification"].value
        if "pending_clarification" in tracker.slots
        else None
    )
    return Context(
        previous=tuple(said[-PREVIOUS:]),
        pending_clarification=str(pending) if pending else None,
        highest=Tier.of(str(tier)) if tier else Tier.T0,
    )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RiskGate(IntentClassifier, GraphComponent):
    """Screens each message with the same function as the gateway and sets ``risk`` to its assessment.

    What the gateway has found in this very text, with the same conversation before it, is taken
    over (``metadata["screened"]``, see ``bot.risk.handed_on``).

    T4, T3 and an open question about danger become the intents ``danger_now``,
    ``danger_serious`` and ``danger_unclear`` at the head of the ranking; entities stay and
    the understood intent is kept in ``understood_intent``. An error of the screen is not
    caught: the turn fails, and the channel answers with a failure that the gateway sees.
    """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RiskGate:
        """See GraphComponent.create."""
        return cls()

    def process(self, messages: list[Message], tracker: DialogueStateTracker) -> list[Message]:
        """Screens the messages in the light of the conversation in ``tracker``."""
        for message in messages:
            text = text_of(message)
            if PAYLOAD.fullmatch(text):
                continue
            context = context_of(tracker)
            assessment = handed_on.take(metadata_of(message).get("screened"), text, context)
            if assessment is None:
                language = (message.get(LANGUAGE) or {}).get("code")
                assessment = screen(text, language, context, vector_of(message)).as_dict()
            message.set(RISK, assessment, add_to_output=True)
            understood = message.get(INTENT) or {"name": None, "confidence": 0.0}
            message.set(UNDERSTOOD_INTENT, understood, add_to_output=True)
            if name := intent_for(assessment):
                head = {"name": name, "confidence": 1.0}
                message.set(INTENT, head, add_to_output=True)
                ranking = [head, *(message.get("intent_ranking") or [])]
                message.set("intent_ranking", ranking[:RANKING], add_to_output=True)
        return messages
