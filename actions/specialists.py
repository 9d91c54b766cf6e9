"""Colleagues an officer may consult: suggested with reasons, at most a few, chosen by the officer."""

from __future__ import annotations

from typing import Any

from actions.results import known_place
from actions.turn import Turn
from actions.words import listed
from bot.language import catalogue
from bot.triage.next_steps import NextStep, default_guide, next_steps
from bot.triage.questions import SKIPPED

#: Kind of step -> the answer that chooses it (questions.yml: consult).
_CHOICES = {"consult_ceo": "ceo", "consult_mso": "mso", "refugee_session": "refugee_session"}


def suggest(turn: Turn) -> None:
    """Says which colleagues fit, best first, once for a customer; the officer chooses (S0-01 to S0-07).

    Nothing while danger is on the table: then the first answer is another (S0-02).
    """
    if not turn.facts.is_staff or turn.heard.is_payload:
        return
    steps = [step for step in next_steps(turn.facts) if step.specialist]
    new = [s for s in steps if f"suggested:{s.kind}" not in turn.facts.signals]
    if not new:
        return
    for step in new:
        turn.signal(f"suggested:{step.kind}")
        turn.say(step.response, **_values(turn, step))
    chosen = {_CHOICES[step.kind] for step in steps}
    buttons = catalogue.buttons("utter_ask_consult")
    turn.offer("utter_ask_consult", [b for b in buttons if _answer(b["payload"]) in {*chosen, ""}])


def settle_choice(turn: Turn) -> bool:
    """Whether the message chose among the colleagues: says what follows, and decides nothing."""
    if turn.facts.answered != "consult":
        return False
    choice = turn.facts.answers["consult"]
    turn.say(f"utter_staff_consult_{'nobody' if choice == SKIPPED else choice}")
    return True


def _values(turn: Turn, step: NextStep) -> dict[str, Any]:
    why = listed([catalogue.text(f"utter_staff_because_{reason}") for reason in step.reasons])
    if step.kind != "consult_ceo":
        return {"why": why}
    place = known_place(turn.facts)
    suburb = place.name if place else catalogue.text("utter_staff_their_suburb")
    return {"why": why, "locator": default_guide().office_locator, "suburb": suburb}


def _answer(payload: str) -> str:
    """The answer in a button's payload; empty for the one that leaves the question."""
    return payload.rsplit('"answer": "', 1)[1].rstrip('"}') if '"answer"' in payload else ""
