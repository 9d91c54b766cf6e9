"""Who gives services and what is offered: organisations, programs, services."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.models.base import CASCADE, Base, Id, mark_column, of_organization

if TYPE_CHECKING:
    from directory.models.details import (
        CostOption,
        Language,
        Phone,
        RequiredDocument,
        Schedule,
        ServiceArea,
    )
    from directory.models.places import ServiceAtLocation


class Organization(Base):
    """Who provides services."""

    __tablename__ = "dir_organization"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    description: Mapped[str]
    email: Mapped[str | None]
    website: Mapped[str | None]
    tax_status: Mapped[str | None]
    tax_id: Mapped[str | None]
    year_incorporated: Mapped[int | None]
    legal_status: Mapped[str | None]
    logo: Mapped[str | None]
    uri: Mapped[str | None]
    #: May name an organisation that nobody loaded, so it is no foreign key.
    parent_organization_id: Mapped[str | None] = mapped_column(Id)
    mark: Mapped[int | None] = mark_column()
    services: Mapped[list[Service]] = relationship(back_populates="organization")


class OrganizationIdentifier(Base):
    """A number under which others know an organisation (ABN, charity register)."""

    __tablename__ = "dir_organization_identifier"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = of_organization()
    identifier_scheme: Mapped[str | None]
    identifier_type: Mapped[str]
    identifier: Mapped[str]


class Program(Base):
    """A group of services of one organisation."""

    __tablename__ = "dir_program"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = of_organization()
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    description: Mapped[str]


class Service(Base):
    """What is offered to people."""

    __tablename__ = "dir_service"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: a name that people and tests can write ("lifeline"); the id itself for imports.
    code: Mapped[str] = mapped_column(String(80), unique=True)
    organization_id: Mapped[str] = mapped_column(Id, ForeignKey("dir_organization.id"), index=True)
    program_id: Mapped[str | None] = mapped_column(Id)
    name: Mapped[str]
    alternate_name: Mapped[str | None]
    description: Mapped[str | None]
    url: Mapped[str | None]
    email: Mapped[str | None]
    #: active, inactive, defunct or temporarily closed
    status: Mapped[str] = mapped_column(String(20))
    interpretation_services: Mapped[str | None]
    application_process: Mapped[str | None]
    fees_description: Mapped[str | None]
    wait_time: Mapped[str | None]
    #: Deprecated in HSDS 3.0, still in files.
    fees: Mapped[str | None]
    accreditations: Mapped[str | None]
    eligibility_description: Mapped[str | None]
    minimum_age: Mapped[float | None]
    maximum_age: Mapped[float | None]
    assured_date: Mapped[date | None]
    assurer_email: Mapped[str | None]
    licenses: Mapped[str | None]
    alert: Mapped[str | None]
    last_modified: Mapped[datetime | None]

    # --- ours (brief 2.6) ---
    #: V read in a public source, S in a source document, B background, C in conflict.
    certainty: Mapped[str] = mapped_column(String(1))
    source: Mapped[str]
    read_on: Mapped[date]
    review_by: Mapped[date]
    #: "customer" (everybody) or "staff" (never shown to customers).
    audience: Mapped[str] = mapped_column(String(10), default="customer")
    #: Made up, so that newcomers can try local search.
    example: Mapped[bool] = mapped_column(default=False)
    crisis_capable: Mapped[bool] = mapped_column(default=False)
    #: risk domain -> place in the order of lines for it (1 first).
    situations: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: yes, no or unknown; unknown is treated as no.
    warm_transfer: Mapped[str] = mapped_column(String(10), default="unknown")
    warm_transfer_basis: Mapped[str | None]
    warm_transfer_program: Mapped[str | None]
    warm_transfer_scenario: Mapped[str | None]
    who_can_call_on_behalf: Mapped[str | None]
    contact_when_unsafe: Mapped[str | None]
    #: Languages its text line answers in; None is not known.
    text_languages: Mapped[list[str] | None]
    idle_timeout_minutes: Mapped[int | None]
    free_from_mobile: Mapped[bool | None]
    public_holiday_rule: Mapped[str] = mapped_column(String(10), default="unknown")
    child_location_rule: Mapped[str | None]
    #: Genders served (woman, man, non_binary); empty is everybody.
    genders: Mapped[list[str]] = mapped_column(default=list)
    #: People it is only for (children, aboriginal ...); empty is everybody.
    only_for: Mapped[list[str]] = mapped_column(default=list)
    #: People it cannot take (pet, children ...).
    not_for: Mapped[list[str]] = mapped_column(default=list)
    #: phone, web, in_person, outreach
    delivery: Mapped[list[str]] = mapped_column(default=list)
    #: States covered; empty is the whole country (or a place, for local services).
    states: Mapped[list[str]] = mapped_column(default=list)
    #: A list of other services rather than help itself: comes last.
    finder: Mapped[bool] = mapped_column(default=False)
    #: Where it is must never be shown; only phone and ``region`` are.
    confidential_address: Mapped[bool] = mapped_column(default=False)
    region: Mapped[str | None]
    #: IANA zone of a service without a place; "local" keeps the caller's time.
    timezone: Mapped[str | None] = mapped_column(String(40))
    #: Other words it is found by.
    words: Mapped[list[str]] = mapped_column(default=list)
    #: The special situations it exists for; None is ordinary (decision 0014).
    shown_for: Mapped[list[str] | None]
    #: Triple Zero and the like.
    emergency: Mapped[bool] = mapped_column(default=False)
    #: False where the source carries no date.
    dated: Mapped[bool] = mapped_column(default=True)
    #: Access that holds at all its places, by our codes.
    accessibility: Mapped[list[str]] = mapped_column(default=list)
    #: First and last day of a closure; with "temporarily closed" alone it is closed until further notice.
    closed_from: Mapped[date | None]
    closed_until: Mapped[date | None]
    #: Which file or upload it came from, so that loading again replaces it.
    collection: Mapped[str] = mapped_column(String(80), index=True)
    mark: Mapped[int | None] = mark_column()

    organization: Mapped[Organization] = relationship(back_populates="services")
    phones: Mapped[list[Phone]] = relationship(cascade=CASCADE)
    schedules: Mapped[list[Schedule]] = relationship(cascade=CASCADE)
    service_areas: Mapped[list[ServiceArea]] = relationship(cascade=CASCADE)
    languages: Mapped[list[Language]] = relationship(cascade=CASCADE)
    cost_options: Mapped[list[CostOption]] = relationship(cascade=CASCADE)
    required_documents: Mapped[list[RequiredDocument]] = relationship(cascade=CASCADE)
    service_at_locations: Mapped[list[ServiceAtLocation]] = relationship(cascade=CASCADE)
