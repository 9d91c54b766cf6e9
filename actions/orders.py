"""A threat where a court order is known: a team leader hears of it, denied or not (S1-16)."""

from __future__ import annotations

import logging

from actions import resources
from actions.turn import Turn
from bot.triage.next_steps import next_steps

logger = logging.getLogger(__name__)

KIND = "police_notice"
_TOLD, _SAID = f"told:{KIND}", f"said:{KIND}"


def tell_of_a_threat(turn: Turn) -> None:
    """Opens the case and calls the team leader, once; an officer reads that the police are told.

    Silent for customers. Beside 000, which stands alone, the officer reads it in the next turn
    (X-01). A desk that is down is tried again with the next message.
    """
    if not any(step.kind == KIND for step in next_steps(turn.facts)):
        return
    if _TOLD not in turn.facts.signals and _at_the_desk(turn):
        turn.signal(_TOLD)
    if turn.facts.is_staff and not turn.facts.unacknowledged and _SAID not in turn.facts.signals:
        turn.signal(_SAID)
        turn.say(f"utter_step_{KIND}")


def _at_the_desk(turn: Turn) -> bool:
    if not turn.open_case("danger", turn.assessment()):
        return False
    try:
        resources.desk().tell_of_order(turn.tracker.sender_id)
    except Exception as error:  # an edge of the process: what is said must not hang on the desk
        logger.error("team leader not called error=%s", type(error).__name__)
        return False
    return True
