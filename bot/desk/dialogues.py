"""What the dialogue engine remembers of each conversation between turns."""

from __future__ import annotations

from typing import cast

from sqlalchemy import Table, bindparam, insert, select, update

from bot.desk.plain import storable
from bot.desk.store import Store
from bot.desk.tables import DialogueRow, now

#: Enough to notice a message that is sent again after an outage.
KEPT_MESSAGE_IDS = 50

_DIALOGUE = cast(Table, DialogueRow.__table__)
_STATE = select(_DIALOGUE.c.state).where(_DIALOGUE.c.sender_id == bindparam("sender"))
_MESSAGE_IDS = select(_DIALOGUE.c.message_ids).where(_DIALOGUE.c.sender_id == bindparam("sender"))
_LOCK = _MESSAGE_IDS.with_for_update()
_ADD = insert(_DIALOGUE)
_CHANGE = (
    update(_DIALOGUE)
    .where(_DIALOGUE.c.sender_id == bindparam("sender"))
    .values(state=bindparam("as_it_is"), message_ids=bindparam("ids"), updated_at=bindparam("at"))
)


class Dialogues(Store):
    """One row a conversation, written whole at the end of each turn."""

    def save_dialogue(self, sender: str, state: str, message_id: str | None = None) -> None:
        """Keeps ``state`` (the engine's own JSON) and the id of the message that led to it."""
        kept, at = storable(state), now()
        with self._writing_rows() as rows:
            known: list[str] | None = rows.execute(_LOCK, {"sender": sender}).scalar()
            ids = known or []
            if message_id and message_id not in ids:
                ids = [*ids, message_id][-KEPT_MESSAGE_IDS:]
            if known is None:
                row = {"sender_id": sender, "state": kept, "message_ids": ids, "updated_at": at}
                rows.execute(_ADD, row)
            else:
                values = {"sender": sender, "as_it_is": kept, "ids": ids, "at": at}
                rows.execute(_CHANGE, values)

    def load_dialogue(self, sender: str) -> str | None:
        """The state as it was written, or None for a conversation without one."""
        with self._reading_rows() as rows:
            state: str | None = rows.execute(_STATE, {"sender": sender}).scalar()
            return state

    def dialogue_message_ids(self, sender: str) -> list[str]:
        """Ids of the last messages that led to a state, oldest first."""
        with self._reading_rows() as rows:
            return list(rows.execute(_MESSAGE_IDS, {"sender": sender}).scalar() or [])

    def dialogue_ids(self) -> list[str]:
        """Every conversation that has a state."""
        with self._reading_rows() as rows:
            return list(rows.execute(select(_DIALOGUE.c.sender_id)).scalars())
