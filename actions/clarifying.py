"""A remark that may mean danger: one kind question, and what its answer leads to."""

from __future__ import annotations

from actions import danger
from actions.danger import Settled
from actions.turn import Turn, clarifying_response
from bot.triage.clarification import read_clarification
from bot.triage.next_move import VIOLENCE

ADULT = 18
#: Side questions that a plain "no, just an expression" is sometimes taken for.
_SMALL = frozenset({"repeat", "thank", "greet", "ask_why", "bot_challenge"})


def settle_what_is_open(turn: Turn, *, answers_danger: bool, side_question: bool) -> Settled | None:
    """Settles what the last turn left open: 000 that nobody acknowledged, a clarifying question.

    None when the action may answer as usual.
    """
    if turn.before.unacknowledged and not answers_danger:
        settled = danger.settle_000(turn)
        if settled is not None:
            return settled
    if turn.facts.clarify_when_safe and not side_question:
        return _clarify_if_safe(turn, turn.facts.clarify_when_safe)
    if not turn.facts.pending_clarification:
        return None
    if not side_question:
        return settle_clarification(turn)
    if turn.heard.intent.startswith("danger_"):
        return None
    verdict = read_clarification(turn.heard, str(turn.facts.pending_clarification))
    if verdict == "denied" or (turn.heard.intent in _SMALL and verdict != "unclear"):
        # A plain yes or no, whatever else the message asks for.
        settled = settle_clarification(turn)
        return "go_on" if settled is None and turn.heard.intent in _SMALL else settled
    return None


def settle_clarification(turn: Turn) -> Settled | None:
    """Reads the answer to a clarifying question; None when it was denied and all goes on as usual.

    Confirmed or unclear is T3. Denied stays on the case list for a person's
    look, and the conversation goes on.
    """
    domain = str(turn.facts.pending_clarification)
    verdict = read_clarification(turn.heard, domain)
    turn.note(pending_clarification=None)
    if verdict == "denied":
        turn.open_case("refused", turn.assessment())
        turn.say("utter_clarified")
        return None
    turn.facts = turn.facts.raised(domain, "T3", f"clarify_{domain}")
    turn.change(alarm=None)
    goes_on = danger.respond_to_t3(turn, "danger" if verdict == "confirmed" else "unclear")
    return "go_on" if goes_on else "done"


def ask_what_was_meant(turn: Turn, domain: str) -> None:
    """One kind question; about violence only where it is known to be safe to talk (X-05)."""
    turn.signal(f"clarified:{domain}")
    if turn.facts.has_companion:
        turn.open_case("unclear", turn.assessment())
        turn.say("utter_keep_plain")
        return
    if domain in VIOLENCE and turn.facts.safe_to_talk is None and not turn.facts.is_staff:
        question = turn.questions.get("safe_to_talk")
        assert question is not None
        turn.change(clarify_when_safe=domain)
        turn.ask(question, "utter_ask_safe_first")
        return
    turn.note(pending_clarification=domain)
    turn.say(clarifying_response(_in_words_for(turn, domain)))


def _in_words_for(turn: Turn, domain: str) -> str:
    """Nobody who has told an adult's age is asked whether they are under 16."""
    adult = any(age.isdigit() and int(age) >= ADULT for age in turn.facts.ages)
    return "severe_distress" if domain == "isolation_young_person" and adult else domain


def _clarify_if_safe(turn: Turn, domain: str) -> Settled:
    """It is safe: the question itself. It is not, or nobody knows: a worker looks at it."""
    turn.change(clarify_when_safe=None)
    if turn.facts.safe_to_talk == "yes":
        turn.note(pending_clarification=domain)
        turn.say(clarifying_response(domain))
        return "done"
    turn.open_case("unclear", turn.assessment())
    turn.say("utter_keep_plain")
    return "done"
