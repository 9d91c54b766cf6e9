"""What components leave on a Rasa message for those after them."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.language.encoder import DIMENSIONS, Vector, default_encoder
from bot.nlu.facts import Facts, extract
from bot.nlu.facts.times import today_in
from bot.nlu.grams import FloatArray
from bot.risk.screening import canonical

#: Properties of a message: what rules read; the language as {"code", "confidence",
#: "reliable"}; entities that a correction took back; the assessment of danger; the intent
#: that was understood where danger put another at the head.
FACTS = "facts"
LANGUAGE = "language"
REJECTED = "rejected"
RISK = "risk"
UNDERSTOOD_INTENT = "understood_intent"
#: Sub-needs of the nearest examples with their shares; for components only.
NEAR_SUB_NEEDS = "near_sub_needs"
#: The neighbours themselves (``bot.nlu.neighbours``), for reading a clause; for components only.
POINTS = "points"
#: How many intents the ranking shows.
RANKING = 5


def metadata_of(message: Message) -> dict[str, Any]:
    """What the channel sent along with the message, empty where there was nothing."""
    found = message.get("metadata")
    return found if isinstance(found, dict) else {}


def text_of(message: Message) -> str:
    """The text of a message, empty where it has none (payloads)."""
    return str(message.get(TEXT) or "")


def encoded(text: str) -> Vector:
    """The sentence vector of a text in the canonical form that the risk screen reads.

    One form for both, so that a message is encoded once: it is most of a turn's time.
    """
    return default_encoder().encode(canonical(text))


def vector_of(message: Message) -> Vector:
    """The sentence vector that ``SentenceVectorFeaturizer`` left."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return encoded(text_of(message))
    return np.asarray(sentence.features[0][:DIMENSIONS], dtype=np.float32)


def shares_of(message: Message) -> FloatArray:
    """What ``NeighbourFinder`` left behind the sentence vector, empty where it isn't in the pipeline."""
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        return np.empty(0, np.float32)
    return np.asarray(sentence.features[0][DIMENSIONS:], dtype=np.float32)


def facts_of(message: Message) -> Facts:
    """The facts that ``FactExtractor`` left; read now where it isn't in the pipeline."""
    found = message.get(FACTS)
    return found if isinstance(found, Facts) else read_facts(message)


def read_facts(message: Message) -> Facts:
    """Facts of the text, "today" being the person's day, in the conversation's language."""
    return facts_in(text_of(message), message)


def facts_in(text: str, message: Message) -> Facts:
    """Facts of ``text``, a part of ``message``: on the same day, in the same language."""
    zone = str(metadata_of(message).get("timezone") or "Australia/Sydney")
    language = str(metadata_of(message).get("language") or "en")
    return extract(text, today_in(zone), language)
