"""The second mind: a classifier over sentence vectors of three layers, with a class for harmless talk.

Three judges speak: networks over the vector, words, and the taught sentences that lie nearest.

It reads a bounded number of passages of a message, so that one sentence in the middle of
ten thousand characters is seen and the time stays bounded. Weights come from
``python -m bot.risk.train``; they carry the encoder's name and are refused by another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from bot.language.encoder import LAYERS, SentenceEncoder, Vector
from bot.risk.assessment import DOMAINS, Indicator, Tier
from bot.risk.judges import PLACES, Weights, is_whole
from bot.risk.neighbours import AXES, Neighbours, with_neighbours
from bot.risk.text import Reading

WEIGHTS = Path(__file__).resolve().parent / "weights.npz"
THRESHOLDS = Path(__file__).resolve().parent / "thresholds.json"

#: A passage is this long; a longer message is read in overlapping passages.
PASSAGE_WORDS = 24
STEP = 14
#: At most so many passages of one message (about 25 ms each on one core).
MOST_PASSAGES = 10
HARMLESS = "harmless"
#: Where the judges see this much danger, examples near by are asked as well (1.5 ms).
LOOKED_UP = 0.05
#: What is left around a false friend ("he ... again") must be this many words to be judged.
SHORTEST_REST = 4


class ClassifierUnavailable(RuntimeError):
    """The classifier can't be used here; ``str()`` says why. The phrases go on alone."""


@dataclass(frozen=True)
class Thresholds:
    """Where a probability becomes a flag; chosen out of fold (thresholds.json)."""

    #: Probability of all serious classes together from which a message is T3, by likeliest domain.
    serious: Mapping[str, float]
    #: Probability of all danger classes together from which it is T2 ...
    concern: float
    #: ... and from which one question is asked.
    ask: float
    #: Probability needed to go above what reviewed phrases made of the message.
    over_phrases: float
    #: A passage is serious only where this share of its danger is.
    mostly: float = 0.0
    #: Probability of T4 from which a serious passage is T4 ...
    urgent: float = 1.0
    #: ... and where a reviewed phrase in it says T3.
    urgent_over_phrases: float = 1.0


@dataclass(frozen=True)
class Opinion:
    """What the classifier thinks of one passage."""

    domain: str
    #: Probability of that domain alone, of all serious classes, of all danger classes.
    share: float
    serious: float
    danger: float
    #: Words ``start``..``end`` of the reading.
    start: int
    end: int
    #: Probability of T4 should it be serious.
    urgent: float = 0.0
    #: The passage's vector of all layers.
    vector: Vector | None = field(default=None, compare=False, repr=False)


class Classifier:
    """Judges passages of a message; see the module's docstring."""

    def __init__(
        self,
        classes: Sequence[str],
        weights: Weights,
        neighbours: Neighbours,
        thresholds: Thresholds,
        encoder: SentenceEncoder,
    ) -> None:
        self.classes = tuple(classes)
        self._weights = weights
        self._neighbours = neighbours
        self.thresholds = thresholds
        self._encoder = encoder
        self._serious = np.array([name.endswith(":serious") for name in classes])
        self._harmless = np.array([name == HARMLESS for name in classes])
        self._domains = {
            domain: np.array([name.split(":")[0] == domain for name in classes])
            for domain in DOMAINS
        }

    def opinion(self, sentence: str, start: int, end: int, vector: Vector | None = None) -> Opinion:
        """What ``sentence`` speaks of most, and how surely."""
        seen = vector if is_whole(vector) else self._encoder.layers(sentence)
        share, urgent = self._weights.judge(sentence, seen)
        if 1.0 - float(share[self._harmless].sum()) >= LOOKED_UP:
            near = self._neighbours.shares(seen)
            share = share if near is None else with_neighbours(share, near)
        by_domain = {domain: float(share[mask].sum()) for domain, mask in self._domains.items()}
        likeliest = max(by_domain, key=lambda domain: by_domain[domain])
        return Opinion(
            domain=likeliest,
            share=by_domain[likeliest],
            serious=float(share[self._serious].sum()),
            danger=1.0 - float(share[self._harmless].sum()),
            start=start,
            end=end,
            urgent=urgent,
            vector=seen,
        )

    def opinions(
        self,
        reading: Reading,
        benign: Collection[int],
        rare: Collection[str],
        vector: Vector | None = None,
    ) -> list[Opinion]:
        """One opinion per passage. Words in ``benign`` (false friends) are left out;
        ``rare`` are the words that make a passage worth reading when there are too many."""
        found = []
        read = _worth_reading(reading, rare)
        for start, end in read:
            rest = sum(index not in benign for index in range(start, end))
            if rest < end - start and rest < SHORTEST_REST:
                continue
            sentence = reading.sentence(start, end, without=benign)
            whole = len(read) == 1 and not benign
            found.append(self.opinion(sentence, start, end, vector if whole else None))
        return found


def passages(count: int) -> list[tuple[int, int]]:
    """First and last word (exclusive) of every passage of a message of ``count`` words."""
    if count <= PASSAGE_WORDS + STEP // 2:
        return [(0, count)] if count else []
    starts = range(0, count - PASSAGE_WORDS + STEP, STEP)
    return [(start, min(start + PASSAGE_WORDS, count)) for start in starts]


