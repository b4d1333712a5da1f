"""What editors write: entries, their revisions, and the names they go by."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import Bytewise, Document


class Entry(Base):
    """One piece of content through all its life; `revision` is the number of its head."""

    __tablename__ = "entries"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    type: Mapped[str]
    revision: Mapped[int]


class Revision(Base):
    """What an editor saved: append-only."""

    __tablename__ = "revisions"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str]
    organization_id: Mapped[UUID]
    body: Mapped[dict[str, Any]] = mapped_column(Document)
    client: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Slug(Base):
    """A present or former name of an entry; never given to another one."""

    __tablename__ = "slugs"
    __table_args__ = (Index(None, "entry_id"),)

    type: Mapped[str] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(Bytewise, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
