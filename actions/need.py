"""What a person needs: the next question or the next services."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import known_danger, person, results
from actions.asides import answer_off_topic, keep_the_line_open
from actions.base import DialogueAction
from actions.guidance import say_payment_steps
from actions.interpreters import ask_interpreter, goes_on_for_interpreter, wants_signed
from actions.languages import ask_which_language, confirm_language, offer_interpreter
from actions.moves import make_move
from actions.turn import Turn
from actions.words import need_words, people_words, place_words
from bot.triage.next_move import follow_up, next_need
from bot.triage.places import is_exact
from bot.triage.refine import is_wider, widened
from bot.triage.remarks import is_remark, keeps_the_line_open
from bot.triage.telling import asks_for_more, is_how_are_you, news

#: From here on "what should I change?" is a fair answer to a correction that changes nothing.
SURELY_CORRECTS = 0.7


class TakeNextStep(DialogueAction):
    """Any message that says or answers something: what is known decides what comes next."""

    intents = ("find_service", "inform", "correct", "affirm", "deny", "skip_question")

    def name(self) -> str:
        """Name in the domain."""
        return "action_take_next_step"

    def answer(self, turn: Turn) -> None:
        """Settles an offer of a person, then makes the next move."""
        if person.settle_offer(turn):
            return
        if _is_half_an_answer(turn):
            question = turn.questions.get(turn.facts.pending)
            assert question is not None
            turn.ask(question)
            return
        if _says_nothing(turn):
            keep_the_line_open(turn)
            return
        if _wants_more(turn):
            show_more(turn)
            return
        if _corrects_nothing(turn):
            known = turn.before.shown and _says_what_is_known(turn)
            turn.say("utter_nothing_changed" if known else "utter_what_to_correct")
            return
        if ask_which_language(turn):
            return
        if wants_signed(turn) or goes_on_for_interpreter(turn):
            ask_interpreter(turn)
            return
        if _tells_more_of_danger(turn) and known_danger.stays_with_the_offer(turn):
            return
        if _hangs_back(turn) and known_danger.stays_with_the_offer(turn):
            return
        if _tells_the_worker(turn):
            turn.say("utter_interpreter_wish_noted")
            return
        _acknowledge(turn)
        if _has_become_unsafe(turn) and not turn.facts.open_needs:
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


def _wants_more(turn: Turn) -> bool:
    """Whether "go on", "next" or a yes to "would you like to go on?" came after results."""
    before, facts = turn.before, turn.facts
    if not before.shown or facts.open_needs or facts.needs != before.needs:
        return False
    if news(before, facts) or before.pending not in {None, "what_help"}:
        return False
    if before.pending is None and turn.heard.intent == "affirm":
        return True
    return asks_for_more(turn.heard) or is_wider(turn.heard)


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


def _tells_the_worker(turn: Turn) -> bool:
    """Whether a fact came while a person is awaited, and nothing is looked for beside."""
    facts = turn.facts
    waits = facts.consent.get("worker") == "asked for" and facts.told is not None
    if not waits or facts.needs or facts.answered or facts.is_staff:
        return False
    return bool(news(turn.before, facts))


def _has_become_unsafe(turn: Turn) -> bool:
    return turn.facts.safe_to_talk == "no" and turn.before.safe_to_talk != "no"


def _say_what_was_noted(turn: Turn) -> None:
    """Before the open question: facts that came without a need were heard, too."""
    before, facts = turn.before, turn.facts
    told = news(before, facts)
    waits_for_place = facts.pending == "place" and "place" not in told
    if (facts.needs and not waits_for_place) or facts.answered == "place" or not told:
        return
    alone = set(facts.people) <= {"self", "alone"}  # "For me" needs no saying back.
    people = people_words(facts.people) if facts.people != before.people and not alone else ""
    if "place" in told and facts.place and is_exact(facts.place):
        turn.say("utter_place_changed", place=place_words(facts.place))
    elif people and facts.safe_to_talk != "no":
        turn.say("utter_people_noted", people=people)
    elif told - {"safe_to_talk", "place", *(("people",) if alone else ())}:
        turn.say("utter_noted")


def _corrects_nothing(turn: Turn) -> bool:
    """Whether a correction was heard, but not what should change."""
    before, facts = turn.before, turn.facts
    sure = turn.heard.confidence >= SURELY_CORRECTS
    if turn.heard.intent != "correct" or not sure or facts.answered or before.pending_clarification:
        return False
    if before.place_candidates:
        return False  # "The Victorian one" chooses.
    return facts.needs == before.needs and facts.search_key == before.search_key


def _says_what_is_known(turn: Turn) -> bool:
    """Whether a correction names what was looked for already ("no i said power bill")."""
    heard, facts = turn.heard, turn.facts
    named = [str(need.value) for need in heard.wanted_entities("need") if not need.guessed]
    return bool(named or heard.values("place")) and (
        set(named) <= set(facts.looked_together) and set(heard.values("place")) <= {facts.place}
    )


def _acknowledge(turn: Turn) -> None:
    """Says back what changed, so that a person can see that it was heard."""
    before, facts = turn.before, turn.facts
    if facts.is_staff:
        return
    if _has_become_unsafe(turn):
        turn.keep_plain()
    confirm_language(turn)
    _say_what_was_noted(turn)
    moved = before.place and facts.place and facts.place != before.place and facts.open_needs
    if moved and is_exact(facts.place):
        turn.say("utter_place_changed", place=place_words(facts.place))
    new = [n for n in facts.needs if n not in before.needs]
    dropped = [n for n in before.needs if n not in facts.needs]
    if before.needs and new and dropped:
        turn.say("utter_need_changed", need=need_words(new[0]))
    elif dropped and not facts.open_needs:
        turn.say("utter_need_dropped", need=need_words(dropped[0]))
    elif before.open_needs and new and new[0] != next_need(facts):
        turn.say("utter_need_noted", need=need_words(new[0]))
    if "centrelink" in facts.sub_needs and "centrelink" not in before.sub_needs:
        say_payment_steps(turn)  # S3-12, whatever else is found for it.
    offer_interpreter(turn)
    if _is_real_risk(turn):
        turn.signal("worker_offered")
        turn.change(offered_in=turn.facts.turn)
        turn.say("utter_offer_worker")


def _is_real_risk(turn: Turn) -> bool:
    """Whether this message is T2, nobody has been offered yet, and no stranger reads along."""
    if str(turn.heard.risk.get("tier")) != "T2" or turn.facts.safe_to_talk == "no":
        return False
    return turn.facts.told is None and "worker_offered" not in turn.facts.signals


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
    if is_wider(turn.heard) and results.show_need(turn, need, anything=True):
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
                _acknowledge(turn)
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
        if turn.facts.is_staff and turn.heard.words:
            results.show_text(turn)
            return
        if _wants_more(turn):
            show_more(turn)
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
