"""The rest of HSDS 3.0, fields of ours that listings need, and what editors keep

Tables that others refer to get their columns by plain ALTER TABLE: on SQLite a batch
would make them anew, and dropping the old ones would take every child row along.

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    #
    op.create_table(
        "dir_distinct",
        sa.Column("one_id", sa.String(length=36), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_dir_distinct")),
    )
    op.create_table(
        "dir_merge",
        sa.Column("gone_id", sa.String(length=36), nullable=False),
        sa.Column("kept_id", sa.String(length=36), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("merged_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("gone_id", name=op.f("pk_dir_merge")),
    )
    with op.batch_alter_table("dir_merge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dir_merge_kept_id"), ["kept_id"], unique=False)

    op.create_table(
        "dir_meta_table_description",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("character_set", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dir_meta_table_description")),
    )
    op.create_table(
        "dir_organization_identifier",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("identifier_scheme", sa.Text(), nullable=True),
        sa.Column("identifier_type", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["dir_organization.id"],
            name=op.f("fk_dir_organization_identifier_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dir_organization_identifier")),
    )
    with op.batch_alter_table("dir_organization_identifier", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dir_organization_identifier_organization_id"),
            ["organization_id"],
            unique=False,
        )

    op.create_table(
        "dir_program",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("alternate_name", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["dir_organization.id"],
            name=op.f("fk_dir_program_organization_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dir_program")),
    )
    with op.batch_alter_table("dir_program", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dir_program_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "dir_funding",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["dir_organization.id"],
            name=op.f("fk_dir_funding_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["dir_service.id"],
            name=op.f("fk_dir_funding_service_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dir_funding")),
    )
    with op.batch_alter_table("dir_funding", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dir_funding_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_dir_funding_service_id"), ["service_id"], unique=False)

    op.create_table(
        "dir_report",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("service_id", sa.String(length=36), nullable=False),
        sa.Column("about", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reader", sa.String(length=10), nullable=False),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", sa.DateTime(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_dir_report")),
    )
    with op.batch_alter_table("dir_report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dir_report_service_id"), ["service_id"], unique=False)

    op.create_table(
        "dir_contact",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.String(length=36), nullable=True),
        sa.Column("service_id", sa.String(length=36), nullable=True),
        sa.Column("service_at_location_id", sa.String(length=36), nullable=True),
        sa.Column("location_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id"],
            ["dir_location.id"],
            name=op.f("fk_dir_contact_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["dir_organization.id"],
            name=op.f("fk_dir_contact_organization_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_at_location_id"],
            ["dir_service_at_location.id"],
            name=op.f("fk_dir_contact_service_at_location_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["dir_service.id"],
            name=op.f("fk_dir_contact_service_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dir_contact")),
    )
    with op.batch_alter_table("dir_contact", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dir_contact_location_id"), ["location_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dir_contact_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_dir_contact_service_at_location_id"),
            ["service_at_location_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_dir_contact_service_id"), ["service_id"], unique=False)

    with op.batch_alter_table("dir_address", schema=None) as batch_op:
        batch_op.add_column(sa.Column("attention", sa.Text(), nullable=True))

    with op.batch_alter_table("dir_attribute", schema=None) as batch_op:
        batch_op.alter_column(
            "taxonomy_term_id", existing_type=sa.VARCHAR(length=36), nullable=True
        )

    op.add_column("dir_location", sa.Column("organization_id", sa.String(length=36), nullable=True))
    op.add_column("dir_location", sa.Column("external_identifier", sa.Text(), nullable=True))
    op.add_column("dir_location", sa.Column("external_identifier_type", sa.Text(), nullable=True))
    op.add_column("dir_location", sa.Column("state", sa.String(length=3), nullable=True))
    op.add_column("dir_location", sa.Column("grid_latitude", sa.Float(), nullable=True))
    op.add_column("dir_location", sa.Column("grid_longitude", sa.Float(), nullable=True))
    op.create_index("ix_dir_location_organization_id", "dir_location", ["organization_id"])

    op.add_column("dir_organization", sa.Column("tax_status", sa.Text(), nullable=True))
    op.add_column("dir_organization", sa.Column("tax_id", sa.Text(), nullable=True))
    op.add_column("dir_organization", sa.Column("year_incorporated", sa.Integer(), nullable=True))
    op.add_column("dir_organization", sa.Column("legal_status", sa.Text(), nullable=True))
    op.add_column("dir_organization", sa.Column("logo", sa.Text(), nullable=True))
    op.add_column("dir_organization", sa.Column("uri", sa.Text(), nullable=True))
    op.add_column(
        "dir_organization", sa.Column("parent_organization_id", sa.String(length=36), nullable=True)
    )

    with op.batch_alter_table("dir_phone", schema=None) as batch_op:
        batch_op.add_column(sa.Column("location_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("organization_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("contact_id", sa.String(length=36), nullable=True))
        batch_op.add_column(
            sa.Column("shared", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index(batch_op.f("ix_dir_phone_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_dir_phone_location_id"), ["location_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_dir_phone_organization_id"), ["organization_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_dir_phone_location_id"),
            "dir_location",
            ["location_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_dir_phone_contact_id"),
            "dir_contact",
            ["contact_id"],
            ["id"],
            ondelete="CASCADE",
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_dir_phone_organization_id"),
            "dir_organization",
            ["organization_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("dir_language", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone_id", sa.String(length=36), nullable=True))
        batch_op.create_index(batch_op.f("ix_dir_language_phone_id"), ["phone_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_dir_language_phone_id"),
            "dir_phone",
            ["phone_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("dir_schedule", schema=None) as batch_op:
        batch_op.add_column(sa.Column("location_id", sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column("utc_offset", sa.Float(), nullable=True))
        batch_op.add_column(sa.Column("schedule_link", sa.Text(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_dir_schedule_location_id"), ["location_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_dir_schedule_location_id"),
            "dir_location",
            ["location_id"],
            ["id"],
            ondelete="CASCADE",
        )

    op.add_column("dir_service", sa.Column("program_id", sa.String(length=36), nullable=True))
    op.add_column("dir_service", sa.Column("fees", sa.Text(), nullable=True))
    op.add_column("dir_service", sa.Column("timezone", sa.String(length=40), nullable=True))
    op.add_column("dir_service", sa.Column("words", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("dir_service", sa.Column("shown_for", sa.JSON(), nullable=True))
    op.add_column(
        "dir_service",
        sa.Column("emergency", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "dir_service", sa.Column("dated", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column(
        "dir_service", sa.Column("accessibility", sa.JSON(), nullable=False, server_default="[]")
    )

    with op.batch_alter_table("dir_service_area", schema=None) as batch_op:
        batch_op.add_column(sa.Column("uri", sa.Text(), nullable=True))

    op.add_column("dir_taxonomy_term", sa.Column("taxonomy", sa.Text(), nullable=True))
    op.add_column("dir_taxonomy_term", sa.Column("language", sa.Text(), nullable=True))
    op.add_column("dir_taxonomy_term", sa.Column("term_uri", sa.Text(), nullable=True))
    op.add_column(
        "dir_service_at_location",
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dir_phone",
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dir_schedule",
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dir_language",
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dir_accessibility",
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dir_attribute",
        sa.Column("position", sa.Integer(), nullable=False, server_default="0"),
    )
    op.add_column(
        "dir_metadata",
        sa.Column("here", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("dir_metadata", "here")
    op.drop_column("dir_service_at_location", "position")
    op.drop_column("dir_phone", "position")
    op.drop_column("dir_schedule", "position")
    op.drop_column("dir_language", "position")
    op.drop_column("dir_accessibility", "position")
    op.drop_column("dir_attribute", "position")
    op.drop_column("dir_taxonomy_term", "term_uri")
    op.drop_column("dir_taxonomy_term", "language")
    op.drop_column("dir_taxonomy_term", "taxonomy")

    with op.batch_alter_table("dir_service_area", schema=None) as batch_op:
        batch_op.drop_column("uri")

    op.drop_column("dir_service", "accessibility")
    op.drop_column("dir_service", "dated")
    op.drop_column("dir_service", "emergency")
    op.drop_column("dir_service", "shown_for")
    op.drop_column("dir_service", "words")
    op.drop_column("dir_service", "timezone")
    op.drop_column("dir_service", "fees")
    op.drop_column("dir_service", "program_id")

    with op.batch_alter_table("dir_schedule", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_dir_schedule_location_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_dir_schedule_location_id"))
        batch_op.drop_column("schedule_link")
        batch_op.drop_column("utc_offset")
        batch_op.drop_column("location_id")

    with op.batch_alter_table("dir_phone", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_dir_phone_organization_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_dir_phone_contact_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_dir_phone_location_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_dir_phone_organization_id"))
        batch_op.drop_index(batch_op.f("ix_dir_phone_location_id"))
        batch_op.drop_index(batch_op.f("ix_dir_phone_contact_id"))
        batch_op.drop_column("shared")
        batch_op.drop_column("contact_id")
        batch_op.drop_column("organization_id")
        batch_op.drop_column("location_id")

    op.drop_column("dir_organization", "parent_organization_id")
    op.drop_column("dir_organization", "uri")
    op.drop_column("dir_organization", "logo")
    op.drop_column("dir_organization", "legal_status")
    op.drop_column("dir_organization", "year_incorporated")
    op.drop_column("dir_organization", "tax_id")
    op.drop_column("dir_organization", "tax_status")

    op.drop_index("ix_dir_location_organization_id", "dir_location")
    op.drop_column("dir_location", "grid_longitude")
    op.drop_column("dir_location", "grid_latitude")
    op.drop_column("dir_location", "state")
    op.drop_column("dir_location", "external_identifier_type")
    op.drop_column("dir_location", "external_identifier")
    op.drop_column("dir_location", "organization_id")

    with op.batch_alter_table("dir_language", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_dir_language_phone_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_dir_language_phone_id"))
        batch_op.drop_column("phone_id")

    with op.batch_alter_table("dir_attribute", schema=None) as batch_op:
        batch_op.alter_column(
            "taxonomy_term_id", existing_type=sa.VARCHAR(length=36), nullable=False
        )

    with op.batch_alter_table("dir_address", schema=None) as batch_op:
        batch_op.drop_column("attention")

    with op.batch_alter_table("dir_contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dir_contact_service_id"))
        batch_op.drop_index(batch_op.f("ix_dir_contact_service_at_location_id"))
        batch_op.drop_index(batch_op.f("ix_dir_contact_organization_id"))
        batch_op.drop_index(batch_op.f("ix_dir_contact_location_id"))

    op.drop_table("dir_contact")
    with op.batch_alter_table("dir_report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dir_report_service_id"))

    op.drop_table("dir_report")
    with op.batch_alter_table("dir_funding", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dir_funding_service_id"))
        batch_op.drop_index(batch_op.f("ix_dir_funding_organization_id"))

    op.drop_table("dir_funding")
    with op.batch_alter_table("dir_program", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dir_program_organization_id"))

    op.drop_table("dir_program")
    with op.batch_alter_table("dir_organization_identifier", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dir_organization_identifier_organization_id"))

    op.drop_table("dir_organization_identifier")
    op.drop_table("dir_meta_table_description")
    with op.batch_alter_table("dir_merge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dir_merge_kept_id"))

    op.drop_table("dir_merge")
    op.drop_table("dir_distinct")
