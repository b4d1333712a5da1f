"""Webhooks and their outbox; what tokens are signed with, and the epoch they are of; where a change came from."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_DOCUMENT = sa.JSON()
_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_secrets = sa.table("secrets", sa.column("name", sa.String()), sa.column("value", sa.String()))


def upgrade() -> None:
    op.add_column("changes", sa.Column("traceparent", sa.String(), nullable=True))
    op.create_index("ix_changes_entry_id", "changes", ["entry_id"])
    known = set(op.get_bind().execute(sa.select(_secrets.c.name)).scalars())
    for name in {"signing", "epoch"} - known:
        op.execute(_secrets.insert().values(name=name, value=secrets.token_hex(32)))
    op.create_table(
        "webhooks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("types", _DOCUMENT, nullable=True),
        sa.Column("filters", _DOCUMENT, nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("challenge", sa.String(), nullable=False),
        sa.Column("position", _DOCUMENT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("resting_until", _INSTANT, nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_webhooks"),
    )
    op.create_table(
        "webhook_secrets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhooks.id"], name="fk_webhook_secrets_webhook_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_secrets"),
    )
    op.create_index("ix_webhook_secrets_webhook_id", "webhook_secrets", ["webhook_id"])
    op.create_table(
        "messages",
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("traceparent", sa.String(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("begun_at", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["webhook_id"], ["webhooks.id"], name="fk_messages_webhook_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("webhook_id", "sequence", name="pk_messages"),
    )
    op.create_index("ix_messages_webhook_id_state_sequence", "messages", ["webhook_id", "state", "sequence"])
    op.create_index("ix_messages_entry_id", "messages", ["entry_id"])
    op.create_table(
        "attempts",
        sa.Column("id", _ROW, nullable=False),
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["webhook_id", "sequence"],
            ["messages.webhook_id", "messages.sequence"],
            name="fk_attempts_webhook_id_sequence",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
    )
    op.create_index("ix_attempts_webhook_id_sequence", "attempts", ["webhook_id", "sequence"])


def downgrade() -> None:
    for table in ("attempts", "messages", "webhook_secrets", "webhooks"):
        op.drop_table(table)
    op.execute(_secrets.delete().where(_secrets.c.name == "epoch"))
    op.drop_index("ix_changes_entry_id", "changes")
    op.drop_column("changes", "traceparent")
