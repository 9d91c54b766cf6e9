"""An officer asks for a score or a level of risk: none is computed, people judge (S2-07, S3-05)."""

from __future__ import annotations

import re

from actions.turn import Turn

#: The tools' names, or a score, rating or level of risk; "high risk pregnancy" is a matter of health.
_SCORE = re.compile(
    r"\b(?:dv-?sat|maram|dash|c-?ssrs)\b|\b(?:risk|danger|threat|lethality) (?:score|rating|level|category|assessment|rank\w*)s?\b|"
    r"\b(?:score|rate|rank|grade) (?:the |this |that |her |his |their )?(?:risk|danger|threat|client|customer|person|him|her|them)\b|"
    r"\b(?:what|how) (?:did|does|do|would) (?:she|he|they|it|this|the \w+) (?:score|rate|rank)\b|\bwhat(?:'?s| is| was) (?:her|his|their|the) (?:score|rating)\b|"
    r"\b(?:high|medium|moderate|low)(?:er|est)?[- ]risk\b(?! (?:pregnan\w*|birth))|\bhow (?:risky|dangerous|high a risk)\b"
)


def answer_with_no_score(turn: Turn) -> bool:
    """Says that nothing is scored here and who judges; True when an officer's line asked for it."""
    heard = turn.heard
    if not turn.facts.is_staff or heard.is_payload or heard.intent.startswith("danger_"):
        return False
    if not _SCORE.search(heard.words):
        return False
    if any(not need.guessed for need in heard.wanted_entities("need")):
        return False  # A line that looks for something, "housing for high risk clients".
    before = turn.before
    turn.note(needs=before.needs, sub_needs=before.sub_needs)
    turn.change(done=before.done, words_of=before.words_of, sub_of=before.sub_of)
    turn.say("utter_staff_no_score")
    return True
