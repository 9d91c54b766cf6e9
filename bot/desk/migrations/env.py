"""How Alembic runs here: over the connection it is given, into the desk's own version table."""

from __future__ import annotations

from alembic import context

from bot.desk.migrate import VERSION_TABLE
from bot.desk.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    version_table=VERSION_TABLE,
    render_as_batch=True,
)
context.run_migrations()
