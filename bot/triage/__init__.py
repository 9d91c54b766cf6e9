"""Decides next steps from what is known: plain values in, plain values out.

Nothing here knows Rasa, HTTP, the desk's tables or the directory. A message is
heard (``hear``), what is known grows (``Facts``), and the one thing to do next
follows (``next_move``); ``next_steps`` says which routes are open and which
are blocked, with the rule ids.
"""

from bot.triage.facts import Facts
from bot.triage.hearing import hear
from bot.triage.next_move import Move, next_move
from bot.triage.next_steps import NextStep, next_steps, when_not_to_refer
from bot.triage.understood import Entity, Understood
from bot.triage.weighing import weighed

__all__ = [
    "Entity",
    "Facts",
    "Move",
    "NextStep",
    "Understood",
    "hear",
    "next_move",
    "next_steps",
    "weighed",
    "when_not_to_refer",
]
