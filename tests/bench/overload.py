"""``python -m tests.bench.overload``: more messages than can be taken, against the real gateway.

A process of its own runs the gateway with its real store, phrases and classifier; behind it
stands a Rasa that takes as long as the real one (40 ms of its one process a turn). People send
1,000 messages a second for two seconds, whatever the answers, and come back as the widget
does when they are refused. Measured: how late answers and refusals come, that nothing is lost or
counted twice, that all danger is found, and when. Writes results/overload.json.

Every phase has an end: what the assistant needs for the messages (25 a second) and some time on
top. A phase that takes longer, or in which nothing moves for a while, ends the run with what is
missing.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import uvloop
from aiohttp import web

from bot.desk import Desk
from bot.serve import free_port
from bot.web.screening import is_provisional
from tests.bench.crowd import Line, Person, Rush, bring_home, people, request
from tests.bench.measure import percentile, quiet_environment
from tests.bench.turns import conversation

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "results" / "overload.json"
SECRET = "bench"
#: Seconds of Rasa's one process a turn takes (docs/benchmark.md).
TURN_SECONDS = 0.04
#: One message in so many speaks of danger: half of them in words that phrases know.
DANGER_EVERY = 50
BY_PHRASES = "i want to kill myself tonight, message {n}"
BY_CLASSIFIER = "every night I pray that tomorrow simply does not arrive for me, message {n}"
#: Seconds for the gateway's start, and beyond what the assistant needs for all messages.
START_SECONDS, MORE_SECONDS = 60.0, 60.0
#: Nothing moving for so many seconds is a failure. Who was refused waits up to ten.
STUCK_SECONDS = 30.0


class Stuck(Exception):
    """A phase of the run did not come to its end; ``str()`` says which and what is missing."""


class Rasa:
    """As slow as the real one, and as single-minded."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()
        #: Seconds a turn takes; nothing while people open their conversations.
        self.seconds = 0.0
        self.turns = 0

    async def turn(self, asked: web.Request) -> web.Response:
        """Answers after its turn."""
        await asked.read()
        async with self._one:
            await asyncio.sleep(self.seconds)
            self.turns += 1
        reply = {"text": "We can help with that.", "buttons": [], "cards": [], "safety": True}
        assessment = {"tier": "T0", "indicators": [], "clarify": None}
        return web.json_response({"replies": [reply], "facts": {}, "assessment": assessment})

    async def health(self, asked: web.Request) -> web.Response:
        """Always up."""
        return web.json_response({"status": "up", "model": "bench", "actions": 1})


@dataclass
class Door:
    """The running gateway, and what stands behind it."""

    port: int
    rasa: Rasa
    process: subprocess.Popen[bytes]
    log: Path

    async def health(self, line: Line) -> dict[str, Any]:
        """What ``/health`` says."""
        found: dict[str, Any] = json.loads((await line.ask(request("GET", "/health")))[1])
        return found

    def last_words(self) -> str:
        """The end of the gateway's log: ids and counts."""
        return "\n".join(self.log.read_text(encoding="utf-8").splitlines()[-5:])


@contextlib.asynccontextmanager
async def gateway(work: Path) -> AsyncIterator[Door]:
    """The gateway as a process over a fresh store. Raises ``Stuck`` where it doesn't start."""
    rasa, app = Rasa(), web.Application()
    app.router.add_post("/webhooks/gateway/webhook", rasa.turn)
    app.router.add_get("/webhooks/gateway/health", rasa.health)
    runner = web.AppRunner(app)
    await runner.setup()
    rasa_port, port, log = free_port(), free_port(), work / "gateway.log"
    await web.TCPSite(runner, "127.0.0.1", rasa_port).start()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot.web"],
            cwd=ROOT,
            env=quiet_environment(
                PORT=str(port),
                DATA_DIR=str(work),
                DATABASE_URL=f"sqlite:///{work / 'desk.db'}",
                RASA_URL=f"http://127.0.0.1:{rasa_port}",
                GATEWAY_SECRET=SECRET,
            ),
            stdout=subprocess.DEVNULL,
            stderr=written,
        )
    door = Door(port, rasa, process, log)
    try:
        await _started(door)
        yield door
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        await runner.cleanup()


