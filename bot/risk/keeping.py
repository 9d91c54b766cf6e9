"""The classifier of a process: loaded at first need, left out where it fails, tried again later."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from functools import lru_cache

from bot.language.encoder import EncoderUnavailable, default_encoder
from bot.risk.model import Classifier, ClassifierUnavailable, load

log = logging.getLogger(__name__)

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
