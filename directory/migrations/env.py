"""Alembic's entry point: runs on the connection that ``upgrade`` hands over."""

from __future__ import annotations

from alembic import context

from directory.database import VERSION_TABLE
from directory.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    # Only our tables: the database may be shared with the desk.
    include_name=lambda name, type_, parents: type_ != "table" or str(name).startswith("dir_"),
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
