"""Who may write: API clients and their keys, and what the house keeps secret."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime


class Client(Base):
    """An API client of an organization. A closed one stays, so that history can name it."""

    __tablename__ = "clients"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    organization_id: Mapped[UUID]
    role: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Key(Base):
    """A key of a client: only its SHA-256 is kept, and its first characters to recognise it by.

    Last use is kept to the day: enough to find keys that no one needs, and one write a day.
    """

    __tablename__ = "keys"
    __table_args__ = (Index(None, "digest", unique=True), Index(None, "client_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[UUID] = mapped_column(ForeignKey("clients.id"))
    digest: Mapped[str]
    hint: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_used_on: Mapped[date | None]


class Secret(Base):
    """A secret that the house made for itself, once."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
