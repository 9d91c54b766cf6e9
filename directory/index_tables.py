"""The two tables of the search index; what is in them is made, never edited."""

from __future__ import annotations

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.models import Base


class IndexPart(Base):
    """One column, one list of aspects, or one word's postings, as bytes."""

    __tablename__ = "dir_index"
    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    data: Mapped[bytes] = mapped_column(LargeBinary)


class Changed(Base):
    """The number of a listing written or removed since the index was made (by triggers)."""

    __tablename__ = "dir_changed"
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
