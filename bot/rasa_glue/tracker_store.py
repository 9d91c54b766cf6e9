"""Where a conversation's dialogue state is kept between turns: one bounded row in the desk's database.

The whole conversation is kept elsewhere (the desk's event log). Rasa needs
only the slots and the last few turns, so the 200th turn costs what the 10th
does. There is no fall-back to memory: a database that is down is an error,
which the gateway knows how to answer.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.desk import Desk
from bot.rasa_glue import in_process
from bot.settings import read_settings

#: User turns whose events are kept. Rules look at one turn; two more let a repeated
#: message find its answer and an action look back ("say that again").
KEPT_TURNS = 3


def bounded_events(tracker: DialogueStateTracker, turns: int = KEPT_TURNS) -> list[Event]:
    """The events of the last ``turns`` user turns, led by the slots as they are now.

    Slots come first, so that a tracker made from the result has the same slot
    values. A conversation that is short enough is returned as it is.
    """
    events = list(tracker.events)
    starts = [i for i, event in enumerate(events) if isinstance(event, UserUttered)]
    if len(starts) <= turns:
        return events
    kept = [event for event in events[starts[-turns] :] if not isinstance(event, SlotSet)]
    slots: list[Event] = [
        SlotSet(name, slot.value)
        for name, slot in sorted(tracker.slots.items())
        if slot.value != slot.initial_value
    ]
    return [*slots, ActionExecuted(ACTION_LISTEN_NAME), *kept]


class DialogueStore(TrackerStore):
    """A Rasa tracker store over the table ``dialogue_state`` of the desk."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: Any = None,
        url: str | None = None,
        desk: Desk | None = None,
        **kwargs: Any,
    ) -> None:
        """``url`` is an SQLAlchemy address; without one the program's settings decide."""
        super().__init__(domain, event_broker, **kwargs)
        in_process.install()
        self.desk = desk or Desk.open(url or read_settings().database_url)

    @classmethod
    def from_endpoint(cls, endpoint: EndpointConfig) -> DialogueStore:
        """A store as ``endpoints.yml`` describes it."""
        return cls(None, url=endpoint.url)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Writes the bounded state; raises what the database raises."""
        state = json.dumps([event.as_dict() for event in bounded_events(tracker)])
        latest = tracker.latest_message
        self.desk.save_dialogue(tracker.sender_id, state, latest.message_id if latest else None)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The conversation's state, or None for a conversation that has none yet."""
        state = self.desk.load_dialogue(sender_id)
        if state is None:
            return None
        return DialogueStateTracker.from_dict(sender_id, json.loads(state), self.domain.slots)

    async def keys(self) -> list[str]:
        """Ids of all conversations that have a state."""
        return list(self.desk.dialogue_ids())
