"""A person: asked for, offered, refused, joining and leaving; interpreters; complaints."""

from __future__ import annotations

from actions import consent, known_danger
from actions.base import DialogueAction
from actions.interpreters import ask_interpreter
from actions.languages import offer_interpreter
from actions.moves import make_move
from actions.turn import Turn
from actions.waiting import is_waiting
from bot.language import catalogue, everyday
from bot.triage.hearing import OFFER
from bot.triage.questions import SKIPPED
from bot.triage.yes_no import yes_or_no


def offer_person(turn: Turn) -> None:
    """Asks whether a person should join."""
    question = turn.questions.get("person")
    assert question is not None
    turn.change(pending=None)
    turn.ask(question)


def settle_offer(turn: Turn) -> bool:
    """Acts on the answer to the offer of a person, or about consent; True when that was all."""
    if consent.settle(turn):
        return not turn.facts.open_needs
    if turn.facts.answered != "person":
        return False
    if turn.facts.answers.get("person") == "yes":
        hand_over(turn)
        return not (turn.heard.values("need") and turn.facts.open_needs)
    if _is_undecided(turn) and known_danger.stays_with_the_offer(turn):
        return True
    if turn.facts.tier >= "T3":
        # Refused, and at risk: a person looks at it all the same (S1-05).
        turn.open_case("refused", turn.assessment())
        turn.say("utter_refused_worker")
    else:
        turn.say("utter_no_person_wanted")
    return False


def _is_undecided(turn: Turn) -> bool:
    """Whether "I don't know" came to the offer: that is neither yes nor no, and the offer stands."""
    if turn.heard.is_payload or turn.facts.answers.get(OFFER) != SKIPPED:
        return False
    lead = everyday.yes_or_no(turn.heard.text, catalogue.spoken()) or yes_or_no(turn.heard.words)
    return lead == "unsure"


def hand_over(turn: Turn) -> None:
    """Puts the conversation in the queue with everything known, and says what happens now."""
    waits = is_waiting(turn)
    turn.note(consent={**turn.facts.consent, "worker": "asked for"})
    assessment = turn.assessment() if turn.facts.indicators else None
    if not turn.open_case("request", assessment):
        turn.say("utter_desk_down")
        return
    if waits:
        turn.say("utter_handed_over_again")
        return
    turn.say("utter_handed_over")
    offer_interpreter(turn)
    consent.ask(turn)


class HandOver(DialogueAction):
    """``request_human``."""

    intents = ("request_human",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_hand_over"

    def answer(self, turn: Turn) -> None:
        """Opens the case; an open clarifying question goes along as serious (S1-14)."""
        domain = turn.facts.pending_clarification or turn.facts.clarify_when_safe
        if domain:
            turn.change(pending_clarification=None, clarify_when_safe=None)
            turn.facts = turn.facts.raised(domain, "T3", f"clarify_{domain}")
            turn.change(alarm=None)
        if not is_waiting(turn):
            turn.change(pending=None)
        hand_over(turn)


class WorkerReturned(DialogueAction):
    """``worker_returned``: a worker has handed the conversation back; everything said is known."""

    intents = ("worker_returned",)

    leaves_clarification = True
    answers_danger = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_worker_returned"

    def answer(self, turn: Turn) -> None:
        """Goes on where things stand; a worker has looked, so nothing is left to settle."""
        turn.change(
            pending_clarification=None,
            clarify_when_safe=None,
            told=None,
            consent={k: v for k, v in turn.facts.consent.items() if k != "worker"},
            unacknowledged=False,
            pending=None,
            misses=0,
            alarm=None,
        )
        turn.say("utter_worker_left")
        if turn.facts.open_needs:
            make_move(turn)
        elif turn.facts.needs:
            turn.say("utter_anything_else")
            turn.change(pending="what_help", asked_as="utter_anything_else")


class RememberFacts(DialogueAction):
    """Runs while a person has the conversation: remembers, says nothing."""

    leaves_clarification = True
    answers_danger = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_remember_facts"

    def answer(self, turn: Turn) -> None:
        """Keeps what was said; it answered the worker, not a question of the assistant's.

        A need that the worker was told of is the worker's: it isn't looked for afterwards.
        """
        waiting = turn.before.open_needs
        turn.change(pending=turn.before.pending, alarm=None)
        turn.change(done=tuple(n for n in turn.facts.needs if n not in waiting))


class RequestInterpreter(DialogueAction):
    """``request_interpreter``, ``change_language``: a free interpreter, never a relative (S4-02)."""

    intents = ("request_interpreter", "change_language")

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_request_interpreter"

    def answer(self, turn: Turn) -> None:
        """TIS with the name and number of who it should call (S4-04), and a request at the desk."""
        ask_interpreter(turn)


class Complaint(DialogueAction):
    """``complain``: the complaint path and nothing outside the agency (S1-12)."""

    intents = ("complain",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_complaint"

    def answer(self, turn: Turn) -> None:
        """Says how to complain and offers a person."""
        again = "complaint" in turn.before.signals and not turn.facts.open_needs
        turn.signal("complaint")
        turn.say("utter_complaint_again" if again else "utter_step_complaint")
        if turn.facts.pending in {None, "safe_to_talk", "what_help"}:
            turn.change(pending="person", misses=0)
        turn.ask_again_unless("person")
