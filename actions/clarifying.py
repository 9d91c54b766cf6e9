"""A remark that may mean danger: one kind question, and what its answer leads to."""

from __future__ import annotations

import re

from actions import danger, known_danger
from actions.known_danger import Settled
from actions.turn import Turn, clarifying_response
from bot.triage.clarification import is_a_guess, read_clarification, tier_confirmed
from bot.triage.facts import NEED_OF_DOMAIN
from bot.triage.next_move import VIOLENCE, next_move
from bot.triage.next_steps import default_guide
from bot.triage.questions import Question

ADULT = 18
#: Words of somebody who may be a child, or who speaks of one.
_YOUNG = re.compile(
    r"\b(?:1[0-7]|(?:thir|four|fif|six|seven)teen|eleven|twelve|school|year ?(?:[4-9]|1[0-2])|"
    r"mum|mom|dad|parents?|step ?(?:mum|dad)|foster|resi|kids?|child\w*|teen\w*|young|youth)\b"
)
#: Side questions that a plain "no, just an expression" is sometimes taken for.
_SMALL = frozenset({"repeat", "thank", "greet", "ask_why", "bot_challenge"})


def settle_what_is_open(turn: Turn, *, answers_danger: bool, side_question: bool) -> Settled | None:
    """Settles what the last turn left open: 000 that nobody acknowledged, a clarifying question.

    None when the action may answer as usual.
    """
    if turn.before.unacknowledged and not answers_danger:
        settled = known_danger.settle_000(turn)
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
    settled = turn.questions.settled_by(domain, verdict)
    turn.note(answers={**turn.facts.answers, **settled})
    if verdict == "denied":
        turn.open_case("refused", turn.assessment())
        turn.say("utter_clarified")
        return None
    tier = tier_confirmed(domain) if verdict == "confirmed" else "T3"
    turn.facts = turn.facts.raised(domain, tier, f"clarify_{domain}")
    turn.change(alarm=None)
    if tier == "T4":
        danger.respond_to_t4(turn)
        return "done"
    goes_on = danger.respond_to_t3(turn, "danger" if verdict == "confirmed" else "unclear")
    if verdict == "unclear" and next_move(turn.facts, turn.questions).kind == "search":
        goes_on = True  # What was asked for is shown, too: nobody said that they are in danger.
    return "go_on" if goes_on else "done"


def answers_first(turn: Turn, domain: str) -> bool:
    """Whether a remark comes with a need whose answer must not wait for what was meant by it.

    "Power cut off tomorrow" gets where to go about it; whether there is food is asked
    beside the services, once (guide.yml: ``ask_after``). Of the other dangers only a first
    guess of the classifier waits: it stays in the conversation's signs, and a second one asks.
    """
    if turn.facts.pending_clarification:
        return False
    named = set(turn.heard.values("need"))
    if named & set(turn.facts.open_needs) and domain in default_guide().ask_after:
        turn.signal(_after(domain))
        return True
    if f"guessed:{domain}" in turn.facts.signals or not is_a_guess(turn.heard):
        return False
    turn.signal(f"guessed:{domain}")
    return True


def is_answered_by_services(turn: Turn) -> bool:
    """Whether the open remark of a look-up is about money and the like, and the line asks for help with it."""
    domain = str(turn.heard.risk.get("clarify") or "").removeprefix("utter_clarify_")
    return domain in default_guide().ask_after and bool(turn.heard.values("need"))


def ask_after_services(turn: Turn) -> None:
    """The question that was left for after the services, where it is still open."""
    if any("?" in str(message.get("text")) for message in turn.dispatcher.messages):
        return
    for domain in sorted(default_guide().ask_after):
        if _after(domain) not in turn.facts.signals:
            continue
        turn.clear_signal(_after(domain))
        for question in turn.questions.all:
            if question.answer_from(domain, "denied") and _is_unknown(turn, question, domain):
                turn.ask(question)
                return


def _after(domain: str) -> str:
    return f"ask_after:{domain}"


def _is_unknown(turn: Turn, question: Question, domain: str) -> bool:
    """Whether it was neither put nor answered, nor met by looking for that very need."""
    facts = turn.facts
    if question.id in facts.asked or question.id in facts.answers:
        return False
    return NEED_OF_DOMAIN.get(domain) not in facts.needs


def ask_what_was_meant(turn: Turn, domain: str) -> None:
    """One kind question; about violence only where it is known to be safe to talk (X-05)."""
    turn.signal(f"clarified:{domain}")
    if turn.facts.has_companion:
        turn.open_case("unclear", turn.assessment())
        turn.keep_plain()
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
    """Whether they are under 16 is asked only of somebody who may be."""
    if domain != "isolation_young_person":
        return domain
    ages = [int(age) for age in turn.facts.ages if age.isdigit()]
    young = any(age < ADULT for age in ages) or (not ages and _YOUNG.search(turn.heard.words))
    return domain if young else "severe_distress"


def _clarify_if_safe(turn: Turn, domain: str) -> Settled:
    """It is safe: the question itself. It is not, or nobody knows: a worker looks at it."""
    turn.change(clarify_when_safe=None)
    if turn.facts.safe_to_talk == "yes":
        turn.note(pending_clarification=domain)
        turn.say(clarifying_response(domain))
        return "done"
    turn.open_case("unclear", turn.assessment())
    turn.keep_plain()
    return "done"
