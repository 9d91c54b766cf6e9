"""Says back what a message changed, so that a person can see that it was heard."""

from __future__ import annotations

from actions.guidance import say_payment_steps
from actions.languages import confirm_language, offer_interpreter
from actions.turn import Turn
from actions.words import need_words, people_words, place_words
from bot.triage.next_move import next_need
from bot.triage.places import is_exact
from bot.triage.telling import news

#: From here on "what should I change?" is a fair answer to a correction that changes nothing.
SURELY_CORRECTS = 0.7


def has_become_unsafe(turn: Turn) -> bool:
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


def corrects_nothing(turn: Turn) -> bool:
    """Whether a correction was heard, but not what should change."""
    before, facts = turn.before, turn.facts
    sure = turn.heard.confidence >= SURELY_CORRECTS
    if turn.heard.intent != "correct" or not sure or facts.answered or before.pending_clarification:
        return False
    if before.place_candidates:
        return False  # "The Victorian one" chooses.
    return facts.needs == before.needs and facts.search_key == before.search_key


def says_what_is_known(turn: Turn) -> bool:
    """Whether a correction names what was looked for already ("no i said power bill")."""
    heard, facts = turn.heard, turn.facts
    named = [str(need.value) for need in heard.wanted_entities("need") if not need.guessed]
    return bool(named or heard.values("place")) and (
        set(named) <= set(facts.looked_together) and set(heard.values("place")) <= {facts.place}
    )


def acknowledge(turn: Turn) -> None:
    """Says back what changed, so that a person can see that it was heard."""
    before, facts = turn.before, turn.facts
    if facts.is_staff:
        return
    if has_become_unsafe(turn):
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
