"""The whole program, as ``make run`` starts it, for browser tests and pictures."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.serve import free_port

ROOT = Path(__file__).resolve().parents[2]
#: Training where no model fits (a minute), then the start.
READY_SECONDS = 400.0


@dataclass
class Whole:
    """A running program and its first account."""

    base_url: str
    name: str
    password: str


@contextmanager
def running(data_dir: Path) -> Iterator[Whole]:
    """Starts the program on a free port with its own data; ends it and all its processes.

    Raises ``RuntimeError`` with the end of its output when it doesn't get ready.
    """
    port = free_port()
    output = data_dir / "serve.log"
    environment = {**os.environ, "PORT": str(port), "HOST": "127.0.0.1", "DATA_DIR": str(data_dir)}
    with output.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        base_url = f"http://127.0.0.1:{port}"
        _wait_until_ready(process, base_url, output)
        lines = (data_dir / "first-sign-in.txt").read_text("utf-8").splitlines()
        account = dict(line.split(": ", 1) for line in lines if ": " in line)
        yield Whole(base_url, account["name"], account["password"])
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def _wait_until_ready(process: subprocess.Popen[bytes], base_url: str, output: Path) -> None:
    began = time.monotonic()
    status = "no answer"
    while time.monotonic() - began < READY_SECONDS:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{base_url}/health", timeout=5) as answer:
                status = json.load(answer)["status"]
        except (OSError, ValueError):
            status = "no answer"
        if status == "up":
            return
        time.sleep(0.3)
    raise RuntimeError(f"not ready ({status}): {output.read_text('utf-8', 'replace')[-2000:]}")
