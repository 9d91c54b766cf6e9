"""Times turns, memory and starts of a running assistant, whichever it is."""

from __future__ import annotations

import asyncio
import os
import resource
import statistics
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.turns import conversation

#: Opens a conversation and returns ``say(text)``, which waits for the answer and returns
#: the number of replies.
Opener = Callable[[], Awaitable[Callable[[str], Awaitable[int]]]]

SEQUENTIAL_CONVERSATIONS = 40
CONCURRENT_SENDERS = 16
CONCURRENT_ROUNDS = 4
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


@dataclass
class Side:
    """A running assistant, and what has been measured of it."""

    open_conversation: Opener
    #: Process ids; their descendants count too.
    roots: list[int]
    start_s: float
    training: Training
    sequential: list[float] = field(default_factory=list)
    concurrent: list[float] = field(default_factory=list)
    concurrent_s: float = 0.0
    early: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    memory: float = 0.0
    unanswered: int = 0

    async def talk(self, number: int, turns: int = TURNS) -> list[float]:
        """Milliseconds of each turn of one conversation."""
        say = await self.open_conversation()
        times = []
        for line in conversation(number, turns):
            began = time.perf_counter()
            self.unanswered += (await say(line)) == 0
            times.append((time.perf_counter() - began) * 1000)
        return times

    async def talk_at_once(self, first: int) -> None:
        """One conversation of each of ``CONCURRENT_SENDERS``, all at once."""
        began = time.perf_counter()
        talks = (self.talk(first + sender) for sender in range(CONCURRENT_SENDERS))
        for times in await asyncio.gather(*talks):
            self.concurrent += times
        self.concurrent_s += time.perf_counter() - began

    def figures(self) -> Figures:
        """What it all comes to."""
        return Figures(
            p50_ms=percentile(self.sequential, 0.5),
            p95_ms=percentile(self.sequential, 0.95),
            turns_per_second=len(self.concurrent) / self.concurrent_s,
            concurrent_p95_ms=percentile(self.concurrent, 0.95),
            long_turn_10_ms=statistics.median(self.early),
            long_turn_200_ms=statistics.median(self.late),
            memory_pss_mb=self.memory,
            start_s=self.start_s,
            train_s=self.training.wall_s,
            train_cpu_s=self.training.cpu_s,
            unanswered=self.unanswered,
        )


async def measure(*sides: Side) -> None:
    """Measures sides that all run, conversation by conversation in turn.

    One speaks while the others are idle, and whatever else slows the machine for a while
    slows each of them.
    """
    for side in sides:
        await side.talk(0)
        side.unanswered = 0
    for number in range(1, SEQUENTIAL_CONVERSATIONS + 1):
        for side in sides:
            side.sequential += await side.talk(number)
    for repeat in range(CONCURRENT_ROUNDS):
        for side in sides:
            await side.talk_at_once(100 + repeat * CONCURRENT_SENDERS)
    for side in sides:
        side.memory = memory_mb(side.roots)
    for number in range(LONG_CONVERSATIONS):
        for side in sides:
            times = await side.talk(200 + number, LONG_TURNS)
            side.early += times[10 - WINDOW // 2 : 10 + WINDOW // 2]
            side.late += times[-WINDOW:]


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
