"""What is said beside a phrase that "not", "years ago" or "what if" has lowered.

"I'm not leaving him, I just need the bleeding looked at", "slept rough last year, got a unit, lost
it Friday": the lowering words belong to one clause. Who reads the whole takes them for all of it,
so the clauses without the lowered phrase are judged for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.risk import model
from bot.risk.assessment import Indicator, Tier
from bot.risk.meaning import Found, time_of
from bot.risk.text import Reading

#: A stretch of fewer words says too little by itself ("it's massage", "all good").
LEAST_WORDS = 3
#: Words that begin another clause.
_JOINTS = frozenset({"and", "but", "so", "because", "though", "although", "yet", "only", "now"})
#: Marks between words that end one. A dash stands between spaces.
_ENDS = re.compile(r"[.,;:!?\n،؛。，；、…]|\s[-–—]+\s")
#: Longer messages are read in passages, which are clauses enough.
MOST_WORDS = 60
#: From this probability of T3 on a stretch is serious: of the examples that a lowered phrase had left
#: below T3, 6 in 21 serious ones reach it, 1 in 99 concerns and none of 76 harmless ones.
SURE = 0.4


def lowered(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Phrases that would have been serious and only ask, because of a word beside them."""
    return [i for i in indicators if i.lowered and i.tier <= Tier.T2 and i.source == "pattern"]


def stretches(reading: Reading, without: Sequence[Indicator]) -> list[tuple[int, int]]:
    """Runs of clauses (first and last word, exclusive) that hold no word of ``without``."""
    taken = {
        index
        for index, (start, end) in enumerate(reading.spans)
        if any(start < i.end and i.start < end for i in without)
    }
    runs: list[tuple[int, int]] = []
    for start, end in _clauses(reading):
        if taken.intersection(range(start, end)):
            continue
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return [(start, end) for start, end in runs if end - start >= LEAST_WORDS]


def said_beside(
    classifier: model.Classifier,
    reading: Reading,
    found: Found,
    indicators: Sequence[Indicator],
) -> list[Indicator]:
    """What the stretches beside the lowered phrases of ``indicators`` raise by themselves, T3 and up."""
    asked = lowered(indicators)
    if not asked or len(reading.words) > MOST_WORDS:
        return []
    masked = found.masked()
    raised = []
    for start, end in stretches(reading, asked):
        sentence = reading.sentence(start, end, without=masked)
        if not sentence:
            continue
        opinion = classifier.opinion(sentence, start, end)
        indicator = model.indicator(opinion, classifier.thresholds, reading, SURE)
        if indicator and indicator.tier >= Tier.T3:
            raised.append(replace(indicator, time=time_of(found, start, end, indicator.tier)))
    return raised


def _clauses(reading: Reading) -> list[tuple[int, int]]:
    begins = [0]
    for index in range(1, len(reading.words)):
        before, here = reading.spans[index - 1], reading.spans[index]
        between = reading.text[before[1] : here[0]]
        joint = reading.words[index] in _JOINTS and reading.words[index - 1] not in _JOINTS
        if _ENDS.search(between) or joint:
            begins.append(index)
    return list(zip(begins, [*begins[1:], len(reading.words)], strict=True))
