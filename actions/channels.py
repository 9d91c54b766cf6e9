"""Ways of help that need no internet: by phone, on paper, with a person, none before the others (S0-06)."""

from __future__ import annotations

from actions.turn import Turn
from bot.triage.channels import is_not_online

#: Told that digital ways are no help: pages on the web alone are left out from then on.
NOT_ONLINE = "not_online"


def offer_ways(turn: Turn) -> None:
    """The three ways once in a conversation, after whatever else was answered; never over danger."""
    if turn.facts.is_staff or turn.facts.tier >= "T3" or turn.heard.is_payload:
        return
    if NOT_ONLINE not in turn.facts.signals or NOT_ONLINE in turn.before.signals:
        return
    turn.say("utter_ask_channel")


def note_not_online(turn: Turn) -> None:
    """Remembers it before the search, so that the search can heed it."""
    if is_not_online(turn.heard.words):
        turn.signal(NOT_ONLINE)


def settle_way(turn: Turn) -> bool:
    """Whether the message chose one of the ways: says how it goes on."""
    if turn.facts.answered != "channel":
        return False
    way = turn.facts.answers["channel"]
    turn.say(f"utter_channel_{way}" if way in {"phone", "paper"} else "utter_noted")
    turn.ask_again()
    return True
