"""Where services are given: locations, their addresses and access."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models.base import CASCADE, Base, Id, mark_column, of_location, of_service

if TYPE_CHECKING:
    from directory.models.details import Phone, Schedule


class Location(Base):
    """Where services are given. Coordinates of confidential places are never stored."""

    __tablename__ = "dir_location"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    location_type: Mapped[str] = mapped_column(String(10), default="physical")
    name: Mapped[str | None]
    alternate_name: Mapped[str | None]
    description: Mapped[str | None]
    transportation: Mapped[str | None]
    url: Mapped[str | None]
    organization_id: Mapped[str | None] = mapped_column(Id, index=True)
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    external_identifier: Mapped[str | None]
    external_identifier_type: Mapped[str | None]
    #: Ours: IANA zone; HSDS has only an offset, on schedules.
    timezone: Mapped[str | None] = mapped_column(String(40))
    #: Ours: NSW, VIC ...; also where an address must not be kept.
    state: Mapped[str | None] = mapped_column(String(3))
    #: Ours: the middle of the 20 km square that a hidden place is ranked by.
    grid_latitude: Mapped[float | None]
    grid_longitude: Mapped[float | None]
    mark: Mapped[int | None] = mark_column()
    addresses: Mapped[list[Address]] = relationship(cascade=CASCADE)
    accessibility: Mapped[list[Accessibility]] = relationship(cascade=CASCADE)


class Address(Base):
    """Street or postal address of a location."""

    __tablename__ = "dir_address"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    location_id: Mapped[str | None] = of_location()
    attention: Mapped[str | None]
    address_1: Mapped[str]
    address_2: Mapped[str | None]
    city: Mapped[str]
    region: Mapped[str | None]
    state_province: Mapped[str]
    postal_code: Mapped[str]
    country: Mapped[str] = mapped_column(String(2), default="AU")
    address_type: Mapped[str] = mapped_column(String(10), default="physical")


class ServiceAtLocation(Base):
    """A service as it is given at one location."""

    __tablename__ = "dir_service_at_location"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    service_id: Mapped[str | None] = of_service()
    location_id: Mapped[str | None] = of_location()
    description: Mapped[str | None]
    location: Mapped[Location] = relationship()
    phones: Mapped[list[Phone]] = relationship(cascade=CASCADE)
    schedules: Mapped[list[Schedule]] = relationship(cascade=CASCADE)


class Accessibility(Base):
    """What a location does for people with disability; ``details`` holds our code."""

    __tablename__ = "dir_accessibility"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    location_id: Mapped[str | None] = of_location()
    description: Mapped[str | None]
    details: Mapped[str | None]
    url: Mapped[str | None]