def _worth_reading(reading: Reading, rare: Collection[str]) -> list[tuple[int, int]]:
    found = passages(len(reading.words))
    if len(found) <= MOST_PASSAGES:
        return found

    def promise(passage: tuple[int, int]) -> tuple[int, int]:
        start, end = passage
        return (-sum(word in rare for word in reading.words[start:end]), start)

    # Both ends (people begin and close with what matters) and the most promising between.
    middle = sorted(found[1:-1], key=promise)[: MOST_PASSAGES - 2]
    return [found[0], *sorted(middle), found[-1]]


#: A passage is a medical emergency (T4 by the brief) when this much speaks for it alone.
SURELY_MEDICAL = 0.4
#: T4 asks for more than T3 does: half of what is harmless and would be T4 lies between the two, and one
#: emergency in a hundred (51 of 8,032 harmless sentences became 27, out of fold).
SURELY_URGENT = 0.5
#: How sure the judge of this very hour must be, at the least, where danger is seldom of the body:
#: a bill "cut off tomorrow" is pressing and no case for 000. The brief names no T4 of privacy
#: (3.14), and 000 does not belong on a screen that somebody reads.
URGENT_AT_LEAST = {
    "money_crisis": 0.85,
    "gambling_aod": 0.45,
    "homelessness_tonight": 0.45,
    "severe_distress": 0.45,
    "disability_without_support": 0.45,
    "privacy": 1.01,
}


#: Added to the probability asked for T3 where the words are no plain English. The networks saw less
#: of these languages and take errands for danger, and phrases find their direct statements: half of
#: the false alarms go, and between the two it asks (docs/decisions/0143).
FOREIGN_MARGIN = 0.05

#: Short everyday requests that name nothing are taken for suicide first; below this probability no more
#: signs are found on the English sets, and half as many requests again are flagged. The margin is in it.
SERIOUS_AT_LEAST = {"suicide_self_harm": 0.22}


def foreign(reading: Reading) -> bool:
    """Whether a letter in it is no English one, look-alikes undone; accents count."""
    return any(not word.isascii() for word in reading.surfaces)


def indicator(
    opinion: Opinion, thresholds: Thresholds, reading: Reading, least: float = 0.0
) -> Indicator | None:
    """The flag an opinion raises, or ``None`` below every threshold.

    ``least`` is the probability asked for where reviewed phrases have read the passage or ask
    about it: there the classifier goes above them only when it is surer than on its own.
    """
    is_open = False
    likely = thresholds.serious[opinion.domain]
    margin = FOREIGN_MARGIN if foreign(reading) else 0.0
    surely = max(likely + margin, SERIOUS_AT_LEAST.get(opinion.domain, 0.0))
    mostly = max(least, thresholds.mostly * opinion.danger)
    serious = max(surely, mostly)
    if opinion.serious >= serious:
        tier, code = Tier.T3, "serious"
        medical = opinion.domain == "medical_emergency" and opinion.share >= SURELY_MEDICAL
        # Where phrases have read the passage, the reviewer has said whether it is this very hour.
        urgent = max(thresholds.urgent, URGENT_AT_LEAST.get(opinion.domain, 0.0))
        hour = medical or (not least and opinion.urgent >= urgent)
        if hour and opinion.serious >= SURELY_URGENT:
            tier = Tier.T4
    elif opinion.danger >= max(least, thresholds.concern):
        tier, code = Tier.T2, "concern"
    elif opinion.danger >= thresholds.ask or opinion.serious >= max(likely, mostly):
        tier, code, is_open = Tier.T1, "possible", True
    else:
        return None
    evidence, start, end = reading.evidence(opinion.start, opinion.end)
    return Indicator(
        code=f"classifier.{opinion.domain}.{code}",
        domain=opinion.domain,
        tier=tier,
        subject="self",
        time="unknown",
        evidence=evidence,
        start=start,
        end=end,
        source="classifier",
        open=is_open,
    )


def load(
    encoder: SentenceEncoder, weights: Path = WEIGHTS, thresholds: Path = THRESHOLDS
) -> Classifier:
    """Reads the trained classifier. Raises ``ClassifierUnavailable``."""
    try:
        with np.load(weights, allow_pickle=False) as stored:
            about: dict[str, Any] = json.loads(str(stored["about"]))
            matrices = Weights(
                *(
                    np.asarray(stored[name], dtype=np.float32)
                    for name in Weights.__dataclass_fields__
                )
            )
            near = Neighbours.from_arrays(stored)
        chosen = json.loads(thresholds.read_text(encoding="utf-8"))["thresholds"]
    except (OSError, KeyError, ValueError) as error:
        raise ClassifierUnavailable(f"its weights can't be read: {error}") from error
    shapes = matrices.terms.shape, matrices.centre.shape, near.axes.shape
    if shapes != ((2 * PLACES, len(about["classes"])), (LAYERS,), (LAYERS, AXES)):
        raise ClassifierUnavailable("its weights have another shape; run python -m bot.risk.train")
    trained_with = str(about["encoder"]).split("@")[0]
    if trained_with != encoder.name.split("@")[0]:
        raise ClassifierUnavailable(
            f"it was trained with {trained_with}, the encoder here is {encoder.name}; "
            "run python -m bot.risk.train"
        )
    return Classifier(
        about["classes"],
        matrices,
        near,
        Thresholds(
            {domain: float(chosen["serious"][domain]) for domain in DOMAINS},
            float(chosen["concern"]),
            float(chosen["ask"]),
            float(chosen["over_phrases"]),
            float(chosen["mostly"]),
            float(chosen["urgent"]),
            float(chosen["urgent_over_phrases"]),
        ),
        encoder,
    )
