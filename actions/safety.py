"""Danger in a message: 000, a social worker now, or one kind question."""

from __future__ import annotations

from actions import danger
from actions.base import DialogueAction
from actions.moves import make_move
from actions.turn import Turn


class RespondToDanger(DialogueAction):
    """``danger_now`` and ``danger_serious``: the safety answer before anything else."""

    answers_danger = True
    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_respond_to_danger"

    def answer(self, turn: Turn) -> None:
        """Answers by the tier of this message; the intent decides when the screen left no tier."""
        turn.change(pending_clarification=None, clarify_when_safe=None)
        tier = str(turn.heard.risk.get("tier") or "")
        if tier == "T4" or turn.heard.intent == "danger_now":
            danger.respond_to_t4(turn)
        elif danger.respond_to_t3(turn, "danger"):
            make_move(turn)


class ClarifyDanger(DialogueAction):
    """``danger_unclear``: one kind question; a second open remark counts as serious (S1-14)."""

    answers_danger = True
    leaves_clarification = True

    def name(self) -> str:
        """Name in the domain."""
        return "action_clarify_danger"

    def answer(self, turn: Turn) -> None:
        """Asks what was meant, once in a conversation and domain."""
        response = str(turn.heard.risk.get("clarify") or "")
        domain = response.removeprefix("utter_clarify_") or danger.top_domain(turn)
        if turn.before.pending_clarification or f"clarified:{domain}" in turn.facts.signals:
            turn.change(pending_clarification=None)
            if danger.respond_to_t3(turn, "unclear"):
                make_move(turn)
            return
        if danger.screen_is_watched(turn):
            turn.say("utter_keep_plain")
            turn.open_case("unclear", turn.assessment())
            return
        danger.ask_what_was_meant(turn, domain)
