"""Says which services have people who speak a language, from their records, or that none is known to."""

from __future__ import annotations

from dataclasses import replace

from actions import resources
from actions.languages import ask_which_language
from actions.results import CARDS, choices, query_for, say_cards
from actions.turn import Turn
from actions.words import language_words
from bot.triage.next_move import is_sensitive
from bot.triage.speakers import asks_who_speaks
from directory.ranking import speaks
from directory.search import Card

#: So many of the best services are looked at for the language.
_LOOKED_AT = 60


def answer_who_speaks(turn: Turn) -> bool:
    """Answers "are there Tamil speakers?" from the records; True when the message asked that.

    Nothing is changed by the question but the language that is noted. None is said where the
    services may not be seen by others, or belong to somebody who wrote here before.
    """
    code = asks_who_speaks(turn.heard)
    if code is None or turn.before.pending_clarification or turn.before.unacknowledged:
        return False
    need = turn.before.current or next(iter(turn.before.open_needs), None)
    if need is None and code == "en":
        return False  # English is what an interpreter would be from.
    if ask_which_language(turn):
        return True  # "Chinese" is not one spoken language.
    if not turn.facts.is_staff:
        turn.note(language=code)
        turn.signal("language_named")
    hidden = turn.facts.safe_to_talk == "no" or turn.facts.has_companion
    if need is None:
        _answer_before_a_need(turn, code)
        return True
    if hidden and is_sensitive(turn.facts, need):
        turn.say("utter_language_noted_interpreter", language=language_words(code))
        turn.note(interpreter=turn.facts.interpreter or "offered")
        turn.ask_again()
        return True
    turn.note(shown=turn.before.shown, on_screen=turn.before.on_screen)
    turn.change(done=turn.before.done, current=turn.before.current)
    cards = _who_speak(turn, need, code)
    turn.note(interpreter=turn.facts.interpreter or "offered")  # Said here, or not asked for.
    if cards:
        say_cards(turn, cards, "utter_speakers", language=language_words(code))
    else:
        turn.say("utter_speakers_none", language=language_words(code))
        turn.say("utter_interpreter_any_time")
    turn.change(misses=turn.before.misses)
    turn.ask_again()
    return True


def _answer_before_a_need(turn: Turn, code: str) -> None:
    """Interpreters are there for whatever it will be; whose own people speak it depends on the need.

    Then the question that was open stands again: nothing else leads on from here.
    """
    turn.say("utter_speakers_later", language=language_words(code))
    turn.note(interpreter=turn.facts.interpreter or "offered")
    turn.change(misses=turn.before.misses)
    question = turn.questions.get(turn.facts.pending)
    if question is None or question.id == "what_help":
        _ask_what_is_needed(turn)
    elif question.id == "safe_to_talk":
        turn.put(question)
    else:
        turn.ask_again()


def _ask_what_is_needed(turn: Turn) -> None:
    if turn.facts.is_staff:
        return  # An officer's next line needs no asking.
    watched = turn.facts.safe_to_talk == "no"
    turn.say("utter_ask_what_help_plain" if watched else "utter_ask_what_help_then")
    turn.change(pending="what_help")


def _who_speak(turn: Turn, need: str, code: str) -> list[Card]:
    query = replace(
        query_for(turn.facts, need, _LOOKED_AT), language=code, open_now=False, exclude=frozenset()
    )
    found = choices(resources.directory().search(query).cards)
    return [card for card in found if speaks(list(card.languages), code)][:CARDS]
