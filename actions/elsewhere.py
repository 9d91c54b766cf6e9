"""An enquiry for another body: who it is, by name, and what to do next (S2-11)."""

from __future__ import annotations

from actions.turn import Turn
from bot.triage.elsewhere import destination_of
from bot.triage.places import state_of

#: Acts such an enquiry is taken for; whatever else was meant has an answer of its own.
_TAKEN_FOR = frozenset(
    {"out_of_scope", "nlu_fallback", "find_service", "inform", "ask_payment", "update_details"}
)


def send_elsewhere(turn: Turn) -> bool:
    """Names who looks after it; True when the message was such an enquiry.

    A message that names a need of ours, or answers a question, is no such enquiry.
    """
    heard = turn.heard
    if heard.is_payload or heard.act not in _TAKEN_FOR or turn.facts.answered:
        return False
    if any(not need.guessed for need in heard.wanted_entities("need")):
        return False
    name = destination_of(heard.words, state_of(turn.facts.place) or "")
    if name is None:
        return False
    before = turn.before
    turn.note(needs=before.needs, sub_needs=before.sub_needs)
    turn.change(done=before.done, words_of=before.words_of, sub_of=before.sub_of)
    turn.say("utter_elsewhere_staff" if turn.facts.is_staff else "utter_elsewhere", name=name)
    return True
