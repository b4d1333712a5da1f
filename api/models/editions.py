"""What readers see, as intervals of time, and the index their filters use."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import Bytewise, Document, RowId


class Edition(Base):
    """A revision as it is public, exactly while `valid_from <= now < valid_to`.

    `until` is the end the editor asked for; what comes after it on the timeline may end it sooner, at `valid_to`.
    `major` and `note` are of this edition alone; `updated_at` and `change_history` add up all that came before.
    `notice` tells that it is withdrawn, though still readable. From `hidden_from` on, a look into the past does not
    find it.

    `sort_key` is its place in its type's usual order. It is `live` until no one but those who look into the past can
    see it any more; indexes begin with that, so that lists never walk through what was.
    """

    __tablename__ = "editions"
    __table_args__ = (
        UniqueConstraint("entry_id", "version"),
        UniqueConstraint("entry_id", "valid_from"),
        CheckConstraint("valid_from < valid_to", name="interval"),
        Index(None, "type", "live", "sort_key", "entry_id"),
        Index(None, "type", "live", "valid_from", "valid_to"),
        Index(None, "type", "live", "first_published_at"),
        Index(None, "type", "live", "updated_at"),
        Index(None, "type", "live", "valid_to"),
        Index(None, "type", "valid_from"),
        Index(None, "type", "hidden_from"),
        Index(None, "type", "slug"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"))
    type: Mapped[str]
    revision: Mapped[int]
    version: Mapped[int]
    slug: Mapped[str] = mapped_column(Bytewise)
    organization_id: Mapped[UUID]
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime)
    valid_to: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    hidden_from: Mapped[datetime] = mapped_column(UtcDateTime)
    major: Mapped[bool]
    note: Mapped[dict[str, str] | None] = mapped_column(Document)
    first_published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    locales: Mapped[list[str]] = mapped_column(Document)
    change_history: Mapped[list[dict[str, Any]]] = mapped_column(Document)
    body: Mapped[dict[str, Any]] = mapped_column(Document)
    rendered: Mapped[dict[str, dict[str, str]]] = mapped_column(Document)
    notice: Mapped[dict[str, Any] | None] = mapped_column(Document)
    sort_key: Mapped[str] = mapped_column(Bytewise)
    live: Mapped[bool]


class Withdrawal(Base):
    """From an instant on an entry is not what it was: withdrawn with a notice, gone, or redirected.

    It holds until the next edition begins. `history` tells whether a look into the past still finds what was before.
    """

    __tablename__ = "withdrawals"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("entries.id"), primary_key=True)
    valid_from: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    kind: Mapped[str]
    explanation: Mapped[dict[str, str] | None] = mapped_column(Document)
    replacement: Mapped[UUID | None]
    history: Mapped[str]


class EditionTerm(Base):
    """A value that filters find an edition by, or (under a name in `sort.…`) lists sort it by.

    It repeats of its edition what lets a filtered list be read off the index in order.
    """

    __tablename__ = "edition_terms"
    __table_args__ = (Index(None, "type", "name", "value", "live", "sort_key", "entry_id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(Bytewise, primary_key=True)
    type: Mapped[str]
    live: Mapped[bool]
    sort_key: Mapped[str] = mapped_column(Bytewise)
    entry_id: Mapped[UUID]


class EditionLink(Base):
    """An edition points at an entry from one of its fields."""

    __tablename__ = "edition_links"
    __table_args__ = (Index(None, "target"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"), primary_key=True)
    field: Mapped[str] = mapped_column(primary_key=True)
    target: Mapped[UUID] = mapped_column(primary_key=True)
