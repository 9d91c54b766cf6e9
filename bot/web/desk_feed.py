"""What is pushed to the desks: cases that change, what is said in them, and notices.

A notice says what those at the desk must know of the program itself: that the classifier
is down and phrases go on alone, that more comes in than can be answered in time.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

from bot.desk import Case, Desk, StaffSession
from bot.web.errors import where
from bot.web.hub import Hub, wait_for
from bot.web.threads import Threads

logger = logging.getLogger(__name__)

#: Seconds between looks for cases that another process has changed.
LOOK_EVERY = 1.0
#: Seconds that many changes at once are gathered before one look at them.
GATHER = 0.05
#: Seconds between looks for serious cases that nobody claims.
ALERT_EVERY = 5.0
#: A change counts from when it is committed, a moment after the time it carries.
OVERLAP = timedelta(seconds=10)
#: Frames that wait for one desk; a slower one is cut off and loads anew.
QUEUE = 500
#: Open cases that are followed; many times what a desk can have at once.
MOST_OPEN = 10_000


def is_theirs(case: Case, session: StaffSession) -> bool:
    """Waiting cases are everybody's at the desk; a claimed or closed one belongs to who has it."""
    return (
        case.state == "waiting"
        or case.claimed_by == session.staff.id
        or session.staff.role == "team_leader"
    )


@dataclass(eq=False)
class DeskListener:
    """One open desk page."""

    session: StaffSession
    frames: asyncio.Queue[dict[str, Any] | None] = field(
        default_factory=lambda: asyncio.Queue(QUEUE)
    )
    #: Cases it has asked to read along with.
    watching: set[int] = field(default_factory=set)

    def push(self, frame: dict[str, Any]) -> None:
        """Queues a frame; a desk that doesn't read is cut off (None ends its socket)."""
        try:
            self.frames.put_nowait(frame)
        except asyncio.QueueFull:
            while not self.frames.empty():
                self.frames.get_nowait()
            self.frames.put_nowait(None)

    def may_read(self, case: Case) -> bool:
        """Whether what is said in a case is theirs to read, or they have asked to read along."""
        return is_theirs(case, self.session) or case.id in self.watching


class DeskFeed:
    """Follows the open cases and tells every open desk page."""

    def __init__(self, desk: Desk, threads: Threads, hub: Hub) -> None:
        self._desk = desk
        self._threads = threads
        self._listeners: set[DeskListener] = set()
        self._open: dict[str, Case] = {}
        self._seen: dict[str, int] = {}
        self._known: dict[int, datetime] = {}
        self._since = datetime.now(timezone.utc)
        self._bell = asyncio.Event()
        self._news: set[str] = set()
        #: Nobody reads along: what is open is loaded anew when somebody comes.
        self._idle = True
        #: Codes of what is amiss now; blocks, and is called in a thread.
        self.notices: Callable[[], list[str]] = list
        self._told: list[str] = []
        hub.on_news(self._on_news)

    def nudge(self) -> None:
        """Something may have changed; looks at once."""
        self._bell.set()

    def _on_news(self, conversation_id: str) -> None:
        self._news.add(conversation_id)
        self._bell.set()

    def join(self, listener: DeskListener) -> None:
        """Starts pushing to a desk page."""
        self._listeners.add(listener)
        if self._told:
            listener.push({"notices": self._told})
        self.nudge()

    def leave(self, listener: DeskListener) -> None:
        """Ends it."""
        self._listeners.discard(listener)

    @property
    def listeners(self) -> int:
        """Open desk pages."""
        return len(self._listeners)

    async def run(self) -> None:
        """Looks and pushes until cancelled; also calls the team leader when nobody comes."""
        loop = asyncio.get_running_loop()
        next_alert = loop.time()
        while True:
            try:
                if loop.time() >= next_alert:
                    next_alert = loop.time() + ALERT_EVERY
                    await self._threads.store(self._desk.alert_unattended)
                    await self._threads.store(self._desk.note_quiet)
                    await self._threads.store(self._desk.forget_numbers)
                    await self._threads.store(self._desk.settle_lost_texts)
                await self._look()
                await self._look_at_ourselves()
            except Exception as error:  # the edge of a task: the next look may work
                logger.error("feed_failed error=%s", where(error))
            await wait_for(self._bell, LOOK_EVERY)
            await asyncio.sleep(GATHER)

    async def _look(self) -> None:
        began = datetime.now(timezone.utc)
        if not self._listeners:
            self._idle, self._since = True, began
            self._news.clear()
            return
        if self._idle:
            await self._take_stock()
        recent, changed = await self._threads.store(
            self._desk.cases_changed_since, self._since - OVERLAP, self._known
        )
        for case in changed:
            self._known[case.id] = case.changed_at
            await self._note(case)
            for listener in list(self._listeners):
                read = listener.may_read(case)
                listener.push({"case": case.as_dict() if read else case.without_words()})
        self._since = began
        self._known = {i: at for i, at in self._known.items() if i in recent}
        news, self._news = self._news, set()
        for conversation_id in news & self._open.keys():
            await self._push_events(self._open[conversation_id])

    async def _look_at_ourselves(self) -> None:
        now = await self._threads.store(self.notices)
        if now != self._told:
            self._told = now
            self._push({"notices": now}, self._listeners)

    async def _take_stock(self) -> None:
        """What is open now. What changed a moment ago is told once more: the page that
        came may have loaded its list just before."""
        self._open.clear()
        self._seen.clear()
        self._known.clear()
        for case in await self._threads.store(self._desk.cases, "open", MOST_OPEN):
            await self._note(case)
        self._idle = False

    async def _note(self, case: Case) -> None:
        conversation_id = case.conversation_id
        if case.state == "closed":
            if conversation_id in self._open:
                await self._push_events(case)
            self._open.pop(conversation_id, None)
            self._seen.pop(conversation_id, None)
            return
        if conversation_id not in self._open:
            conversation = await self._threads.store(self._desk.conversation, conversation_id)
            self._seen[conversation_id] = conversation.last_seq
        self._open[conversation_id] = case

    async def _push_events(self, case: Case) -> None:
        seen = self._seen[case.conversation_id]
        events = await self._threads.store(self._desk.events_after, case.conversation_id, seen)
        for event in events:
            frame = {
                "event": {
                    **event.as_dict(),
                    "case_id": case.id,
                    "conversation_id": case.conversation_id,
                }
            }
            self._push(frame, [li for li in self._listeners if li.may_read(case)])
            self._seen[case.conversation_id] = event.seq

    def _push(self, frame: dict[str, Any], to: Iterable[DeskListener]) -> None:
        for listener in list(to):
            listener.push(frame)
