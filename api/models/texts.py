"""What can be found by words: of what readers see, and of what editors write.

On PostgreSQL the tokens are a `tsvector`; on SQLite an FTS5 table stands beside each of these, kept by triggers.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, ForeignKey, Index, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

from api.db import Base
from api.models.types import Document, RowId


class Tokens(TypeDecorator[str]):
    """Tokens as text: on each line but the last those of a text in their order, on the last those that have none."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return TSVECTOR() if dialect.name == "postgresql" else Text()

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return value if value is None or dialect.name != "postgresql" else _vector(value)


def _vector(value: str) -> str:
    """The tokens as PostgreSQL writes a tsvector; positions begin anew with each text."""
    *ordered, unordered = value.split("\n")
    places: dict[str, list[int]] = {token: [] for token in unordered.split()}
    for text in ordered:
        for place, token in enumerate(text.split(), 1):
            places.setdefault(token, []).append(place)
    return " ".join(f"'{token}'" + (f":{','.join(map(str, at))}" if at else "") for token, at in places.items())


def _index(table: str) -> Index:
    return Index(f"ix_{table}_tokens", "tokens", postgresql_using="gin").ddl_if(dialect="postgresql")


class EditionText(Base):
    """The texts of a live edition in each of its languages, and the tokens they are found by.

    Of what is found equally far up, a higher `place` comes first: it is newer. `analysis` is the way in which texts
    were taken apart.
    """

    __tablename__ = "edition_texts"
    __table_args__ = (_index("edition_texts"),)

    place: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), unique=True)
    analysis: Mapped[int]
    texts: Mapped[dict[str, list[str]]] = mapped_column(Document)
    tokens: Mapped[str] = mapped_column(Tokens)


class DraftText(Base):
    """The tokens by which editors find the newest revision of an entry, in all its languages."""

    __tablename__ = "draft_texts"
    __table_args__ = (_index("draft_texts"),)

    place: Mapped[int] = mapped_column(RowId, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), unique=True)
    analysis: Mapped[int]
    tokens: Mapped[str] = mapped_column(Tokens)
