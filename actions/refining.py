"""Results made narrower, wider or more: "closer", "open now", "anything else"."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import person, results
from actions.base import DialogueAction
from actions.moves import make_move
from actions.screen import on_screen_before
from actions.turn import Turn
from bot.triage.next_move import follow_up
from bot.triage.refine import asks_wider, is_wider, widened
from bot.triage.telling import asks_for_more, news


def wants_more(turn: Turn) -> bool:
    """Whether "go on", "next" or a yes to "would you like to go on?" came after results."""
    before, facts = turn.before, turn.facts
    if not before.shown or facts.open_needs or facts.needs != before.needs:
        return False
    if news(before, facts) or before.pending not in {None, "what_help"}:
        return False
    if before.pending is None and turn.heard.intent == "affirm":
        return True
    return asks_for_more(turn.heard) or is_wider(turn.heard)


class RefineSearch(DialogueAction):
    """``refine_search``: the same need, narrower: by what was said, or by one more question."""

    intents = ("refine_search",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_refine_search"

    def answer(self, turn: Turn) -> None:
        """Searches again with what was said; without a hint asks the next narrowing question."""
        facts = turn.facts
        if facts.open_needs or not facts.current:
            make_move(turn)
            return
        question = None if facts.is_staff else follow_up(facts, turn.questions)
        if question is not None and (turn.heard.is_payload or _narrows_nothing(turn)):
            if turn.heard.is_payload or _NARROWS.search(turn.heard.words):
                turn.ask(question)
            else:
                turn.say("utter_what_would_suit")  # "Near the station" is no wish to be asked.
            return
        if asks_wider(turn.heard) and _is_all_there_is(turn):
            show_more(turn)
            return
        again = {facts.current, *facts.looked_together}
        turn.change(done=tuple(n for n in facts.done if n not in again))
        turn.note(shown=())
        make_move(turn)


_NARROWS = re.compile(
    r"\b(?:narrow\w*|filter\w*|fewer|refin\w*|too many|shorter|cut (?:it|them) down)\b"
)


def _narrows_nothing(turn: Turn) -> bool:
    """Whether a wish to narrow names nothing to narrow by ("narrow it down")."""
    return turn.facts.search_key == turn.before.search_key and not turn.heard.entities


def _is_all_there_is(turn: Turn) -> bool:
    """Whether the widest search for what was looked for last ends with the list on the screen."""
    facts = turn.facts
    if turn.before.search_key == facts.search_key:
        return True
    left = tuple(n for n in facts.done if n != facts.current)
    looked = replace(facts.note(shown=()), done=left)
    cards, _ = results.search(looked, facts.current, results.CARDS)
    return {card.id for card in results.choices(cards.cards)} == on_screen_before(turn)


class MoreResults(DialogueAction):
    """``more_results``: services that have not been shown yet, then wider, then a person."""

    intents = ("more_results",)

    def name(self) -> str:
        """Name in the domain."""
        return "action_more_results"

    def answer(self, turn: Turn) -> None:
        """Shows the next services for the need that was shown last."""
        show_more(turn)


def show_more(turn: Turn) -> None:
    """The next services of the need that was shown last; then farther away; then a person."""
    need = turn.facts.current
    if turn.facts.open_needs or not need:
        make_move(turn)
        return
    anything = is_wider(turn.heard)
    if turn.before.asked_as == results.NOTHING_NEARER:
        # Offered when nothing was nearer: farther away, by phone, and of other kinds.
        turn.facts, anything = widened(turn.facts), True
        turn.change(asked_as=None)
    if anything and results.search(turn.facts, need, results.CARDS, anything=True)[0].cards:
        results.show_need(turn, need, anything=True)
        if not turn.facts.is_staff:
            turn.add_choices("utter_after_services")
        return
    wider = widened(turn.facts)
    if wider != turn.facts and not results.search(turn.facts, need, results.CARDS)[0].cards:
        turn.facts = wider
    if results.show_need(turn, need):
        if not turn.facts.is_staff:
            turn.add_choices("utter_after_services")
    elif turn.facts.is_staff:
        turn.say("utter_staff_ready")
    elif turn.before.pending == "person":
        turn.say("utter_anything_else")
        turn.change(pending="what_help", misses=0)
    else:
        turn.facts = wider
        person.offer_person(turn)
