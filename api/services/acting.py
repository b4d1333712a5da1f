"""Acts: when they happen, and the line each leaves in the public log and in the audit log."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from api.db import lock_log
from api.models import Change, Event
from api.services.observing import head


def act(session: Session) -> datetime:
    """Begin an act that readers can notice; its instant, the same for the whole transaction.

    Taken after the log's lock and always later than the log's last instant, so that no machine publishes into the
    past.
    """
    if "acting" not in session.info:
        lock_log(session)
        sequence, last = head(session)
        now: datetime = session.info["clock"]()
        at = max(now, last + timedelta(microseconds=1)) if last else now
        session.info["acting"], session.info["sequence"] = at, sequence
    began: datetime = session.info["acting"]
    return began


def log(session: Session, kind: str, entry_id: UUID) -> None:
    """Write the line of the public log that readers' copies follow."""
    at = act(session)
    session.info["sequence"] += 1
    session.add(Change(seq=session.info["sequence"], at=at, entry_id=entry_id, kind=kind))


def audit(session: Session, kind: str, entry_id: UUID, client: str | None, fields: Iterable[str] = ()) -> None:
    """Write the line of the audit log: which fields, never a value."""
    at = session.info.get("acting") or session.info["clock"]()
    session.add(Event(at=at, kind=kind, entry_id=entry_id, client=client, fields=sorted(fields)))
