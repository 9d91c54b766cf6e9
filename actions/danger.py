"""Danger: 000 first and alone, a social worker now, one kind question where the meaning is open."""

from __future__ import annotations

import logging
import re
from typing import Literal

from actions import resources
from actions.results import known_place
from actions.turn import Turn, clarifying_response
from bot.triage.answers import yes_or_no
from bot.triage.clarification import read_clarification
from bot.triage.next_move import VIOLENCE, is_sensitive
from bot.triage.next_steps import default_guide, is_security, may_show_services, next_steps
from bot.triage.watching import is_watched
from directory.search import Card, Query

logger = logging.getLogger(__name__)

#: Messages that show that 000 was seen.
_ACKNOWLEDGING = frozenset(
    {"affirm", "deny", "thank", "goodbye", "request_human", "request_interpreter", "unsafe_to_talk"}
)
#: Of these, messages that want something of their own.
_OWN_ANSWER = frozenset({"request_human", "request_interpreter", "goodbye", "unsafe_to_talk"})
#: Dangers that no helpline answers: the way goes inside.
_NO_HELPLINE = frozenset({"harm_to_others", "privacy"})
#: Crisis lines on one screen.
HELPLINES = 3
#: The record of the line for First Nations people (directory/records/contacts/distress.yml).
FIRST_NATIONS_LINE = "13yarn"
_DISTRESS = frozenset({"suicide_self_harm", "severe_distress"})
_FIRST_NATIONS = re.compile(
    r"\b(?:aboriginal|torres strait|first nations?|indigenous|koori|murri|noongar|nyoongar|nunga|"
    r"palawa|yolngu|anangu|blackf(?:ella|ulla)|our mob|my mob)\b"
)
#: Side questions that a plain "no, just an expression" is sometimes taken for.
_SMALL = frozenset({"repeat", "thank", "greet", "ask_why", "bot_challenge"})
_CALLED = re.compile(
    r"\b(?:called|rang|phoned|ringing|calling|on the phone|on the line|on their way|coming|safe|"
    r"they are here|they're here|got away|outside now)\b"
)

#: What a safety step left to do: nothing, the search that goes on, or (None) the action's own answer.
Settled = Literal["done", "go_on"]


def settle_what_is_open(turn: Turn, *, answers_danger: bool, side_question: bool) -> Settled | None:
    """Settles what the last turn left open: 000 that nobody acknowledged, a clarifying question.

    None when the action may answer as usual.
    """
    if turn.before.unacknowledged and not answers_danger:
        turn.change(unacknowledged=False)
        if not _acknowledges(turn):
            turn.say("utter_after_t4", custom={"safety": True})
            return "done"
        if turn.heard.intent not in _OWN_ANSWER and not turn.facts.is_staff:
            return _after_t4(turn)
        if turn.facts.is_staff and turn.facts.open_needs and not turn.heard.values("need"):
            return "go_on"  # The look-up of the line that held the danger.
    if turn.facts.clarify_when_safe and not side_question:
        return _clarify_if_safe(turn, turn.facts.clarify_when_safe)
    if not turn.facts.pending_clarification:
        return None
    if not side_question:
        return settle_clarification(turn)
    if turn.heard.intent in _SMALL and read_clarification(turn.heard) != "unclear":
        # A plain yes or no, whatever it was taken for.
        return settle_clarification(turn) or "go_on"
    return None


def _after_t4(turn: Turn) -> Settled:
    """000 was seen: a worker knows, and the need that was there before is taken up again."""
    turn.say("utter_acknowledged")
    if turn.facts.open_needs:
        return "go_on"
    question = turn.questions.get("person")
    assert question is not None
    turn.ask(question)
    return "done"


def _acknowledges(turn: Turn) -> bool:
    if turn.heard.is_payload or turn.facts.is_staff:
        return True
    words = turn.heard.words
    if turn.heard.intent in _ACKNOWLEDGING or yes_or_no(words) is not None:
        return True
    return bool(_CALLED.search(words))


def settle_clarification(turn: Turn) -> Settled | None:
    """Reads the answer to a clarifying question; None when it was denied and all goes on as usual.

    Confirmed or unclear is T3. Denied stays on the case list for a person's
    look, and the conversation goes on.
    """
    domain = str(turn.facts.pending_clarification)
    verdict = read_clarification(turn.heard)
    turn.note(pending_clarification=None)
    if verdict == "denied":
        turn.open_case("refused", turn.assessment())
        turn.say("utter_clarified")
        return None
    turn.facts = turn.facts.raised(domain, "T3", f"clarify_{domain}")
    turn.change(alarm=None)
    goes_on = respond_to_t3(turn, "danger" if verdict == "confirmed" else "unclear")
    return "go_on" if goes_on else "done"


def ask_what_was_meant(turn: Turn, domain: str) -> None:
    """One kind question; about violence only where it is known to be safe to talk (X-05)."""
    turn.signal(f"clarified:{domain}")
    if domain in VIOLENCE and turn.facts.safe_to_talk is None and not turn.facts.is_staff:
        question = turn.questions.get("safe_to_talk")
        assert question is not None
        turn.change(clarify_when_safe=domain)
        turn.ask(question, "utter_ask_safe_first")
        return
    turn.note(pending_clarification=domain)
    turn.say(clarifying_response(domain))


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


