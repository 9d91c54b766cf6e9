"""The second mind: a classifier over sentence vectors of three layers, with a class for harmless talk.

It reads a bounded number of passages of a message, so that one sentence in the middle of
ten thousand characters is seen and the time stays bounded. Weights come from
``python -m bot.risk.train``; they carry the encoder's name and are refused by another.
"""

from __future__ import annotations

import itertools
import json
import logging
import threading
import time
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

import numpy as np
import numpy.typing as npt

from bot.language.encoder import (
    DIMENSIONS,
    LAYERS,
    EncoderUnavailable,
    SentenceEncoder,
    Vector,
    default_encoder,
)
from bot.risk.assessment import DOMAINS, Indicator, Tier
from bot.risk.text import Reading, pieces

log = logging.getLogger(__name__)

WEIGHTS = Path(__file__).resolve().parent / "weights.npz"
THRESHOLDS = Path(__file__).resolve().parent / "thresholds.json"

#: A passage is this long; a longer message is read in overlapping passages.
PASSAGE_WORDS = 24
STEP = 14
#: At most so many passages of one message (about 25 ms each on one core).
MOST_PASSAGES = 10
HARMLESS = "harmless"
#: What is left around a false friend ("he ... again") must be this many words to be judged.
SHORTEST_REST = 4
FloatArray = npt.NDArray[np.float32]


#: Words, word pairs and pieces of words fall into so many places; more gained nothing out of fold.
PLACES = 32768
#: Pieces of words are so many letters long: they carry what misspelling leaves of a word.
PIECES = (3, 4, 5)
#: Share of the sentence vector in the joint judgement; the rest is the words'.
VECTOR_SHARE = 0.65


def terms(sentence: str) -> tuple[npt.NDArray[np.int64], FloatArray]:
    """Places and weights of the words and word pairs, then of the pieces of words, of a sentence.

    Each of the two kinds has length 1, and places of its own: 0 to ``PLACES``, and above.
    """
    words = [piece for word in sentence.split() for piece in pieces(word)]
    whole = {f"w {word}" for word in words} | {f"b {a} {b}" for a, b in itertools.pairwise(words)}
    parts = {
        f"c {edged[start : start + length]}"
        for edged in (f"<{word}>" for word in set(words))
        for length in PIECES
        for start in range(len(edged) - length + 1)
    }
    places: list[int] = []
    weights: list[float] = []
    for kind, found in enumerate((whole, parts)):
        own = sorted({zlib.crc32(term.encode("utf-8", "replace")) % PLACES for term in found})
        places += [place + kind * PLACES for place in own]
        weights += [1.0 / float(np.sqrt(max(1, len(own))))] * len(own)
    return np.array(places, dtype=np.int64), np.array(weights, dtype=np.float32)


