"""What comes in beside the thread: somebody else at the keyboard, sounds, remarks about the world."""

from __future__ import annotations

from actions.known_danger import stays_with_the_offer
from actions.turn import Turn
from bot.triage.next_move import VIOLENCE
from bot.triage.presence import (
    says_hardly_more,
    says_who_was_here_is_back,
    takes_over,
)
from bot.triage.remarks import keeps_the_line_open
from bot.triage.telling import is_how_are_you
from bot.triage.watching import says_nobody_reads


def greet_somebody_else(turn: Turn) -> bool:
    """Somebody else has taken over: nothing of what was said before is shown to them."""
    if "someone_else" not in turn.facts.signals:
        return False
    if "someone_else" in turn.before.signals and not takes_over(turn.before, turn.heard):
        return False
    found = turn.heard.risk.get("indicators") or []
    if any(i.get("domain") != "privacy" and str(i.get("tier")) >= "T3" for i in found):
        said = says_hardly_more(turn.before, turn.heard) and not _speaks_of_more(turn)
        if not said or turn.heard.risk.get("tier") == "T4":
            return False  # A guess from such words alone goes to a person, and to no other text.
    serious = str(turn.heard.risk.get("tier") or "T0") >= "T3"
    if serious or turn.facts.tier >= "T2":
        turn.open_case("danger" if serious else "unclear", turn.assessment())
    turn.say("utter_somebody_else", custom={"safety": True} if serious else None)
    return True


def ask_whether_safe_now(turn: Turn) -> bool:
    """Whoever read along has gone: whether it is safe to talk is asked anew, and nothing shown before."""
    before, heard = turn.before, turn.heard
    back = says_who_was_here_is_back(before, heard)
    # "He has gone to work now", after violence was told and before anybody asked.
    unasked = (
        before.safe_to_talk is None and "T3" in before.warned.values() and VIOLENCE & before.domains
    )
    if not (before.safe_to_talk == "no" or unasked) or turn.facts.is_staff:
        return False
    if turn.facts.safe_to_talk == "yes" and not back:
        return False
    wishes = any(not need.guessed for need in heard.wanted_entities("need"))
    if before.unacknowledged or wishes or _speaks_of_more(turn):
        return False
    # Anybody can say "it's me": what was told before stays untold, and only the way on is open.
    if not back and ("someone_else" in before.signals or not says_nobody_reads(heard)):
        return False
    if heard.intent.startswith("danger_"):
        turn.open_case("danger", turn.assessment())  # A person looks at it, whatever was meant.
    question = turn.questions.get("safe_to_talk")
    assert question is not None
    turn.ask(question)
    return True


def _speaks_of_more(turn: Turn) -> bool:
    """Whether the words speak of danger beyond who reads along, by more than a guess."""
    found = turn.heard.risk.get("indicators") or []
    return any(
        str(sign.get("tier")) >= "T3"
        and sign.get("domain") != "privacy"
        and not str(sign.get("code")).startswith("classifier.")
        for sign in found
    )


def is_only_a_sound(turn: Turn) -> bool:
    """Whether the message is only a sound or a word of waiting, taken for something by a guess."""
    if turn.facts.answered or turn.before.pending_clarification or not turn.heard.is_unsure:
        return False
    return keeps_the_line_open(turn.heard)


def keep_the_line_open(turn: Turn) -> None:
    """A sound or a word of waiting: it is no failure, and what was asked is not put again."""
    question = turn.questions.get(turn.facts.pending)
    turn.change(misses=turn.before.misses)
    waits = question is not None and question.id not in {"what_help", "safe_to_talk"}
    if turn.facts.done and not turn.facts.open_needs and not waits:
        again = turn.facts.asked_as == "utter_anything_else"
        words = "utter_anything_else_again" if again else "utter_anything_else"
        turn.say(words)
        turn.change(asked_as=words, pending="what_help")
        return
    if waits or turn.facts.open_needs:
        turn.say("utter_take_your_time")
        return
    wordless = not any(letter.isalnum() for letter in turn.heard.words)
    if wordless and turn.facts.asked_as == "utter_take_your_time":
        ask = turn.questions.get("what_help")
        assert ask is not None
        turn.ask(ask, "utter_ask_what_help_then")  # Not the same words again: what can be tapped.
        return
    turn.say("utter_take_your_time")
    turn.change(asked_as="utter_take_your_time")


def answer_off_topic(turn: Turn) -> None:
    """Small talk and questions about the world: a friendly word, and what can be done here."""
    if stays_with_the_offer(turn):
        return
    if turn.heard.is_unsure and not turn.facts.open_needs and not turn.facts.is_staff:
        question = turn.questions.get("what_help")
        assert question is not None
        again = turn.facts.asked_as == "utter_ask_what_help_again"
        turn.ask(question, "utter_ask_what_help_then" if again else "utter_ask_what_help_again")
        return
    friendly = "utter_small_talk" if is_how_are_you(turn.heard) else "utter_off_topic"
    if turn.facts.asked_as == friendly:
        friendly = "utter_what_i_do"
    turn.say(friendly)
    if (
        turn.facts.pending not in {None, "safe_to_talk", "what_help", "person"}
        or turn.facts.open_needs
    ):
        turn.ask_again()
    turn.change(asked_as=friendly)
