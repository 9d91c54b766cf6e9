"""Asking for an interpreter: a request at the desk, wishes without reasons, never a relative."""

from __future__ import annotations

import logging

from actions import resources, results
from actions.languages import ask_which_language, confirm_language
from actions.turn import Turn
from bot.language import interpreting
from bot.language.table import UnknownLanguage, language

logger = logging.getLogger(__name__)

_SIGNED = frozenset({"auslan", "relay"})


def ask_interpreter(turn: Turn) -> None:
    """Notes the wish, puts it at the desk with a case for a worker, and says how it goes on."""
    turn.note(interpreter="wanted")
    wishes = _wishes(turn)
    if ask_which_language(turn):
        _at_the_desk(turn, wishes)
        return
    turn.signal("interpreter")
    if _offers_relative(turn):
        turn.say("utter_no_relative_as_interpreter")
    known = _at_the_desk(turn, wishes)
    if turn.heard.is_payload and turn.heard.first("answer"):
        turn.say("utter_interpreter_wish_noted")
    elif wishes.get("mode") in _SIGNED or {"auslan", "hearing"} & set(turn.facts.accessibility):
        turn.say("utter_auslan")
    else:
        confirm_language(turn)
        _say_how(turn)
        if known and not turn.facts.is_staff and "interpreter_wishes" not in turn.facts.signals:
            turn.signal("interpreter_wishes")
            turn.say("utter_ask_interpreter_wishes")
    turn.ask_again()


def settle_relative(turn: Turn) -> bool:
    """Declines somebody close as the interpreter and asks for a trained one (S4-02)."""
    if turn.facts.is_staff or turn.heard.intent.startswith("danger_"):
        return False
    if turn.before.unacknowledged or not _offers_relative(turn):
        return False  # 000 is never delayed (S4-01).
    ask_interpreter(turn)
    return True


def _offers_relative(turn: Turn) -> bool:
    return interpreting.offers_relative(turn.heard.words)


def _wishes(turn: Turn) -> dict[str, str]:
    wishes = interpreting.read_wishes(turn.heard.words)
    if turn.heard.is_payload:
        wishes |= interpreting.wish(str(turn.heard.first("answer") or ""))
    if "auslan" in turn.facts.accessibility:
        wishes.setdefault("mode", "auslan")
    return wishes


def _at_the_desk(turn: Turn, wishes: dict[str, str]) -> bool:
    """Whether the desk has the request; a worker sees it as a case."""
    if not turn.open_case("request", turn.assessment() if turn.facts.indicators else None):
        return False
    spoken = turn.facts.language if turn.facts.speaks_other_language else turn.facts.speech
    try:
        code = language(str(spoken)).code if spoken and spoken != "en" else ""
    except UnknownLanguage:
        code = ""
    try:
        resources.desk().ask_interpreter(turn.tracker.sender_id, code, wishes)
    except Exception as error:  # an edge of the process: the case is there, the answer must come
        logger.error("interpreter not asked error=%s", type(error).__name__)
        return False
    return True


def _say_how(turn: Turn) -> None:
    """Only with both numbers: the interpreter line asks which organisation to call (S4-04)."""
    line, organization = results.interpreter_contacts(turn)
    if line is None or organization is None:
        turn.say("utter_interpreter_by_person")
        return
    turn.say(
        "utter_interpreter",
        interpreter_name=line.name,
        interpreter_phone=line.phone,
        organization=organization.name,
        organization_phone=organization.phone,
    )
