"""Acts: when they happen, who does them, and the line each leaves in the public log and in the audit log."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from api.db import announce, lock_log
from api.models import Change, Client, Entry, Event, Webhook
from api.policy import Caller
from api.services.indexing import retire
from api.services.observing import Head, head

#: Every kind of act that the audit log tells of.
KINDS = (
    "created", "saved", "deleted", "restored", "handedOver", "published", "unpublished", "cancelled",
    "withdrawn", "gone", "redirect", "previewTokenCreated", "erased",
    "clientCreated", "clientChanged", "clientClosed", "keyCreated", "keyRevoked",
    "webhookCreated", "webhookChanged", "webhookVerified", "webhookDisabled", "webhookReplayed", "webhookDeleted",
    "secretCreated", "secretRevoked",
)  # fmt: skip


def act(session: Session, later_than: datetime | None = None) -> datetime:
    """Begin an act that readers can notice; its instant.

    Taken after the log's lock and always later than the log's last instant, so that no machine publishes into the
    past; `later_than` is what else it must come after.
    """
    if "acting" not in session.info:
        lock_log(session)
        announce(session)
        sequence, last = head(session)
        now: datetime = session.info["clock"]()
        at = max(now, last + timedelta(microseconds=1)) if last else now
        session.info["acting"], session.info["sequence"] = at, sequence
        session.info["head"] = Head(sequence, last)
    began: datetime = session.info["acting"]
    if later_than and began <= later_than:
        began = session.info["acting"] = later_than + timedelta(microseconds=1)
    return began


def log(session: Session, kind: str, entry_id: UUID) -> None:
    """Write the line of the public log that readers' copies follow; what has ended by then is out of their way."""
    at = act(session)
    session.info["sequence"] += 1
    session.info["head"] = Head(session.info["sequence"], at)
    trace = session.info.get("traceparent")
    session.add(Change(seq=session.info["sequence"], at=at, entry_id=entry_id, kind=kind, traceparent=trace))
    retire(session, at)


def actor(session: Session) -> Caller | None:
    """Who acts in this session; None for the command line and the seed."""
    caller: Caller | None = session.info.get("caller")
    return caller


def audit(session: Session, kind: str, subject: Entry | Client | Webhook, fields: Iterable[str] = ()) -> None:
    """Write the line of the audit log: who did what to which entry, client or webhook; which fields, never a value."""
    if kind not in KINDS:
        raise ValueError(f"no kind of act is {kind}")
    caller = actor(session)
    session.add(
        Event(
            at=session.info.get("acting") or session.info["clock"](),
            kind=kind,
            type=subject.type if isinstance(subject, Entry) else subject.__tablename__,
            target=subject.id,
            organization_id=subject.organization_id,
            client=caller and caller.client,
            key=caller and caller.key,
            fields=sorted(fields),
        )
    )
