"""Danger in a message: 000, a social worker now, or one kind question."""

from __future__ import annotations

from actions import clarifying, danger, known_danger
from actions.base import DialogueAction, answer_what_is_asked
from actions.moves import make_move
from actions.turn import Turn
from bot.triage.clarification import only_guessed
from bot.triage.telling import news

#: What a message about danger does that needs no answer beside the one to the danger.
_ASKS_NOTHING = frozenset(
    {
        "affirm",
        "deny",
        "inform",
        "correct",
        "out_of_scope",
        "nlu_fallback",
        "danger_now",
        "danger_serious",
        "danger_unclear",
    }
)


class RespondToDanger(DialogueAction):
    """``danger_now`` and ``danger_serious``: the safety answer before anything else."""

    intents = ("danger_now", "danger_serious")

    answers_danger = True
    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_respond_to_danger"

    def answer(self, turn: Turn) -> None:
        """Answers by the tier of this message; the intent decides when the screen left no tier."""
        turn.change(pending_clarification=None, clarify_when_safe=None)
        tier = str(turn.heard.risk.get("tier") or "")
        if tier == "T4" or turn.heard.intent == "danger_now" or known_danger.is_same_act(turn):
            danger.respond_to_t4(turn)
        elif known_danger.is_told_again(turn):
            danger.respond_again(turn)
            if _asks_for_something(turn):
                answer_what_is_asked(turn)
        elif danger.respond_to_t3(turn, "danger"):
            answer_what_is_asked(turn)


def _asks_for_something(turn: Turn) -> bool:
    """Whether a message about a danger that is known wants something besides."""
    heard = turn.heard
    if turn.facts.answered or news(turn.before, turn.facts):
        return True  # "Albury" goes on with what was asked.
    if heard.act == "find_service":
        named = [need for need in heard.wanted_entities("need") if not need.guessed]
        everyday = [need for need in named if need.value != "crisis_counselling"]
        return bool(everyday) or bool(turn.facts.answered)
    return not heard.is_unsure and heard.act not in _ASKS_NOTHING


class ClarifyDanger(DialogueAction):
    """``danger_unclear``: one kind question; a second open remark counts as serious (S1-14)."""

    intents = ("danger_unclear",)

    answers_danger = True
    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_clarify_danger"

    def answer(self, turn: Turn) -> None:
        """Asks what was meant, once in a conversation and domain."""
        if known_danger.is_same_act(turn):
            danger.respond_to_t4(turn)
            return
        if turn.before.unacknowledged and known_danger.is_denied(turn):
            if known_danger.settle_000(turn) != "done":
                make_move(turn)  # "He's gone now" asks for nothing of its own.
            return
        if turn.facts.is_staff:
            # Staff judge what a customer means; a look-up is no place for a question to them (S3-10).
            if not clarifying.is_answered_by_services(turn):
                turn.say("utter_staff_unclear")
            answer_what_is_asked(turn)
            return
        if turn.heard.act == "request_human" and (
            not turn.heard.is_unsure or only_guessed(turn.heard)
        ):
            answer_what_is_asked(turn)  # A person can ask better, and sees the words.
            return
        response = str(turn.heard.risk.get("clarify") or "")
        domain = response.removeprefix("utter_clarify_") or danger.top_domain(turn)
        if known_danger.is_met_already(turn, domain):
            turn.open_case("unclear", turn.assessment())
            if turn.facts.answered or _asks_for_something(turn):
                answer_what_is_asked(turn)
            else:
                danger.respond_again(turn)
            return
        if clarifying.answers_first(turn, domain):
            answer_what_is_asked(turn)
            return
        if turn.before.warned.get(domain, "T0") >= "T3":
            danger.respond_again(turn)
            if _asks_for_something(turn):
                answer_what_is_asked(turn)
            return
        if turn.before.pending_clarification or f"clarified:{domain}" in turn.facts.signals:
            turn.change(pending_clarification=None)
            if danger.respond_to_t3(turn, "unclear"):
                answer_what_is_asked(turn)
            return
        if danger.screen_is_watched(turn):
            turn.keep_plain()
            turn.open_case("unclear", turn.assessment())
            return
        clarifying.ask_what_was_meant(turn, domain)
