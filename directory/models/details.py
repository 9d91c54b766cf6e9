"""What hangs on a service or a place: contacts, numbers, hours, languages, costs."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.models.base import (
    Base,
    Id,
    of_location,
    of_organization,
    of_place_of_service,
    of_service,
)


class Contact(Base):
    """Somebody to speak to, or their place in the organisation."""

    __tablename__ = "dir_contact"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = of_organization()
    service_id: Mapped[str | None] = of_service()
    service_at_location_id: Mapped[str | None] = of_place_of_service()
    location_id: Mapped[str | None] = of_location()
    name: Mapped[str | None]
    title: Mapped[str | None]
    department: Mapped[str | None]
    email: Mapped[str | None]


class Phone(Base):
    """A number; ``type`` is voice, text, fax or textphone."""

    __tablename__ = "dir_phone"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    location_id: Mapped[str | None] = of_location()
    service_id: Mapped[str | None] = of_service()
    organization_id: Mapped[str | None] = of_organization()
    contact_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("dir_contact.id", ondelete="CASCADE"), index=True
    )
    service_at_location_id: Mapped[str | None] = of_place_of_service()
    number: Mapped[str] = mapped_column(String(40))
    extension: Mapped[str | None] = mapped_column(String(10))
    type: Mapped[str] = mapped_column(String(20), default="voice")
    description: Mapped[str | None]
    #: Ours: as on the service, for one number; None is as the service.
    certainty: Mapped[str | None] = mapped_column(String(1))
    #: Ours: digits alone, for finding duplicates.
    digits: Mapped[str] = mapped_column(String(20), index=True)
    #: Ours: a switchboard that several services have, so no sign of a copy.
    shared: Mapped[bool] = mapped_column(default=False)


class Schedule(Base):
    """One rule of opening, RFC 5545 fields; see ``directory.hours.Schedule``."""

    __tablename__ = "dir_schedule"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    service_id: Mapped[str | None] = of_service()
    location_id: Mapped[str | None] = of_location()
    service_at_location_id: Mapped[str | None] = of_place_of_service()
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    dtstart: Mapped[date | None]
    #: Ours: IANA name or "local"; HSDS keeps an offset, which daylight saving breaks.
    timezone: Mapped[str | None] = mapped_column(String(40))
    #: HSDS ``timezone``: hours from UTC, kept for export and not used.
    utc_offset: Mapped[float | None]
    until: Mapped[date | None]
    count: Mapped[int | None]
    wkst: Mapped[str | None] = mapped_column(String(2))
    freq: Mapped[str | None] = mapped_column(String(10))
    interval: Mapped[int | None]
    byday: Mapped[str | None]
    byweekno: Mapped[str | None]
    bymonthday: Mapped[str | None]
    byyearday: Mapped[str | None]
    description: Mapped[str | None]
    opens_at: Mapped[str | None] = mapped_column(String(8))
    closes_at: Mapped[str | None] = mapped_column(String(8))
    schedule_link: Mapped[str | None]
    attending_type: Mapped[str | None]
    notes: Mapped[str | None]
    #: Ours.
    by_appointment: Mapped[bool] = mapped_column(default=False)
    certain: Mapped[bool] = mapped_column(default=True)


class ServiceArea(Base):
    """Where people may come from."""

    __tablename__ = "dir_service_area"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    service_id: Mapped[str | None] = of_service()
    name: Mapped[str | None]
    description: Mapped[str | None]
    extent: Mapped[str | None]
    extent_type: Mapped[str | None] = mapped_column(String(20))
    uri: Mapped[str | None]


class Language(Base):
    """A language that staff speak; interpreters do not count (HSDS says so too)."""

    __tablename__ = "dir_language"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    service_id: Mapped[str | None] = of_service()
    location_id: Mapped[str | None] = of_location()
    phone_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("dir_phone.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None]


class CostOption(Base):
    """What it costs."""

    __tablename__ = "dir_cost_option"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    service_id: Mapped[str | None] = of_service()
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    option: Mapped[str | None]
    currency: Mapped[str | None] = mapped_column(String(3))
    amount: Mapped[float | None]
    amount_description: Mapped[str | None]


class Funding(Base):
    """Who pays for an organisation or a service."""

    __tablename__ = "dir_funding"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = of_organization()
    service_id: Mapped[str | None] = of_service()
    source: Mapped[str | None]


class RequiredDocument(Base):
    """What to bring."""

    __tablename__ = "dir_required_document"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    service_id: Mapped[str | None] = of_service()
    document: Mapped[str | None]
    uri: Mapped[str | None]
