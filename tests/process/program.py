"""The whole program as an operator starts it, and a person who talks to it over HTTP."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

from bot.serve import free_port
from tests.bench.measure import process_tree

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 120.0


class Program:
    """``python -m bot serve`` on a free port with a data folder of its own."""

    def __init__(self, data_dir: Path) -> None:
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        environment = {**os.environ, "PORT": str(self.port), "DATA_DIR": str(data_dir)}
        for name in ("DATABASE_URL", "DIRECTORY_URL"):
            environment.pop(name, None)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # Tests that a shell put into its background are deaf to SIGINT, and so were this.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )

    def health(self) -> dict[str, Any] | None:
        try:
            with urllib.request.urlopen(f"{self.base}/health", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except (OSError, ValueError):
            return None

    def wait_until_up(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            found = self.health()
            if found and found["status"] == "up":
                return
            if self.process.poll() is not None:
                raise RuntimeError(f"the program ended with code {self.process.returncode}")
            time.sleep(0.1)
        raise TimeoutError(f"the program is not up: {self.health()}")

    def pid_of(self, module: str) -> int:
        """The process that runs ``python -m module`` (waits while it is being restarted)."""
        for _ in range(300):
            for pid in process_tree(self.process.pid):
                try:
                    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
                except OSError:
                    continue
                if module.encode() in words:
                    return pid
            time.sleep(0.1)
        raise TimeoutError(f"no process runs {module}")

    def kill(self, module: str) -> None:
        os.kill(self.pid_of(module), signal.SIGKILL)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()


def call(
    address: str,
    body: Any = None,
    headers: dict[str, str] | None = None,
    opener: urllib.request.OpenerDirector | None = None,
) -> tuple[int, Any]:
    """GET, or POST of a JSON body; status and decoded answer."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(
        address, data=data, headers={"Content-Type": "application/json", **(headers or {})}
    )
    open_it = opener.open if opener else urllib.request.urlopen
    try:
        with open_it(request, timeout=40) as answer:
            raw = answer.read()
            return answer.status, json.loads(raw) if raw else None
    except urllib.error.HTTPError as error:
        raw = error.read()
        return error.code, json.loads(raw) if raw else None


class Person:
    """A customer with one conversation; sends each message until the gateway has it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        status, made = call(f"{program.base}/api/conversations", {})
        assert status == 201, made
        self.id = made["id"]
        self.address = f"{program.base}/api/conversations/{self.id}"
        self.headers = {"Authorization": f"Bearer {made['token']}"}
        self.numbers = itertools.count(1)
        self.wait_for(lambda events: any(e["from"] == "assistant" for e in events))

    def events(self, after: int = 0, wait: int = 0) -> list[dict[str, Any]]:
        query = f"{self.address}/events?after={after}&wait={wait}"
        status, answer = call(query, headers=self.headers)
        assert status == 200, answer
        found: list[dict[str, Any]] = answer["events"]
        return found

    def send(self, text: str, seconds: float = 60) -> None:
        """Like the widget: the same id again and again until it is accepted."""
        body = {"id": f"p{next(self.numbers)}", "text": text}
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                status, _ = call(f"{self.address}/messages", body, self.headers)
            except OSError:
                status = 0
            if status == 202:
                return
            time.sleep(0.2)
        raise TimeoutError("the message was not accepted")

    def wait_for(self, true_of: Any, seconds: float = 60) -> list[dict[str, Any]]:
        """All events, once ``true_of(events)`` holds."""
        deadline = time.monotonic() + seconds
        found: list[dict[str, Any]] = []
        while time.monotonic() < deadline:
            try:
                found = self.events()
            except OSError:
                found = []
            if true_of(found):
                return found
            time.sleep(0.2)
        raise TimeoutError(f"not seen in {[(e['from'], e['text'][:80]) for e in found]}")

    def say(self, text: str) -> list[dict[str, Any]]:
        """Sends a message and waits for what the assistant says to it."""
        before = max(e["seq"] for e in self.events())
        self.send(text)

        def answered(events: list[dict[str, Any]]) -> bool:
            return any(e["from"] in ("assistant", "system") and e["seq"] > before for e in events)

        return [e for e in self.wait_for(answered) if e["seq"] > before]


class Worker:
    """The first account, signed in at the desk."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        words = (program.data_dir / "first-sign-in.txt").read_text()
        found = dict(re.findall(r"(?im)^\s*(name|password)\s*:\s*(\S+)\s*$", words))
        page = self.opener.open(f"{program.base}/sign-in").read().decode()
        token = re.search(r'name="csrf_token"\s+value="([^"]+)"', page)
        form = {"name": found["name"], "password": found["password"]}
        form["csrf_token"] = token.group(1) if token else ""
        data = urllib.parse.urlencode(form).encode()
        self.opener.open(
            urllib.request.Request(
                f"{program.base}/sign-in", data=data, headers={"Origin": program.base}
            )
        )
        desk = self.opener.open(f"{program.base}/desk").read().decode()
        csrf = re.search(r'name="csrf[-_]token"\s+content="([^"]+)"', desk)
        assert csrf, "the desk page carries no CSRF token"
        self.headers = {"X-CSRF-Token": csrf.group(1), "Origin": program.base}

    def get(self, path: str) -> Any:
        status, answer = call(f"{self.program.base}{path}", opener=self.opener)
        assert status == 200, answer
        return answer

    def post(self, path: str, body: Any) -> Any:
        status, answer = call(f"{self.program.base}{path}", body, self.headers, self.opener)
        assert status in (200, 201, 202), (status, answer)
        return answer

    def case_of(self, person: Person) -> dict[str, Any]:
        for _ in range(100):
            for state in ("waiting", "claimed"):
                for case in self.get(f"/desk/api/cases?state={state}")["cases"]:
                    if case["conversation_id"] == person.id:
                        found: dict[str, Any] = case
                        return found
            time.sleep(0.1)
        raise TimeoutError("no case of this conversation at the desk")
