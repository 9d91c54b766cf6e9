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

    def __init__(self, store: int = 4, encode: int = 1) -> None:
        """``store``: database calls at once; ``encode``: sentences at once (one a free core)."""
        self._store = ThreadPoolExecutor(store, thread_name_prefix="desk")
        self._encode = ThreadPoolExecutor(encode, thread_name_prefix="encode")
        self._glance = ThreadPoolExecutor(1, thread_name_prefix="phrases")
        #: Calls of ``think`` and ``begin``, and of ``glance``, that wait or run.
        self.thinking = 0
        self.glancing = 0

    async def store(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a database call."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._store, partial(call, *args, **kwargs))

    async def think(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a call that computes: encoding, screening, hashing a password."""
        return await self.begin(call, *args, **kwargs)

    def begin(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> asyncio.Future[T]:
        """``think`` that need not be waited for."""
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self._encode, partial(call, *args, **kwargs))
        self.thinking += 1
        future.add_done_callback(self._thought)
        return future

    def _thought(self, future: asyncio.Future[Any]) -> None:
        self.thinking -= 1

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
        self._encode.shutdown(wait=True, cancel_futures=True)
        self._glance.shutdown(wait=True, cancel_futures=True)
