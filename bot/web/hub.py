"""Who waits for news of which conversation, inside this process."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Hub:
    """Rings a bell; what is new is read from the store, so a missed ring loses nothing."""

    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._listeners: list[Callable[[str], None]] = []

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """A bell that is set at every news of the conversation."""
        bell = asyncio.Event()
        self._bells[conversation_id].add(bell)
        try:
            yield bell
        finally:
            self._bells[conversation_id].discard(bell)
            if not self._bells[conversation_id]:
                del self._bells[conversation_id]

    def on_news(self, listener: Callable[[str], None]) -> None:
        """Calls ``listener(conversation_id)`` at every news, whatever the conversation."""
        self._listeners.append(listener)

    def ring(self, conversation_id: str) -> None:
        """There is something new in a conversation."""
        for bell in self._bells.get(conversation_id, ()):
            bell.set()
        for listener in self._listeners:
            listener(conversation_id)

    def ring_all(self) -> None:
        """Something changed for everybody (the assistant went down or came back)."""
        for bells in self._bells.values():
            for bell in bells:
                bell.set()

    def count(self, conversation_id: str) -> int:
        """How many wait for a conversation."""
        return len(self._bells.get(conversation_id, ()))


async def wait_for(bell: asyncio.Event, seconds: float) -> None:
    """Waits for a bell, at most some seconds, and clears it.

    Not ``asyncio.wait_for``: in Python 3.10 it swallows a cancellation that comes
    together with the bell, and a task that can't be cancelled hangs the shutdown.
    """
    timer = asyncio.get_running_loop().call_later(seconds, bell.set)
    try:
        await bell.wait()
    finally:
        timer.cancel()
        bell.clear()