def softmax(scores: FloatArray) -> FloatArray:
    """Probabilities of scores, row by row."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def joint(by_vector: FloatArray, by_terms: FloatArray) -> FloatArray:
    """Two judgements of the same sentence as one (geometric mean, weighted)."""
    logs = VECTOR_SHARE * np.log(by_vector + 1e-6)
    logs = logs + (1 - VECTOR_SHARE) * np.log(by_terms + 1e-6)
    return softmax(np.asarray(logs, dtype=np.float32))


@dataclass(frozen=True)
class Weights:
    """Two judges over the same classes: a small network over sentence vectors, and words.

    A third judge, of serious talk only, says whether it is about this very hour (T4): the mean
    of a small network of its own and of a regression over words. Shapes: centre and spread
    (1152,), inner (1152, units), outer (units, classes), terms (2 * PLACES, classes), urgent_inner
    (1152, units), urgent_outer (units,), urgent_terms (2 * PLACES,), urgent_bias (1,). The vectors
    are those of ``SentenceEncoder.layers``.
    """

    centre: FloatArray
    spread: FloatArray
    inner: FloatArray
    inner_bias: FloatArray
    outer: FloatArray
    outer_bias: FloatArray
    terms: FloatArray
    terms_bias: FloatArray
    urgent_inner: FloatArray
    urgent_inner_bias: FloatArray
    urgent_outer: FloatArray
    urgent_terms: FloatArray
    urgent_bias: FloatArray

    def by_vector(self, vectors: FloatArray) -> FloatArray:
        """Probabilities of every class by sentence vector alone: one (1152,) or many (n, 1152)."""
        units = np.maximum(self._scaled(vectors) @ self.inner + self.inner_bias, 0.0)
        return softmax(np.asarray(units @ self.outer + self.outer_bias))

    def urgency(self, vectors: FloatArray, terms: Any) -> FloatArray:
        """Probability of T4 of serious sentences, one (1152,) or many (n, 1152).

        ``terms`` is what their words say, ``terms @ urgent_terms`` and so for each.
        """
        units = np.maximum(self._scaled(vectors) @ self.urgent_inner + self.urgent_inner_bias, 0.0)
        score = units @ self.urgent_outer + terms + self.urgent_bias
        return np.asarray(1 / (1 + np.exp(-score)), dtype=np.float32)

    def _scaled(self, vectors: FloatArray) -> FloatArray:
        scaled = np.asarray((vectors - self.centre) / self.spread)
        # An engine without middle layers gives zeros: they say nothing, as the middle of all does.
        unknown = ~np.any(vectors[..., DIMENSIONS:], axis=-1)
        scaled[..., DIMENSIONS:][unknown] = 0.0
        return scaled

    def judge(self, sentence: str, vector: Vector) -> tuple[FloatArray, float]:
        """Probability of every class for one sentence, and of T4 should it be serious."""
        places, weights = terms(sentence)
        by_terms = softmax(np.asarray(weights @ self.terms[places] + self.terms_bias))
        urgent = self.urgency(vector, weights @ self.urgent_terms[places])
        return joint(self.by_vector(vector), by_terms), float(urgent.item())


def is_whole(vector: Vector | None) -> TypeGuard[Vector]:
    """Whether it holds all layers; a vector of the last one alone is not enough."""
    return vector is not None and vector.shape == (LAYERS,)


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


class Classifier:
    """Judges passages of a message; see the module's docstring."""

    def __init__(
        self,
        classes: Sequence[str],
        weights: Weights,
        thresholds: Thresholds,
        encoder: SentenceEncoder,
    ) -> None:
        self.classes = tuple(classes)
        self._weights = weights
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
        passages = _passages(reading, rare)
        for start, end in passages:
            rest = sum(index not in benign for index in range(start, end))
            if rest < end - start and rest < SHORTEST_REST:
                continue
            sentence = reading.sentence(start, end, without=benign)
            whole = len(passages) == 1 and not benign
            found.append(self.opinion(sentence, start, end, vector if whole else None))
        return found


def _passages(reading: Reading, rare: Collection[str]) -> list[tuple[int, int]]:
    count = len(reading.words)
    if count == 0:
        return []
    if count <= PASSAGE_WORDS + STEP // 2:
        return [(0, count)]
    starts = range(0, count - PASSAGE_WORDS + STEP, STEP)
    passages = [(start, min(start + PASSAGE_WORDS, count)) for start in starts]
    if len(passages) <= MOST_PASSAGES:
        return passages

    def promise(passage: tuple[int, int]) -> tuple[int, int]:
        start, end = passage
        return (-sum(word in rare for word in reading.words[start:end]), start)

    # Both ends (people begin and close with what matters) and the most promising between.
    middle = sorted(passages[1:-1], key=promise)[: MOST_PASSAGES - 2]
    return [passages[0], *sorted(middle), passages[-1]]


