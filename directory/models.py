"""Tables of the directory: HSDS 3.0, and the fields our users need besides.

Names and meanings follow the Human Services Data Specification 3.0 (Open
Referral, CC BY-SA 4.0). Ours are marked: HSDS has no place for warm transfer,
certainty, or an address that must stay hidden. Every table carries the prefix
``dir_`` so that the directory can share a database with the desk.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

#: Deterministic names, so that migrations are the same on SQLite and PostgreSQL.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

Id = String(36)
CASCADE = "all, delete-orphan"


class Base(DeclarativeBase):
    """Declarative base of the directory's tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dict[str, Any]: JSON, list[str]: JSON, str: Text}  # noqa: RUF012


def _of_service() -> Mapped[str | None]:
    return mapped_column(Id, ForeignKey("dir_service.id", ondelete="CASCADE"), index=True)


def _of_location() -> Mapped[str | None]:
    return mapped_column(Id, ForeignKey("dir_location.id", ondelete="CASCADE"), index=True)


def _mark() -> Mapped[int | None]:
    """Ours: tells whether a file says of this and all below it what it said last time.

    None where somebody else wrote the row.
    """
    return mapped_column(BigInteger)


def _of_organization() -> Mapped[str | None]:
    return mapped_column(Id, ForeignKey("dir_organization.id", ondelete="CASCADE"), index=True)


def _of_place_of_service() -> Mapped[str | None]:
    return mapped_column(
        Id, ForeignKey("dir_service_at_location.id", ondelete="CASCADE"), index=True
    )


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
    mark: Mapped[int | None] = _mark()
    services: Mapped[list[Service]] = relationship(back_populates="organization")


class OrganizationIdentifier(Base):
    """A number under which others know an organisation (ABN, charity register)."""

    __tablename__ = "dir_organization_identifier"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = _of_organization()
    identifier_scheme: Mapped[str | None]
    identifier_type: Mapped[str]
    identifier: Mapped[str]


class Program(Base):
    """A group of services of one organisation."""

    __tablename__ = "dir_program"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = _of_organization()
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
    mark: Mapped[int | None] = _mark()

    organization: Mapped[Organization] = relationship(back_populates="services")
    phones: Mapped[list[Phone]] = relationship(cascade=CASCADE)
    schedules: Mapped[list[Schedule]] = relationship(cascade=CASCADE)
    service_areas: Mapped[list[ServiceArea]] = relationship(cascade=CASCADE)
    languages: Mapped[list[Language]] = relationship(cascade=CASCADE)
    cost_options: Mapped[list[CostOption]] = relationship(cascade=CASCADE)
    required_documents: Mapped[list[RequiredDocument]] = relationship(cascade=CASCADE)
    service_at_locations: Mapped[list[ServiceAtLocation]] = relationship(cascade=CASCADE)


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
    mark: Mapped[int | None] = _mark()
    addresses: Mapped[list[Address]] = relationship(cascade=CASCADE)
    accessibility: Mapped[list[Accessibility]] = relationship(cascade=CASCADE)


class Address(Base):
    """Street or postal address of a location."""

    __tablename__ = "dir_address"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    location_id: Mapped[str | None] = _of_location()
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
    service_id: Mapped[str | None] = _of_service()
    location_id: Mapped[str | None] = _of_location()
    description: Mapped[str | None]
    location: Mapped[Location] = relationship()
    phones: Mapped[list[Phone]] = relationship(cascade=CASCADE)
    schedules: Mapped[list[Schedule]] = relationship(cascade=CASCADE)


