"""Clients and their keys; whose an entry is; editions that follow each other in time; withdrawals; replays."""

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_DOCUMENT = sa.JSON()
_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_FOREVER = datetime(9999, 12, 31, tzinfo=UTC)
_NOBODY = uuid.UUID(int=0)

_entries = sa.table("entries", *(sa.column(n, t) for n, t in (
    ("id", sa.Uuid()), ("type", sa.String()), ("revision", sa.Integer()), ("acts", sa.Integer()),
    ("organization_id", sa.Uuid()),
)))  # fmt: skip
_revisions = sa.table("revisions", *(sa.column(n, t) for n, t in (
    ("entry_id", sa.Uuid()), ("number", sa.Integer()), ("organization_id", sa.Uuid()),
)))  # fmt: skip
_editions = sa.table("editions", *(sa.column(n, t) for n, t in (
    ("id", _ROW), ("entry_id", sa.Uuid()), ("version", sa.Integer()), ("valid_to", _INSTANT), ("until", _INSTANT),
    ("hidden_from", _INSTANT), ("ending", _DOCUMENT),
)))  # fmt: skip
_edition_links = sa.table("edition_links", *(sa.column(n, t) for n, t in (
    ("edition_id", _ROW), ("field", sa.String()), ("target", sa.Uuid()),
)))  # fmt: skip
_events = sa.table("events", *(sa.column(n, t) for n, t in (
    ("entry_id", sa.Uuid()), ("target", sa.Uuid()), ("type", sa.String()), ("organization_id", sa.Uuid()),
)))  # fmt: skip


def upgrade() -> None:
    _clients()
    _owners()
    withdrawals = op.create_table(
        "withdrawals",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", _INSTANT, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("explanation", _DOCUMENT, nullable=True),
        sa.Column("replacement", sa.Uuid(), nullable=True),
        sa.Column("history", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_withdrawals_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "valid_from", name="pk_withdrawals"),
    )
    _timelines(withdrawals)
    _links()
    _audit()


