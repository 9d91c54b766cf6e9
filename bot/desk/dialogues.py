"""What the dialogue engine remembers of each conversation between turns."""

from __future__ import annotations

from sqlalchemy import select

from bot.desk.plain import storable
from bot.desk.store import Store
from bot.desk.tables import DialogueRow, now

#: Enough to notice a message that is sent again after an outage.
KEPT_MESSAGE_IDS = 50


class Dialogues(Store):
    """One row a conversation, written whole at the end of each turn."""

    def save_dialogue(self, sender: str, state: str, message_id: str | None = None) -> None:
        """Keeps ``state`` (the engine's own JSON) and the id of the message that led to it."""
        with self._writing() as session:
            row = session.scalar(
                select(DialogueRow).where(DialogueRow.sender_id == sender).with_for_update()
            )
            if row is None:
                row = DialogueRow(sender_id=sender, message_ids=[])
                session.add(row)
            row.state = storable(state)
            row.updated_at = now()
            if message_id and message_id not in row.message_ids:
                row.message_ids = [*row.message_ids, message_id][-KEPT_MESSAGE_IDS:]

    def load_dialogue(self, sender: str) -> str | None:
        """The state as it was written, or None for a conversation without one."""
        with self._reading() as session:
            return session.scalar(select(DialogueRow.state).where(DialogueRow.sender_id == sender))

    def dialogue_message_ids(self, sender: str) -> list[str]:
        """Ids of the last messages that led to a state, oldest first."""
        with self._reading() as session:
            row = session.get(DialogueRow, sender)
            return list(row.message_ids) if row else []

    def dialogue_ids(self) -> list[str]:
        """Every conversation that has a state."""
        with self._reading() as session:
            return list(session.scalars(select(DialogueRow.sender_id)))
