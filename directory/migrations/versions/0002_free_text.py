"""Free-text index over the listings: FTS5 on SQLite, full text on PostgreSQL

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE dir_listing_text USING fts5("
    "words, content='dir_listing', content_rowid='number', "
    'tokenize="porter unicode61 remove_diacritics 2")',
    "CREATE TRIGGER dir_listing_text_new AFTER INSERT ON dir_listing BEGIN "
    "INSERT INTO dir_listing_text(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER dir_listing_text_old AFTER DELETE ON dir_listing BEGIN "
    "INSERT INTO dir_listing_text(dir_listing_text, rowid, words) "
    "VALUES ('delete', old.number, old.words); END",
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE:
            op.execute(statement)
    else:
        op.execute(
            "CREATE INDEX ix_dir_listing_text ON dir_listing "
            "USING gin (to_tsvector('english', words))"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER dir_listing_text_new")
        op.execute("DROP TRIGGER dir_listing_text_old")
        op.execute("DROP TABLE dir_listing_text")
    else:
        op.execute("DROP INDEX ix_dir_listing_text")
