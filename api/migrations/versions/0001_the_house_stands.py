"""Entries, revisions, slugs; editions with their index; the public log and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_DOCUMENT = sa.JSON()


def upgrade() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entries"),
    )
    op.create_table(
        "revisions",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("body", _DOCUMENT, nullable=False),
        sa.Column("client", sa.String(), nullable=True),
        sa.Column("at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_revisions_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "number", name="pk_revisions"),
    )
    op.create_table(
        "slugs",
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("slug", _BYTEWISE, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_slugs_entry_id"),
        sa.PrimaryKeyConstraint("type", "slug", name="pk_slugs"),
    )
    op.create_index("ix_slugs_entry_id", "slugs", ["entry_id"])
    op.create_table(
        "editions",
        sa.Column("id", _ROW, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("slug", _BYTEWISE, nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", _INSTANT, nullable=False),
        sa.Column("valid_to", _INSTANT, nullable=False),
        sa.Column("first_published_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("locales", _DOCUMENT, nullable=False),
        sa.Column("change_history", _DOCUMENT, nullable=False),
        sa.Column("body", _DOCUMENT, nullable=False),
        sa.Column("rendered", _DOCUMENT, nullable=False),
        sa.Column("ending", _DOCUMENT, nullable=True),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_editions_interval")),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_editions_entry_id"),
        sa.PrimaryKeyConstraint("id", name="pk_editions"),
        sa.UniqueConstraint("entry_id", "valid_from", name="uq_editions_entry_id_valid_from"),
        sa.UniqueConstraint("entry_id", "version", name="uq_editions_entry_id_version"),
    )
    op.create_index("ix_editions_type_valid_from", "editions", ["type", "valid_from"])
    op.create_index("ix_editions_type_valid_to", "editions", ["type", "valid_to"])
    op.create_index("ix_editions_type_slug", "editions", ["type", "slug"])
    op.create_table(
        "edition_terms",
        sa.Column("edition_id", _ROW, nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", _BYTEWISE, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_edition_terms_edition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "name", "value", name="pk_edition_terms"),
    )
    op.create_index("ix_edition_terms_name_value", "edition_terms", ["name", "value"])
    op.create_table(
        "edition_links",
        sa.Column("edition_id", _ROW, nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("target", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_edition_links_edition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("edition_id", "field", "target", name="pk_edition_links"),
    )
    op.create_index("ix_edition_links_target", "edition_links", ["target"])
    op.create_table(
        "changes",
        sa.Column("seq", _ROW, autoincrement=False, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_changes"),
    )
    op.create_table(
        "events",
        sa.Column("id", _ROW, nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("client", sa.String(), nullable=True),
        sa.Column("fields", _DOCUMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
    )
    op.create_index("ix_events_entry_id", "events", ["entry_id"])


def downgrade() -> None:
    for table in ("events", "changes", "edition_links", "edition_terms", "editions", "slugs", "revisions", "entries"):
        op.drop_table(table)
