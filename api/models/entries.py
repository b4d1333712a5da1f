"""What editors write: entries, their revisions, and the names they go by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import Bytewise, Document

_CALLED = text("external_id IS NOT NULL")


class Entry(Base):
    """One piece of content through all its life.

    `revision` is the number of its head, `organization_id` whose it is: rights follow at once. `acts` counts every
    act on it; with the revision it is what `If-Match` compares. Of an erased entry nothing is left but this row.
    """

    __tablename__ = "entries"
    __table_args__ = (
        # Partial, so that a change of owner is no change of a key to those who only point at the entry.
        Index(None, "organization_id", "external_id", unique=True, postgresql_where=_CALLED, sqlite_where=_CALLED),
        Index(None, "type", "organization_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    revision: Mapped[int]
    acts: Mapped[int]
    organization_id: Mapped[UUID]
    external_id: Mapped[str | None]
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Revision(Base):
    """What an editor saved: append-only. `client` and `key` are who did; neither for the command line and the seed."""

    __tablename__ = "revisions"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    organization_id: Mapped[UUID]
    external_id: Mapped[str | None]
    body: Mapped[dict[str, Any]] = mapped_column(Document)
    client: Mapped[UUID | None]
    key: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RevisionLink(Base):
    """The head of an entry points at another entry from one of its fields.

    The foreign key keeps anyone from deleting what a draft points at, whoever saves at the same time.
    """

    __tablename__ = "revision_links"
    __table_args__ = (Index(None, "target"),)

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)


class Slug(Base):
    """A present or former name of an entry; never given to another one."""

    __tablename__ = "slugs"
    __table_args__ = (Index(None, "entry_id"),)

    type: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Bytewise, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
