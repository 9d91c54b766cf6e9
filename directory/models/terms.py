"""Terms put on records, what was changed in them, and what tables of a file are in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.models.base import Base, Id


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