async def _started(door: Door) -> None:
    """Returns once both minds are up."""
    ends, said = time.perf_counter() + START_SECONDS, "no answer"
    while time.perf_counter() < ends:
        if door.process.poll() is not None:
            raise Stuck(f"start: the gateway has ended:\n{door.last_words()}")
        with contextlib.suppress(OSError):
            line = await Line.open(door.port)
            parts = (await door.health(line))["parts"]
            line.close()
            if parts["encoder"]["up"] and parts["risk"].get("classifier") == "up":
                return
            said = f"encoder {parts['encoder']}, risk {parts['risk']}"
        await asyncio.sleep(0.1)
    raise Stuck(f"start: not up after {START_SECONDS:.0f} s: {said}\n{door.last_words()}")


async def within(
    phase: str,
    seconds: float,
    work: Awaitable[T],
    left: Callable[[], int],
    what: str,
    *,
    still: float = STUCK_SECONDS,
) -> T:
    """The work's result. Raises ``Stuck`` after ``seconds``, or ``still`` ones without a change.

    ``left`` counts what is still to do; the progress is told on the error stream.
    """
    began = moved = told = time.perf_counter()
    before = left()
    task = asyncio.ensure_future(work)
    try:
        while not task.done():
            await asyncio.wait({task}, timeout=0.5)
            clock, count = time.perf_counter(), left()
            if count != before:
                before, moved = count, clock
            if clock - told > 10:
                told = clock
                sys.stderr.write(f"{phase}: {count} {what}, {clock - began:.0f} s\n")
            if task.done():
                break
            if clock - began > seconds:
                raise Stuck(f"{phase}: {count} {what} after {seconds:.0f} s")
            if clock - moved > still:
                raise Stuck(f"{phase}: {count} {what}, the same for {still:.0f} s")
        return await task
    finally:
        task.cancel()


def texts(count: int) -> list[str]:
    """What is said: everyday turns, and danger of both kinds among them."""
    said = []
    for n in range(count):
        if n % DANGER_EVERY == DANGER_EVERY // 2:
            known = n // DANGER_EVERY % 2 == 0
            said.append((BY_PHRASES if known else BY_CLASSIFIER).format(n=n))
        else:
            said.append(f"{conversation(n // 10)[n % 10]}")
    return said


@dataclass
class Watch:
    """``/health``, asked for twice a second during the rush."""

    milliseconds: list[float] = field(default_factory=list)
    worst: str = ""

    async def run(self, door: Door) -> None:
        """Asks until cancelled."""
        line = await Line.open(door.port)
        while True:
            began = time.perf_counter()
            found = await door.health(line)
            self.milliseconds.append(1000 * (time.perf_counter() - began))
            if found["parts"]["gateway"]["too_much"]:
                self.worst = found["status"]
            await asyncio.sleep(0.5)


async def _answered(desk: Desk) -> None:
    """Returns once no message waits for its answer."""
    while desk.count_received():  # noqa: ASYNC110 - the gateway is another process
        await asyncio.sleep(0.25)


def account(desk: Desk, everybody: list[Person]) -> dict[str, Any]:
    """What is in the store against what was sent: lost, twice, danger without its case, and delays."""
    lost = twice = unread = dangers = missed = refused_known = refused_unknown = 0
    case_ms: list[float] = []
    for person in everybody:
        events = [e for e in desk.events_after(person.id, 0, 10_000) if e.sender == "customer"]
        counts = Counter(e.in_reply_to for e in events)
        case = desk.open_case_of(person.id)
        raised = {i.get("message_id") for i in case.indicators} if case else set()
        for message_id, said in person.said.items():
            lost += counts[message_id] == 0
            twice += counts[message_id] > 1
            found = desk.stored(person.id, message_id)
            unread += found is not None and is_provisional(found[1].assessment)
            known, unknown = "kill myself" in said.text, "every night I pray" in said.text
            if known or unknown:
                dangers += 1
                missed += message_id not in raised
                refused = any(status != 202 for status in said.statuses)
                refused_known += known and refused
                refused_unknown += unknown and refused
                if case and len(raised) == 1 and message_id in raised:
                    case_ms.append(1000 * (case.opened_at - said.first_sent).total_seconds())
    return {
        "messages": sum(len(p.said) for p in everybody),
        "lost": lost,
        "twice": twice,
        "read_by_phrases_alone_at_the_end": unread,
        "dangers": dangers,
        "dangers_without_a_case": missed,
        "dangers_refused_that_phrases_know": refused_known,
        "dangers_refused_that_only_the_classifier_knows": refused_unknown,
        **_spread("case_after", case_ms),
    }


