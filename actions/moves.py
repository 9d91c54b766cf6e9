"""Makes the next move: asks, clarifies, searches, or offers a person."""

from __future__ import annotations

from collections.abc import Callable

from actions import clarifying, danger, results, screen
from actions.helplines import show_lines_of_the_state
from actions.locating import ask_place, clarify_place, settle_place
from actions.turn import Turn
from actions.words import place_words
from bot.language import catalogue
from bot.triage.hearing import wants_no_questions
from bot.triage.next_move import Move, is_sensitive, next_move
from bot.triage.places import is_exact
from bot.triage.telling import news

#: A search may be followed by the next need's question, a danger by the search: never more.
MAX_MOVES = 4


def make_move(turn: Turn, depth: int = 0) -> None:
    """Settles the place, decides and does; goes on while nothing waits for the person."""
    settle_place(turn)
    if depth == 0:
        show_lines_of_the_state(turn)
    move = next_move(turn.facts, turn.questions)
    if _MOVES[move.kind](turn, move) and depth < MAX_MOVES:
        make_move(turn, depth + 1)


def _ask(turn: Turn, move: Move) -> bool:
    question = move.question
    assert question is not None
    if question.id == "place":
        return ask_place(turn, move)
    if question.id == "what_help" and turn.facts.is_staff:
        _go_by_the_words(turn)  # No menu for who writes a line and reads a list.
        return False
    if question.id == "what_help":
        turn.ask(question, _what_help_words(turn))
        return False
    if question.id == "safe_to_talk" and move.needs:
        twice = turn.before.asked_as == "utter_ask_safe_first" and not turn.before.place
        if twice and is_exact(turn.facts.place):
            turn.say("utter_place_changed", place=place_words(turn.facts.place))
        turn.ask(question, "utter_ask_safe_first")
        return False
    again = f"{question.response}_again"
    put_before = turn.before.pending == question.id and turn.before.needs == turn.facts.needs
    place = turn.facts.place
    if put_before and not turn.before.place and is_exact(place):
        turn.say("utter_place_changed", place=place_words(place))  # It was heard, if not asked for.
    elif put_before and not catalogue.has_text(again):
        turn.say("utter_once_more")  # Not twice the same words, and nothing else.
    turn.ask(question, again if put_before and catalogue.has_text(again) else None)
    return False


def _go_by_the_words(turn: Turn) -> None:
    """An officer's line in which no need was found is looked up by its words; else a line is waited for."""
    asks = turn.heard.act == "find_service" and not turn.heard.is_payload
    if asks and not _is_empty_again(turn):
        results.show_text(turn)
    else:
        turn.say("utter_staff_ready")


def _is_empty_again(turn: Turn) -> bool:
    """Whether an officer has gone back to before the first line, or cleared what was there."""
    return turn.heard.act in {"go_back", "start_again"}


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


def _search(turn: Turn, move: Move) -> bool:
    limit = results.CARDS if len(move.needs) == 1 else results.CARDS_OF_SEVERAL
    found = False
    for need in move.needs:
        found = bool(results.show_need(turn, need, limit)) or found
        waits = "person" if turn.offers_person else None
        turn.change(done=(*turn.facts.done, need), current=need, pending=waits, misses=0)
        turn.change(looked_at={**turn.facts.looked_at, need: turn.facts.turn})
        _remind_of_000(turn, need)
    if turn.facts.open_needs:
        return True
    if not found:
        _offer_person(turn, move)
    elif not turn.facts.is_staff:
        turn.add_choices("utter_after_services")
        clarifying.ask_after_services(turn)
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
    if _is_offered_already(turn):
        question = turn.questions.get("what_help")
        assert question is not None
        turn.ask(question, _what_help_words(turn))
        return False
    question = turn.questions.get("person")
    assert question is not None
    turn.ask(question)
    return False


def _is_offered_already(turn: Turn) -> bool:
    """Whether the offer of a person was answered just now, or one is on the way."""
    waits = turn.facts.consent.get("worker") == "asked for" and turn.facts.told is not None
    return turn.facts.answered == "person" or waits


def _show_what_needs_no_answer(turn: Turn) -> None:
    """Whoever would rather say nothing still gets what can be rung from anywhere."""
    for need in turn.facts.open_needs[:1]:
        if is_sensitive(turn.facts, need) and turn.facts.safe_to_talk == "no":
            return
        results.show_need(turn, need)
        turn.change(done=(*turn.facts.done, need), current=need)


def _keep_plain(turn: Turn, move: Move) -> bool:
    turn.keep_plain()
    turn.change(done=(*turn.facts.done, *move.needs))
    return False


def _anything_else(turn: Turn, move: Move) -> bool:
    if screen.answer_from_the_screen(turn):
        return False
    again = turn.facts.asked_as == "utter_anything_else" or wants_no_questions(turn.heard)
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
    "clarify_place": clarify_place,
    "search": _search,
    "anything_else": _anything_else,
}
