"""Our side of the benchmark: ``python -m bot serve``, spoken to as the widget does."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp

from bot.nlu import vector_cache
from bot.serve import free_port
from tests.bench.measure import Opener, Training, quiet_environment, timed

ROOT = Path(__file__).resolve().parents[2]


def train(folder: Path) -> Training:
    """A training from nothing (``rasa train --force``), model in ``folder``.

    Vectors of an earlier training are put aside: they would be most of the work.
    """
    (ROOT / vector_cache.DEFAULT).unlink(missing_ok=True)
    command = [sys.executable, "-m", "rasa", "train", "--force", "--out", str(folder)]
    quiet = subprocess.DEVNULL
    return timed(command, cwd=ROOT, env=quiet_environment(), stdout=quiet, stderr=quiet)


@contextlib.asynccontextmanager
async def running(work: Path) -> AsyncIterator[tuple[Opener, list[int], float]]:
    """The whole program, started afresh: opener, process ids and seconds until all was up."""
    port = free_port()
    environment = quiet_environment(
        PORT=str(port), DATA_DIR=str(work / "data"), PYTHONDONTWRITEBYTECODE=""
    )
    # Tables, directory and model are there already on every start but the first: the second counts.
    for counted in (False, True):
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        base = f"http://127.0.0.1:{port}"
        async with aiohttp.ClientSession() as web:
            await _until_up(web, base)
            start = time.perf_counter() - began
            if counted:
                try:
                    yield _opener(web, base), [process.pid], start
                finally:
                    process.terminate()
                    process.wait(30)
            else:
                process.terminate()
                process.wait(30)


async def _until_up(web: aiohttp.ClientSession, base: str) -> None:
    for _ in range(1800):
        with contextlib.suppress(aiohttp.ClientError, asyncio.TimeoutError):
            async with web.get(f"{base}/health") as answer:
                if (await answer.json())["status"] == "up":
                    return
        await asyncio.sleep(0.1)
    raise TimeoutError("our side did not start within three minutes")


def _opener(web: aiohttp.ClientSession, base: str) -> Opener:
    async def open_conversation() -> Callable[[str], Awaitable[int]]:
        async with web.post(f"{base}/api/conversations", json={}) as answer:
            made = await answer.json()
        address = f"{base}/api/conversations/{made['id']}"
        headers = {"Authorization": f"Bearer {made['token']}"}
        numbers = itertools.count()
        after = 0
        while after == 0:
            async with web.get(f"{address}/events?after=0&wait=5", headers=headers) as answer:
                events = (await answer.json())["events"]
            after = max([0, *(e["seq"] for e in events)])
            if not any(e["from"] == "assistant" for e in events):
                after = 0

        async def say(text: str) -> int:
            nonlocal after
            body = {"id": f"bench-{next(numbers)}", "text": text}
            while True:
                async with web.post(f"{address}/messages", json=body, headers=headers) as answer:
                    if answer.status == 202:
                        break
                    if answer.status != 429:
                        raise RuntimeError(f"message refused with {answer.status}")
                await asyncio.sleep(0.05)
            deadline = time.perf_counter() + 30
            replies = 0
            while time.perf_counter() < deadline:
                query = f"after={after}&wait=10"
                async with web.get(f"{address}/events?{query}", headers=headers) as answer:
                    events = (await answer.json())["events"]
                after = max([after, *(e["seq"] for e in events)])
                replies += sum(e["from"] in ("assistant", "system") for e in events)
                if replies:
                    return replies
            return 0

        return say

    return open_conversation
