"""The audit log: every act, who did it and which fields it touched, never a value."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import Document, RowId


class Event(Base):
    """One act on an entry or a client. `organization_id` is whose that was at the time."""

    __tablename__ = "events"
    __table_args__ = (Index(None, "target"),)

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    kind: Mapped[str]
    type: Mapped[str]
    target: Mapped[UUID]
    organization_id: Mapped[UUID]
    client: Mapped[UUID | None]
    key: Mapped[UUID | None]
    fields: Mapped[list[str]] = mapped_column(Document)
