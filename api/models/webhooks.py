"""Whom the house tells of changes by itself, what there is to tell them, and how that went."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import Document, RowId


class Webhook(Base):
    """A subscription of a partner's: an address that is told of every change in a set.

    `position` is the epoch and how far its outbox has come in the public log, `sequence` the last number there.
    `failures` counts those in a row; after one it rests until `resting_until`. `challenge` is what the address must
    answer with before it is told anything else.
    """

    __tablename__ = "webhooks"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organization_id: Mapped[UUID]
    url: Mapped[str]
    types: Mapped[list[str] | None] = mapped_column(Document)
    filters: Mapped[dict[str, list[str]]] = mapped_column(Document)
    locale: Mapped[str]
    state: Mapped[str]
    challenge: Mapped[str]
    position: Mapped[list[Any]] = mapped_column(Document)
    sequence: Mapped[int]
    failures: Mapped[int]
    resting_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WebhookSecret(Base):
    """What messages are signed with; two while one is being replaced."""

    __tablename__ = "webhook_secrets"
    __table_args__ = (Index(None, "webhook_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    value: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Message(Base):
    """The outbox: one message for each change, numbered for its webhook; number 0 is the challenge.

    It is tried since `begun_at`, and due at `due_at`, which whoever takes it up moves ahead: should he die, another
    takes it up then.
    """

    __tablename__ = "messages"
    __table_args__ = (Index(None, "webhook_id", "state", "sequence"), Index(None, "entry_id"))

    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID]
    entry_id: Mapped[UUID | None]
    body: Mapped[str]
    traceparent: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str]
    attempts: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Attempt(Base):
    """The delivery log: what became of an attempt to deliver a message, in how many milliseconds.

    `status` is what was answered; `reason` why there was no answer.
    """

    __tablename__ = "attempts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["webhook_id", "sequence"], ["messages.webhook_id", "messages.sequence"], ondelete="CASCADE"
        ),
        Index(None, "webhook_id", "sequence"),
    )

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    webhook_id: Mapped[UUID]
    sequence: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[int | None]
    reason: Mapped[str | None]
    duration_ms: Mapped[int]
