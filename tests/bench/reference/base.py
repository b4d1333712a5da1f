"""What every table of the reference service has."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, DateTime, ForeignKey, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

#: A text by language, such as {"sv": "Nyheter", "en": "News"}.
Texts = dict[str, Any]


class Base(DeclarativeBase):
    type_annotation_map = {Texts: JSON, list[Any]: JSON, datetime: DateTime(timezone=True)}


def now() -> datetime:
    return datetime.now(UTC)


class Entry:
    """What everything that is served has."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(100), unique=True)
    version: Mapped[int] = mapped_column(default=1)
    published_at: Mapped[datetime] = mapped_column(default=now, index=True)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    attribution: Mapped[Texts | None]


def link(left: str, right: str) -> Table:
    """A link table between two tables."""
    return Table(
        f"{left}_{right}",
        Base.metadata,
        Column("left_id", ForeignKey(f"{left}.id"), primary_key=True),
        Column("right_id", ForeignKey(f"{right}.id"), primary_key=True, index=True),
    )
