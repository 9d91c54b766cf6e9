"""While a person has been asked to join and hasn't come yet: "how long will it take", "I'll wait"."""

from __future__ import annotations

import re

from actions.turn import Turn
from bot.language import catalogue, everyday
from bot.triage.hearing import OFFER
from bot.triage.yes_no import yes_or_no

_HOW_LONG = re.compile(
    r"\bhow (?:much )?long(?:er)?\b|\bwhen (?:will|do|does|are|is|r|can) (?:they|someone|somebody|some1|anyone|she|he|"
    r"(?:the |a )?(?:\w+ )?(?:worker|person))\b|\bhow (?:many|much) (?:more )?(?:minutes|mins|hours|time)\b"
    r"|\bstill (?:no ?one|nobody|waiting)\b|\b(?:no ?one|nobody)(?:'?s| has| is)? (?:came|come|coming|here yet|joined|answer\w*)\b"
    r"|\b(?:is|has|will) (?:anyone|anybody|someone|somebody)(?: \w+)? (?:there|coming|come|join\w*)\b"
)
_WAITS = re.compile(
    r"^(?:(?:ok(?:ay)?|yes|yeah|yep|sure|alright|fine|thanks?|thank you|good|cool|then)[\s,.!]+)*"
    r"(?:i'?ll|ill|i will|i'?m|im|i am|i can|we'?ll|we will|happy to)(?: just| be| keep| still| here)*"
    r" wait(?:ing)?(?: here| then| for (?:them|her|him|you|it|someone|somebody))*[\s.!]*$"
)
#: A longer message tells a story ("how long I have been waiting for a house").
_FEW_WORDS = 10
#: "OK then", "alright thanks": all that somebody says who goes on waiting.
_AGREEING = 14
#: Facts that belong to another question ("how long is the wait at the pantry in Footscray").
_SOMETHING_ELSE = ("need", "place")


def is_waiting(turn: Turn) -> bool:
    """Whether a person has been asked to join, and hasn't come yet."""
    return turn.before.consent.get("worker") == "asked for" and turn.before.told is not None


def answer_how_long(turn: Turn) -> bool:
    """Answers "how long?" and "OK, I'll wait" of somebody for whom a person was asked; True if it was that.

    Nobody can say how long, and what was asked of the person before is asked again.
    """
    heard = turn.heard
    if not _somebody_may_come(turn) or heard.is_payload or turn.facts.is_staff:
        return False
    if heard.intent.startswith("danger_") or len(heard.text.split()) > _FEW_WORDS:
        return False
    if any(not one.guessed for kind in _SOMETHING_ELSE for one in heard.wanted_entities(kind)):
        return False
    spoken = catalogue.spoken()
    asks = _HOW_LONG.search(heard.words) or everyday.find("ask.wait", heard.text, spoken)
    if asks and turn.facts.shown and not is_waiting(turn):
        return False  # It may be asked of the services on the screen.
    if not asks and not (_WAITS.match(heard.words) or _says_it_waits(turn)):
        if _only_agrees(turn):
            turn.say("utter_take_your_time")
            return True
        return False
    if turn.before.safe_to_talk == "no" and turn.before.told == "danger" and not is_waiting(turn):
        # On a watched screen it is not said that somebody comes, whom nobody asked for aloud.
        if asks:
            return False
        turn.say("utter_take_your_time")
        return True
    turn.say("utter_how_long")
    turn.ask_again()
    return True


def _somebody_may_come(turn: Turn) -> bool:
    """Whether a person was asked to join, or was told of danger and has not been refused."""
    if is_waiting(turn):
        return True
    return turn.before.told in {"danger", "request"} and turn.before.answers.get(OFFER) != "no"


def _only_agrees(turn: Turn) -> bool:
    """Whether "OK" is all that is said while a person is awaited, and answers nothing."""
    heard = turn.heard
    if not is_waiting(turn) or turn.before.pending or turn.facts.answered or turn.before.shown:
        return False
    if len(heard.text) > _AGREEING or heard.text.rstrip().endswith(("?", "？", "؟")):
        return False
    lead = everyday.yes_or_no(heard.text, catalogue.spoken()) or yes_or_no(heard.words)
    return lead == "yes"


def _says_it_waits(turn: Turn) -> bool:
    """Whether "I'll wait" is said in one of the other languages."""
    text = turn.heard.text
    asks = text.rstrip().endswith(("?", "？", "؟"))
    return not asks and everyday.says("waits", text, catalogue.spoken())
