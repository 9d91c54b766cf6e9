"""The tables of HSDS 3.0 as data: columns, links, what is nested where.

After the specification's datapackage and JSON schemas (Open Referral, CC BY-SA
4.0). ``kind`` says how a value is read (``directory.hsds.values``).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from directory import models as m

Kind = Literal[
    "id", "line", "text", "number", "int", "date", "moment", "time", "uri", "email", "choice",
    "raw",
]  # fmt: skip


@dataclass(frozen=True)
class Column:
    """One column. ``to`` names the table that a link leads to, ``limit`` is in characters."""

    name: str
    kind: Kind
    needed: bool = False
    to: str = ""
    choices: tuple[str, ...] = ()
    #: The attribute of our model, where it has another name.
    ours: str = ""
    limit: int = 0

    #: Our column of it.
    attribute: str = field(init=False, default="")

    def __post_init__(self) -> None:
        object.__setattr__(self, "attribute", self.ours or self.name)


@dataclass(frozen=True)
class Table:
    """One table: its model, its file in a tabular package, what JSON nests below it."""

    name: str
    model: type[m.Base]
    file: str
    columns: tuple[Column, ...]
    #: property of the JSON object -> (table of the items, their column that points here)
    lists: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: property -> (table of the one object, our column that points to it)
    objects: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: Several services may have the same row: it is replaced, never taken out with one of them.
    common: bool = False

    #: Columns that lead to other tables.
    links: tuple[Column, ...] = field(init=False, default=())
    by_name: dict[str, Column] = field(init=False, default_factory=dict)
    #: Columns beside the id without which a row is of no use.
    needed: tuple[Column, ...] = field(init=False, default=())
    #: Whether our table keeps the order of its rows.
    ordered: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        links = tuple(column for column in self.columns if column.to)
        object.__setattr__(self, "links", links)
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})
        needed = tuple(c for c in self.columns if c.needed and c.name != "id")
        object.__setattr__(self, "needed", needed)
        object.__setattr__(self, "ordered", "position" in self.model.__table__.columns)


#: Longest texts, in characters; what is longer is a file read wrongly.
LINE, TEXT = 2_000, 20_000

_KINDS: dict[str, Kind] = {
    "": "line", "T": "text", "N": "number", "I": "int", "D": "date", "M": "moment", "H": "time",
    "U": "uri", "E": "email", "R": "raw",
}  # fmt: skip


def _columns(text: str, choices: dict[str, tuple[str, ...]] | None = None) -> tuple[Column, ...]:
    """``name! parent_id>organization description:T timezone=utc_offset:N code#60`` as columns.

    ``!`` is needed, ``>`` leads to a table, ``:`` is the kind, ``#`` the limit,
    ``=`` our own name for it.
    """
    columns = [Column("id", "id", True)]
    for word in text.split():
        word, _, limit = word.partition("#")
        word, _, kind = word.partition(":")
        word, _, to = word.partition(">")
        name, _, ours = word.partition("=")
        needed, name = name.endswith("!"), name.rstrip("!")
        listed = (choices or {}).get(name, ())
        shape: Kind = "id" if to or (name.endswith("_id") and name != "tax_id") else _KINDS[kind]
        most = int(limit) if limit else TEXT if shape in ("text", "raw") else LINE
        columns.append(Column(name, "choice" if listed else shape, needed, to, listed, ours, most))
    return tuple(columns)


ADDRESS_TYPES = ("physical", "postal", "virtual")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
STATUSES = ("active", "inactive", "defunct", "temporarily closed")

#: In the order in which rows can be written: what is pointed to comes first.
TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table(
            "taxonomy", m.Taxonomy, "taxonomies.csv",
            _columns("name! description:T uri:U version#20"), common=True,
        ),
        Table(
            "taxonomy_term", m.TaxonomyTerm, "taxonomy_terms.csv",
            _columns("code#60 name! description:T parent_id>taxonomy_term taxonomy language"
                     " taxonomy_id>taxonomy term_uri:U"),
            objects={"taxonomy_detail": ("taxonomy", "taxonomy_id")}, common=True,
        ),
        Table(
            "organization", m.Organization, "organizations.csv",
            _columns("name! alternate_name description:T email:E website:U tax_status tax_id"
                     " year_incorporated:I legal_status logo uri:U parent_organization_id"),
            lists={
                "funding": ("funding", "organization_id"),
                "contacts": ("contact", "organization_id"),
                "phones": ("phone", "organization_id"),
                "locations": ("location", "organization_id"),
                "programs": ("program", "organization_id"),
                "organization_identifiers": ("organization_identifier", "organization_id"),
                "services": ("service", "organization_id"),
            },
            common=True,
        ),
        Table(
            "organization_identifier", m.OrganizationIdentifier, "organization_identifiers.csv",
            _columns("organization_id>organization identifier_scheme identifier_type! identifier!"),
        ),
        Table(
            "program", m.Program, "programs.csv",
            _columns("organization_id>organization name! alternate_name description:T"),
            common=True,
        ),
        Table(
            "service", m.Service, "services.csv",
            _columns(
                "organization_id>organization program_id>program name! alternate_name"
                " description:T url:U email:E status interpretation_services:T"
                " application_process:T fees_description:T wait_time fees:T accreditations:T"
                " eligibility_description:T minimum_age:N maximum_age:N assured_date:D"
                " assurer_email:E licenses:T alert:T last_modified:M",
                {"status": STATUSES},
            ),
            lists={
                "phones": ("phone", "service_id"),
                "schedules": ("schedule", "service_id"),
                "service_areas": ("service_area", "service_id"),
                "service_at_locations": ("service_at_location", "service_id"),
                "languages": ("language", "service_id"),
                "funding": ("funding", "service_id"),
                "cost_options": ("cost_option", "service_id"),
                "required_documents": ("required_document", "service_id"),
                "contacts": ("contact", "service_id"),
            },
            objects={
                "organization": ("organization", "organization_id"),
                "program": ("program", "program_id"),
            },
        ),
        Table(
            "location", m.Location, "locations.csv",
            _columns(
                "location_type url:U organization_id>organization name alternate_name"
                " description:T transportation:T latitude:N longitude:N external_identifier"
                " external_identifier_type",
                {"location_type": ADDRESS_TYPES},
            ),
            lists={
                "languages": ("language", "location_id"),
                "addresses": ("address", "location_id"),
                "contacts": ("contact", "location_id"),
                "accessibility": ("accessibility", "location_id"),
                "phones": ("phone", "location_id"),
                "schedules": ("schedule", "location_id"),
            },
            common=True,
        ),
        Table(
            "service_at_location", m.ServiceAtLocation, "service_at_location.csv",
            _columns("service_id!>service location_id!>location description:T"),
            lists={
                "contacts": ("contact", "service_at_location_id"),
                "phones": ("phone", "service_at_location_id"),
                "schedules": ("schedule", "service_at_location_id"),
            },
            objects={
                "location": ("location", "location_id"),
                "service": ("service", "service_id"),
            },
        ),
        Table(
            "contact", m.Contact, "contacts.csv",
            _columns("organization_id>organization service_id>service"
                     " service_at_location_id>service_at_location location_id>location"
                     " name title department email:E"),
            lists={"phones": ("phone", "contact_id")},
        ),
        Table(
            "address", m.Address, "addresses.csv",
            _columns(
                "location_id>location attention address_1 address_2 city region state_province"
                " postal_code country address_type",
                {"address_type": ADDRESS_TYPES},
            ),
        ),
        Table(
            "phone", m.Phone, "phones.csv",
            _columns("location_id>location service_id>service organization_id>organization"
                     " contact_id>contact service_at_location_id>service_at_location"
                     " number! extension#10 type description:T"),
            lists={"languages": ("language", "phone_id")},
        ),
        Table(
            "schedule", m.Schedule, "schedules.csv",
            _columns(
                "service_id>service location_id>location"
                " service_at_location_id>service_at_location valid_from:D valid_to:D dtstart:D"
                " timezone=utc_offset:N until:D count:I wkst freq#60 interval:I byday byweekno"
                " bymonthday byyearday description:T opens_at:H closes_at:H schedule_link:U"
                " attending_type notes:T",
                {"wkst": DAYS},
            ),
        ),
        Table("funding", m.Funding, "funding.csv",
              _columns("organization_id>organization service_id>service source:T")),
        Table("service_area", m.ServiceArea, "service_areas.csv",
              _columns("service_id>service name description:T extent:T extent_type#20 uri")),
        Table("required_document", m.RequiredDocument, "required_documents.csv",
              _columns("service_id>service document:T uri:U")),
        Table("language", m.Language, "languages.csv",
              _columns("service_id>service location_id>location phone_id>phone name code#20"
                       " note:T")),
        Table("accessibility", m.Accessibility, "accessibility.csv",
              _columns("location_id>location description:T details:T url:U")),
        Table("cost_option", m.CostOption, "cost_options.csv",
              _columns("service_id>service valid_from:D valid_to:D option:T currency#3 amount:N"
                       " amount_description:T")),
        Table("attribute", m.Attribute, "attributes.csv",
              _columns("link_id! taxonomy_term_id>taxonomy_term link_type#40 link_entity#40"
                       " value:R"),
              objects={"taxonomy_term": ("taxonomy_term", "taxonomy_term_id")}),
        Table("metadata", m.Change, "metadata.csv",
              _columns("resource_id! resource_type#40 last_action_date!:M last_action_type#20"
                       " field_name previous_value:R replacement_value:R updated_by")),
        Table("meta_table_description", m.TableDescription, "meta_table_descriptions.csv",
              _columns("name language character_set")),
    )
}  # fmt: skip

#: Rows of any table may carry these.
ANYWHERE = {"attributes": ("attribute", "link_id"), "metadata": ("metadata", "resource_id")}

#: Names of files, with and without plural, newest and older spellings -> table of HSDS 3.0.
FILES = {table.file.removesuffix(".csv"): table.name for table in TABLES.values()} | {
    table.name: table.name for table in TABLES.values()
}
