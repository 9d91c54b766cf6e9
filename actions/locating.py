"""Where a person means: the place they named, which of several it is, and asking for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from actions import results
from actions.turn import Turn
from actions.words import place_words
from bot.triage import places
from bot.triage.home_until import names_a_later_day
from bot.triage.next_move import MAX_PLACE_MISSES, Move
from bot.triage.places import is_exact
from bot.triage.questions import Question
from bot.triage.remarks import may_be_a_name
from bot.triage.telling import news
from directory import choosing, place_answers
from directory.places import Place, find_in_text, find_places

#: A longer answer to "where?" is no name of a place.
MAX_NAME = 4


def settle_place(turn: Turn) -> None:
    """Asks the map for the place named, or for the words that answer "where?"."""
    facts = turn.facts
    if facts.place_candidates:
        _choose_place(turn, facts.place_candidates)
    elif turn.before.place_candidates and _BESIDE.search(turn.heard.words):
        _choose_place(turn, turn.before.place_candidates)  # The town beside it was taken for it.
    facts = turn.facts
    found = results.places_of(facts)
    if found is not None:
        _take_places(turn, found)
        if not found and turn.facts.place is None:
            turn.say("utter_place_not_found")
    elif _answers_where(turn):
        found = list(dict.fromkeys(place.id for place in find_places(turn.heard.text)))
        if found or _may_be_a_place(turn):
            _take_places(turn, found)
        if found:
            turn.change(pending=None, misses=0)
        elif _may_be_a_place(turn):
            turn.say("utter_place_not_found")


def _take_places(turn: Turn, found: list[str]) -> None:
    """Notes the place; of several the one that is meant by all that is known, or said twice.

    It is said which one was taken, so that a person can put it right.
    """
    before = turn.before
    taken, same_area = None, False
    if len(found) > 1:
        on_map = [place for name in found if (place := on_the_map(name))]
        left = place_answers.restrict(on_map, turn.heard.text)
        near = _other_place(turn, left) or (
            on_the_map(before.place) if is_exact(before.place) else None
        )
        meant = choosing.middle_of(left)
        same_area = meant is not None
        meant = meant or choosing.likely(left, near)
        taken = meant.id if meant else None
        if taken is None and left:
            found = [place.id for place in left]
        if taken is None and set(found) == set(before.place_candidates):
            taken = found[0]
    turn.facts = places.with_places(turn.facts, [taken] if taken else found)
    if taken:
        turn.change(pending=None, misses=0)
        if not same_area:
            turn.say("utter_place_taken", place=place_words(taken))


def on_the_map(name: str | None) -> Place | None:
    """The place of an exact name, or None."""
    return next(iter(find_places(name)), None) if name else None


#: A town that is named only to say which of several places is meant.
_BESIDE = re.compile(r"\b(?:near|by|beside|next to|close to|outside|not far from)\b")


def _choose_place(turn: Turn, names: Sequence[str]) -> None:
    """The candidate that the message chooses: by its state, its postcode, what is near it, or its number."""
    facts = turn.facts
    if turn.heard.is_payload:
        turn.facts = places.settle(facts, turn.heard.words)
        return
    on_map = [place for name in names if (place := on_the_map(name))]
    left = place_answers.restrict(on_map, turn.heard.text)
    if not left or len(left) == len(on_map):
        turn.facts = places.settle(facts, turn.heard.words)
        return
    chosen = choosing.middle_of(left) or choosing.likely(left, _other_place(turn, left))
    if chosen is None and turn.facts.asked_as == _WHICH_AGAIN:
        chosen = left[
            0
        ]  # Asked twice: the first that fits, said aloud, is better than a third time.
    found = [chosen.id] if chosen else [place.id for place in left]
    turn.facts = places.with_places(replace(facts, skips=0, pending=None), found)


#: What is noted once the candidates were shown twice.
_WHICH_AGAIN = "utter_ask_which_place, again"


def _other_place(turn: Turn, left: Sequence[Place]) -> Place | None:
    """A place named beside the one that is shared ("newtown, geelong")."""
    names = {place.name for place in left}
    for mention in find_in_text(turn.heard.text):
        if mention.candidates and mention.candidates[0].name not in names:
            return choosing.likely(mention.candidates) or mention.candidates[0]
    return None


def _answers_where(turn: Turn) -> bool:
    """Whether the words must be the answer to "where?", though no place was understood in them."""
    facts = turn.facts
    if facts.pending != "place" or facts.place or facts.place_candidates or facts.near_me:
        return False
    if turn.heard.is_payload or "place" in facts.answers or said_something_else(turn):
        return False
    if turn.heard.wanted_entities("need"):
        return False  # "I said food" is no town.
    if names_a_later_day(turn.heard):
        return False  # Nor is "next month".
    return turn.heard.intent in {
        "inform",
        "find_service",
        "refine_search",
        "correct",
        "out_of_scope",
        "nlu_fallback",
    }


def _may_be_a_place(turn: Turn) -> bool:
    """Whether words that are not on the map may be meant for a place all the same."""
    if news(turn.before, turn.facts) - {"place"} or turn.facts.amounts != turn.before.amounts:
        return False
    short = len(turn.heard.words.split()) <= MAX_NAME
    return short and may_be_a_name(turn.heard)


def said_something_else(turn: Turn) -> bool:
    """Whether the message told something new, or settled a remark, instead of answering."""
    before, facts = turn.before, turn.facts
    if before.pending_clarification or facts.needs != before.needs:
        return True
    return (facts.people, facts.when, facts.language, facts.sub_needs, facts.accessibility) != (
        before.people,
        before.when,
        before.language,
        before.sub_needs,
        before.accessibility,
    )


def ask_place(turn: Turn, move: Move) -> bool:
    question = move.question
    assert question is not None
    if turn.facts.near_me:
        turn.change(near_me=False)
        turn.ask(question, "utter_ask_place_near_me")
    elif turn.facts.pending == "place" and not turn.before.pending_clarification:
        return _ask_place_again(turn, question)
    else:
        turn.ask(question)
    return False


#: The place in other words.
_PLACE_AGAIN = "utter_ask_place_again"


def _ask_place_again(turn: Turn, question: Question) -> bool:
    """Asked and not answered: once more in other words, then without a place (True).

    What told something else is no miss, but the question is not put a third time either.
    """
    asked_twice = turn.before.asked_as == _PLACE_AGAIN
    missed = turn.facts.place_misses > turn.before.place_misses
    if not missed and (asked_twice or not said_something_else(turn)):
        misses = MAX_PLACE_MISSES if asked_twice else turn.facts.place_misses + 1
        turn.change(place_misses=misses)
    if turn.facts.place_misses >= MAX_PLACE_MISSES:
        return True
    turn.ask(question, _PLACE_AGAIN)
    return False


def clarify_place(turn: Turn, move: Move) -> bool:
    if turn.facts.asked_as == _WHICH_AGAIN:
        turn.facts = places.with_places(turn.facts, [turn.facts.place_candidates[0]])
        turn.change(pending=None, misses=0, asked_as=None)
        turn.say("utter_place_taken", place=place_words(turn.facts.place))
        return True
    again = turn.before.asked_as == "utter_ask_which_place" and turn.before.place_candidates
    turn.change(asked_as=_WHICH_AGAIN if again else "utter_ask_which_place")
    turn.offer_places()
    turn.change(pending="place")
    if "place" not in turn.facts.asked:
        turn.note(asked=(*turn.facts.asked, "place"))
    return False
