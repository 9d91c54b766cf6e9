"""Making the search index in a process beside the load, which has the other core to itself.

A load hands every listing over as it is written; the other process takes them
from its standard input and gives the parts of the index back once all are
there. It reads nothing and writes nothing else. When it ends early the load goes on without it, and the index is made at
the first search, as after any load of many changes.
"""

from __future__ import annotations

import logging
import marshal
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import IO, Any, NamedTuple

from sqlalchemy import Connection

from directory.columns import Builder
from directory.shelf import store_snapshot

logger = logging.getLogger(__name__)

#: Listings sent at once.
CHUNK = 500
#: Bytes before each chunk that say how long it is; none of that length is the end.
LENGTH = 8
#: The newest format without back references, which cost more than they save here.
FORMAT = 2


class _Row(NamedTuple):
    """What the columns are made of, of a listing that was just written."""

    number: int
    reach: str
    state: str
    latitude: float | None
    longitude: float | None
    payload: dict[str, Any]
    example: bool
    audience: str
    words: str


class IndexMaker:
    """Makes the snapshot while an empty directory is filled, from what is written anyway."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._chunk: list[tuple[Any, ...]] = []
        self._count = 0
        self._failed = False

    def take(self, listing: Mapping[str, Any]) -> None:
        """A listing that was written; all of them must come."""
        self._chunk.append(tuple(listing[name] for name in _Row._fields))
        if len(self._chunk) == CHUNK:
            self._send()

    def keep(self, connection: Connection) -> None:
        """Store the snapshot in the open transaction."""
        self._send()
        try:
            with connection.begin_nested():
                store_snapshot(connection, self._parts())
        except EOFError:
            logger.warning("search index not made while loading: listings=%d", self._count)
        else:
            logger.info("search index made while loading: listings=%d", self._count)

    def close(self) -> None:
        """End the process, whatever it is at."""
        if self._process is not None:
            self._process.kill()
            for pipe in self._pipes():
                with suppress(BrokenPipeError):  # something for it was left in ours
                    pipe.close()
            self._process.wait()
            self._process = None

    # --- inside ---

    def _send(self) -> None:
        chunk, self._chunk = self._chunk, []
        self._count += len(chunk)
        if self._process is None:
            self._process = _begun()
        if chunk:
            self._write(marshal.dumps(chunk, FORMAT))

    def _write(self, data: bytes) -> None:
        to_it, _ = self._pipes()
        try:
            if not self._failed:
                to_it.write(len(data).to_bytes(LENGTH, "little"))
                to_it.write(data)
                to_it.flush()
        except BrokenPipeError:
            self._failed = True

    def _parts(self) -> Iterator[tuple[str, str, bytes]]:
        """The parts of the index. Raises ``EOFError`` where the process did not get to its end."""
        self._write(b"")
        if self._failed:
            raise EOFError
        to_it, from_it = self._pipes()
        to_it.close()
        for chunk in _chunks(from_it):
            yield from chunk

    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        assert self._process is not None, "it was begun before"
        to_it, from_it = self._process.stdin, self._process.stdout
        assert to_it is not None
        assert from_it is not None
        return to_it, from_it


def _begun() -> subprocess.Popen[bytes]:
    """The process, which finds this program where this one did."""
    return subprocess.Popen(
        [sys.executable, "-c", "from directory.index_process import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(part or "." for part in sys.path)},
        start_new_session=True,  # an interruption ends the load, and that ends this
    )


def _chunks(source: IO[bytes]) -> Iterator[list[Any]]:
    """What the other side sent, up to its end. Raises ``EOFError`` where it broke off."""
    while length := int.from_bytes(_whole(source, LENGTH), "little"):
        # The other side is this program, on a pipe of ours.
        yield marshal.loads(_whole(source, length))  # noqa: S302


def _whole(source: IO[bytes], length: int) -> bytes:
    data = source.read(length)
    if len(data) < length:
        raise EOFError
    return data


def main() -> None:
    """The other process: listings in, the parts of their index out."""
    builder = Builder()
    try:
        for chunk in _chunks(sys.stdin.buffer):
            for row in map(_Row._make, chunk):
                builder.add(row, row.words)
    except EOFError:  # the load was broken off
        sys.exit(1)
    target = sys.stdout.buffer
    for part in builder.columns().parts():
        data = marshal.dumps([part], FORMAT)
        target.write(len(data).to_bytes(LENGTH, "little"))
        target.write(data)
    target.write(bytes(LENGTH))
    target.flush()
