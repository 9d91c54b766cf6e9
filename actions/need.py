"""What a person needs: the next question or the next services."""

from __future__ import annotations

from dataclasses import replace

from actions import channels, known_danger, person, results, specialists
from actions.acknowledging import (
    acknowledge,
    corrects_nothing,
    has_become_unsafe,
    says_what_is_known,
)
from actions.asides import answer_off_topic, keep_the_line_open
from actions.base import DialogueAction
from actions.helplines import ask_before_lines, show_lines_that_waited, show_near_by
from actions.interpreters import ask_interpreter, goes_on_for_interpreter, wants_signed
from actions.languages import ask_which_language, offer_interpreter
from actions.moves import make_move
from actions.refining import show_more, wants_more
from actions.turn import Turn
from bot.triage.next_move import is_sensitive
from bot.triage.remarks import is_remark, keeps_the_line_open
from bot.triage.telling import is_how_are_you, news


class TakeNextStep(DialogueAction):
    """Any message that says or answers something: what is known decides what comes next."""

    intents = ("find_service", "inform", "correct", "affirm", "deny", "skip_question")

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_next_step"

    def answer(self, turn: Turn) -> None:
        """Settles an offer of a person, then makes the next move."""
        if person.settle_offer(turn) or specialists.settle_choice(turn):
            return
        if channels.settle_way(turn):
            return
        if _is_half_an_answer(turn):
            question = turn.questions.get(turn.facts.pending)
            assert question is not None
            turn.ask(question)
            return
        if _says_nothing(turn):
            keep_the_line_open(turn)
            return
        if wants_more(turn):
            show_more(turn)
            return
        if corrects_nothing(turn):
            known = turn.before.shown and says_what_is_known(turn)
            turn.say("utter_nothing_changed" if known else "utter_what_to_correct")
            return
        if ask_which_language(turn):
            return
        if wants_signed(turn) or goes_on_for_interpreter(turn):
            ask_interpreter(turn)
            return
        if ask_before_lines(turn) or show_near_by(turn) or show_lines_that_waited(turn):
            return
        if known_danger.stands_where_nobody_knows(turn):
            return
        if _tells_more_of_danger(turn) and known_danger.stays_with_the_offer(turn):
            return
        if _hangs_back(turn) and known_danger.stays_with_the_offer(turn):
            return
        if _tells_the_worker(turn):
            turn.say("utter_interpreter_wish_noted")
            return
        if _tells_what_must_not_show(turn):
            turn.open_case("unclear", turn.assessment())
            turn.keep_plain()
            return
        acknowledge(turn)
        if has_become_unsafe(turn) and not turn.facts.open_needs:
            turn.change(pending=None, misses=0)  # The screen stays plain: no list of needs on it.
            return
        if news(turn.before, turn.facts) and turn.facts.pending == "what_help":
            turn.change(misses=0)
        make_move(turn)


def _is_half_an_answer(turn: Turn) -> bool:
    """Whether a bare yes came to a question that asks which ("a baby, someone pregnant ...?")."""
    question = turn.questions.get(turn.facts.pending)
    if question is None or question.stage != "after" or turn.before.misses:
        return False
    asks_which = question.kind == "options" and question.option("yes") is None
    return asks_which and turn.heard.intent == "affirm" and not news(turn.before, turn.facts)


def _says_nothing(turn: Turn) -> bool:
    """Whether the message is only a sound or a word of waiting, and answers nothing."""
    if turn.facts.answered or turn.before.pending_clarification:
        return False
    return keeps_the_line_open(turn.heard) and not _told_something(turn)


def _tells_more_of_danger(turn: Turn) -> bool:
    """Whether a fact came in place of an answer to the offer of a social worker."""
    facts = turn.facts
    if facts.answered or facts.open_needs or not news(turn.before, facts):
        return False
    return turn.before.pending == "person" and not turn.before.done


def _hangs_back(turn: Turn) -> bool:
    """Whether a word that answers and tells nothing came to the offer of a social worker."""
    facts = turn.facts
    if turn.before.pending != "person" or facts.answered or facts.needs or facts.is_staff:
        return False
    return not news(turn.before, facts) and turn.heard.intent in {"affirm", "deny", "inform"}


def _tells_what_must_not_show(turn: Turn) -> bool:
    """Whether all that is new on a watched screen is a need that nobody else may see (X-05).

    A person looks at it; it is looked for here once it is safe to talk.
    """
    before, facts = turn.before, turn.facts
    watched = facts.safe_to_talk == "no" or facts.has_companion
    new = [need for need in facts.needs if need not in before.needs]
    if not watched or facts.is_staff or not new or not all(is_sensitive(facts, n) for n in new):
        return False
    if news(before, facts) or before.open_needs:
        return False
    turn.change(done=(*before.done, *new))
    turn.note(shown=before.shown, on_screen=before.on_screen)
    return True


def _tells_the_worker(turn: Turn) -> bool:
    """Whether a fact came while a person is awaited, and nothing is looked for beside."""
    facts = turn.facts
    waits = facts.consent.get("worker") == "asked for" and facts.told is not None
    if not waits or facts.needs or facts.answered or facts.is_staff:
        return False
    return bool(news(turn.before, facts))


class ExplainQuestion(DialogueAction):
    """``ask_why``: why the pending question is asked, then the question again."""

    intents = ("ask_why",)

    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_explain_question"

    def answer(self, turn: Turn) -> None:
        """Explains and asks again."""
        question = turn.questions.get(turn.facts.pending)
        if turn.facts.pending_clarification:
            turn.say("utter_explain_clarify")
        elif question is not None:
            turn.say(question.explanation)
        else:
            turn.say("utter_explain_nothing_asked")
        turn.ask_again()


class Fallback(DialogueAction):
    """Not understood: read as an answer if one is due, then one kind question, then a person."""

    intents = ("nlu_fallback", "out_of_scope")

    def name(self) -> str:
        """Name in the domain."""
        return "action_fallback"

    def answer(self, turn: Turn) -> None:
        """Takes what can be taken from the words before saying that they were not understood."""
        if turn.facts.answered or _told_something(turn):
            turn.change(fallbacks=0)
            if not person.settle_offer(turn) and not ask_which_language(turn):
                acknowledge(turn)
                make_move(turn)
            return
        if is_how_are_you(turn.heard):
            answer_off_topic(turn)
            return
        if _says_nothing(turn):
            keep_the_line_open(turn)
            return
        if turn.facts.pending == "place" or turn.facts.place_candidates:
            make_move(turn)
            return
        if wants_more(turn):
            show_more(turn)  # "Anywhere", "whatever you have"
            return
        if turn.facts.is_staff and turn.heard.words:
            results.show_text(turn)
            return
        if is_remark(turn.heard):
            answer_off_topic(turn)
            return
        if known_danger.stays_with_the_offer(turn):
            return
        turn.change(fallbacks=turn.facts.fallbacks + 1)
        if turn.facts.fallbacks >= 2:
            turn.change(fallbacks=0)
            person.offer_person(turn)
            return
        offer_interpreter(turn)
        turn.say("utter_rephrase")
        question = turn.questions.get(turn.facts.pending)
        if question is not None:
            turn.ask_again()


def _told_something(turn: Turn) -> bool:
    """Whether the message added a fact; the language it is written in is none."""
    if news(turn.before, turn.facts) or turn.heard.values("language"):
        return True
    before, facts = replace(turn.before, language=None), replace(turn.facts, language=None)
    return facts.search_key != before.search_key or facts.needs != before.needs
