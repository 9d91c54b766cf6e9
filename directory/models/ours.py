"""Tables of our own: reports, merges, what search reads, notes about the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.models.base import Base, Id


class Report(Base):
    """Ours: somebody said that a card is wrong; an editor looks at it."""

    __tablename__ = "dir_report"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    #: No foreign key: loading a file again replaces the service and must not lose what was said.
    service_id: Mapped[str] = mapped_column(Id, index=True)
    #: What kind of thing is wrong: phone, hours, address, closed, other.
    about: Mapped[str] = mapped_column(String(20))
    words: Mapped[str]
    #: "customer" or "staff"; nothing else is kept of who it was.
    reader: Mapped[str] = mapped_column(String(10))
    said_at: Mapped[datetime]
    #: None while it waits; else who settled it, when and how.
    settled_by: Mapped[str | None]
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class Merge(Base):
    """Ours: two records of one service became one, who decided, and why they looked alike."""

    __tablename__ = "dir_merge"
    #: The record that went; loading a file that has it leaves it out.
    gone_id: Mapped[str] = mapped_column(Id, primary_key=True)
    kept_id: Mapped[str] = mapped_column(Id, index=True)
    reasons: Mapped[list[str]]
    #: The whole record as it was, as it is exported.
    gone: Mapped[dict[str, Any]]
    merged_by: Mapped[str]
    merged_at: Mapped[datetime]
    #: ``{"kept", "changes"}``: the one that stayed and what became of each row
    #: (``directory.records.row_changes``). None for merges of before it was kept.
    undo: Mapped[dict[str, Any] | None]


class Distinct(Base):
    """Ours: a person looked at two records and said that they are not the same."""

    __tablename__ = "dir_distinct"
    one_id: Mapped[str] = mapped_column(Id, primary_key=True)
    other_id: Mapped[str] = mapped_column(Id, primary_key=True)
    said_by: Mapped[str]
    said_at: Mapped[datetime]


class Listing(Base):
    """Ours: what search reads, one row per service and location (or per line).

    Made from the tables above whenever a service is loaded. ``payload`` is all
    that ranking and a card need, so that a search touches no other table.
    """

    __tablename__ = "dir_listing"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    service_id: Mapped[str] = mapped_column(
        Id, ForeignKey("dir_service.id", ondelete="CASCADE"), index=True
    )
    #: None for phone and web services, and for places that are hidden to a wider grid.
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    state: Mapped[str] = mapped_column(String(3), default="")
    #: local (has a place), state or national (reached by phone or web)
    reach: Mapped[str] = mapped_column(String(8))
    audience: Mapped[str] = mapped_column(String(10))
    example: Mapped[bool]
    #: Words for free-text search, joined.
    words: Mapped[str]
    payload: Mapped[dict[str, Any]]


class Note(Base):
    """Ours: facts about the database itself (fingerprint of the shipped records, version)."""

    __tablename__ = "dir_note"
    key: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str]
