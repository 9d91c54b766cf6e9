"""What every action of the dialogue has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import (
    about_services,
    asides,
    channels,
    clarifying,
    consent,
    elsewhere,
    helplines,
    interpreters,
    known_danger,
    languages,
    memory,
    named_services,
    orders,
    resources,
    scores,
    self_service,
    speakers,
    specialists,
    waiting,
)
from actions.moves import make_move
from actions.turn import Turn
from bot.language import catalogue
from bot.language.elsewhere import told_elsewhere
from bot.triage.whereabouts import whereabouts

#: Beside danger these are no question of their own.
_NOTHING_ASKED = frozenset({"", "out_of_scope", "nlu_fallback"})


class DialogueAction(Action, ABC):
    """Hears the message, settles what is open from the turn before, then answers.

    A subclass has a name and ``answer``. Abstract, so that the SDK doesn't
    register it as an action.
    """

    #: The intents whose rule names this action (data/rules).
    intents: ClassVar[tuple[str, ...]] = ()
    _of_intent: ClassVar[dict[str, type[DialogueAction]]] = {}
    #: Whether this action leaves an open clarifying question open (it is a side question).
    leaves_clarification = False
    #: Whether this action may come before 000 has been acknowledged.
    answers_danger = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Keeps which action answers which intent."""
        super().__init_subclass__(**kwargs)
        for intent in cls.__dict__.get("intents", ()):
            DialogueAction._of_intent[intent] = cls

    @abstractmethod
    def answer(self, turn: Turn) -> None:
        """Says and notes what this action is for."""

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Mapping[str, Any]
    ) -> list[EventType]:
        """Rasa's door. Raises what the directory raises: a turn that fails is tried again."""
        questions = resources.questions()
        before, facts, heard = memory.recall(tracker, questions)
        turn = Turn(dispatcher, tracker, before, facts, heard, questions)
        beside = facts.interpreter == "present"
        with catalogue.speaking(facts.speech, beside=beside), told_elsewhere(whereabouts(facts)):
            channels.note_not_online(turn)
            self._speak(turn)
            languages.stand_by(turn)
            orders.tell_of_a_threat(turn)
            channels.offer_ways(turn)
            specialists.suggest(turn)
        return memory.slot_events(tracker, turn.facts)

    def _speak(self, turn: Turn) -> None:
        turn.introduce()
        turn.welcome_back()
        if asides.greet_somebody_else(turn) or speakers.answer_who_speaks(turn):
            return
        if languages.settle_change(turn):
            return
        if interpreters.settle_relative(turn) or interpreters.settle_presence(turn):
            return
        if interpreters.note_wish_after_asking(turn):
            return
        action = self
        if turn.heard.intent != memory.intent_of(turn.tracker):
            # The rule went by the classifier's guess; the open question made more of it.
            action = DialogueAction._of_intent[turn.heard.intent]()
        if known_danger.settle_taken_back(turn) or known_danger.settle_seen_again(turn):
            return
        if known_danger.settle_unheard(turn) or asides.ask_whether_safe_now(turn):
            return
        first = clarifying.settle_what_is_open(
            turn, answers_danger=action.answers_danger, side_question=action.leaves_clarification
        )
        if first == "go_on":
            make_move(turn)
        elif first is None and not (consent.withdraw(turn) or consent.give_later(turn)):
            if helplines.answer_with_numbers(turn) or waiting.answer_how_long(turn):
                return
            if scores.answer_with_no_score(turn):
                return
            if self_service.answer_about_self_service(turn):
                return
            if named_services.answer_about_a_named_service(turn):
                return
            if about_services.answer_about_services(turn) or elsewhere.send_elsewhere(turn):
                return
            if asides.is_only_a_sound(turn):
                asides.keep_the_line_open(turn)
            else:
                action.answer(turn)


def answer_what_is_asked(turn: Turn) -> None:
    """Answers what the message asks for beside the danger it speaks of; the search goes on otherwise."""
    act = turn.heard.act
    found = DialogueAction._of_intent.get(act)
    if found is None or act.startswith("danger_") or act in _NOTHING_ASKED:
        make_move(turn)
        return
    turn.heard = replace(turn.heard, intent=act)
    found().answer(turn)
