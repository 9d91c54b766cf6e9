"""Writers of one database take turns, within a process and between processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

from bot.desk.turnstile import Turnstile

HOLD = """
import sys, time
from pathlib import Path
from bot.desk.turnstile import Turnstile
with Turnstile(Path(sys.argv[1]), 5.0).pass_through():
    print("in", flush=True)
    sys.stdin.read()
"""


def test_threads_pass_one_at_a_time(tmp_path: Path) -> None:
    turnstile = Turnstile(tmp_path / "turn", 5.0)
    inside: list[int] = []
    most: list[int] = []

    def pass_often() -> None:
        for _ in range(50):
            with turnstile.pass_through():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0)
                inside.pop()

    threads = [threading.Thread(target=pass_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turnstile.close()

    assert len(most) == 200
    assert set(most) == {1}


def test_another_process_waits_until_the_first_is_done_or_dead(tmp_path: Path) -> None:
    path = tmp_path / "turn"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "in\n"
    passed = threading.Event()

    def pass_once() -> None:
        with Turnstile(path, 30.0).pass_through():
            passed.set()

    waiting = threading.Thread(target=pass_once)
    waiting.start()
    early = passed.wait(0.3)
    holder.kill()
    late = passed.wait(20)
    waiting.join()
    holder.wait()

    assert (early, late) == (False, True)


def test_a_writer_that_waits_in_vain_goes_on_to_the_database(tmp_path: Path) -> None:
    first = Turnstile(tmp_path / "turn", 5.0)
    second = Turnstile(tmp_path / "turn", 0.05)

    with first.pass_through(), second.pass_through():
        both = True

    with first.pass_through():
        again = True
    assert both
    assert again
