"""The human side: conversations, cases, queue, consent, staff and their audit.

``Desk.open(url)`` is the way in, for the gateway and for the assistant's
actions alike. Its methods are short transactions and hand out plain values.
When the database is down they raise SQLAlchemy's errors: nothing is kept in
memory instead.
"""

from __future__ import annotations

from bot.desk.cases import Cases
from bot.desk.consents import Consents
from bot.desk.conversations import Conversations
from bot.desk.dialogues import Dialogues
from bot.desk.handing_over import HandingOver
from bot.desk.interpreters import InterpreterRequest, Interpreters
from bot.desk.judgements import Judgement, Judgements
from bot.desk.messages import Arrival, Messages
from bot.desk.openings import Openings
from bot.desk.records import Case, Conversation, Event, Message, Reply, Staff, StaffSession
from bot.desk.staff import StaffRegister
from bot.desk.store import open_engine
from bot.desk.text_messages import SafeNumber, TextMessage, TextMessages

__all__ = [
    "Arrival",
    "Case",
    "Conversation",
    "Desk",
    "Event",
    "InterpreterRequest",
    "Judgement",
    "Message",
    "Reply",
    "SafeNumber",
    "Staff",
    "StaffSession",
    "TextMessage",
]


class Desk(
    Conversations,
    Messages,
    Openings,
    Cases,
    HandingOver,
    Judgements,
    Consents,
    Interpreters,
    TextMessages,
    StaffRegister,
    Dialogues,
):
    """Everything the desk can do, over one database."""

    @classmethod
    def open(cls, url: str) -> Desk:
        """The desk at an SQLAlchemy address; its tables are made or changed first."""
        from bot.desk.migrate import upgrade

        engine = open_engine(url)
        upgrade(engine)
        return cls(engine)

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()
        if self._turnstile is not None:
            self._turnstile.close()
