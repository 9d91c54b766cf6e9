"""Who writes next to an SQLite file: one thread of one process, the others woken as soon as it is done.

SQLite lets one write at a time and makes the others sleep 1, 2, 5, 10 ms and longer
between looks; under load that was a sixth of the gateway's time. Its own lock
stays in force behind this one, for whoever else opens the file.
"""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Seconds between two looks at what another process holds for a fraction of a millisecond.
LOOK_AGAIN = 0.0002


class Turnstile:
    """Lets one writer through at a time, over all processes that use the same file."""

    def __init__(self, path: Path, patience: float) -> None:
        """``path``: an empty file beside the database; ``patience``: seconds, then SQLite decides."""
        self._path = path
        self._patience = patience
        self._here = threading.Lock()
        self._file: int | None = None

    @contextmanager
    def pass_through(self) -> Iterator[None]:
        """The writer's turn. One that waits in vain goes on: SQLite says then what is wrong."""
        deadline = time.monotonic() + self._patience
        mine = self._here.acquire(timeout=self._patience)
        try:
            if mine:
                self._lock(deadline)
            yield
        finally:
            if mine:
                if self._file is not None:
                    fcntl.flock(self._file, fcntl.LOCK_UN)
                self._here.release()

    def _lock(self, deadline: float) -> None:
        if self._file is None:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        while True:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return
                time.sleep(LOOK_AGAIN)
            else:
                return

    def close(self) -> None:
        """Gives the file back; a later writer opens it again."""
        with self._here:
            if self._file is not None:
                os.close(self._file)
                self._file = None
