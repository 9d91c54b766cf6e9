"""The language a person names: which one it is, and saying it back."""

from __future__ import annotations

import json

from actions.danger import screen_is_watched
from actions.moves import make_move
from actions.own_language import say_with_language
from actions.turn import Turn, clarifying_response
from actions.words import language_words
from bot.language import catalogue, choice
from bot.language.table import UnknownLanguage, language
from bot.triage.rewind import WHOM_TO_CALL
from bot.triage.speech import wished_language

#: Messages that get the whole answer about interpreters anyway.
_ASKING = frozenset({"request_interpreter", "change_language"})


def settle_change(turn: Turn) -> bool:
    """Goes on in the language that the message asks for, when there are words in it.

    Says so, and says again in that language what waits for an answer: 000 before
    anything else. False when the message asked for no language, or for one that
    only an interpreter speaks.
    """
    heard, facts = turn.heard, turn.facts
    if facts.is_staff or heard.intent.startswith("danger_"):
        return False
    asked = wished_language(turn.before, heard)
    if not asked or choice.writes(str(asked)) != (facts.speech or "en"):
        return False
    if _is_read_in_another(facts.speech) and facts.interpreter is None:
        offer_interpreter(turn)  # "We go on in Hazaragi" would be untrue: what comes is Dari.
    else:
        turn.say("utter_language_changed", language=language_words(facts.speech or "en"))
    if not facts.unacknowledged and not facts.pending_clarification and turn.before.turn:
        offer_interpreter(turn)
    if facts.unacknowledged:
        turn.say("utter_after_t4", custom={"safety": True})
    elif facts.pending_clarification:
        turn.say(clarifying_response(facts.pending_clarification))
    elif set(facts.open_needs) - set(turn.before.needs):
        make_move(turn)  # The message asked for help as well.
    else:
        _go_on(turn)
    return True


def stand_by(turn: Turn) -> None:
    """Says once, in the language that is spoken by now, whom to call and that a person is there.

    Who told of danger in Latin letters, or before they chose a language, has read the safety text
    in English alone. Not where somebody may read along, nor while that is being asked.
    """
    facts = turn.facts
    spoken = f"{WHOM_TO_CALL}{facts.speech or 'en'}"
    if facts.is_staff or spoken in facts.signals:
        return
    said = any("000" in str(message.get("text")) for message in turn.dispatcher.messages)
    if said or facts.warned != turn.before.warned:
        turn.signal(spoken)  # by the gateway, where not by this turn
        return
    if "T3" not in facts.warned.values() or facts.unacknowledged:
        return
    if facts.pending == "safe_to_talk" or screen_is_watched(turn):
        return
    turn.signal(spoken)
    turn.say("utter_t3_stands", custom={"safety": True})


def _go_on(turn: Turn) -> None:
    if turn.before.turn == 0 and not turn.introduced:
        turn.say("utter_greet")
    question = turn.questions.get(turn.facts.pending)
    if question is None:
        make_move(turn)
    elif turn.facts.asked_as == "utter_anything_else":
        turn.say("utter_anything_else")  # What helps most has been said; it is not asked over.
    else:
        turn.put(question)


def ask_which_language(turn: Turn) -> bool:
    """For a name that several languages share ("Chinese"): asks which one, once."""
    spoken = turn.heard.first("language")
    try:
        choices = language(str(spoken)).ask if spoken else ()
    except UnknownLanguage:
        choices = ()
    if not choices or f"which:{spoken}" in turn.facts.signals:
        return False
    turn.signal(f"which:{spoken}")
    turn.note(interpreter=turn.facts.interpreter or "offered")
    turn.change(pending=None if turn.facts.pending == "safe_to_talk" else turn.facts.pending)
    buttons = [
        {"title": language_words(c), "payload": "/inform" + json.dumps({"language": c})}
        for c in choices
    ]
    turn.offer("utter_ask_which_language", buttons)
    return True


def offer_interpreter(turn: Turn) -> None:
    """Offers a free interpreter to whoever prefers another language than English, once.

    Whoever was greeted in a language of ours has read it there; that English
    will do as well is said only where the assistant has no words of the language.
    """
    facts = turn.facts
    if not facts.speaks_other_language or facts.interpreter is not None:
        return
    turn.note(interpreter="offered")
    has_words = facts.speech in catalogue.catalogues()
    if has_words and facts.speech == _greeted_in(turn):
        return
    if not has_words and _is_read_in_another(facts.speech or facts.language):
        # Hazaragi is answered in Dari: the interpreter must be one for Hazaragi.
        named = language_words(facts.speech or facts.language)
        turn.say("utter_language_noted_interpreter", language=named)
        return
    if has_words:
        turn.say("utter_interpreter_any_time")
    else:
        say_with_language(turn, "utter_offer_interpreter")


def _is_read_in_another(code: str | None) -> bool:
    """Whether a language has no words here, but its readers read one that has."""
    try:
        row = language(str(code))
    except UnknownLanguage:
        return False
    return row.code not in catalogue.catalogues() and row.fallback in catalogue.catalogues()


def _greeted_in(turn: Turn) -> str | None:
    metadata = (turn.tracker.latest_message or {}).get("metadata") or {}
    return str(metadata.get("language") or "") if turn.before.turn == 0 else None


def confirm_language(turn: Turn, *, say_how: bool = True) -> None:
    """Says the name of the language back, when one was named; it is not asked for again.

    ``say_how``: whether to say how an interpreter comes, where one is wanted.
    """
    named = turn.heard.first("language")
    if not named or not turn.facts.speaks_other_language:
        return
    new = turn.before.language != turn.facts.language or "language_named" not in turn.facts.signals
    turn.signal("language_named")
    if new:
        wanted = "_interpreter" if turn.facts.interpreter is None else ""
        turn.note(interpreter=turn.facts.interpreter or "offered")
        turn.say(f"utter_language_noted{wanted}", language=language_words(turn.facts.language))
    if say_how and turn.facts.interpreter == "wanted" and turn.heard.intent not in _ASKING:
        turn.say("utter_interpreter_by_person")
