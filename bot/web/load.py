"""How much is under way at the door, and whether it is more than can be answered in time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

#: So long after the last message that was refused or read by phrases alone, /health still
#: says that there is too much to do, seconds.
LATELY = 30.0
#: Refusals that are counted one by one; more are "so many at least".
_COUNTED = 10_000


class Load:
    """Counts messages between their arrival and their 202, and those that were too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: deque[float] = deque(maxlen=_COUNTED)
        self._by_phrases: deque[float] = deque(maxlen=_COUNTED)
        #: Requests that are being taken now.
        self.arriving = 0

    @contextmanager
    def arrival(self) -> Iterator[None]:
        """One more request while the block runs."""
        self.arriving += 1
        try:
            yield
        finally:
            self.arriving -= 1

    def note_refused(self) -> None:
        """A message was not taken; its sender sends it again."""
        self._refused.append(self._clock())

    def note_by_phrases(self) -> None:
        """A message was read by phrases alone for now."""
        self._by_phrases.append(self._clock())

    @property
    def is_too_much(self) -> bool:
        """Whether messages were refused, or read by phrases alone, a moment ago."""
        since = self._clock() - LATELY
        return any(times and times[-1] > since for times in (self._refused, self._by_phrases))

    def as_dict(self) -> dict[str, Any]:
        """Counts for /health, of the last ``LATELY`` seconds."""
        since = self._clock() - LATELY
        return {
            "arriving": self.arriving,
            "refused_lately": _after(self._refused, since),
            "by_phrases_lately": _after(self._by_phrases, since),
            "too_much": self.is_too_much,
        }


def _after(times: deque[float], since: float) -> int:
    count = 0
    for moment in reversed(times):
        if moment <= since:
            break
        count += 1
    return count
