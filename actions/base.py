"""What every action of the dialogue has in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import danger, languages, memory, resources
from actions.moves import make_move
from actions.turn import Turn
from bot.language import catalogue


class DialogueAction(Action, ABC):
    """Hears the message, settles what is open from the turn before, then answers.

    A subclass has a name and ``answer``. Abstract, so that the SDK doesn't
    register it as an action.
    """

    #: Whether this action leaves an open clarifying question open (it is a side question).
    leaves_clarification = False
    #: Whether this action may come before 000 has been acknowledged.
    answers_danger = False

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
        with catalogue.speaking(facts.speech):
            self._speak(turn)
        return memory.slot_events(tracker, turn.facts)

    def _speak(self, turn: Turn) -> None:
        turn.introduce()
        if languages.settle_change(turn):
            return
        first = danger.settle_what_is_open(
            turn, answers_danger=self.answers_danger, side_question=self.leaves_clarification
        )
        if first == "go_on":
            make_move(turn)
        elif first is None:
            self.answer(turn)
