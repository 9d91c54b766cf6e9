"""How much is under way at the door, and whether it is more than can be answered in time."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

logger = logging.getLogger(__name__)

#: So long after the last message that was refused or read by phrases alone, /health still
#: says that there is too much to do, seconds.
LATELY = 30.0
#: A message is taken in time within so many seconds.
IN_TIME = 0.75
#: So many may be on their way however late they are.
FEWEST = 40
#: Seconds for which a full store counts as full: the assistant answers two or three meanwhile.
FULL_FOR = 0.1
#: Refusals that are counted one by one; more are "so many at least".
_COUNTED = 10_000


class Load:
    """Counts messages between their arrival and their 202, and those that were too many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._refused: deque[float] = deque(maxlen=_COUNTED)
        self._by_phrases: deque[float] = deque(maxlen=_COUNTED)
        #: How many fewer than the most may be on their way, because those before were late.
        self._fewer = 0
        self._full_until = float("-inf")
        self._refused_in_all = 0
        self._next_line = float("-inf")
        #: Requests that are being taken now.
        self.arriving = 0

    @contextmanager
    def arrival(self) -> Iterator[None]:
        """One more request while the block runs.

        Where one took longer than ``IN_TIME`` fewer are let in at once, and step by step more
        again where they are in time.
        """
        began = self._clock()
        self.arriving += 1
        try:
            yield
        finally:
            self.arriving -= 1
            late = self._clock() - began > IN_TIME
            self._fewer = max(0, self._fewer + (1 if late else -1))

    def has_room(self, most: int) -> bool:
        """Whether one more can be taken in time; ``most``: how many may be on their way at best."""
        self._fewer = min(self._fewer, most - min(most, FEWEST))
        return self.arriving < most - self._fewer

    @property
    def is_full(self) -> bool:
        """Whether the store had no room for one more unanswered message a moment ago."""
        return self._clock() < self._full_until

    def note_full(self) -> None:
        """The store has no room; it needn't be asked again at once."""
        self._full_until = self._clock() + FULL_FOR

    def note_refused(self) -> None:
        """A message was not taken; its sender sends it again. The log hears of it once a second."""
        now = self._clock()
        self._refused.append(now)
        self._refused_in_all += 1
        if now >= self._next_line:
            self._next_line = now + 1
            logger.warning(
                "messages_refused in_all=%d arriving=%d", self._refused_in_all, self.arriving
            )

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
