"""Makes the next move: asks, clarifies, searches, or offers a person."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from actions import clarifying, danger, results
from actions.turn import Turn
from actions.words import place_words
from bot.language import catalogue
from bot.triage import places
from bot.triage.next_move import MAX_PLACE_MISSES, Move, is_sensitive, next_move
from bot.triage.places import is_exact
from bot.triage.telling import news
from directory import choosing
from directory.places import Place, find_in_text, find_places

#: Buttons for a place that may be several; more than these is a list nobody reads.
MAX_CANDIDATES = 6
#: A longer answer to "where?" is no name of a place.
MAX_NAME = 4
#: A search may be followed by the next need's question, a danger by the search: never more.
MAX_MOVES = 4


def make_move(turn: Turn, depth: int = 0) -> None:
    """Settles the place, decides and does; goes on while nothing waits for the person."""
    _settle_place(turn)
    move = next_move(turn.facts, turn.questions)
    if _MOVES[move.kind](turn, move) and depth < MAX_MOVES:
        make_move(turn, depth + 1)


def _settle_place(turn: Turn) -> None:
    """Asks the map for the place named, or for the words that answer "where?"."""
    facts = turn.facts
    if facts.place_candidates:
        _choose_place(turn, facts.place_candidates)
    elif turn.before.place_candidates and _BESIDE.search(turn.heard.words):
        _choose_place(turn, turn.before.place_candidates)  # The town beside it was taken for it.
    facts = turn.facts
    found = results.settle_place(facts)
    if found is not None:
        _take_places(turn, found)
        if not found and turn.facts.place is None:
            turn.say("utter_place_not_found")
    elif _answers_where(turn):
        found = list(dict.fromkeys(place.id for place in find_places(turn.heard.text)))
        _take_places(turn, found)
        if found:
            turn.change(pending=None, misses=0)
        elif len(turn.heard.words.split()) <= MAX_NAME:
            turn.say("utter_place_not_found")


def _take_places(turn: Turn, found: list[str]) -> None:
    """Notes the place; of several the one that is meant by all that is known, or said twice.

    It is said which one was taken, so that a person can put it right.
    """
    before = turn.before
    taken, same_area = None, False
    if len(found) > 1:
        on_map = [place for name in found if (place := on_the_map(name))]
        left = choosing.restrict(on_map, turn.heard.text)
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
    left = choosing.restrict(on_map, turn.heard.text)
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
    if turn.heard.is_payload or "place" in facts.answers or _said_something_else(turn):
        return False
    if turn.heard.wanted_entities("need"):
        return False  # "I said food" is no town.
    return turn.heard.intent in {
        "inform",
        "find_service",
        "correct",
        "out_of_scope",
        "nlu_fallback",
    }


def _said_something_else(turn: Turn) -> bool:
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


def _ask(turn: Turn, move: Move) -> bool:
    question = move.question
    assert question is not None
    if question.id == "place":
        return _ask_place(turn, move)
    if question.id == "what_help":
        turn.ask(question, _what_help_words(turn))
        return False
    if question.id == "safe_to_talk" and move.needs:
        turn.ask(question, "utter_ask_safe_first")
        return False
    again = f"{question.response}_again"
    put_before = turn.before.pending == question.id and not _said_something_else(turn)
    turn.ask(question, again if put_before and catalogue.has_text(again) else None)
    return False


def _what_help_words(turn: Turn) -> str:
    """How to put "what would help?": not twice the same, and plain where others may read along.

    "Which is closest?" is for a message that was not understood.
    """
    if turn.facts.safe_to_talk == "no":
        plain = "utter_ask_what_help_plain"
        return "utter_take_your_time" if turn.facts.asked_as == plain else plain
    if turn.facts.pending == "what_help" and not news(turn.before, turn.facts):
        ways = ("utter_ask_what_help_again", "utter_ask_what_help_then")
    else:
        ways = ("utter_ask_what_help", "utter_ask_what_help_then")
    return ways[1] if turn.facts.asked_as == ways[0] else ways[0]


def _ask_place(turn: Turn, move: Move) -> bool:
    question = move.question
    assert question is not None
    if turn.facts.near_me:
        turn.change(near_me=False)
        turn.ask(question, "utter_ask_place_near_me")
    elif turn.facts.pending == "place" and not _said_something_else(turn):
        # Asked and not answered: once more in other words, then without a place.
        if turn.facts.place_misses == turn.before.place_misses:
            turn.change(place_misses=turn.facts.place_misses + 1)
        if turn.facts.place_misses >= MAX_PLACE_MISSES:
            return True
        turn.ask(question, "utter_ask_place_again")
    else:
        turn.ask(question)
    return False


def _clarify_place(turn: Turn, move: Move) -> bool:
    if turn.facts.asked_as == _WHICH_AGAIN:
        turn.facts = places.with_places(turn.facts, [turn.facts.place_candidates[0]])
        turn.change(pending=None, misses=0, asked_as=None)
        turn.say("utter_place_taken", place=place_words(turn.facts.place))
        return True
    again = turn.before.asked_as == "utter_ask_which_place" and turn.before.place_candidates
    turn.change(asked_as=_WHICH_AGAIN if again else "utter_ask_which_place")
    candidates = turn.facts.place_candidates[:MAX_CANDIDATES]
    buttons = [{"title": c, "payload": "/inform" + json.dumps({"place": c})} for c in candidates]
    skip = {"title": "", "payload": '/skip_question{"question": "place"}'}
    turn.offer("utter_ask_which_place", [*buttons, skip])
    turn.change(pending="place")
    if "place" not in turn.facts.asked:
        turn.note(asked=(*turn.facts.asked, "place"))
    return False


def _search(turn: Turn, move: Move) -> bool:
    limit = results.CARDS if len(move.needs) == 1 else results.CARDS_OF_SEVERAL
    found = False
    for need in move.needs:
        found = bool(results.show_need(turn, need, limit)) or found
        turn.change(done=(*turn.facts.done, need), current=need, pending=None, misses=0)
        turn.change(looked_at={**turn.facts.looked_at, need: turn.facts.turn})
        _remind_of_000(turn, need)
    if turn.facts.open_needs:
        return True
    if not found:
        _offer_person(turn, move)
    elif not turn.facts.is_staff:
        turn.add_choices("utter_after_services")
    return False


def _remind_of_000(turn: Turn, need: str) -> None:
    """Who got services without being asked about an overdose is told what to do about one."""
    question = turn.questions.get("dag_unwell")
    if question is None or question.need != need or turn.facts.is_staff:
        return
    if turn.facts.tier >= "T3" or question.id in (*turn.facts.answers, *turn.facts.asked):
        return
    if "gambling" in turn.facts.sub_of.values() or "reminded" in turn.facts.signals:
        return
    turn.signal("reminded")
    turn.say("utter_if_unwell")


def _offer_person(turn: Turn, move: Move) -> bool:
    if turn.facts.skips:
        _show_what_needs_no_answer(turn)
    turn.change(skips=0, misses=0)
    question = turn.questions.get("person")
    assert question is not None
    turn.ask(question)
    return False


def _show_what_needs_no_answer(turn: Turn) -> None:
    """Whoever would rather say nothing still gets what can be rung from anywhere."""
    for need in turn.facts.open_needs[:1]:
        if is_sensitive(turn.facts, need) and turn.facts.safe_to_talk == "no":
            return
        results.show_need(turn, need)
        turn.change(done=(*turn.facts.done, need), current=need)


def _keep_plain(turn: Turn, move: Move) -> bool:
    turn.say("utter_keep_plain")
    turn.change(done=(*turn.facts.done, *move.needs))
    return False


def _anything_else(turn: Turn, move: Move) -> bool:
    again = turn.facts.asked_as == "utter_anything_else"
    words = "utter_anything_else_again" if again else "utter_anything_else"
    words = "utter_staff_ready" if turn.facts.is_staff else words
    turn.say(words)
    turn.change(asked_as=words)
    turn.change(pending="what_help", misses=0)
    return False


def _safety(turn: Turn, move: Move) -> bool:
    danger.respond_to_t4(turn)
    return False


def _danger(turn: Turn, move: Move) -> bool:
    return danger.respond_to_t3(turn, "danger")


def _settle_clarification(turn: Turn, move: Move) -> bool:
    return clarifying.settle_clarification(turn) != "done"


_MOVES: dict[str, Callable[[Turn, Move], bool]] = {
    "safety": _safety,
    "danger": _danger,
    "settle_clarification": _settle_clarification,
    "offer_person": _offer_person,
    "keep_plain": _keep_plain,
    "ask": _ask,
    "clarify_place": _clarify_place,
    "search": _search,
    "anything_else": _anything_else,
}