class Contact(Base):
    """Somebody to speak to, or their place in the organisation."""

    __tablename__ = "dir_contact"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    organization_id: Mapped[str | None] = _of_organization()
    service_id: Mapped[str | None] = _of_service()
    service_at_location_id: Mapped[str | None] = _of_place_of_service()
    location_id: Mapped[str | None] = _of_location()
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
    location_id: Mapped[str | None] = _of_location()
    service_id: Mapped[str | None] = _of_service()
    organization_id: Mapped[str | None] = _of_organization()
    contact_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("dir_contact.id", ondelete="CASCADE"), index=True
    )
    service_at_location_id: Mapped[str | None] = _of_place_of_service()
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
    service_id: Mapped[str | None] = _of_service()
    location_id: Mapped[str | None] = _of_location()
    service_at_location_id: Mapped[str | None] = _of_place_of_service()
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
    service_id: Mapped[str | None] = _of_service()
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
    service_id: Mapped[str | None] = _of_service()
    location_id: Mapped[str | None] = _of_location()
    phone_id: Mapped[str | None] = mapped_column(
        Id, ForeignKey("dir_phone.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str | None]
    code: Mapped[str | None] = mapped_column(String(20))
    note: Mapped[str | None]


class Accessibility(Base):
    """What a location does for people with disability; ``details`` holds our code."""

    __tablename__ = "dir_accessibility"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    location_id: Mapped[str | None] = _of_location()
    description: Mapped[str | None]
    details: Mapped[str | None]
    url: Mapped[str | None]


class CostOption(Base):
    """What it costs."""

    __tablename__ = "dir_cost_option"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    service_id: Mapped[str | None] = _of_service()
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
    organization_id: Mapped[str | None] = _of_organization()
    service_id: Mapped[str | None] = _of_service()
    source: Mapped[str | None]


class RequiredDocument(Base):
    """What to bring."""

    __tablename__ = "dir_required_document"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    service_id: Mapped[str | None] = _of_service()
    document: Mapped[str | None]
    uri: Mapped[str | None]


class Taxonomy(Base):
    """A system of terms: our needs, Open Eligibility."""

    __tablename__ = "dir_taxonomy"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    uri: Mapped[str | None]
    version: Mapped[str | None] = mapped_column(String(20))


class TaxonomyTerm(Base):
    """One term; sub-needs have their need as parent."""

    __tablename__ = "dir_taxonomy_term"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    code: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[str]
    description: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(Id, ForeignKey("dir_taxonomy_term.id"))
    taxonomy: Mapped[str | None]
    language: Mapped[str | None]
    term_uri: Mapped[str | None]
    taxonomy_id: Mapped[str | None] = mapped_column(Id, ForeignKey("dir_taxonomy.id"))


class Attribute(Base):
    """A term put on a record of any table."""

    __tablename__ = "dir_attribute"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    #: Ours: its place among its kind; HSDS keeps order only in the file.
    position: Mapped[int] = mapped_column(default=0)
    link_id: Mapped[str] = mapped_column(Id, index=True)
    taxonomy_term_id: Mapped[str | None] = mapped_column(Id, ForeignKey("dir_taxonomy_term.id"))
    link_type: Mapped[str | None] = mapped_column(String(40))
    link_entity: Mapped[str] = mapped_column(String(40))
    value: Mapped[str | None]


class Change(Base):
    """What was done to a record, when and by whom (HSDS ``metadata``)."""

    __tablename__ = "dir_metadata"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    resource_id: Mapped[str] = mapped_column(Id, index=True)
    resource_type: Mapped[str] = mapped_column(String(40))
    last_action_date: Mapped[datetime]
    last_action_type: Mapped[str] = mapped_column(String(20))
    field_name: Mapped[str]
    previous_value: Mapped[str]
    replacement_value: Mapped[str]
    updated_by: Mapped[str]
    #: Ours: made by an editor here, not read from a file: kept when the file is loaded again.
    here: Mapped[bool] = mapped_column(default=False)


class TableDescription(Base):
    """What a table of a file is in (HSDS ``meta_table_description``)."""

    __tablename__ = "dir_meta_table_description"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str | None]
    language: Mapped[str | None]
    character_set: Mapped[str | None]


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
    #: The whole record as it was, so that a merge can be undone by hand.
    gone: Mapped[dict[str, Any]]
    merged_by: Mapped[str]
    merged_at: Mapped[datetime]


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
