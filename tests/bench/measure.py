"""Times turns, memory and starts of a running assistant, whichever it is."""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.bench.turns import conversation

#: Opens a conversation and returns ``say(text)``, which waits for the answer and returns
#: the number of replies.
Opener = Callable[[], Awaitable[Callable[[str], Awaitable[int]]]]

SEQUENTIAL_CONVERSATIONS = 20
CONCURRENT_SENDERS = 16
TURNS = 10
LONG_TURNS = 200
LONG_CONVERSATIONS = 2
#: Turns around the 10th and the 200th that are averaged: one turn alone is noise.
WINDOW = 10


@dataclass
class Figures:
    """One side's figures: milliseconds, turns a second, megabytes, seconds."""

    p50_ms: float
    p95_ms: float
    turns_per_second: float
    concurrent_p95_ms: float
    long_turn_10_ms: float
    long_turn_200_ms: float
    memory_pss_mb: float
    start_s: float
    train_s: float
    #: Processor seconds of the training, user and system: the same on a busy machine.
    train_cpu_s: float
    unanswered: int

    def as_dict(self) -> dict[str, float]:
        """For the results file."""
        return asdict(self)


@dataclass
class Training:
    """What a training took."""

    wall_s: float
    cpu_s: float


def timed(command: list[str], **options: Any) -> Training:
    """Runs a command to its end and tells what it took. Raises ``CalledProcessError``."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Training(time.perf_counter() - began, cpu)


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def process_tree(root: int) -> list[int]:
    """``root`` and every process that descends from it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            parents.setdefault(int(stat.rsplit(")", 1)[1].split()[1]), []).append(int(entry.name))
    found, todo = [], [root]
    while todo:
        pid = todo.pop()
        found.append(pid)
        todo += parents.get(pid, [])
    return found


def memory_mb(roots: list[int]) -> float:
    """Proportional set size of the processes below ``roots``: shared pages count once."""
    total = 0
    for root in roots:
        for pid in process_tree(root):
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            total += next(int(x.split()[1]) for x in rollup.splitlines() if x.startswith("Pss:"))
    return total / 1024


async def one_after_another(open_conversation: Opener) -> tuple[list[float], int]:
    """Milliseconds of every turn of short conversations, and how many went unanswered."""
    times, unanswered = [], 0
    for number in range(SEQUENTIAL_CONVERSATIONS):
        say = await open_conversation()
        for line in conversation(number + 1, TURNS):
            began = time.perf_counter()
            unanswered += (await say(line)) == 0
            times.append((time.perf_counter() - began) * 1000)
    return times, unanswered


async def all_at_once(open_conversation: Opener) -> tuple[float, list[float], int]:
    """Turns a second with many senders, each turn's milliseconds, and unanswered turns."""
    times: list[float] = []
    unanswered = 0

    async def sender(number: int) -> None:
        nonlocal unanswered
        for repeat in range(2):
            say = await open_conversation()
            for line in conversation(100 + number * 2 + repeat, TURNS):
                began = time.perf_counter()
                unanswered += (await say(line)) == 0
                times.append((time.perf_counter() - began) * 1000)

    began = time.perf_counter()
    await asyncio.gather(*(sender(n) for n in range(CONCURRENT_SENDERS)))
    return len(times) / (time.perf_counter() - began), times, unanswered


async def long_conversation(open_conversation: Opener) -> tuple[float, float, int]:
    """Median milliseconds around the 10th and up to the 200th turn of long conversations."""
    early: list[float] = []
    late: list[float] = []
    unanswered = 0
    for number in range(LONG_CONVERSATIONS):
        say = await open_conversation()
        times = []
        for line in conversation(200 + number, LONG_TURNS):
            began = time.perf_counter()
            unanswered += (await say(line)) == 0
            times.append((time.perf_counter() - began) * 1000)
        early += times[10 - WINDOW // 2 : 10 + WINDOW // 2]
        late += times[-WINDOW:]
    return statistics.median(early), statistics.median(late), unanswered


async def measure(
    open_conversation: Opener, roots: list[int], start_s: float, train: Training
) -> Figures:
    """All figures of one running side. ``roots``: its process ids."""
    warm = await open_conversation()
    for line in conversation(0, TURNS):
        await warm(line)
    sequential, lost_a = await one_after_another(open_conversation)
    rate, concurrent, lost_b = await all_at_once(open_conversation)
    memory = memory_mb(roots)
    early, late, lost_c = await long_conversation(open_conversation)
    return Figures(
        p50_ms=percentile(sequential, 0.5),
        p95_ms=percentile(sequential, 0.95),
        turns_per_second=rate,
        concurrent_p95_ms=percentile(concurrent, 0.95),
        long_turn_10_ms=early,
        long_turn_200_ms=late,
        memory_pss_mb=memory,
        start_s=start_s,
        train_s=train.wall_s,
        train_cpu_s=train.cpu_s,
        unanswered=lost_a + lost_b + lost_c,
    )


def quiet_environment(**extra: str) -> dict[str, str]:
    """The environment both sides run in."""
    return {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "PYTHONWARNINGS": "ignore",
        "OMP_NUM_THREADS": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        **extra,
    }
