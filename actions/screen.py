"""What stands on the screen: the services shown last, and questions that are asked in front of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from actions import resources
from actions.cards import name_and_numbers
from actions.turn import Turn
from bot.triage.telling import news
from directory.search import Card

#: Numbers that are said at once.
_NUMBERS = 3
#: "So how do i get the bond", "is it a loan": a question about what is on the screen, and no new
#: look-up. "What about the lawyer" asks for the list itself.
_A_QUESTION = re.compile(
    r"^(?:(?:so|but|and|ok(?:ay)?|well|yeah|yes|no|then)[\s,]+)*(?!(?:what|how) about\b)(?:how|what|why|when|who|is|are|do|does|did|can|could|will|would|which)\b"
)


def asks_about_the_list(turn: Turn, need: str) -> bool:
    """Whether the message asks about services of ``need`` that are on the screen, and tells nothing new."""
    before, facts = turn.before, turn.facts
    if turn.heard.is_payload or need not in before.done or news(before, facts):
        return False
    if facts.sub_of.get(need) != before.sub_of.get(need) or facts.radius_km != before.radius_km:
        return False
    return bool(_A_QUESTION.match(turn.heard.words)) and turn.heard.act not in {
        "more_results",
        "refine_search",
    }


def on_screen_before(turn: Turn) -> set[str]:
    """Ids of the services that this message was written in front of."""
    return {str(service["id"]) for service in turn.before.on_screen}


def say_who_knows(turn: Turn) -> None:
    """What no record says is asked at the service itself: the numbers of those on the screen."""
    keys = [str(service["id"]) for service in turn.before.on_screen]
    cards = [card for key in keys if (card := resources.directory().service(key)) and card.phones]
    turn.note(on_screen=turn.before.on_screen)
    turn.say("utter_about_ring", list="\n".join(map(name_and_numbers, cards[:_NUMBERS])))


def answer_from_the_screen(turn: Turn) -> bool:
    """A staff line that names nothing to look for ("delivery?") is about what is on the screen."""
    if not turn.facts.is_staff or turn.heard.is_payload or not turn.before.on_screen:
        return False
    if news(turn.before, turn.facts) or turn.heard.values("need"):
        return False
    cards = [c for k in on_screen_before(turn) if (c := resources.directory().service(k))]
    if not any(card.phones for card in cards):
        return False
    say_who_knows(turn)
    return True


def put_on_screen(turn: Turn, cards: Sequence[Card]) -> None:
    """Remembers what is on the screen; lists of one answer stand there together."""
    now = tuple({"id": card.id, "name": card.name} for card in cards)
    same_turn = turn.facts.provenance.get("on_screen") == turn.facts.turn
    turn.note(on_screen=(*(turn.facts.on_screen if same_turn else ()), *now))
