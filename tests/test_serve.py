"""The watcher starts what died again, and refuses to start where it can't."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from bot import serve
from bot.serve import OWN_PORTS, CannotStart, Child, check_port, free_port, ready_line
from bot.settings import Settings


@pytest.fixture
def dying(tmp_path: Path) -> Child:
    """A process that ends at once (``python -m this`` prints and exits)."""
    return Child("short one", "this", dict(os.environ), tmp_path / "log", delay=0.05)


def wait_until_dead(child: Child) -> None:
    for _ in range(200):
        if child.died():
            return
        time.sleep(0.02)
    raise AssertionError("the process didn't end")


def test_a_process_that_died_is_started_again_after_its_delay(dying: Child) -> None:
    dying.start()
    wait_until_dead(dying)

    dying.look_after(time.monotonic())
    assert dying.process is None, "restarted without waiting"
    dying.look_after(time.monotonic() + 1)

    assert dying.process is not None
    assert dying.restarts == 1
    dying.stop()


def wait_for_words(log: Path, words: str) -> bool:
    for _ in range(300):
        if log.exists() and words in log.read_text():
            return True
        time.sleep(0.02)
    return False


def test_a_process_that_was_started_early_waits_until_all_is_prepared(tmp_path: Path) -> None:
    child = Child("early one", "tests.waiter", dict(os.environ), tmp_path / "log")
    child.start()
    assert wait_for_words(child.log, "read")
    assert not child.died()
    assert "went on" not in child.log.read_text()

    child.go()

    assert wait_for_words(child.log, "went on")
    wait_until_dead(child)


def test_a_process_that_is_started_again_does_not_wait(tmp_path: Path) -> None:
    child = Child("again", "tests.waiter", dict(os.environ), tmp_path / "log")
    child.go()
    child.start()

    assert wait_for_words(child.log, "went on")
    wait_until_dead(child)


def test_a_waiting_process_ends_with_whoever_started_it(tmp_path: Path) -> None:
    child = Child("orphan", "tests.waiter", dict(os.environ), tmp_path / "log")
    child.start()
    assert wait_for_words(child.log, "read")

    assert child.process is not None
    assert child.process.stdin is not None
    child.process.stdin.close()

    wait_until_dead(child)
    assert child.process.returncode == 0
    assert "went on" not in child.log.read_text()


def test_a_process_that_keeps_dying_waits_longer_each_time(dying: Child) -> None:
    delays = []
    for _ in range(4):
        dying.start()
        wait_until_dead(dying)
        dying.look_after(time.monotonic())
        delays.append(dying.delay)

    assert delays == sorted(set(delays))


def test_a_taken_port_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        with pytest.raises(CannotStart, match="PORT="):
            check_port(Settings(port=taken.getsockname()[1]))


def test_a_free_port_passes() -> None:
    check_port(Settings(port=free_port()))


def test_a_free_port_is_none_that_the_system_lends_to_a_client() -> None:
    lent = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    assert max(OWN_PORTS) < lent
    assert all(free_port() in OWN_PORTS for _ in range(20))


def test_without_a_free_port_it_says_which_were_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        monkeypatch.setattr(serve, "OWN_PORTS", range(port, port + 1))
        with pytest.raises(CannotStart, match=f"between {port} and {port}"):
            free_port()


def test_the_ready_line_names_every_way_in_and_where_the_password_is(tmp_path: Path) -> None:
    first = tmp_path / "first-sign-in.txt"
    first.write_text("x")

    line = ready_line(Settings(port=9999, data_dir=tmp_path), None)

    assert "\n" not in line
    for part in ("http://127.0.0.1:9999/", "/desk", "/lookup", str(first)):
        assert part in line
