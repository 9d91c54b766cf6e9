"""A mark on what a load wrote, so that loading it again leaves it alone; nothing that nobody reads

Search reads columns of its own since 0010: the table of terms and two indexes
of the listings served the search before that.

Revision ID: 0011
Revises: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TABLES = ("dir_organization", "dir_service", "dir_location")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("mark", sa.BigInteger(), nullable=True))
    op.drop_index("ix_dir_listing_spot", "dir_listing")
    op.drop_index("ix_dir_listing_reach", "dir_listing")
    op.drop_table("dir_listing_term")


def downgrade() -> None:
    op.create_table(
        "dir_listing_term",
        sa.Column("term", sa.String(length=60), nullable=False),
        sa.Column("listing", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["listing"], ["dir_listing.number"], ondelete="CASCADE",
            name=op.f("fk_dir_listing_term_listing"),
        ),
        sa.PrimaryKeyConstraint("term", "listing", name=op.f("pk_dir_listing_term")),
    )  # fmt: skip
    op.create_index("ix_dir_listing_reach", "dir_listing", ["reach", "state"])
    op.create_index("ix_dir_listing_spot", "dir_listing", ["latitude", "longitude"])
    for table in TABLES:
        op.drop_column(table, "mark")