def _clients() -> None:
    op.create_table(
        "clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_clients"),
    )
    op.create_table(
        "keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("hint", sa.String(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("revoked_at", _INSTANT, nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name="fk_keys_client_id"),
        sa.PrimaryKeyConstraint("id", name="pk_keys"),
    )
    op.create_index("ix_keys_digest", "keys", ["digest"], unique=True)
    op.create_index("ix_keys_client_id", "keys", ["client_id"])
    op.create_table(
        "secrets",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
    )
    op.create_table(
        "replays",
        sa.Column("client", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", _INSTANT, nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", _DOCUMENT, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("client", "key", name="pk_replays"),
    )
    op.create_index("ix_replays_at", "replays", ["at"])


def _owners() -> None:
    """An entry belongs to the organization that its head names."""
    _add("entries", "acts", sa.Integer(), "1")
    _add("entries", "organization_id", sa.Uuid(), _NOBODY.hex)
    op.add_column("entries", sa.Column("external_id", sa.String(), nullable=True))
    op.add_column("entries", sa.Column("erased_at", _INSTANT, nullable=True))
    head = sa.and_(_revisions.c.entry_id == _entries.c.id, _revisions.c.number == _entries.c.revision)
    owner = sa.select(_revisions.c.organization_id).where(head).scalar_subquery()
    op.execute(_entries.update().values(organization_id=owner))
    called = sa.text("external_id IS NOT NULL")
    op.create_index(
        "ix_entries_organization_id_external_id",
        "entries",
        ["organization_id", "external_id"],
        unique=True,
        postgresql_where=called,
        sqlite_where=called,
    )
    op.create_index("ix_entries_type_organization_id", "entries", ["type", "organization_id"])
    op.drop_column("revisions", "client")
    op.add_column("revisions", sa.Column("client", sa.Uuid(), nullable=True))
    op.add_column("revisions", sa.Column("key", sa.Uuid(), nullable=True))
    op.add_column("revisions", sa.Column("external_id", sa.String(), nullable=True))


def _timelines(withdrawals: sa.Table) -> None:
    """What ended with a word to readers becomes a withdrawal."""
    _add("editions", "until", _INSTANT, "9999-12-31 00:00:00.000000")
    _add("editions", "hidden_from", _INSTANT, "9999-12-31 00:00:00.000000")
    _add("editions", "major", sa.Boolean(), "1")
    op.add_column("editions", sa.Column("note", _DOCUMENT, nullable=True))
    op.add_column("editions", sa.Column("notice", _DOCUMENT, nullable=True))
    op.execute(_editions.update().values(until=_editions.c.valid_to, hidden_from=_FOREVER))
    bind = op.get_bind()
    for row in bind.execute(sa.select(_editions)).all():
        if row.ending:
            said = {"explanation": row.ending.get("explanation"), "history": "open", "kind": "gone"}
            replacement = row.ending.get("replacement")
            bind.execute(
                withdrawals.insert().values(
                    entry_id=row.entry_id,
                    valid_from=row.valid_to,
                    replacement=uuid.UUID(replacement) if replacement else None,
                    **said,
                )
            )
    op.drop_column("editions", "ending")


def _links() -> None:
    """Whom heads point at: until now every head was as its newest edition."""
    op.create_table(
        "revision_links",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("target", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_revision_links_entry_id"),
        sa.ForeignKeyConstraint(["target"], ["entries.id"], name="fk_revision_links_target"),
        sa.PrimaryKeyConstraint("entry_id", "field", "target", name="pk_revision_links"),
    )
    op.create_index("ix_revision_links_target", "revision_links", ["target"])
    later = _editions.alias()
    newest = sa.select(sa.func.max(later.c.version)).where(later.c.entry_id == _editions.c.entry_id).scalar_subquery()
    links = (
        sa.select(_editions.c.entry_id, _edition_links.c.field, _edition_links.c.target)
        .join(_editions, _editions.c.id == _edition_links.c.edition_id)
        .where(_editions.c.version == newest)
    )
    op.get_bind().execute(
        sa.table("revision_links", sa.column("entry_id"), sa.column("field"), sa.column("target"))
        .insert()
        .from_select(["entry_id", "field", "target"], links)
    )


def _audit() -> None:
    """Acts on clients leave a line too."""
    _add("events", "target", sa.Uuid(), _NOBODY.hex)
    _add("events", "type", sa.String(), "entries")
    _add("events", "organization_id", sa.Uuid(), _NOBODY.hex)
    entry = _entries.c.id == _events.c.entry_id
    op.execute(
        _events.update().values(
            target=_events.c.entry_id,
            type=sa.select(_entries.c.type).where(entry).scalar_subquery(),
            organization_id=sa.select(_entries.c.organization_id).where(entry).scalar_subquery(),
        )
    )
    op.drop_index("ix_events_entry_id", "events")
    op.drop_column("events", "entry_id")
    op.drop_column("events", "client")
    op.add_column("events", sa.Column("client", sa.Uuid(), nullable=True))
    op.add_column("events", sa.Column("key", sa.Uuid(), nullable=True))
    op.create_index("ix_events_target", "events", ["target"])


def _add(table: str, name: str, kind: sa.types.TypeEngine, default: str) -> None:
    """Add a column that must be filled; PostgreSQL then forgets the default, which SQLite keeps unused."""
    op.add_column(table, sa.Column(name, kind, nullable=False, server_default=default))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    op.drop_table("revision_links")
    op.execute(sa.text("DELETE FROM entries WHERE erased_at IS NOT NULL"))
    op.execute(sa.text("DELETE FROM events WHERE target NOT IN (SELECT id FROM entries)"))
    op.drop_index("ix_events_target", "events")
    for name in ("key", "client", "organization_id", "type"):
        op.drop_column("events", name)
    op.add_column("events", sa.Column("client", sa.String(), nullable=True))
    op.alter_column("events", "target", new_column_name="entry_id")
    op.create_index("ix_events_entry_id", "events", ["entry_id"])
    for name in ("notice", "note", "major", "hidden_from", "until"):
        op.drop_column("editions", name)
    op.add_column("editions", sa.Column("ending", _DOCUMENT, nullable=True))
    for name in ("external_id", "key", "client"):
        op.drop_column("revisions", name)
    op.add_column("revisions", sa.Column("client", sa.String(), nullable=True))
    op.drop_index("ix_entries_type_organization_id", "entries")
    op.drop_index("ix_entries_organization_id_external_id", "entries")
    for name in ("erased_at", "external_id", "organization_id", "acts"):
        op.drop_column("entries", name)
    for table in ("withdrawals", "replays", "secrets", "keys", "clients"):
        op.drop_table(table)
