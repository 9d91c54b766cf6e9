"""The gateway as a real process, killed without warning."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession
from aiohttp.test_utils import unused_port

from bot.desk import Desk
from tests.web.fake_rasa import SECRET, FakeRasa

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def gateway(
    port: int, rasa: FakeRasa, data: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    environ = {
        **os.environ,
        "PORT": str(port),
        "DATA_DIR": str(data),
        "RASA_URL": rasa.url,
        "GATEWAY_SECRET": SECRET,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.web", env=environ, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with ClientSession() as session:
            for _ in range(200):
                try:
                    await session.get(f"http://127.0.0.1:{port}/health")
                    break
                except ClientConnectionError:
                    await asyncio.sleep(0.1)
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


@pytest.mark.slow
async def test_a_killed_gateway_loses_no_message_and_no_case(
    rasa_side: FakeRasa, tmp_path: Path
) -> None:
    port = unused_port()
    base = f"http://127.0.0.1:{port}/api/conversations"
    rasa_side.delay = 30
    async with gateway(port, rasa_side, tmp_path), ClientSession() as session:
        made = await (await session.post(base)).json()
        headers = {"Authorization": f"Bearer {made['token']}"}
        url = f"{base}/{made['id']}"
        for number, text in enumerate(("we need food", "i took all my pills", "please")):
            answer = await session.post(
                f"{url}/messages", json={"id": f"m{number}", "text": text}, headers=headers
            )
            assert answer.status == 202
    rasa_side.delay = 0.0

    async with gateway(port, rasa_side, tmp_path), ClientSession() as session:
        again = await session.post(
            f"{url}/messages", json={"id": "m0", "text": "we need food"}, headers=headers
        )
        assert (await again.json())["seq"] == 3
        events: list[dict[str, Any]] = []
        for _ in range(50):
            params = {"wait": "2", "after": str(events[-1]["seq"] if events else 0)}
            answer = await session.get(f"{url}/events", params=params, headers=headers)
            events += (await answer.json())["events"]
            if sum(e["text"].startswith("You said") for e in events) == 2:
                break

    said = [e["text"] for e in events if e["text"].startswith("You said")]
    assert said == ["You said: we need food", "You said: please"]
    assert [e["in_reply_to"] for e in events if e["safety"]] == ["m1"]
    assert [e["text"] for e in events].count("we need food") == 1
    desk = Desk.open(f"sqlite:///{tmp_path / 'desk.db'}")
    assert [case.tier for case in desk.cases()] == ["T4"]
    desk.close()


async def test_a_gateway_with_a_bad_setting_says_which(tmp_path: Path) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.web",
        env={**os.environ, "PORT": "none"},
        cwd=ROOT,
        stderr=asyncio.subprocess.PIPE,
    )
    _, errors = await process.communicate()

    assert process.returncode == 2
    assert b"PORT" in errors
