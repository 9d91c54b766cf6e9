"""The language a person names: which one it is, and saying it back."""

from __future__ import annotations

import json

from actions.turn import Turn
from actions.words import language_words
from bot.language.table import UnknownLanguage, language

#: Messages that get the whole answer about interpreters anyway.
_ASKING = frozenset({"request_interpreter", "change_language"})


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


def confirm_language(turn: Turn) -> None:
    """Says the name of the language back, when one was named; it is not asked for again."""
    named = turn.heard.first("language")
    if not named or not turn.facts.speaks_other_language:
        return
    new = turn.before.language != turn.facts.language or "language_named" not in turn.facts.signals
    turn.signal("language_named")
    if new:
        wanted = "_interpreter" if turn.facts.interpreter is None else ""
        turn.note(interpreter=turn.facts.interpreter or "offered")
        turn.say(f"utter_language_noted{wanted}", language=language_words(turn.facts.language))
    if turn.facts.interpreter == "wanted" and turn.heard.intent not in _ASKING:
        turn.say("utter_interpreter_by_person")
