"""What all tables share: their base, and the columns by which rows hang on others."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

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
    type_annotation_map = {  # noqa: RUF012
        dict[str, Any]: JSON,
        dict[str, Any] | None: JSON,
        list[str]: JSON,
        str: Text,
    }


def of_service() -> Mapped[str | None]:
    """The service that a row belongs to."""
    return mapped_column(Id, ForeignKey("dir_service.id", ondelete="CASCADE"), index=True)


def of_location() -> Mapped[str | None]:
    """The location that a row belongs to."""
    return mapped_column(Id, ForeignKey("dir_location.id", ondelete="CASCADE"), index=True)


def mark_column() -> Mapped[int | None]:
    """Ours: tells whether a file says of this and all below it what it said last time.

    None where somebody else wrote the row.
    """
    return mapped_column(BigInteger)


def of_organization() -> Mapped[str | None]:
    """The organisation that a row belongs to."""
    return mapped_column(Id, ForeignKey("dir_organization.id", ondelete="CASCADE"), index=True)


def of_place_of_service() -> Mapped[str | None]:
    """The service at a location that a row belongs to."""
    return mapped_column(
        Id, ForeignKey("dir_service_at_location.id", ondelete="CASCADE"), index=True
    )
