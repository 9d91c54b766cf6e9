"""Questions as they come: many people ask where many people live, at any hour of the week."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np

from directory.bench.country import COMMON, LANGUAGES, Country
from directory.needs import NEEDS
from directory.query import Query

#: A Monday morning in Sydney; questions fall within the two days that follow.
START = datetime(2026, 11, 22, 20, 0, tzinfo=timezone.utc)


def usual(country: Country, count: int, seed: int = 7) -> Iterator[Query]:
    """Need, place, open now, language."""
    r = random.Random(seed)  # noqa: S311 - nothing secret
    subs = [(need.code, sub) for need in NEEDS.values() for sub in need.sub_needs]
    for _ in range(count):
        need, sub = r.choice(subs)
        yield Query(
            need=need,
            sub_need=sub if r.random() < 0.7 else None,
            place=country.place(),
            at=START + timedelta(minutes=r.randrange(2 * 24 * 60)),
            open_now=True,
            language=r.choice(LANGUAGES[:8]),
        )


def worst(country: Country, count: int, seed: int = 8) -> Iterator[Query]:
    """Common words and no place: what matches half of the country."""
    r = random.Random(seed)  # noqa: S311 - nothing secret
    for _ in range(count):
        words = " ".join(r.sample(COMMON[:24], r.randint(2, 4)))
        yield Query(text=words, at=START + timedelta(minutes=r.randrange(2 * 24 * 60)))


def wordy(country: Country, count: int, seed: int = 9) -> Iterator[Query]:
    """Common words near a place."""
    for query in worst(country, count, seed):
        yield Query(text=query.text, at=query.at, place=country.place())


QUESTIONS = {"usual": usual, "worst": worst, "words near a place": wordy}

#: Asked before the clock runs, so that nothing is measured twice cold.
WARM_UP = 10


def timed(ask: Callable[[Query], Any], queries: Iterable[Query]) -> dict[str, float]:
    """Milliseconds of an answer by the clock (p50, p95) and of this thread's work (cpu_p95).

    On a machine that does other things too the clock says more about those.
    """
    every = list(queries)
    for query in every[:WARM_UP]:
        ask(query)
    times, worked = [], []
    for query in every:
        start, before = time.perf_counter(), time.thread_time()
        ask(query)
        times.append((time.perf_counter() - start) * 1000)
        worked.append((time.thread_time() - before) * 1000)
    return {
        "p50": float(np.percentile(times, 50)),
        "p95": float(np.percentile(times, 95)),
        "cpu_p95": float(np.percentile(worked, 95)),
    }
