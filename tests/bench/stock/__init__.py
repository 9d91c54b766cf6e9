"""Stock Rasa for the benchmark: its own environment, configuration, action server and store."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import aiohttp

from bot.serve import free_port
from tests.bench.measure import Opener, Training, quiet_environment, timed

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).resolve().parent
#: Epochs of every network in Rasa's default configuration.
EPOCHS = 100


def environment(folder: Path) -> Path:
    """The Python of stock Rasa's own environment (2.7 GB), made if it isn't there."""
    python = folder / "bin" / "python"
    if not (folder / ".ready").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
        subprocess.run([*install, "-r", str(HERE / "requirements.lock")], check=True)
        (folder / ".ready").touch()
    return python


def inputs_fingerprint() -> str:
    """Hash of what the stock model is made from: our data and domain, Rasa's configuration."""
    digest = hashlib.blake2b(digest_size=8)
    data = sorted(path for path in (ROOT / "data").rglob("*.yml"))
    for path in (HERE / "config.yml", ROOT / "domain.yml", *data):
        digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def train(python: Path, work: Path, epochs: int = EPOCHS) -> Training:
    """Trains Rasa's default pipeline and policies on our data; model in ``work/models``.

    ``epochs`` below the default of 100 gives a model that answers as slowly and holds as much,
    and knows less.
    """
    config = work / "config.yml"
    wanted = (HERE / "config.yml").read_text(encoding="utf-8")
    config.write_text(wanted.replace(f"epochs: {EPOCHS}", f"epochs: {epochs}"), encoding="utf-8")
    command = [str(python), "-m", "rasa", "train", "--force", "--out", str(work / "models")]
    command += ["--config", str(config), "--domain", str(ROOT / "domain.yml")]
    command += ["--data", str(ROOT / "data")]
    with (work / "train.log").open("w") as log:
        return timed(command, cwd=work, env=quiet_environment(), stdout=log, stderr=log)


@contextlib.asynccontextmanager
async def running(python: Path, work: Path) -> AsyncIterator[tuple[Opener, list[int], float]]:
    """Rasa's server and action server, started afresh, as ``ours.running`` gives."""
    port, actions_port = free_port(), free_port()
    (work / "endpoints.yml").write_text(
        f"action_endpoint: {{url: 'http://127.0.0.1:{actions_port}/webhook'}}\n"
        f"tracker_store: {{type: SQL, dialect: sqlite, db: '{work / 'tracker.db'}'}}\n"
    )
    (work / "credentials.yml").write_text("rest:\n")
    (work / "tracker.db").unlink(missing_ok=True)
    shutil.rmtree(work / "data", ignore_errors=True)
    began = time.perf_counter()
    with (work / "run.log").open("w") as log:
        actions = subprocess.Popen(
            [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(actions_port)],
            cwd=ROOT,
            env=quiet_environment(DATA_DIR=str(work / "data"), SANIC_HOST="127.0.0.1"),
            stdout=log,
            stderr=log,
        )
        command = [str(python), "-m", "rasa", "run", "--model", str(work / "models")]
        command += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
        server = subprocess.Popen(
            [*command, "--port", str(port), "--interface", "127.0.0.1"],
            cwd=work,
            env=quiet_environment(),
            stdout=log,
            stderr=log,
        )
        try:
            async with aiohttp.ClientSession() as web:
                opener = _opener(web, f"http://127.0.0.1:{port}/webhooks/rest/webhook")
                await _until_up(web, port, opener)
                yield opener, [server.pid, actions.pid], time.perf_counter() - began
        finally:
            for process in (server, actions):
                process.terminate()
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(20)
                process.kill()


async def _until_up(web: aiohttp.ClientSession, port: int, opener: Opener) -> None:
    for _ in range(3000):
        with contextlib.suppress(aiohttp.ClientError):
            async with web.get(f"http://127.0.0.1:{port}/webhooks/rest/") as answer:
                say = await opener()
                if answer.status == 200 and await say("hello"):
                    return
        await asyncio.sleep(0.1)
    raise TimeoutError("stock Rasa did not start within five minutes")


def _opener(web: aiohttp.ClientSession, address: str) -> Opener:
    async def open_conversation() -> Callable[[str], Awaitable[int]]:
        sender = uuid.uuid4().hex

        async def say(text: str) -> int:
            body = {"sender": sender, "message": text}
            async with web.post(address, json=body) as answer:
                return len(await answer.json())

        return say

    return open_conversation
