"""The search index: columns and words made from the listings, and which listings changed since

Replaces the databases' own full text, which cannot keep up with common words at national size.

Revision ID: 0010
Revises: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0003"
branch_labels = None
depends_on = None

FTS5 = (
    "CREATE VIRTUAL TABLE dir_listing_text USING fts5("
    "words, content='dir_listing', content_rowid='number', "
    'tokenize="porter unicode61 remove_diacritics 2")',
    "INSERT INTO dir_listing_text(dir_listing_text) VALUES ('rebuild')",
    "CREATE TRIGGER dir_listing_text_new AFTER INSERT ON dir_listing BEGIN "
    "INSERT INTO dir_listing_text(rowid, words) VALUES (new.number, new.words); END",
    "CREATE TRIGGER dir_listing_text_old AFTER DELETE ON dir_listing BEGIN "
    "INSERT INTO dir_listing_text(dir_listing_text, rowid, words) "
    "VALUES ('delete', old.number, old.words); END",
)
#: event -> the row whose number it noted
EVENTS = {"insert": "new", "update": "new", "delete": "old"}


def upgrade() -> None:
    op.create_table(
        "dir_index",
        sa.Column("part", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("part", "name", name=op.f("pk_dir_index")),
    )
    op.create_table(
        "dir_changed",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dir_changed")),
    )
    op.execute("INSERT INTO dir_changed (number) SELECT number FROM dir_listing")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER dir_listing_text_new")
        op.execute("DROP TRIGGER dir_listing_text_old")
        op.execute("DROP TABLE dir_listing_text")
        for event, row in EVENTS.items():
            op.execute(
                f"CREATE TRIGGER dir_changed_{event} AFTER {event} ON dir_listing BEGIN "  # noqa: S608
                f"INSERT OR IGNORE INTO dir_changed(number) VALUES ({row}.number); END"
            )
        return
    op.execute("DROP INDEX ix_dir_listing_text")
    op.execute(
        "CREATE FUNCTION dir_note_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN "
        "INSERT INTO dir_changed(number) VALUES (old.number) ON CONFLICT DO NOTHING; "
        "ELSE INSERT INTO dir_changed(number) VALUES (new.number) ON CONFLICT DO NOTHING; "
        "END IF; RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER dir_changed_any AFTER INSERT OR UPDATE OR DELETE ON dir_listing "
        "FOR EACH ROW EXECUTE FUNCTION dir_note_changed()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in EVENTS:
            op.execute(f"DROP TRIGGER dir_changed_{event}")
        for statement in FTS5:
            op.execute(statement)
    else:
        op.execute("DROP TRIGGER dir_changed_any ON dir_listing")
        op.execute("DROP FUNCTION dir_note_changed()")
        op.execute(
            "CREATE INDEX ix_dir_listing_text ON dir_listing "
            "USING gin (to_tsvector('english', words))"
        )
    op.drop_table("dir_changed")
    op.drop_table("dir_index")
