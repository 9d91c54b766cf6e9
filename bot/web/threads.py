"""Blocking work off the event loop: the database, and the sentence encoder."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Threads:
    """Small pools, so that a slow sentence never holds up a stored message or a look at phrases."""

    def __init__(self, store: int = 4, read: int = 2, encode: int = 1) -> None:
        """``store``, ``read``: database calls at once; ``encode``: sentences at once (one a free core)."""
        self._store = ThreadPoolExecutor(store, thread_name_prefix="desk")
        self._read = ThreadPoolExecutor(read, thread_name_prefix="read")
        self._encode = ThreadPoolExecutor(encode, thread_name_prefix="encode")
        self._glance = ThreadPoolExecutor(1, thread_name_prefix="phrases")
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        #: Calls of ``think``, and of ``glance``, that wait or run.
        self.thinking = 0
        self.glancing = 0
        self._preparing = False

    async def store(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a database call."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._store, partial(call, *args, **kwargs))

    async def read(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a database call that only reads: it never waits behind those that wait to write."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._read, partial(call, *args, **kwargs))

    async def think(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a call that computes: encoding, screening, hashing a password."""
        loop = asyncio.get_running_loop()
        self.thinking += 1
        try:
            return await loop.run_in_executor(self._encode, partial(call, *args, **kwargs))
        finally:
            self.thinking -= 1

    def begin(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> None:
        """Begins in the background what ``think`` will ask for; nothing where it is busy."""
        if self.thinking or self._preparing:
            return
        self._preparing = True
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._ahead, partial(call, *args, **kwargs))
        future.add_done_callback(self._prepared)

    def _prepared(self, future: asyncio.Future[Any]) -> None:
        self._preparing = False
        if not future.cancelled():
            future.exception()  # who asks for the same in earnest hears of it

    async def glance(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a call of less than a millisecond that must not wait behind sentences."""
        loop = asyncio.get_running_loop()
        self.glancing += 1
        try:
            return await loop.run_in_executor(self._glance, partial(call, *args, **kwargs))
        finally:
            self.glancing -= 1

    def close(self) -> None:
        """Lets what runs end; starts nothing more."""
        self._store.shutdown(wait=True)
        self._read.shutdown(wait=True)
        self._encode.shutdown(wait=True, cancel_futures=True)
        self._glance.shutdown(wait=True, cancel_futures=True)
        self._ahead.shutdown(wait=True, cancel_futures=True)
