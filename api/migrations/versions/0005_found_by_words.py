"""What can be found by words; the texts of what is there already are written when the tables are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TOKENS = sa.Text().with_variant(TSVECTOR(), "postgresql")
_WORDS = {"edition_texts": "edition_words", "draft_texts": "draft_words"}
#: What tokens are made of beside letters and digits.
_KINDS = ".=:~#+-"


def upgrade() -> None:
    op.create_table(
        "edition_texts",
        sa.Column("place", _ROW, autoincrement=False, nullable=False),
        sa.Column("edition_id", _ROW, nullable=False),
        sa.Column("analysis", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("tokens", _TOKENS, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name="fk_edition_texts_edition_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place", name="pk_edition_texts"),
        sa.UniqueConstraint("edition_id", name="uq_edition_texts_edition_id"),
    )
    op.create_table(
        "draft_texts",
        sa.Column("place", _ROW, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("analysis", sa.Integer(), nullable=False),
        sa.Column("tokens", _TOKENS, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["entries.id"], name="fk_draft_texts_entry_id"),
        sa.PrimaryKeyConstraint("place", name="pk_draft_texts"),
        sa.UniqueConstraint("entry_id", name="uq_draft_texts_entry_id"),
    )
    for table, words in _WORDS.items():
        if op.get_bind().dialect.name == "sqlite":
            _beside(table, words)
        else:
            op.create_index(f"ix_{table}_tokens", table, ["tokens"], postgresql_using="gin")
            # Texts are kept beside their rows: those who only count what is found then pass by few pages.
            op.execute(f"ALTER TABLE {table} SET (toast_tuple_target = 128)")


def _beside(table: str, words: str) -> None:
    """An FTS5 table that has the tokens of another, kept by triggers: the documented way (FTS5, external content)."""
    op.execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5("
        f"tokens, content='{table}', content_rowid='place', tokenize=\"ascii tokenchars '{_KINDS}'\")"
    )
    put = f"INSERT INTO {words}(rowid, tokens) VALUES (new.place, new.tokens);"  # noqa: S608  # names of our own
    take = f"INSERT INTO {words}({words}, rowid, tokens) VALUES ('delete', old.place, old.tokens);"  # noqa: S608  # names of our own
    for event, steps in (("INSERT", put), ("DELETE", take), ("UPDATE", take + put)):
        op.execute(f"CREATE TRIGGER {words}_{event.lower()} AFTER {event} ON {table} BEGIN {steps} END")


def downgrade() -> None:
    for table, words in _WORDS.items():
        if op.get_bind().dialect.name == "sqlite":
            op.execute(f"DROP TABLE {words}")
        op.drop_table(table)
