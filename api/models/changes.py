"""The public log: one line for each act that readers can notice, in the order of commits."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from api.db import Base, UtcDateTime
from api.models.types import RowId


class Change(Base):
    """`seq` is drawn under the log's lock, so that it has no holes and commits in order.

    `traceparent` is of the request that the act came with.
    """

    __tablename__ = "changes"

    seq: Mapped[int] = mapped_column(RowId, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    entry_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    traceparent: Mapped[str | None]
