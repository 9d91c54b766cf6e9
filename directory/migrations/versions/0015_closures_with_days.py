"""The first and last day of a closure

Revision ID: 0015
Revises: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dir_service", sa.Column("closed_from", sa.Date(), nullable=True))
    op.add_column("dir_service", sa.Column("closed_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("dir_service") as table:
        table.drop_column("closed_until")
        table.drop_column("closed_from")
