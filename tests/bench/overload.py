"""``python -m tests.bench.overload``: more messages than can be taken, against the real gateway.

A process of its own runs the gateway with its real store, phrases and classifier; behind it
stands a Rasa that takes as long as the real one (40 ms of its one process a turn). People send
1,000 messages a second for some seconds, whatever the answers, and come back as the widget
does when they are refused. Measured: how late answers and refusals come, that nothing is lost or
counted twice, that all danger is found, and when. Writes results/overload.json.
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
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.desk import Desk
from bot.serve import free_port
from tests.bench.measure import percentile, quiet_environment
from tests.bench.turns import conversation

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "results" / "overload.json"
SECRET = "bench"
#: Seconds of Rasa's one process a turn takes (docs/benchmark.md).
TURN_SECONDS = 0.04
#: One message in so many speaks of danger: half of them in words that phrases know.
DANGER_EVERY = 50
BY_PHRASES = "i want to kill myself tonight, message {n}"
BY_CLASSIFIER = "every night I pray that tomorrow simply does not arrive for me, message {n}"


@dataclass
class Answers:
    """What came back, and how late, in milliseconds."""

    by_status: Counter[int] = field(default_factory=Counter)
    taken_ms: list[float] = field(default_factory=list)
    refused_ms: list[float] = field(default_factory=list)
    health_ms: list[float] = field(default_factory=list)
    worst_health: str = ""

    def note(self, status: int, seconds: float) -> None:
        """One answer."""
        self.by_status[status] += 1
        (self.taken_ms if status == 202 else self.refused_ms).append(1000 * seconds)


class Rasa:
    """As slow as the real one, and as single-minded."""

    def __init__(self) -> None:
        self._one = asyncio.Lock()

    async def turn(self, request: web.Request) -> web.Response:
        """Answers after its turn."""
        await request.read()
        async with self._one:
            await asyncio.sleep(TURN_SECONDS)
        reply = {"text": "We can help with that.", "buttons": [], "cards": [], "safety": True}
        assessment = {"tier": "T0", "indicators": [], "clarify": None}
        return web.json_response({"replies": [reply], "facts": {}, "assessment": assessment})

    async def health(self, request: web.Request) -> web.Response:
        """Always up."""
        return web.json_response({"status": "up", "model": "bench", "actions": 1})


@contextlib.asynccontextmanager
async def gateway(work: Path) -> AsyncIterator[int]:
    """The gateway as a process over a fresh store; its port."""
    rasa, app = Rasa(), web.Application()
    app.router.add_post("/webhooks/gateway/webhook", rasa.turn)
    app.router.add_get("/webhooks/gateway/health", rasa.health)
    runner = web.AppRunner(app)
    await runner.setup()
    rasa_port, port = free_port(), free_port()
    await web.TCPSite(runner, "127.0.0.1", rasa_port).start()
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
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError):
                found = await Line(port).ask("GET", "/health")
                if json.loads(found[1])["parts"]["encoder"]["up"]:
                    break
            await asyncio.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(30)
        await runner.cleanup()


class Line:
    """One kept connection, spoken to with as little work as possible: the client has a core too."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, method: str, path: str, body: bytes = b"", token: str = ""
    ) -> tuple[int, bytes, int]:
        """(status, body, Retry-After)."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
        if body:
            lines.append("Content-Type: application/json")
        if token:
            lines.append(f"Authorization: Bearer {token}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        found = await reader.readexactly(int(fields.get("content-length", "0")))
        return int(head.split(" ", 2)[1]), found, int(fields.get("retry-after", "0"))


@dataclass
class Person:
    """One conversation and what is said in it."""

    line: Line
    id: str
    token: str
    sent: dict[str, str] = field(default_factory=dict)

    async def post(self, message_id: str, text: str) -> tuple[int, int]:
        """(status, Retry-After) of one try."""
        self.sent[message_id] = text
        body = json.dumps({"id": message_id, "text": text}).encode()
        path = f"/api/conversations/{self.id}/messages"
        status, _, after = await self.line.ask("POST", path, body, self.token)
        return status, after


async def people(port: int, count: int) -> list[Person]:
    """Conversations that are open before the rush."""
    found = []
    for _ in range(count):
        line = Line(port)
        while True:
            status, body, _ = await line.ask("POST", "/api/conversations", b"{}")
            if status == 201:
                break
            await asyncio.sleep(0.5)
        made = json.loads(body)
        found.append(Person(line, made["id"], made["token"]))
    return found


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


async def rush(everybody: list[Person], rate: float, seconds: float, answers: Answers) -> None:
    """``rate`` messages a second, sent on time whatever the answers; then all are brought home."""
    said = texts(int(rate * seconds))
    free: asyncio.Queue[Person] = asyncio.Queue()
    for person in everybody:
        free.put_nowait(person)
    left: list[tuple[Person, str, str]] = []
    tasks: set[asyncio.Task[None]] = set()
    began = time.perf_counter()

    async def once(person: Person, number: int, text: str) -> None:
        sent = time.perf_counter()
        status, _ = await person.post(f"m{number}", text)
        answers.note(status, time.perf_counter() - sent)
        if status != 202:
            left.append((person, f"m{number}", text))
        free.put_nowait(person)

    watching = asyncio.create_task(_watch(everybody[0].line._port, answers))
    for number, text in enumerate(said):
        due = began + number / rate
        if (wait := due - time.perf_counter()) > 0:
            await asyncio.sleep(wait)
        task = asyncio.create_task(once(await free.get(), number, text))
        tasks.add(task)
        task.add_done_callback(tasks.discard)
    await asyncio.gather(*tasks)
    answers.by_status[0] = round(len(said) / (time.perf_counter() - began))
    watching.cancel()
    await _bring_home(left)


async def _bring_home(left: list[tuple[Person, str, str]]) -> None:
    """Refused messages come again after the time asked for, one after another in a conversation."""
    by_person: dict[str, list[tuple[Person, str, str]]] = {}
    for item in left:
        by_person.setdefault(item[0].id, []).append(item)

    async def one(items: list[tuple[Person, str, str]]) -> None:
        for person, message_id, text in items:
            while True:
                status, after = await person.post(message_id, text)
                if status == 202:
                    break
                await asyncio.sleep(max(1, after))

    await asyncio.gather(*(one(items) for items in by_person.values()))


async def _watch(port: int, answers: Answers) -> None:
    line = Line(port)
    while True:
        began = time.perf_counter()
        _, body, _ = await line.ask("GET", "/health")
        answers.health_ms.append(1000 * (time.perf_counter() - began))
        found = json.loads(body)
        if found["parts"]["gateway"]["too_much"]:
            answers.worst_health = found["status"]
        await asyncio.sleep(0.5)


def account(desk: Desk, everybody: list[Person]) -> dict[str, Any]:
    """What is in the store against what was sent: lost, twice, danger without its case, and delays."""
    lost = twice = unread = 0
    missed: list[str] = []
    delays: list[float] = []
    dangers = 0
    for person in everybody:
        events = [e for e in desk.events_after(person.id, 0, 10_000) if e.sender == "customer"]
        counts = Counter(e.in_reply_to for e in events)
        lost += sum(1 for key in person.sent if counts[key] == 0)
        twice += sum(1 for key in person.sent if counts[key] > 1)
        case = desk.open_case_of(person.id)
        raised = {i.get("message_id") for i in case.indicators} if case else set()
        for message_id, text in person.sent.items():
            found = desk.stored(person.id, message_id)
            if found and (found[1].assessment or {}).get("phrases_alone"):
                unread += 1
            if "kill myself" in text or "every night I pray" in text:
                dangers += 1
                if message_id not in raised:
                    missed.append(message_id)
        if case:
            delays.append((case.opened_at - min(e.at for e in events)).total_seconds())
    return {
        "messages": sum(len(p.sent) for p in everybody),
        "lost": lost,
        "twice": twice,
        "read_by_phrases_alone_at_the_end": unread,
        "dangers": dangers,
        "dangers_without_a_case": len(missed),
        "cases": len(delays),
    }


async def main(argv: list[str] | None = None) -> int:
    """Prints and saves the figures; 1 when anything was lost, counted twice or not noticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.overload", description=__doc__)
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--people", type=int, default=400)
    given = parser.parse_args(argv)
    answers = Answers()
    with tempfile.TemporaryDirectory() as folder:
        async with gateway(Path(folder)) as port:
            everybody = await people(port, given.people)
            await asyncio.sleep(2)
            began = time.perf_counter()
            await rush(everybody, given.rate, given.seconds, answers)
            home = time.perf_counter() - began
            desk = Desk.open(f"sqlite:///{Path(folder) / 'desk.db'}")
            for _ in range(600):
                if not desk.count_received():
                    break
                await asyncio.sleep(0.5)
            done = time.perf_counter() - began
            found = account(desk, everybody)
            desk.close()
    figures = {
        "asked_rate": given.rate,
        "reached_rate": answers.by_status.pop(0, 0),
        "statuses": dict(answers.by_status),
        **{
            f"{kind}_{name}_ms": round(percentile(times, share), 1) if times else None
            for kind, times in (
                ("taken", answers.taken_ms),
                ("refused", answers.refused_ms),
                ("health", answers.health_ms),
            )
            for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99))
        },
        "health_in_the_rush": answers.worst_health,
        "all_taken_after_s": round(home, 1),
        "all_answered_after_s": round(done, 1),
        **found,
        "cores": os.cpu_count(),
    }
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    bad = found["lost"] + found["twice"] + found["dangers_without_a_case"]
    return 1 if bad or found["read_by_phrases_alone_at_the_end"] else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
