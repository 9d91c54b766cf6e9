"""Alembic migrations of the directory, run by ``directory.database.upgrade``."""
