"""``python -m bot serve``: gets everything ready, starts the gateway and Rasa, and watches both.

Either process may die at any time: it is started again, and the gateway has
kept the messages. Ctrl-C (or SIGTERM) stops all of it. If this process itself
is killed, the two others end with it, so the port is free for the next start.
"""

from __future__ import annotations

import ctypes
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from bot import go_ahead
from bot.settings import BadSetting, Settings, read_settings
from bot.train import TrainingFailed, model_for_inputs, train_if_needed

#: Seconds a process may take to answer for the first time before we say it is slow.
START_LIMIT = 120.0
#: Seconds between starts of a process that keeps dying: doubles from the first to the last.
RESTART_DELAYS = (0.2, 30.0)
#: A process that ran this long has started well: the next restart is quick again.
STEADY_SECONDS = 60.0
STOP_SECONDS = 8.0
#: Where ``free_port`` looks.
OWN_PORTS = range(20_000, 30_000)

_PR_SET_PDEATHSIG = 1


class CannotStart(RuntimeError):
    """The program can't start; ``str()`` says what to mend."""


@dataclass
class Child:
    """One watched process."""

    name: str
    module: str
    environment: Mapping[str, str]
    log: Path
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    delay: float = RESTART_DELAYS[0]
    not_before: float = 0.0
    restarts: int = field(default=0)
    #: Whether the process may go on once it has read its programs.
    may_go: bool = False

    def start(self) -> None:
        """Starts the process; its output is appended to its log. It waits for ``go``."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                env={**self.environment, go_ahead.VARIABLE: "1"},
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.PIPE,
                start_new_session=True,  # Ctrl-C reaches only the watcher, which stops in order
                preexec_fn=_die_with_parent,
            )
        self.started = time.monotonic()
        if self.may_go:
            self.go()

    def go(self) -> None:
        """Everything is prepared: the process goes on, and so do those that follow it."""
        self.may_go = True
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError):
                self.process.stdin.write(b"go\n")
                self.process.stdin.close()

    def died(self) -> bool:
        """Whether the process has ended."""
        return self.process is None or self.process.poll() is not None

    def look_after(self, now: float) -> None:
        """Starts the process again if it died and its waiting time is over."""
        if not self.died():
            if now - self.started > STEADY_SECONDS:
                self.delay = RESTART_DELAYS[0]
            return
        if self.process is not None:
            code = self.process.returncode
            self.process = None
            self.not_before = now + self.delay
            self.delay = min(self.delay * 2, RESTART_DELAYS[1])
            say(f"The {self.name} ended (code {code}); starting it again. Its log: {self.log}")
        if now >= self.not_before:
            self.restarts += 1
            self.start()

    def stop(self) -> None:
        """Asks the process to end, and makes it end if it doesn't in time."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _die_with_parent() -> None:
    # Linux only; elsewhere a killed watcher leaves its processes behind.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def say(words: str) -> None:
    """One line of progress for the person who started the program."""
    print(words, flush=True)


def free_port() -> int:
    """A TCP port on loopback that nobody listens on just now.

    Below the ports that the system lends to outgoing connections (Linux begins at 32768): one
    of those may be lent to a browser or a client between this look and the listening.
    """
    for port in random.sample(OWN_PORTS, min(50, len(OWN_PORTS))):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise CannotStart(
        f"no free port on 127.0.0.1 was found between {OWN_PORTS[0]} and {OWN_PORTS[-1]}: "
        "end programs that listen there"
    )


def check_port(settings: Settings) -> None:
    """Raises ``CannotStart`` when the gateway's address is taken or not ours."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise CannotStart(
                f"Can't listen on {settings.host}:{settings.port} ({error.strerror}). "
                f"Is it running already? Choose another port with: PORT=8081 make run"
            ) from error


def make_data_dir(settings: Settings) -> None:
    """Raises ``CannotStart`` where ``DATA_DIR`` can't be made."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotStart(f"DATA_DIR {settings.data_dir}: {error.strerror}") from error


def prepare(settings: Settings) -> Path | None:
    """Tables, directory, model and a first account; returns the file with its password, if made."""
    from bot.desk import Desk
    from directory import load_shipped

    say("Tables and directory ...")
    desk = Desk.open(settings.database_url)
    first_staff = desk.ensure_first_staff(settings.data_dir)
    load_shipped(settings.directory_url)
    say("Model (training takes about a minute, and only when one of its inputs changed) ...")
    try:
        train_if_needed(settings.models_dir, log=settings.data_dir / "train.log")
    except TrainingFailed as failure:
        raise CannotStart(str(failure)) from failure
    return first_staff


def children(settings: Settings) -> list[Child]:
    """The two processes, with what each needs to know of the other."""
    port = free_port()
    shared = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS", "1"),
        "RASA_PORT": str(port),
        "RASA_URL": f"http://127.0.0.1:{port}",
        "GATEWAY_SECRET": secrets.token_urlsafe(32),
    }
    logs = settings.data_dir
    return [
        Child("gateway", "bot.web", shared, logs / "gateway.log"),
        Child("assistant", "bot.rasa_glue", shared, logs / "rasa.log"),
    ]


def health(settings: Settings) -> dict[str, Any] | None:
    """The gateway's /health, or None while it doesn't answer."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    try:
        with urllib.request.urlopen(f"http://{host}:{settings.port}/health", timeout=5) as answer:
            found: dict[str, Any] = json.load(answer)
            return found
    except (urllib.error.URLError, OSError, ValueError):
        return None


def ready_line(settings: Settings, first_staff: Path | None) -> str:
    """The one line with the addresses."""
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    base = f"http://{host}:{settings.port}"
    line = f"Ready: chat {base}/  desk {base}/desk  look-up {base}/lookup"
    sign_in = first_staff or settings.data_dir / "first-sign-in.txt"
    return line + (f"  (sign-in: {sign_in})" if sign_in.exists() else "")


def _show_progress(state: str, stream: IO[str] = sys.stdout) -> None:
    if stream.isatty():
        stream.write(f"\r{state:<70}")
        stream.flush()


def watch(settings: Settings, watched: list[Child], first_staff: Path | None) -> None:
    """Lets the children go, says when all is ready, and keeps them alive until interrupted."""
    for child in watched:
        if child.process is None:
            child.start()
        child.go()
    began = time.monotonic()
    announced = warned = False
    while True:
        now = time.monotonic()
        for child in watched:
            child.look_after(now)
        if not announced:
            found = health(settings)
            if found is not None and found.get("status") == "up":
                _show_progress("")
                say(ready_line(settings, first_staff))
                announced = True
            else:
                _show_progress(f"Starting ... {now - began:.0f} s")
                if now - began > START_LIMIT and not warned:
                    warned = True
                    say(f"This takes long. See {watched[0].log} and {watched[1].log}")
        time.sleep(0.2)


def main(argv: list[str]) -> int:
    """Runs until Ctrl-C or SIGTERM. Settings come from the environment (see README)."""
    if argv:
        print(__doc__)
        return 0 if argv[0] in {"-h", "--help"} else 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    watched: list[Child] = []
    try:
        settings = read_settings()
        check_port(settings)
        make_data_dir(settings)
        watched = children(settings)
        if model_for_inputs(settings.models_dir).exists():
            for child in watched:
                child.start()  # reads its programs meanwhile
        first_staff = prepare(settings)
        watch(settings, watched, first_staff)
    except (BadSetting, CannotStart) as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        say("Stopping ...")
    finally:
        for child in watched:
            child.stop()
    return 0
