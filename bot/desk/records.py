"""What the desk hands out: plain frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

SUMMARY_FACTS = ("needs", "place", "language", "for_whom", "when", "safe_to_talk", "consent")


def iso(moment: datetime | None) -> str | None:
    """A moment as JSON carries it: ISO 8601 in UTC, to the second."""
    return moment.isoformat(timespec="seconds") if moment else None


@dataclass(frozen=True)
class Conversation:
    """A conversation as it is now."""

    id: str
    audience: str
    language: str
    channel: str
    facts: dict[str, Any]
    tier: str
    held_by: int | None
    pending_clarification: str | None
    last_seq: int


@dataclass(frozen=True)
class Message:
    """Something a person sent. ``new`` is False when the same id had been stored before."""

    conversation_id: str
    client_id: str
    seq: int | None
    text: str | None
    payload: str | None
    state: str
    assessment: dict[str, Any] | None
    received_at: datetime
    new: bool = False


@dataclass(frozen=True)
class Event:
    """One line of a conversation."""

    conversation_id: str
    seq: int
    sender: str
    text: str
    buttons: list[dict[str, str]]
    cards: list[dict[str, Any]]
    safety: bool
    in_reply_to: str | None
    at: datetime

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {
            "seq": self.seq,
            "from": self.sender,
            "text": self.text,
            "buttons": self.buttons,
            "cards": self.cards,
            "safety": self.safety,
            "in_reply_to": self.in_reply_to,
            "at": iso(self.at),
        }


@dataclass(frozen=True)
class Reply:
    """Something to say in a conversation."""

    text: str
    buttons: list[dict[str, str]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    safety: bool = False


@dataclass(frozen=True)
class Staff:
    """An account, without its secret."""

    id: int
    name: str
    role: str
    disabled: bool


@dataclass(frozen=True)
class StaffSession:
    """Who is signed in with which CSRF token."""

    staff: Staff
    csrf_token: str


@dataclass(frozen=True)
class CaseAction:
    """One line of a case's audit. ``by`` is the account's name, or "assistant"."""

    at: datetime
    by: str
    action: str
    reason: str | None
    detail: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {
            "at": iso(self.at),
            "by": self.by,
            "action": self.action,
            "reason": self.reason,
            "detail": self.detail,
        }


@dataclass(frozen=True)
class Case:
    """A conversation's stay with people. ``facts`` are the latest known."""

    id: int
    conversation_id: str
    state: str
    tier: str
    peak_tier: str
    reason: str
    indicators: list[dict[str, Any]]
    facts: dict[str, Any]
    audience: str
    language: str
    claimed_by: int | None
    claimed_by_name: str | None
    outcome: str | None
    opened_at: datetime
    closed_at: datetime | None
    changed_at: datetime
    team_leader_alerted_at: datetime | None
    #: When the customer last wrote; None: never.
    last_customer_at: datetime | None
    #: When somebody at the desk last wrote; None: never, or not looked up.
    last_worker_at: datetime | None = None

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        summary = {name: self.facts.get(name) for name in SUMMARY_FACTS}
        summary["language"] = summary["language"] or self.language
        return {
            "id": self.id,
            "conversation_id": self.conversation_id,
            "state": self.state,
            "tier": self.tier,
            "peak_tier": self.peak_tier,
            "reason": self.reason,
            "opened_at": iso(self.opened_at),
            "closed_at": iso(self.closed_at),
            "claimed_by": self.claimed_by_name,
            "claimed_by_id": self.claimed_by,
            "summary": summary,
            "indicators": self.indicators,
            "outcome": self.outcome,
            "audience": self.audience,
            "team_leader_alert": self.team_leader_alerted_at is not None,
            "last_customer_at": iso(self.last_customer_at),
            "last_worker_at": iso(self.last_worker_at),
        }

    def without_words(self) -> dict[str, Any]:
        """``as_dict`` for a colleague who has not opened the case: signs, but not what was said."""
        return {**self.as_dict(), "indicators": [{**i, "evidence": ""} for i in self.indicators]}


@dataclass(frozen=True)
class CaseNote:
    """What somebody at the desk wrote for the next one."""

    id: int
    by: str
    text: str
    at: datetime

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {"id": self.id, "by": self.by, "text": self.text, "at": iso(self.at)}


@dataclass(frozen=True)
class Referral:
    """The service that a case ended with; ``anonymous``: nothing about the person was passed on."""

    service: str
    anonymous: bool = False


def _as_named(agency: str) -> str:
    return agency.strip().casefold()


@dataclass(frozen=True)
class Consent:
    """One consent record; see ``ConsentRow``."""

    id: int
    person: str
    agency: str
    direction: str
    reason: str
    items: list[str]
    valid_from: datetime
    valid_until: datetime
    withdrawn_at: datetime | None
    at: datetime

    def allows(
        self,
        at: datetime,
        *,
        person: str | None = None,
        agency: str | None = None,
        direction: str | None = None,
        item: str | None = None,
    ) -> bool:
        """Whether it is live at a moment and agrees to what is given (rules S3-07, S1-09).

        A name of an agency counts whatever its capitals; what isn't given isn't asked about.
        """
        return (
            self.withdrawn_at is None
            and self.valid_from <= at < self.valid_until
            and person in {None, self.person}
            and (agency is None or _as_named(agency) == _as_named(self.agency))
            and direction in {None, self.direction}
            and (item is None or item in self.items)
        )

    def as_dict(self) -> dict[str, Any]:
        """As the HTTP interface shows it."""
        return {
            "id": self.id,
            "person": self.person,
            "agency": self.agency,
            "direction": self.direction,
            "reason": self.reason,
            "items": self.items,
            "from": iso(self.valid_from),
            "until": iso(self.valid_until),
            "withdrawn_at": iso(self.withdrawn_at),
            "at": iso(self.at),
        }
