"""While a person has been asked to join and hasn't come yet: "how long will it take"."""

from __future__ import annotations

import re

from actions.turn import Turn
from bot.language import catalogue, everyday

_HOW_LONG = re.compile(
    r"\bhow (?:much )?long(?:er)?\b|\bwhen (?:will|do|does|are|is|r|can) (?:they|someone|somebody|some1|anyone|she|he|"
    r"(?:the |a )?(?:\w+ )?(?:worker|person))\b|\bhow (?:many|much) (?:more )?(?:minutes|mins|hours|time)\b"
)
#: A longer message tells a story ("how long I have been waiting for a house").
_FEW_WORDS = 10
#: Facts that belong to another question ("how long is the wait at the pantry in Footscray").
_SOMETHING_ELSE = ("need", "place")


def is_waiting(turn: Turn) -> bool:
    """Whether a person has been asked to join, and hasn't come yet."""
    return turn.before.consent.get("worker") == "asked for" and turn.before.told is not None


def answer_how_long(turn: Turn) -> bool:
    """Answers how long the person who was asked for will be; True when the message asked that.

    Nobody can say how long, and what was asked of the person before is asked again.
    """
    heard = turn.heard
    if not is_waiting(turn) or heard.is_payload or turn.facts.is_staff:
        return False
    if heard.intent.startswith("danger_") or len(heard.text.split()) > _FEW_WORDS:
        return False
    if any(not one.guessed for kind in _SOMETHING_ELSE for one in heard.wanted_entities(kind)):
        return False
    spoken = catalogue.spoken()
    asks = _HOW_LONG.search(heard.words) or everyday.find("ask.wait", heard.text, spoken)
    if not asks:
        return False
    turn.say("utter_how_long")
    turn.ask_again()
    return True