#: A passage is a medical emergency (T4 by the brief) when this much speaks for it alone.
SURELY_MEDICAL = 0.5
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
    surely = likely + (FOREIGN_MARGIN if foreign(reading) else 0.0)
    mostly = max(least, thresholds.mostly * opinion.danger)
    serious = max(surely, mostly)
    if opinion.serious >= serious:
        tier, code = Tier.T3, "serious"
        medical = opinion.domain == "medical_emergency" and opinion.share >= SURELY_MEDICAL
        # Where phrases have read the passage, the reviewer has said whether it is this very hour.
        urgent = max(thresholds.urgent, URGENT_AT_LEAST.get(opinion.domain, 0.0))
        if medical or (not least and opinion.urgent >= urgent):
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
        chosen = json.loads(thresholds.read_text(encoding="utf-8"))["thresholds"]
    except (OSError, KeyError, ValueError) as error:
        raise ClassifierUnavailable(f"its weights can't be read: {error}") from error
    shapes = matrices.terms.shape, matrices.centre.shape
    if shapes != ((2 * PLACES, len(about["classes"])), (LAYERS,)):
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


#: Seconds until a classifier that failed is tried again; doubled at each failure, up to the second.
RETRY_FIRST, RETRY_MOST = 10.0, 300.0


class Keeper:
    """The process's classifier: loaded at first need and, where it fails, again later.

    ``loading`` gets the number of failures so far. Safe for several threads; after a
    failure nobody waits for another one's attempt: meanwhile the phrases go on alone.
    """

    def __init__(
        self,
        loading: Callable[[int], Classifier],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._loading = loading
        self._clock = clock
        self._lock = threading.Lock()
        self._found: Classifier | None = None
        self._why = "not loaded yet"
        self._failures = 0
        self._again_at = 0.0

    def get(self) -> tuple[Classifier | None, str]:
        """The classifier, or ``None`` with the reason why there is none."""
        found = self._found
        if found is not None:
            return found, ""
        first = self._failures == 0
        # At the first need everybody waits: one message read by phrases alone is one too many.
        if not first and (self._clock() < self._again_at or not self._lock.acquire(blocking=False)):
            return None, self._why
        if first:
            self._lock.acquire()
        try:
            if self._found is None and self._clock() >= self._again_at:
                self._attempt()
            return self._found, "" if self._found else self._why
        finally:
            self._lock.release()

    def _attempt(self) -> None:
        try:
            self._found = self._loading(self._failures)
        except (ClassifierUnavailable, EncoderUnavailable) as error:
            self._fail(str(error))
        else:
            if self._failures:
                log.warning("the risk classifier is up again after failures=%d", self._failures)

    def fail(self, why: str) -> None:
        """The classifier failed under a text: it is left out until it is tried again."""
        with self._lock:
            self._found = None
            self._fail(why)

    def worked(self) -> None:
        """A text was judged: the next failure is a first one again."""
        self._failures = 0

    def _fail(self, why: str) -> None:
        pause = min(RETRY_MOST, RETRY_FIRST * 2 ** min(self._failures, 20))
        self._failures += 1
        self._again_at = self._clock() + pause
        self._why = why
        log.error(
            "the risk classifier is down, phrases go on alone; next try in %.0f s: %s", pause, why
        )


#: Why the classifier is left out on purpose in this process; empty where it is not.
_turned_off = ""


def turn_off(why: str) -> None:
    """Leaves the classifier out for the rest of the process (for measuring): phrases go on alone."""
    global _turned_off
    _turned_off = why


def failed(why: str) -> None:
    """The process's classifier failed under a text; it is tried again later."""
    keeper().fail(why)


def default_classifier() -> tuple[Classifier | None, str]:
    """The process's classifier, or ``None`` with the reason why there is none."""
    if _turned_off:
        return None, _turned_off
    return keeper().get()


@lru_cache(maxsize=1)
def keeper() -> Keeper:
    """The one of this process."""
    return Keeper(_load_default)


def _load_default(failures: int) -> Classifier:
    encoder = default_encoder()
    classifier = load(encoder)
    if failures:
        # An encoder loads its weights at its first text, and a process whose texts come with
        # their vectors never does; but one that failed must show that it works again. (A text
        # it has not seen: it remembers the vectors of others.)
        encoder.layers(f"try {failures}")
    return classifier
