"""How much one conversation, or everybody together, may ask of us.

Limits are by conversation, not by address: a service centre is one address.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable


class Buckets:
    """Token buckets by key: ``burst`` at once, ``per_second`` from then on."""

    def __init__(
        self,
        burst: float,
        per_second: float,
        *,
        keep: int = 20_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``keep``: how many keys are remembered; the longest unused are forgotten first."""
        self._burst = burst
        self._rate = per_second
        self._keep = keep
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> float:
        """0.0 when one more is fine, else the seconds to wait for it."""
        now = self._clock()
        level, then = self._levels.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - then) * self._rate)
        wait = 0.0 if level >= 1 else (1 - level) / self._rate
        self._levels[key] = (level - 1 if not wait else level, now)
        while len(self._levels) > self._keep:
            self._levels.popitem(last=False)
        return wait

    def left(self, key: str) -> float:
        """Seconds until one more is fine, without taking it."""
        level, then = self._levels.get(key, (self._burst, self._clock()))
        level = min(self._burst, level + (self._clock() - then) * self._rate)
        return 0.0 if level >= 1 else (1 - level) / self._rate

    def forget(self, key: str) -> None:
        """A fresh start for a key."""
        self._levels.pop(key, None)


def conversation_limit() -> Buckets:
    """Messages of one conversation. Nobody types 300 in a minute; a runaway page does."""
    return Buckets(burst=300, per_second=5)


def failed_sign_ins() -> Buckets:
    """Wrong passwords for one account from one address: five, then one every two minutes."""
    return Buckets(burst=5, per_second=1 / 120)


def failed_sign_ins_of_account() -> Buckets:
    """Wrong passwords for one account from anywhere: guessing from many addresses."""
    return Buckets(burst=30, per_second=1 / 60)
