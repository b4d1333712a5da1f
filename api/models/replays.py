"""Answers that are kept for a day, so that a request sent twice happens once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import Document


class Replay(Base):
    """What a request with an `Idempotency-Key` was, and what it was answered; no body where that shows a secret."""

    __tablename__ = "replays"
    __table_args__ = (Index(None, "at"),)

    client: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    fingerprint: Mapped[str]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(Document)
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
