"""Lists are read off an index in their usual order, past what is not live any more."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_INSTANT = sa.DateTime(timezone=True)
_BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

_changes = sa.table("changes", sa.column("at", _INSTANT))
_editions = sa.table("editions", *(sa.column(n, t) for n, t in (
    ("id", _ROW), ("type", sa.String()), ("entry_id", sa.Uuid()), ("valid_to", _INSTANT), ("live", sa.Boolean()),
)))  # fmt: skip
_terms = sa.table("edition_terms", *(sa.column(n, t) for n, t in (
    ("edition_id", _ROW), ("type", sa.String()), ("entry_id", sa.Uuid()), ("live", sa.Boolean()),
)))  # fmt: skip

_OF_EDITIONS = (
    ("type", "live", "sort_key", "entry_id"),
    ("type", "live", "valid_from", "valid_to"),
    ("type", "live", "first_published_at"),
    ("type", "live", "updated_at"),
    ("type", "live", "valid_to"),
    ("type", "hidden_from"),
)
_NEW = ("live", "sort_key", "type", "entry_id")
_OF_TERMS = ("type", "name", "value", "live", "sort_key", "entry_id")


def _name(table: str, columns: tuple[str, ...]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"


def upgrade() -> None:
    for table in ("editions", "edition_terms"):
        op.add_column(table, sa.Column("live", sa.Boolean(), nullable=False, server_default=sa.true()))
        op.add_column(table, sa.Column("sort_key", _BYTEWISE, nullable=False, server_default=""))
    op.add_column("edition_terms", sa.Column("type", sa.String(), nullable=False, server_default=""))
    op.add_column("edition_terms", sa.Column("entry_id", sa.Uuid(), nullable=False, server_default="0" * 32))
    last = sa.select(sa.func.max(_changes.c.at)).scalar_subquery()
    op.execute(_editions.update().where(_editions.c.valid_to <= last).values(live=sa.false()))
    of_edition = _editions.c.id == _terms.c.edition_id
    same = ("type", "entry_id", "live")
    op.execute(
        _terms.update().values({
            name: sa.select(_editions.c[name]).where(of_edition).scalar_subquery() for name in same
        })
    )  # fmt: skip
    op.drop_index("ix_editions_type_valid_to", "editions")
    op.drop_index("ix_edition_terms_name_value", "edition_terms")
    for columns in _OF_EDITIONS:
        op.create_index(_name("editions", columns), "editions", list(columns))
    op.create_index(_name("edition_terms", _OF_TERMS), "edition_terms", list(_OF_TERMS))
    if op.get_bind().dialect.name == "postgresql":  # a server of the version before must not write half a term
        for table, name in (("editions", "live"), ("editions", "sort_key"), *(("edition_terms", n) for n in _NEW)):
            op.alter_column(table, name, server_default=None)


def downgrade() -> None:
    op.drop_index(_name("edition_terms", _OF_TERMS), "edition_terms")
    for columns in _OF_EDITIONS:
        op.drop_index(_name("editions", columns), "editions")
    op.create_index("ix_editions_type_valid_to", "editions", ["type", "valid_to"])
    op.create_index("ix_edition_terms_name_value", "edition_terms", ["name", "value"])
    for name in ("entry_id", "type", "sort_key", "live"):
        op.drop_column("edition_terms", name)
    for name in ("sort_key", "live"):
        op.drop_column("editions", name)