def _spread(name: str, times: list[float]) -> dict[str, float | None]:
    shares = (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("worst", 1.0))
    return {
        f"{name}_{label}_ms": round(percentile(times, share), 1) if times else None
        for label, share in shares
    }


async def run(work: Path, rate: float, seconds: float, count: int) -> dict[str, Any]:
    """The figures of one run. Raises ``Stuck``."""
    said = texts(int(rate * seconds))
    needed = TURN_SECONDS * len(said)
    async with gateway(work) as door:
        desk = Desk.open(f"sqlite:///{work / 'desk.db'}")
        try:
            opened: list[Person] = await within(
                "opening", MORE_SECONDS, people(door.port, count), lambda: door.rasa.turns, "opened"
            )
            waiting = desk.count_received
            await within("opening", MORE_SECONDS, _answered(desk), waiting, "not greeted yet")
            door.rasa.seconds = TURN_SECONDS
            sys.stderr.write(f"the assistant needs {needed:.0f} s for {len(said)} messages\n")
            rush, watch = Rush(), Watch()
            watching = asyncio.create_task(watch.run(door))
            began = time.perf_counter()
            busy_before = _processor_seconds(door.process.pid)
            await within(
                "rush",
                seconds + MORE_SECONDS,
                rush.send(opened, said, rate),
                lambda: len(said) - sum(rush.statuses.values()),
                "not answered",
            )
            rushed = time.perf_counter() - began
            busy = _processor_seconds(door.process.pid) - busy_before
            watching.cancel()
            still: Counter[str] = Counter()
            coming = bring_home(rush.left, still)
            await within(
                "coming back",
                1.5 * needed + MORE_SECONDS,
                coming,
                lambda: sum(still.values()),
                "not taken",
            )
            home = time.perf_counter() - began
            await within(
                "answering", 1.5 * needed + MORE_SECONDS, _answered(desk), waiting, "not answered"
            )
            done = time.perf_counter() - began
            found = account(desk, opened)
        finally:
            desk.close()
    return {
        "asked_rate": rate,
        "sent_rate": round(rush.sent_rate, 1),
        **_spread("sent_late", rush.sent_late_ms),
        "statuses": dict(rush.statuses),
        **_spread("taken", rush.taken_ms),
        **_spread("refused", rush.refused_ms),
        **_spread("health", watch.milliseconds),
        "health_in_the_rush": watch.worst,
        "rush_s": round(rushed, 2),
        "gateway_processor_s_in_the_rush": round(busy, 2),
        "all_taken_after_s": round(home, 1),
        "all_answered_after_s": round(done, 1),
        **found,
        "cores": os.cpu_count(),
    }


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(argv: list[str] | None = None) -> int:
    """Prints and saves the figures; 1 when anything was lost, counted twice, refused or not noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.overload", description=__doc__)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--people", type=int, default=1000)
    given = parser.parse_args(argv)
    uvloop.install()
    with tempfile.TemporaryDirectory() as folder:
        try:
            figures = asyncio.run(run(Path(folder), given.rate, given.seconds, given.people))
        except Stuck as stuck:
            sys.stderr.write(f"{stuck}\n")
            return 1
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    bad = (
        "lost",
        "twice",
        "dangers_without_a_case",
        "dangers_refused_that_phrases_know",
        "read_by_phrases_alone_at_the_end",
    )
    return 1 if any(figures[name] for name in bad) else 0


if __name__ == "__main__":
    sys.exit(main())