def respond_to_t4(turn: Turn) -> None:
    """000, first and alone (X-01); on a watched screen neutral words and a silent case (X-01b)."""
    turn.open_case("danger", turn.assessment())
    turn.change(alarm=None, pending=None)
    if screen_is_watched(turn):
        turn.note(safe_to_talk="no")
        turn.say("utter_keep_plain")
        return
    turn.change(unacknowledged=True)
    audience = "staff_" if turn.facts.is_staff else ""
    turn.say_first(
        f"utter_{audience}safety_t4_{top_domain(turn)}",
        f"utter_{audience}safety_t4",
        "utter_safety_t4",
        custom={"safety": True},
    )


def respond_to_t3(turn: Turn, reason: str) -> bool:
    """A social worker now, the case opened; helplines only in addition (S1-01).

    True when the search for a bed, food or care is the help and should go on.
    """
    known = turn.open_case(reason, turn.assessment())
    turn.change(alarm=None)
    domain = top_domain(turn)
    if turn.heard.wanted == "ask_other_person":
        # Somebody who looks for somebody: nothing is confirmed or denied, a person looks at it.
        turn.say("utter_other_person")
        return False
    if screen_is_watched(turn):
        turn.note(safe_to_talk="no")
        needs = turn.facts.open_needs
        everyday = bool(needs) and not is_sensitive(turn.facts, needs[0])
        if not everyday or turn.before.safe_to_talk != "no":
            turn.say("utter_keep_plain")
        return everyday
    if turn.facts.is_staff:
        _say_staff_steps(turn)
        _show_helplines(turn)
        return bool(turn.facts.open_needs) and not is_security(turn.facts)
    if is_security(turn.facts):
        turn.say("utter_safety_security", custom={"safety": True})
        return False
    if turn.facts.speaks_other_language and turn.facts.interpreter is None:
        turn.say("utter_interpreter_first")
        turn.note(interpreter="offered")
    turn.say_first(
        *(() if known else ("utter_desk_down_danger",)),
        f"utter_safety_t3_{domain}",
        "utter_safety_t3",
        custom={"safety": True},
    )
    if domain in default_guide().keep_going and turn.facts.open_needs:
        return True
    turn.change(pending="person", misses=0)
    if turn.heard.wanted == "update_details":
        turn.say("utter_step_unlink_first")
    _show_helplines(turn)
    return False


def _say_staff_steps(turn: Turn) -> None:
    for step in next_steps(turn.facts):
        if step.kind not in {"helpline", "services"}:
            turn.say(step.response)


def _show_helplines(turn: Turn) -> None:
    """Crisis lines for what was said, in addition; nothing when the directory is down.

    Talk of harming others never goes to a helpline (brief, 3.2); lines about
    violence stay off a screen that somebody may be watching (X-05).
    """
    domains = _domains_of_message(turn)
    if not may_show_services(turn.facts) or domains & _NO_HELPLINE:
        return
    unsafe = turn.facts.safe_to_talk != "yes" and not turn.facts.is_staff
    if unsafe and domains & VIOLENCE:
        return
    try:
        own = _line_for_own_people(turn)
        results = resources.directory().search(
            Query(
                situations=frozenset({top_domain(turn)}),
                need="crisis_counselling",
                place=known_place(turn.facts),
                audience="staff" if turn.facts.is_staff else "customer",
                language=turn.facts.language if turn.facts.speaks_other_language else None,
                limit=HELPLINES,
            )
        )
    except Exception as error:  # an edge: the safety words are out, a card is only an extra
        logger.error("helplines not shown error=%s", type(error).__name__)
        return
    found = [c for c in results.cards if c.national or not c.example]
    if own is not None:
        found = [own, *[c for c in found if c.id != own.id]][:HELPLINES]
    cards = [card.as_dict() for card in found]
    if cards:
        turn.say("utter_helplines", custom={"cards": cards})


def _line_for_own_people(turn: Turn) -> Card | None:
    """The crisis line run by and for First Nations people, for somebody who says they are."""
    said_before = turn.facts.wishes.get("worker") == "aboriginal"
    if not said_before and not _FIRST_NATIONS.search(turn.heard.words):
        return None
    if top_domain(turn) not in _DISTRESS:
        return None
    return resources.directory().service(FIRST_NATIONS_LINE)


def _domains_of_message(turn: Turn) -> set[str]:
    found = {str(i.get("domain")) for i in turn.heard.risk.get("indicators") or []}
    return found or set(turn.facts.domains)


def top_domain(turn: Turn) -> str:
    """The domain of the highest indicator of this message, or of the conversation."""
    found = list(turn.heard.risk.get("indicators") or turn.facts.indicators)
    if not found:
        return "severe_distress"
    return str(max(found, key=lambda i: str(i.get("tier", "T0")))["domain"])


def screen_is_watched(turn: Turn) -> bool:
    """Whether somebody may read along: said now, or said before and not taken back."""
    if turn.facts.is_staff:
        return False
    return is_watched(turn.heard) or turn.facts.safe_to_talk == "no"
