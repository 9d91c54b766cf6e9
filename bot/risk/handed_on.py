"""A judgement that the gateway hands to Rasa, with what it was made from.

``screen`` is a function of the text and the conversation before it. Where Rasa has the same of
both, judging again would give the same; where anything differs (an answer came between, a
button, a restart), Rasa judges for itself.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bot.risk.assessment import Assessment, Context, Tier
from bot.risk.screening import EARLIER_MESSAGES, ready

INPUTS, FOUND = "inputs", "found"


def fingerprint(text: str, context: Context) -> str:
    """Of everything that ``screen`` reads."""
    read = [
        text,
        context.previous[-EARLIER_MESSAGES:],
        context.pending_clarification,
        str(context.highest),
    ]
    return hashlib.blake2b(json.dumps(read).encode(), digest_size=16).hexdigest()


def hand_on(text: str, context: Context, assessment: Assessment) -> dict[str, Any] | None:
    """``{"inputs", "found"}``, JSON-ready; None where the classifier had no part in it."""
    if ready()["classifier"] != "up":
        return None
    return {INPUTS: fingerprint(text, context), FOUND: assessment.as_dict()}


def take(sent: object, text: str, context: Context) -> dict[str, Any] | None:
    """The assessment in ``sent`` where it is of this very text and conversation, else None."""
    if not isinstance(sent, Mapping) or sent.get(INPUTS) != fingerprint(text, context):
        return None
    found = sent.get(FOUND)
    if not isinstance(found, dict) or found.get("tier") not in Tier.__members__:
        return None
    return found
