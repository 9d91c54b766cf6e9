"""The course of a conversation: its start, courtesies, going back, starting again, repeating."""

from __future__ import annotations

from typing import Any

from actions.base import DialogueAction
from actions.languages import offer_interpreter
from actions.moves import make_move
from actions.turn import Turn
from bot.triage import Facts
from bot.triage.rewind import gone_back, started_again
from bot.triage.telling import is_how_are_you

_COURTESIES = {
    "greet": "utter_hello",
    "thank": "utter_thanked",
    "goodbye": "utter_goodbye",
    "bot_challenge": "utter_iamabot",
}


class StartConversation(DialogueAction):
    """``start_conversation``: who speaks, what is kept, how to reach a person, is it safe (X-15)."""

    intents = ("start_conversation",)

    answers_danger = True
    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_start_conversation"

    def answer(self, turn: Turn) -> None:
        """Greets; a staff member gets one line."""
        if turn.facts.is_staff:
            turn.say("utter_staff_ready")
            turn.change(pending="what_help")
            return
        turn.say("utter_greet")
        question = turn.questions.get("safe_to_talk")
        assert question is not None
        turn.ask(question)
        turn.change(misses=0)  # The first time is no second time, whoever has greeted before.


class SmallTalk(DialogueAction):
    """Greetings, thanks, goodbyes and "are you a robot?": a short answer, then the thread again."""

    intents = ("greet", "thank", "goodbye", "bot_challenge")

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_small_talk"

    def answer(self, turn: Turn) -> None:
        """Answers in kind; a first hello gets the whole greeting."""
        intent = turn.heard.intent
        if intent != "goodbye":
            offer_interpreter(turn)  # "Hello" may be the first word in another language.
        if intent == "greet" and turn.introduced:
            question = turn.questions.get("safe_to_talk")
            assert question is not None
            turn.ask(question)
            return
        if intent == "greet" and (
            is_how_are_you(turn.heard) or turn.facts.pending == "safe_to_talk"
        ):
            turn.say("utter_small_talk" if is_how_are_you(turn.heard) else "utter_hello")
            if turn.facts.open_needs:
                turn.ask_again()
            else:
                turn.say("utter_what_i_do")
            return
        if intent in {"thank", "greet"} and turn.facts.answered and turn.facts.open_needs:
            make_move(turn)  # "Geelong thanks" answers what was asked.
            return
        turn.say(_COURTESIES.get(intent, "utter_hello"))
        if intent == "goodbye":
            _leave_door_open(turn)
        elif turn.facts.pending or turn.facts.pending_clarification:
            turn.ask_again()
        elif intent == "greet":
            make_move(turn)


def _leave_door_open(turn: Turn) -> None:
    """Somebody who may be in danger ends the contact: a person looks at it (S1-05)."""
    if turn.facts.pending_clarification or turn.facts.tier >= "T3":
        turn.open_case("refused", turn.assessment())
        turn.say("utter_goodbye_in_danger")


class StartAgain(DialogueAction):
    """``start_again``: everything but danger, language and access is forgotten."""

    intents = ("start_again",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_start_again"

    def answer(self, turn: Turn) -> None:
        """Says so and asks what would help."""
        turn.facts = started_again(turn.facts)
        turn.say("utter_started_again")
        make_move(turn)


class GoBack(DialogueAction):
    """``go_back``: the last answer is taken back and its question asked again."""

    intents = ("go_back",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_go_back"

    def answer(self, turn: Turn) -> None:
        """Goes one step back, or says that there is none."""
        earlier = gone_back(turn.facts)
        while earlier is not None and _is_on_the_screen(turn, earlier):
            earlier = gone_back(earlier)  # What changed no list was no step for who looks at it.
        if earlier is None:
            turn.say("utter_nothing_to_go_back_to")
            turn.ask_again()
            return
        turn.facts = earlier
        question = turn.questions.get(earlier.pending)
        if question is None:
            turn.say("utter_gone_back")
            if _shows_a_list(earlier):
                # The list of before, as it was searched for then: without what was shown before it.
                again = {str(earlier.current), *earlier.looked_together}
                turn.change(done=tuple(need for need in earlier.done if need not in again))
                its_own = {str(service["id"]) for service in earlier.on_screen}
                turn.note(shown=tuple(key for key in earlier.shown if key not in its_own))
            make_move(turn)
        else:
            turn.say("utter_gone_back")
            turn.put(question)


def _shows_a_list(facts: Facts) -> bool:
    """Whether what stands on the screen is a list of services, and nothing is left to look for."""
    return bool(facts.current and facts.shown and not facts.open_needs)


def _is_on_the_screen(turn: Turn, earlier: Facts) -> bool:
    """Whether going back to ``earlier`` would bring the very list that is there already.

    An officer's wish is a line of its own, and taken back as one.
    """
    if (
        turn.facts.is_staff
        or turn.questions.get(earlier.pending) is not None
        or not _shows_a_list(earlier)
    ):
        return False
    now = {str(service["id"]) for service in turn.before.on_screen}
    return bool(now) and {str(service["id"]) for service in earlier.on_screen} == now


class Repeat(DialogueAction):
    """``repeat``: the last answer once more, word for word, with its cards and buttons."""

    intents = ("repeat",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_repeat"

    def answer(self, turn: Turn) -> None:
        """Says again what was said before the latest message."""
        said = _said_before(turn)
        for event in said:
            data = event.get("data") or {}
            turn.dispatcher.utter_message(
                text=event.get("text"),
                buttons=data.get("buttons"),
                json_message=data.get("custom") or None,
            )
        if not said:
            make_move(turn)


def _said_before(turn: Turn) -> list[dict[str, Any]]:
    """Bot events between the last two messages of the person, oldest first."""
    said: list[dict[str, Any]] = []
    messages = 0
    for event in reversed(turn.tracker.events or []):
        if event.get("event") == "user":
            messages += 1
            if messages == 2:
                break
        elif event.get("event") == "bot" and messages == 1:
            said.append(event)
    return list(reversed(said))
