"""Who waits for news of which conversation, inside this process."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.desk import Conversation, Event

#: Events that follow one another, and the conversation after the last of them.
News = tuple[list[Event], Conversation]


class Hub:
    """Rings a bell; what is new is read from the store, so a missed ring loses nothing.

    The news that were just stored are at hand, too, for those who had heard everything before.
    """

    def __init__(self) -> None:
        self._news: dict[str, News] = {}
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
                self._news.pop(conversation_id, None)

    def on_news(self, listener: Callable[[str], None]) -> None:
        """Calls ``listener(conversation_id)`` at every news, whatever the conversation."""
        self._listeners.append(listener)

    def ring(self, conversation_id: str, news: News | None = None) -> None:
        """There is something new in a conversation: ``news``, where they have been stored."""
        if news is not None and conversation_id in self._bells:
            self._news[conversation_id] = news
        for bell in self._bells.get(conversation_id, ()):
            bell.set()
        for listener in self._listeners:
            listener(conversation_id)

    def told(self, conversation_id: str, after: int) -> News | None:
        """The last news, where they are what comes next after the event numbered ``after``."""
        news = self._news.get(conversation_id)
        return news if news and news[0] and news[0][0].seq == after + 1 else None

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
